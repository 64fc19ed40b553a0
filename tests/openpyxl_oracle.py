"""A workbook read with openpyxl: the oracle for our own reader of Open XML."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula

from xlplugin.filing.address import column_number
from xlplugin.filing.cells import Place
from xlplugin.reading.workbook.grid import Book, RawCell, Sheet

_NAME = re.compile(r"^'?(?P<sheet>(?:[^'!]|'')+)'?!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d+)$")


def read_with_openpyxl(path: Path) -> Book:
    """The grid of a workbook, loaded once with formulas and once with saved values."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        formulas = openpyxl.load_workbook(path, keep_links=True)
        saved = openpyxl.load_workbook(path, data_only=True, keep_links=False)
    sheets = tuple(_sheet(sheet, saved[sheet.title]) for sheet in formulas.worksheets)
    links = tuple(str(link.file_link.Target) for link in getattr(formulas, "_external_links", ()))
    names: dict[str, Place | None] = {}
    for name, defined in formulas.defined_names.items():
        if match := _NAME.match(defined.attr_text or ""):
            place = Place(match["sheet"].replace("''", "'"), int(match["row"]), column_number(match["column"]))
            names[name] = place if place.sheet in formulas.sheetnames else None
        elif "#REF!" in (defined.attr_text or ""):
            names[name] = None
    return Book(sheets, names, external_links=links)


def _number(value: Any) -> Any:
    """A date as the number that a cell keeps for it: our grid holds that, and what it looks like beside it."""
    return to_excel(value) if isinstance(value, (dt.date, dt.time, dt.timedelta)) else value  # type: ignore[no-untyped-call]


def _sheet(sheet: Any, saved: Any) -> Sheet:
    cells: dict[tuple[int, int], RawCell] = {}
    for (row, column), cell in sheet._cells.items():
        if cell.value is None:
            continue
        if cell.data_type == "f":
            text = cell.value if isinstance(cell.value, str) else cell.value.text
            other = saved._cells.get((row, column))
            cells[row, column] = RawCell(None if other is None else _number(other.value), text if text.startswith("=") else f"={text}")
        else:
            cells[row, column] = RawCell(_number(cell.value))
    for cell in [cell for cell in sheet._cells.values() if isinstance(cell.value, ArrayFormula)]:
        first, _, last = cell.value.ref.partition(":")
        top, bottom = sheet[first], sheet[last or first]
        for row, column in product(range(top.row, bottom.row + 1), range(top.column, bottom.column + 1)):
            other = saved._cells.get((row, column))
            cells[row, column] = RawCell(None if other is None else _number(other.value), cells[cell.row, cell.column].formula)
    merges = tuple((area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges)
    hidden_rows = frozenset(row for row, dimension in sheet.row_dimensions.items() if dimension.hidden)
    hidden_columns: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min and dimension.max:
            hidden_columns |= set(range(dimension.min, dimension.max + 1))
    return Sheet(sheet.title, cells, merges, sheet.sheet_state != "visible", hidden_rows, frozenset(hidden_columns))
