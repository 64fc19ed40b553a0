"""Several copies or pieces of one table on a sheet, wherever they stand: two are told with both places and neither is read; pieces of one are read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from _own_workbook import Own, write_own
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.test_check import completed
from xlplugin.checking.check import check
from xlplugin.checking.examples import form_of
from xlplugin.filing.filing import Filing
from xlplugin.reading.read import read_workbook

FORM = form_of("2021")
VALUES = completed(FORM, {"requests.received.natural_person": 15, "requests.granted.natural_person": 15, "review.reconsideration.upheld": 2})
TABLE = range(20, 48)
HEADER = range(20, 23)
ACROSS = range(1, 11)
LABELS = range(1, 4)
FOUR = range(50, 54)
Change = Callable[[Worksheet], object]


def read(path: Path, change: Change) -> Filing:
    """The workbook with section four moved far down, so that there is room beside section three, and changed."""
    write_own(Own(FORM, "样例一镇2023年政府信息公开工作年度报告", VALUES), path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    _move(sheet, range(49, 54), range(1, 16), 100, 0)
    change(sheet)
    book.save(path)
    return read_workbook(path)


def _move(sheet: Worksheet, rows: range, columns: range, down: int, right: int) -> None:
    copy(rows, columns, down, right, more=0)(sheet)
    clear(rows, columns)(sheet)


def clear(rows: range, columns: range = ACROSS) -> Change:
    def change(sheet: Worksheet) -> None:
        for area in [area for area in sheet.merged_cells.ranges if area.max_row >= rows[0] and area.min_row <= rows[-1] and area.max_col >= columns[0] and area.min_col <= columns[-1]]:
            sheet.unmerge_cells(str(area))
        for row in rows:
            for column in columns:
                sheet.cell(row, column).value = None

    return change


def copy(rows: range, columns: range, down: int, right: int, *, more: int = 1, only: Callable[[int, int], bool] = lambda row, column: True) -> Change:
    """Lays cells once more at another place, with each figure so many more."""

    def change(sheet: Worksheet) -> None:
        cells = [(cell.row, cell.column, cell.value) for row in sheet.iter_rows(rows[0], rows[-1], columns[0], columns[-1]) for cell in row if cell.value is not None]
        areas = [area for area in sheet.merged_cells.ranges if {area.min_row, area.max_row} <= set(rows) and {area.min_col, area.max_col} <= set(columns)]
        for row, column, value in cells:
            if only(row, column):
                sheet.cell(row + down, column + right).value = value + more if isinstance(value, int) else value
        for area in areas:
            if only(area.min_row, area.min_col) and only(area.max_row, area.max_col):
                sheet.merge_cells(start_row=area.min_row + down, end_row=area.max_row + down, start_column=area.min_col + right, end_column=area.max_col + right)

    return change


def turned(rows: range, columns: range, top: int, left: int, more: int) -> Change:
    """Lays cells once more with rows as columns."""

    def change(sheet: Worksheet) -> None:
        for row in sheet.iter_rows(rows[0], rows[-1], columns[0], columns[-1]):
            for cell in row:
                if cell.value is not None:
                    value = cell.value + more if isinstance(cell.value, int) else cell.value
                    sheet.cell(top + cell.column - columns[0], left + cell.row - rows[0]).value = value

    return change


def both(*changes: Change) -> Change:
    return lambda sheet: [change(sheet) for change in changes]


def hidden(change: Change, rows: range, columns: range) -> Change:
    def hide(sheet: Worksheet) -> None:
        change(sheet)
        for row in rows:
            sheet.row_dimensions[row].hidden = True
        for column in columns:
            sheet.column_dimensions[get_column_letter(column)].hidden = True

    return hide


def _left(down: int) -> Change:
    def change(sheet: Worksheet) -> None:
        _move(sheet, TABLE, ACROSS, 0, 12)
        clear(range(18, 20))(sheet)
        copy(TABLE, range(13, 23), down, -12)(sheet)

    return change


def _is_total(row: int, column: int) -> bool:
    return row in HEADER or row == 46


COPIES: dict[str, tuple[Change, tuple[str, ...]]] = {
    **{f"to the right and {down} rows lower": (copy(TABLE, ACROSS, down, 12), tuple(sorted(("D23", f"P{23 + down}"), key=lambda at: int(at[1:])))) for down in (-6, -3, -2, -1, 1, 2, 3, 6, 12, 25)},
    **{f"right at its side and {down} rows lower": (copy(TABLE, ACROSS, down, 10), tuple(sorted(("D23", f"N{23 + down}"), key=lambda at: int(at[1:])))) for down in (-2, 1, 3)},
    **{f"to the left and {down} rows lower": (_left(down), tuple(sorted(("P23", f"D{23 + down}"), key=lambda at: int(at[1:])))) for down in (-2, 1, 2)},
    "below, two columns to the right": (copy(TABLE, ACROSS, 30, 2), ("D23", "F53")),
    "below, eight columns to the right": (copy(TABLE, ACROSS, 30, 8), ("D23", "L53")),
    "below without a header": (copy(range(23, 48), ACROSS, 30, 0), ("D23", "D53")),
    "to the right without a header": (copy(range(23, 48), ACROSS, 2, 12), ("D23", "P25")),
    "the last rows only": (copy(range(40, 48), ACROSS, 3, 12), ("D23", "P43")),
    "three rows below": (copy(range(23, 26), ACROSS, 30, 0), ("D23", "D53")),
    "its header and the total beside it": (copy(TABLE, ACROSS, 0, 12, only=_is_total), ("D23", "P46")),
    "its header and the total below": (copy(TABLE, ACROSS, 40, 3, only=_is_total), ("D23", "G86")),
    "its first rows": (copy(range(20, 28), ACROSS, 2, 12), ("D23", "P25")),
    "figures alone, two rows lower": (copy(TABLE, range(4, 11), 2, 8), ("D23", "L25")),
    "turned over, below": (turned(TABLE, ACROSS, 60, 1, 1), ("D23", "D63")),
    "turned over, beside": (turned(TABLE, ACROSS, 20, 14, 1), ("D23", "Q23")),
    "in hidden rows": (hidden(copy(TABLE, ACROSS, 30, 0), range(50, 78), range(0)), ("D23", "D53")),
    "in hidden columns": (hidden(copy(TABLE, ACROSS, 1, 17), range(0), range(18, 28)), ("D23", "U24")),
    "twice": (both(copy(TABLE, ACROSS, 2, 12), copy(TABLE, ACROSS, -2, 24)), ("AB21", "D23", "P25")),
    "twice, each lower": (both(copy(TABLE, ACROSS, 20, 12), copy(TABLE, ACROSS, 40, 24)), ("D23", "P43", "AB63")),
}


@pytest.mark.parametrize("kind", COPIES)
def test_section_three_once_more_is_told_with_every_place_and_neither_is_read(kind: str, tmp_path: Path) -> None:
    change, places = COPIES[kind]
    filing = read(tmp_path / "年报.xlsx", change)
    [report] = check([filing])
    [told] = [finding for finding in report.findings if finding.rule != "W07"]
    assert told.rule == "F06" and "、".join(f"年报表格!{at}" for at in places) in told.message.zh
    assert not any(name.startswith("requests.") for name in filing.cells)
    assert {name: filing.values[name] for name in filing.cells} == {name: value for name, value in VALUES.items() if not name.startswith("requests.")}


OTHERS: dict[str, tuple[Change, str, tuple[str, str]]] = {
    "section two, lower": (copy(range(4, 18), range(1, 5), 3, 14), "proactive", ("B6", "P9")),
    "one block of section two": (copy(range(8, 11), range(1, 5), 2, 14), "proactive", ("B10", "P12")),
    "section four, lower": (copy(range(150, 154), range(1, 16), 3, 17), "review", ("A153", "R156")),
    "section four, higher": (copy(range(150, 154), range(1, 16), -2, 17), "review", ("R151", "A153")),
    "one route of section four": (copy(range(150, 154), range(1, 6), 6, 2), "review", ("A153", "C159")),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_another_section_or_a_part_of_it_once_more_is_told_with_both_places(kind: str, tmp_path: Path) -> None:
    change, table, places = OTHERS[kind]
    filing = read(tmp_path / "年报.xlsx", change)
    assert [(name, tuple(place.address for place in found)) for name, found in filing.facts.duplicate_tables] == [(table, places)]
    [told] = check([filing])[0].findings
    assert told.rule == "F06"


def test_a_blank_copy_is_none_and_a_copy_with_the_same_figures_is_told_but_read(tmp_path: Path) -> None:
    blank = read(tmp_path / "a.xlsx", copy(TABLE, ACROSS, 2, 12, only=lambda row, column: row in HEADER or column in LABELS))
    assert blank.values == VALUES and check([blank])[0].status == "clean"
    same = read(tmp_path / "b.xlsx", copy(TABLE, ACROSS, 2, 12, more=0))
    assert same.values == VALUES and [finding.rule for finding in check([same])[0].findings] == ["F06"]


def _four_as_matrix(across: bool) -> Change:
    def change(sheet: Worksheet) -> None:
        figures = [sheet.cell(153, column).value for column in range(1, 16)]
        clear(range(150, 154), range(1, 16))(sheet)
        routes, outcomes = ("行政复议", "未经复议直接起诉", "复议后起诉"), ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
        for number, route in enumerate(routes):
            for further, outcome in enumerate(outcomes):
                row, column = (further, number) if across else (number, further)
                sheet.cell(*((150, 2 + number) if across else (151 + number, 1))).value = route
                sheet.cell(*((151 + further, 1) if across else (150, 2 + further))).value = outcome
                sheet.cell(151 + row, 2 + column).value = figures[5 * number + further]

    return change


def _without(change: Change, rows: range, columns: range = ACROSS) -> Change:
    return both(change, clear(rows, columns))


PIECES: dict[str, Change] = {
    "section three turned over": _without(turned(TABLE, ACROSS, 60, 1, 0), TABLE),
    "a block of section two turned over": _without(turned(range(5, 8), range(1, 5), 60, 1, 0), range(5, 8), range(1, 5)),
    "section four with its routes as rows": _four_as_matrix(False),
    "section four with its outcomes as rows": _four_as_matrix(True),
    "the last columns below, with the row labels again": _without(copy(TABLE, ACROSS, 40, 0, more=0, only=lambda row, column: column in LABELS or column > 7), TABLE, range(8, 11)),
    "the last columns to the right, with the row labels again": _without(copy(TABLE, ACROSS, 0, 12, more=0, only=lambda row, column: column in LABELS or column > 7), TABLE, range(8, 11)),
    "the last rows to the right, with the header again": _without(copy(TABLE, ACROSS, -12, 16, more=0, only=lambda row, column: row in HEADER or row > 34), range(35, 48)),
    "the last rows below, shifted, with the header again": _without(copy(TABLE, ACROSS, 30, 2, more=0, only=lambda row, column: row in HEADER or row > 34), range(35, 48)),
}


@pytest.mark.parametrize("kind", PIECES)
def test_a_table_turned_over_or_in_pieces_that_complement_each_other_is_read(kind: str, tmp_path: Path) -> None:
    filing = read(tmp_path / "年报.xlsx", PIECES[kind])
    assert filing.values == VALUES
    assert {finding.rule for finding in check([filing])[0].findings} <= {"F03"}
