"""The open workbook as a grid: one read of values and one of formulas for each sheet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from xlplugin.errors import TooLargeError
from xlplugin.filing.address import column_number
from xlplugin.filing.cells import Place
from xlplugin.filing.facts import Sight
from xlplugin.form.sheets import RECORD
from xlplugin.live.host import Host, Position
from xlplugin.reading.figures.number_format import DATE_1904, DATE_OPEN
from xlplugin.reading.formulas.sheets import FIRST_DAY, serial
from xlplugin.reading.workbook.grid import Book, Look, RawCell, Sheet
from xlplugin.text import Text

_NAME = re.compile(r"^=?\$?'?(?P<sheet>(?:[^'!]|'')+?)'?[!.]\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d+)$")
_LINK = re.compile(r"\[([^\[\]]+\.\w+)\][^!]*!")
"""A reference to another workbook, `'folder/[name.xlsx]Sheet1'!A1`."""
BLIND: frozenset[Sight] = frozenset({"formats", "runs"})
"""What is not asked of an open workbook, cell by cell as it would have to be."""
ROWS_AT_ONCE = 5_000
LARGEST_AREA = 2_000_000
"""Cells of a sheet up to its last filled one; beyond that no form stands, and a program would be asked for minutes."""
_FIRST_1904 = 1904


def read_grid(book: Any, host: Host) -> Book:
    """The grid of an open workbook, what its formulas give as the program has just computed it. The record of our marks is left out."""
    first_day = host.first_day(book)
    sheets = tuple(_read_sheet(sheet, host, first_day) for sheet in book.sheets if sheet.name != RECORD)
    known = {sheet.name for sheet in sheets}
    names: dict[str, Place | None] = {}
    for name, refers_to in host.definitions(book).items():
        place = _place(refers_to)
        if place is not None and place.sheet in known:
            names[name] = place
        elif "#REF!" in refers_to:
            names[name] = None
    links = dict.fromkeys(name for sheet in sheets for cell in sheet.cells.values() if cell.formula for name in _LINK.findall(cell.formula))
    return Book(sheets, names, external_links=tuple(links), blind=BLIND)


def _read_sheet(sheet: Any, host: Host, first_day: dt.datetime) -> Sheet:
    rows, columns = host.last_filled(sheet)
    if rows * columns > LARGEST_AREA:
        raise TooLargeError(detail=Text(f"“{sheet.name}”用到第 {rows} 行、第 {columns} 列", f"{sheet.name} is filled to row {rows} and column {columns}"))
    cells: dict[Position, RawCell] = {}
    for first in range(1, rows + 1, ROWS_AT_ONCE):
        cells.update(_band(sheet.range((first, 1), (min(first + ROWS_AT_ONCE - 1, rows), columns)), first, first_day))
    hidden_rows, hidden_columns = host.hidden_lines(sheet)
    return Sheet(sheet.name, cells, host.merged_areas(sheet), not sheet.visible, hidden_rows, hidden_columns)


def _band(area: Any, first_row: int, first_day: dt.datetime) -> Iterator[tuple[Position, RawCell]]:
    """The filled cells of some rows: one call for their values, one for their formulas."""
    values = area.options(ndim=2, err_to_str=True).value
    formulas = area.formula
    formulas = [[formulas]] if isinstance(formulas, str) else formulas
    for r, (value_row, formula_row) in enumerate(zip(values, formulas, strict=True), first_row):
        for c, (value, formula) in enumerate(zip(value_row, formula_row, strict=True), 1):
            is_formula = isinstance(formula, str) and formula.startswith("=") and value != formula
            if value not in (None, "") or is_formula:
                yield (r, c), _cell("" if value is None and is_formula else value, formula if is_formula else None, first_day)


def _cell(value: Any, formula: str | None, first_day: dt.datetime) -> RawCell:
    """The cell; a date is the number that it keeps, as in a saved workbook."""
    if not isinstance(value, (dt.datetime, dt.date, dt.time, dt.timedelta)):
        return RawCell(value, formula)
    number = serial(value)
    if isinstance(number, float):
        number -= (first_day - FIRST_DAY).days if isinstance(value, dt.date) else 0
        number = int(number) if number.is_integer() else number
    return RawCell(number, formula, Look(DATE_1904 if first_day.year == _FIRST_1904 else DATE_OPEN))


def _place(refers_to: str) -> Place | None:
    match = _NAME.match(refers_to)
    if match is None:
        return None
    return Place(match["sheet"].replace("''", "'"), int(match["row"]), column_number(match["column"]))
