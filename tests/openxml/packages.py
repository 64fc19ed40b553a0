"""Workbooks such as the public has them, one for each thing that a workbook may hold, with a filled form in each as one more sheet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import xlsxwriter

from tests.office_form import CLEAN, FORM
from tests.openxml import features_openpyxl, features_parts, features_xlsxwriter
from tests.packages import edit
from xlplugin.reading.workbook.grid import Sheet
from xlplugin.reading.workbook.workbook import read_book

NAME = "年报表格"
_WRONG = {"requests.received.company": 4, "proactive.licensing.decisions": "１２件", "requests.granted.other": None}
"""A column out of balance, a number as text, a blank."""


def write_packages(folder: Path) -> dict[str, Path]:
    """Each package, by what is special in it."""
    form = _form(folder)
    made: dict[str, Path] = {}
    for name, put in features_xlsxwriter.FEATURES.items():
        made[f"xlsxwriter {name}"] = _by_xlsxwriter(folder, f"x-{name}", put, form, features_xlsxwriter.OPTIONS.get(name, {}))
    for name, change in features_openpyxl.FEATURES.items():
        made[f"openpyxl {name}"] = _by_openpyxl(folder, name, change, form)
    for name, changes in features_parts.FEATURES.items():
        made[f"parts {name}"] = edit(_by_xlsxwriter(folder, f"p-{name}", features_xlsxwriter.FEATURES[changes.of], form), changes.parts, changes.names)
    return made


def _form(folder: Path) -> Sheet:
    """The cells of a form as an office draws it, filled in and not right."""
    from _own_workbook import Own, write_own

    path = folder / "form.xlsx"
    write_own(Own(FORM, "样例一镇2023年政府信息公开工作年度报告", {**dict.fromkeys(FORM.fields, 0), **CLEAN, **_WRONG}), path)
    return read_book(path).sheets[0]


def _by_xlsxwriter(folder: Path, name: str, put: features_xlsxwriter.Feature, form: Sheet, options: Mapping[str, object] | None = None) -> Path:
    path = folder / f"{name}.{'xlsm' if name == 'x-macros' else 'xlsx'}"
    with xlsxwriter.Workbook(str(path), dict(options or {})) as book:
        first, sheet = book.add_worksheet("说明"), book.add_worksheet(NAME)
        style = book.add_format({"border": 1, "text_wrap": True})
        for top, left, bottom, right in form.merges:
            sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", style)
        for (row, column), cell in sorted(form.cells.items()):
            sheet.write(row - 1, column - 1, cell.content, style)
        put(book, first, sheet)
    return path


def _by_openpyxl(folder: Path, name: str, change: features_openpyxl.Feature, form: Sheet) -> Path:
    path = folder / f"o-{name}.xlsx"
    book = openpyxl.Workbook()
    sheet = book.create_sheet(NAME)
    for (row, column), cell in form.cells.items():
        sheet.cell(row, column, cell.content)
    for top, left, bottom, right in form.merges:
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    change(book, book.worksheets[0], sheet)
    book.save(path)
    return path
