"""Chinese numerals as reports number with them: 一 to 二十."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    """A number from 1 to 20 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones or not tens else "")


_VALUES = {chinese(number): number for number in range(1, 21)} | {"两": 2}


def value(numeral: str) -> int | None:
    """The number that a numeral stands for, Chinese or Arabic; None beyond 20 and for anything else."""
    return int(numeral) if numeral.isascii() and numeral.isdigit() else _VALUES.get(numeral)


def year_of(text: str) -> int | None:
    """The first year that a title names, 2023 or 二〇二三; None where it names none."""
    for start in range(len(text) - 3):
        four = text[start : start + 4].translate(str.maketrans("○零Ｏ〇一二三四五六七八九", "0000123456789"))
        beside = text[start - 1 : start] + text[start + 4 : start + 5]
        if four.isascii() and four.isdigit() and 2000 <= int(four) <= 2099 and not any(mark.isascii() and mark.isdigit() for mark in beside):
            return int(four)
    return None
