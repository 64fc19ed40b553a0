"""Cells by name and by number, both ways: `I30` is row 30, column 9; the only place that counts in letters."""

from __future__ import annotations

import re
from functools import lru_cache

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


def column_number(letters: str) -> int:
    """The number of a column by its letters, from 1: 3 of `C`."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=1024)
def column_letters(number: int) -> str:
    """The letters of a column by its number, from 1: `C` of 3."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """`I30` of row 30, column 9."""
    return f"{column_letters(column)}{row}"


def position(text: str) -> tuple[int, int] | None:
    """Row and column of an address, `I30` or the first of `$I$30:J31`; None for anything else."""
    match = _ADDRESS.match(text)
    return (int(match[2]), column_number(match[1])) if match else None
