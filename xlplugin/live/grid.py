"""The open workbook as a grid: one read of values and one of formulas for each sheet."""

from __future__ import annotations

import re
from typing import Any

from xlplugin.filing import Place
from xlplugin.form.sheets import RECORD
from xlplugin.live.host import Host
from xlplugin.reading.grid import Book, RawCell, Sheet

_NAME = re.compile(r"^=?\$?'?(?P<sheet>(?:[^'!]|'')+?)'?[!.]\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d+)$")
_LINK = re.compile(r"\[([^\[\]]+\.\w+)\][^!]*!")
"""A reference to another workbook, `'folder/[name.xlsx]Sheet1'!A1`."""
MOST_ROWS, MOST_COLUMNS = 5000, 300


def read_grid(book: Any, host: Host) -> Book:
    """The grid of an open workbook, what its formulas give as the program has just computed it. The record of our marks is left out."""
    sheets = tuple(_read_sheet(sheet, host) for sheet in book.sheets if sheet.name != RECORD)
    known = {sheet.name for sheet in sheets}
    names: dict[str, Place | None] = {}
    for name, refers_to in host.definitions(book).items():
        place = _place(refers_to)
        if place is not None and place.sheet in known:
            names[name] = place
        elif "#REF!" in refers_to:
            names[name] = None
    links = dict.fromkeys(name for sheet in sheets for cell in sheet.cells.values() if cell.formula for name in _LINK.findall(cell.formula))
    return Book(sheets, names, external_links=tuple(links))


def _read_sheet(sheet: Any, host: Host) -> Sheet:
    used = sheet.used_range
    rows, columns = min(used.last_cell.row, MOST_ROWS), min(used.last_cell.column, MOST_COLUMNS)
    area = sheet.range((1, 1), (rows, columns))
    values = area.options(ndim=2, err_to_str=True).value
    formulas = area.formula
    formulas = [[formulas]] if isinstance(formulas, str) else formulas
    cells: dict[tuple[int, int], RawCell] = {}
    for r, (value_row, formula_row) in enumerate(zip(values, formulas, strict=True), 1):
        for c, (value, formula) in enumerate(zip(value_row, formula_row, strict=True), 1):
            is_formula = isinstance(formula, str) and formula.startswith("=") and value != formula
            if value not in (None, "") or is_formula:
                cells[r, c] = RawCell("" if value is None and is_formula else value, formula if is_formula else None)
    hidden_rows, hidden_columns = host.hidden_lines(sheet)
    return Sheet(sheet.name, cells, host.merged_areas(sheet), not sheet.visible, hidden_rows, hidden_columns)


def _place(refers_to: str) -> Place | None:
    match = _NAME.match(refers_to)
    if match is None:
        return None
    column = 0
    for letter in match["column"]:
        column = column * 26 + ord(letter) - 64
    return Place(match["sheet"].replace("''", "'"), int(match["row"]), column)
