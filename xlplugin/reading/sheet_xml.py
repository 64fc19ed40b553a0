"""One worksheet's part as a sheet of the grid."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from xlplugin.reading.grid import Position, RawCell, Sheet

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")
_LAST_COLUMN = 16384


@dataclass(frozen=True)
class Lookup:
    """What the cells of every sheet refer to."""

    strings: Sequence[str]
    date_styles: frozenset[int]
    is_1904: bool


def read_sheet(xml: bytes, name: str, is_hidden: bool, lookup: Lookup) -> Sheet:
    """The sheet in a worksheet part; cells that hold nothing are left out."""
    cells: dict[Position, RawCell] = {}
    merges: list[tuple[int, int, int, int]] = []
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    shared: dict[str, tuple[str, str]] = {}
    row = 0
    wanted = ("{*}row", "{*}mergeCell", "{*}col")
    for _, entry in etree.iterparse(io.BytesIO(xml), tag=wanted, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False):
        kind = local(entry)
        if kind == "row":
            row = int(entry.get("r") or row + 1)
            if is_true(entry.get("hidden")):
                hidden_rows.add(row)
            _read_row(entry, row, cells, shared, lookup)
        elif kind == "mergeCell":
            merges.append(area(entry.get("ref", "")))
        elif is_true(entry.get("hidden")):
            first = int(entry.get("min", "1"))
            hidden_columns |= set(range(first, min(int(entry.get("max", first)), first + 1000, _LAST_COLUMN) + 1))
        entry.clear()
    return Sheet(name, cells, tuple(merges), is_hidden, frozenset(hidden_rows), frozenset(hidden_columns))


def _read_row(entry: Any, row: int, cells: dict[Position, RawCell], shared: dict[str, tuple[str, str]], lookup: Lookup) -> None:
    column = 0
    for cell in entry:
        if local(cell) != "c":
            continue
        address = cell.get("r")
        if address:
            match = _ADDRESS.fullmatch(address)
            if match is None:
                raise ValueError(f"cell address {address[:20]!r}")
            at, column = int(match[2]), column_number(match[1])
        else:
            at, column = row, column + 1
        content, formula = _read_cell(cell, at, column, shared, lookup)
        if formula is not None or content is not None:
            cells[at, column] = RawCell(content, formula)


def _read_cell(cell: Any, row: int, column: int, shared: dict[str, tuple[str, str]], lookup: Lookup) -> tuple[object, str | None]:
    """(content, formula) of a cell."""
    kind, value, formula, inline = cell.get("t", "n"), None, None, None
    for part in cell:
        name = local(part)
        if name == "v":
            value = part.text
        elif name == "f":
            formula = _formula(part, row, column, shared)
        elif name == "is":
            inline = "".join(text.text or "" for text in part.iter("{*}t") if local(text.getparent()) != "rPh")
    if inline is not None and kind == "inlineStr":
        return inline, formula
    if value is None:
        return ("" if kind == "str" and formula is not None else None), formula
    if kind == "s":
        return lookup.strings[int(value)], formula
    if kind == "b":
        return value.strip() in ("1", "true"), formula
    if kind in ("str", "e", "inlineStr"):
        return value, formula
    if kind == "d":
        return _iso_date(value), formula
    number = _number(value)
    if number is not None and int(cell.get("s") or 0) in lookup.date_styles:
        return _as_date(number, lookup.is_1904), formula
    return number, formula


def _formula(part: Any, row: int, column: int, shared: dict[str, tuple[str, str]]) -> str | None:
    """The formula with its `=`; one that is shared is moved to its cell."""
    text, index = part.text, part.get("si")
    if part.get("t") == "dataTable":
        return "=TABLE()"
    if part.get("t") == "shared" and index is not None:
        here = f"{column_letters(column)}{row}"
        if text:
            shared[index] = (text, here)
        elif index in shared:
            from openpyxl.formula.translate import Translator

            master, origin = shared[index]
            return str(Translator(f"={master}", origin).translate_formula(here))
        else:
            return "="
    return f"={text}" if text else "=" if part.get("t") == "array" else None


def _number(text: str) -> int | float | None:
    plain = text.strip()
    if not plain:
        return None
    return int(plain) if plain.lstrip("-").isdigit() and plain.isascii() else float(plain)


def _as_date(number: float, is_1904: bool) -> object:
    """A serial number as a date or a time; the number itself where it is none."""
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    try:
        return from_excel(number, CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900)
    except (ValueError, OverflowError):
        return number


def _iso_date(text: str) -> object:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return text


def area(reference: str) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column of `A1:B2`."""
    corners = [(int(row), column_number(letters)) for letters, row in _ADDRESS.findall(reference)]
    return (*corners[0], *corners[-1])


def column_number(letters: str) -> int:
    """3 of `C`."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """`C` of 3."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def local(element: Any) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def is_true(text: str | None) -> bool:
    """A boolean attribute."""
    return text in ("1", "true", "on")
