"""A table that stands twice, wherever the other one stands: told, and never one of the two read as if there were no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from _own_workbook import Own, write_own
from openpyxl.worksheet.worksheet import Worksheet

from tests.test_check import completed
from xlplugin.checking.check import check
from xlplugin.checking.examples import form_of
from xlplugin.reading.read import read_workbook

FORM = form_of("2021")
VALUES = completed(FORM, {"requests.received.natural_person": 15, "requests.granted.natural_person": 15})
TWO, THREE, FOUR = range(3, 18), range(19, 48), range(49, 54)
WIDTH = 15
LABELS = 3
"""Columns of row labels."""


def written(path: Path, change: Callable[[Worksheet], object]) -> Path:
    write_own(Own(FORM, "样例一镇2023年政府信息公开工作年度报告", VALUES), path)
    book = openpyxl.load_workbook(path)
    change(book.worksheets[0])
    book.save(path)
    return path


def again(rows: range, right: int, *, first: int = 1, formula: str = "") -> Callable[[Worksheet], None]:
    """Lays rows once more, so many columns to the right, with each figure one more, or a formula in its place."""

    def change(sheet: Worksheet) -> None:
        cells = [(cell.row, cell.column, cell.value) for row in sheet.iter_rows(rows[0], rows[-1], first, WIDTH) for cell in row if cell.value is not None]
        for row, column, value in cells:
            figure = formula.format(at=sheet.cell(row, column).coordinate) if formula else None
            sheet.cell(row, column + right, (figure or value + 1) if isinstance(value, int) else value)
        for area in [area for area in sheet.merged_cells.ranges if area.min_row in rows and area.min_col >= first]:
            sheet.merge_cells(start_row=area.min_row, end_row=area.max_row, start_column=area.min_col + right, end_column=area.max_col + right)

    return change


TWICE = {
    "section two beside itself": (again(TWO, 12), {"proactive": 2}),
    "section three beside itself": (again(THREE, 12), {"requests": 2}),
    "section three next to itself": (again(THREE, 10), {"requests": 2}),
    "figures of another year under the same row labels": (again(THREE, 8, first=LABELS + 1), {"requests": 2}),
    "section four beside itself": (again(FOUR, 17), {"review": 2}),
    "the whole sheet beside itself": (again(range(1, 54), 16), {"proactive": 2, "requests": 2, "review": 2}),
}


@pytest.mark.parametrize("kind", TWICE)
def test_a_table_beside_itself_is_told_as_standing_twice(kind: str, tmp_path: Path) -> None:
    change, tables = TWICE[kind]
    filing = read_workbook(written(tmp_path / "年报.xlsx", change))
    assert {table: len(places) for table, places in filing.facts.duplicate_tables} == tables
    assert {finding.rule for finding in check([filing])[0].findings} == {"F06"}


def test_a_copy_on_a_hidden_sheet_is_named_as_such_and_no_rule_says_that_a_cell_was_not_found(tmp_path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        other = sheet.parent.copy_worksheet(sheet)
        other.title, other.sheet_state = "2022", "hidden"
        other["D23"] = 16

    [report] = check([read_workbook(written(tmp_path / "年报.xlsx", hide))])
    [told] = [finding for finding in report.findings if finding.field is None and "收到和处理" in finding.message.zh]
    assert "年报表格!D23、隐藏工作表 2022!D23" in told.message.zh
    reasons = {one.rule: one.reason.zh for one in report.not_checked}
    assert "不止一张" in reasons["R01"] and not any("没有找到“" in reason for reason in reasons.values())


ONCE: dict[str, Callable[[Worksheet], object]] = {
    "formulas beside a table that check it": again(THREE, 8, first=LABELS + 1, formula="={at}-{at}"),
    "remarks with numbers": lambda sheet: [sheet.cell(row, 12, f"见台账 {row}") for row in THREE],
    "a column of numbers without a heading's words": lambda sheet: [sheet.cell(row, 12, row) for row in THREE],
    "section two's headings beside section three": again(range(5, 6), 12),
}


@pytest.mark.parametrize("kind", ONCE)
def test_what_only_stands_beside_a_table_is_no_second_one(kind: str, tmp_path: Path) -> None:
    filing = read_workbook(written(tmp_path / "年报.xlsx", ONCE[kind]))
    assert filing.values == VALUES and check([filing])[0].status == "clean"
