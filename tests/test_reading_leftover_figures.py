"""Figures in or right beside a table that belong to no field: told, and never the reason why another figure is read wrongly; what plainly holds no figures of the form is not."""

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
from xlplugin.reading.layouts.known import NO_CACHE
from xlplugin.reading.read import read_workbook

FORM = form_of("2021")
VALUES = completed(FORM, {"requests.received.natural_person": 15, "requests.granted.natural_person": 15, "review.reconsideration.upheld": 2, "proactive.licensing.decisions": 7})
THREE = range(23, 48)
Change = Callable[[Worksheet], object]


def written(path: Path, change: Change, edition: str = "2021") -> Path:
    form = form_of(edition)
    values = VALUES if edition == "2021" else dict.fromkeys(form.fields, 0)
    write_own(Own(form, f"样例一镇{edition}年政府信息公开工作年度报告", values), path)
    book = openpyxl.load_workbook(path)
    change(book.worksheets[0])
    book.save(path)
    return path


def read(path: Path, change: Change, edition: str = "2021") -> Filing:
    return read_workbook(written(path, change, edition))


def column(at: int, head: str | None, figures: Callable[[int], int | str | None], rows: range = THREE, *, head_at: int = 21) -> Change:
    """Fills a column; `figures`: what stands in a row."""

    def change(sheet: Worksheet) -> None:
        sheet.cell(head_at, at).value = head
        for row in rows:
            sheet.cell(row, at).value = figures(row)

    return change


def _make_room(sheet: Worksheet, moved: str, at: int, *, right: int = 0, down: int = 0) -> None:
    """Moves cells one column to the right or one row down, merged areas with them."""
    areas = list(sheet.merged_cells.ranges)
    for area in areas:
        sheet.unmerge_cells(str(area))
    sheet.move_range(moved, rows=down, cols=right)
    for area in areas:
        first, last = (area.min_col, area.max_col) if right else (area.min_row, area.max_row)
        if first >= at:
            area.shift(col_shift=right, row_shift=down)
        elif last >= at:
            area.expand(right=right, down=down)
        sheet.merge_cells(str(area))


def wider(at: int, head: str | None, figures: Callable[[int], int | str | None], head_at: int = 21) -> Change:
    """Puts a column between others."""

    def change(sheet: Worksheet) -> None:
        _make_room(sheet, f"{get_column_letter(at)}1:O53", at, right=1)
        column(at, head, figures, head_at=head_at)(sheet)

    return change


def row(at: int, label: str | None, figures: Callable[[int], int | str | None], columns: range = range(4, 11), *, label_at: int = 1) -> Change:
    """Puts a row between others."""

    def change(sheet: Worksheet) -> None:
        _make_room(sheet, f"A{at}:O{max(at, sheet.max_row)}", at, down=1)
        if label:
            sheet.cell(at, label_at).value = label
        for number in columns:
            sheet.cell(at, number).value = figures(number)

    return change


def nine(_: int) -> int:
    return 9


def in_a_label_cell(sheet: Worksheet) -> None:
    sheet.unmerge_cells("A24:C24")
    sheet.cell(24, 2).value = 9


ADDED: dict[str, tuple[Change, str]] = {
    "last year's figures": (column(11, "上年数", nine), "多出 1 列：“上年数”"),
    "another year's": (column(11, "2022年", nine), "多出 1 列：“2022年”"),
    "a column without a name": (column(11, None, nine), "多出 1 列：（无字）"),
    "a column of noughts": (column(11, None, lambda row: 0), "多出 1 列：（无字）"),
    "one figure at the edge": (column(11, None, nine, range(46, 47)), "多出 1 列：（无字）"),
    "figures typed as text": (column(11, None, lambda row: "9"), "多出 1 列：（无字）"),
    "a column before the first": (wider(4, None, nine), "多出 1 列：（无字）"),
    "a column before the last": (wider(10, None, nine), "多出 1 列：（无字）"),
    "a second total with the same figures": (column(11, "总计", lambda row: VALUES["requests.received.total"] if row in (23, 25, 46) else 0), "多出 1 列：“总计”"),
    "a row without a name": (row(30, None, nine), "多出 1 行：（无字）"),
    "a row below the last": (row(48, None, nine), "多出 1 行：（无字）"),
    "a row apart below the last": (row(49, None, nine), "多出 1 行：（无字）"),
    "a total below the last row": (row(48, "合计", nine), "多出 1 行：“合计”"),
    "beside section two": (column(5, None, nine, range(6, 8)), "多出 1 列：（无字）"),
    "beside a block of one figure": (column(5, "上年数", nine, range(10, 11), head_at=9), "多出 1 列：“上年数”"),
    "a figure between a row's label and its figures": (in_a_label_cell, "多出 1 列：（无字）"),
    "figures that were checked": (column(11, "审核数", nine), "多出 1 列：“审核数”"),
    "a breakdown by the way of asking": (row(48, "其中：电话申请", nine, range(4, 5)), "多出 1 行：“其中：电话申请”"),
    "below a block of section two": (row(8, None, nine, range(2, 5)), "多出 1 行：（无字）"),
    "beside section four": (column(16, None, nine, range(53, 54)), "多出 1 列：（无字）"),
    "a second line of section four": (row(54, None, nine, range(1, 16)), "多出 1 行：（无字）"),
}


@pytest.mark.parametrize("kind", ADDED)
def test_figures_that_nobody_reads_are_told_and_all_others_read(kind: str, tmp_path: Path) -> None:
    change, words = ADDED[kind]
    filing = read(tmp_path / "a.xlsx", change)
    [told] = check([filing])[0].findings
    assert told.rule == "F02" and words in told.message.zh and told.place is not None
    assert filing.values == VALUES


TWINS: dict[str, tuple[Change, str, str]] = {
    "a second total": (column(11, "总计", nine), "列的标签重复，无法分辨：“总计”", "requests.*.total"),
    "a second total in another word": (column(11, "合计", nine), "列的标签重复，无法分辨：“总计”", "requests.*.total"),
    "a second total, a blank column between": (column(12, "总计", nine), "列的标签重复，无法分辨：“总计”", "requests.*.total"),
    "a second total before the first": (wider(10, "总计", nine), "列的标签重复，无法分辨：“总计”", "requests.*.total"),
    "natural persons again at the end": (column(11, "自然人", nine), "列的标签重复，无法分辨：“自然人”", "requests.*.natural_person"),
    "natural persons again at the beginning": (wider(4, "自然人", nine), "列的标签重复，无法分辨：“自然人”", "requests.*.natural_person"),
    "others again": (wider(9, "其他", nine, head_at=22), "列的标签重复，无法分辨：“其他”", "requests.*.other"),
    "the only column of a block again": (column(5, "本年处理决定数量", nine, range(10, 11), head_at=9), "列的标签重复，无法分辨：“本年处理决定数量”", "proactive.licensing.*"),
    "section four's last total again": (column(16, "总计", nine, range(53, 54), head_at=52), "列的标签重复，无法分辨：“总计”", "review.litigation_after_review.total"),
    "a row's label again": (row(40, "2.重复申请", nine, label_at=3), "行的标签重复，无法分辨：“2.重复申请”", "requests.declined_repeated.*"),
}


@pytest.mark.parametrize("kind", TWINS)
def test_of_two_lines_with_one_label_and_other_figures_neither_is_read(kind: str, tmp_path: Path) -> None:
    change, words, fields = TWINS[kind]
    filing = read(tmp_path / "a.xlsx", change)
    [report] = check([filing])
    assert [finding.rule for finding in report.findings] == ["F02"] and words in report.findings[0].message.zh
    assert report.status == "incomplete" and not any("没有找到“" in one.reason.zh for one in report.not_checked)
    before, _, after = fields.partition("*")
    assert {name for name in VALUES if name not in filing.cells} == {name for name in VALUES if name.startswith(before) and name.endswith(after)}
    assert {name: filing.values[name] for name in filing.cells} == {name: VALUES[name] for name in filing.cells}


ASIDE: dict[str, Change] = {
    "remarks": column(11, "备注", lambda row: f"见台账 {row}"),
    "numbers of remarks": column(11, "备注", lambda row: row),
    "serial numbers with a heading": column(11, "序号", lambda row: row - 22),
    "serial numbers without one": column(11, None, lambda row: row - 22),
    "numbers of the lines before the figures": wider(4, "行次", lambda row: row - 22),
    "numbers of the columns": row(23, "栏次", lambda column: column - 3),
    "formulas that check the sums": column(11, "核对", lambda row: f"=SUM(D{row}:I{row})-J{row}"),
    "formulas without a heading": column(11, None, lambda row: f"=SUM(D{row}:I{row})"),
    "a second total of formulas": column(11, "总计", lambda row: f"=SUM(D{row}:I{row})"),
    "a telephone number": column(11, None, lambda row: 13900000000, range(47, 48)),
    "words": column(11, None, lambda row: "已核"),
    "remarks under a heading with blanks": column(11, "备  注", nine),
    "remarks under other words": column(11, "情况说明", nine),
    "ratios": column(11, "占比", lambda row: "0.5"),
    "ratios by the year": column(11, "同比增长（％）", nine),
    "a rate below": row(48, "按时办结率", lambda column: 1),
    "differences pasted as values": column(11, "差额", lambda row: 0),
    "a check below pasted as values": row(48, "平衡检查", lambda column: 0),
    "pages of the register": column(11, "台账页码", nine),
    "codes of the lines before the labels": wider(1, "编码", lambda row: 300 + 7 * row, head_at=20),
    "codes of the lines before the figures": wider(4, "指标代码", lambda row: 300 + 7 * row),
    "numbers of the columns without a heading": row(23, None, lambda column: column - 3),
    "numbers of the columns after those of the labels": row(23, "1", lambda column: column - 2),
    "numbers of the columns in brackets": row(23, None, lambda column: f"({column - 3})"),
    "numbers of the columns in rings": row(23, None, lambda column: "①②③④⑤⑥⑦"[column - 4]),
    "letters of the columns": row(23, None, lambda column: "ABCDEFG"[column - 4]),
    "numbers of the columns in section two": row(6, None, lambda column: column - 1, range(2, 5)),
    "numbers of the columns in section four": row(53, None, lambda column: column, range(1, 16)),
    "who filled it in, with a number": row(48, "经办人：王", lambda column: 8123, range(5, 6)),
    "who made it, with a telephone number in text": row(48, "制表人", lambda column: "88123456", range(4, 5)),
    "who answers for it": row(48, "单位负责人：王", lambda column: 88123456, range(4, 5)),
    "the words of a header in a note below": row(18, "收费金额（万元）", lambda column: None),
    "a remark below with a figure": row(48, "备注：本年受理数", nine, range(4, 5)),
}


@pytest.mark.parametrize("kind", ASIDE)
def test_remarks_numbers_of_lines_and_formulas_beside_a_table_are_nobodys_fault(kind: str, tmp_path: Path) -> None:
    filing = read(tmp_path / "a.xlsx", ASIDE[kind])
    assert filing.values == VALUES and check([filing])[0].status == "clean"


def test_a_figure_that_a_cell_of_the_form_is_made_of_is_nobodys_fault(tmp_path: Path) -> None:
    """12345.67 yuan beside an amount that is =C18/10000: it was read by way of the formula. What only a total adds is told as ever."""

    def change(sheet: Worksheet) -> None:
        at = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "行政事业性收费")
        sheet.cell(at.row, at.column + 1).value = f"={get_column_letter(at.column + 4)}{at.row}/10000"
        sheet.cell(at.row, at.column + 4).value = 12345.67

    def added(sheet: Worksheet) -> None:
        for row in THREE:
            sheet.cell(row, 11).value = nine(row)
            sheet.cell(row, 10).value = f"=SUM(D{row}:I{row})+K{row}"

    assert read(tmp_path / "a.xlsx", change).facts.line_faults == ()
    assert read(tmp_path / "b.xlsx", added).facts.line_faults != ()


@pytest.mark.parametrize("at", [range(6, 8), range(10, 12), range(6, 22)])
def test_a_nameless_column_beside_section_two_does_not_decide_the_edition(at: range, tmp_path: Path) -> None:
    def beside(sheet: Worksheet) -> None:
        for number in at:
            if isinstance(sheet.cell(number, 2).value, int):
                sheet.cell(number, 5).value = 9

    def between(sheet: Worksheet) -> None:
        for area in list(sheet.merged_cells.ranges):
            if area.max_row < 23:
                sheet.unmerge_cells(str(area))
        sheet.move_range("C4:D21", cols=1)
        for number in at:
            if isinstance(sheet.cell(number, 2).value, int):
                sheet.cell(number, 3).value = 9

    for change in (beside, between):
        filing = read(tmp_path / "a.xlsx", change, "2019")
        assert filing.form.edition == "2019" and filing.values == dict.fromkeys(form_of("2019").fields, 0)
        assert [finding.rule for finding in check([filing])[0].findings if finding.rule not in ("C14", "P09")] == ["F02"]


def test_what_stands_beside_a_table_counts_in_every_file_of_a_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told() -> list[tuple[str, bool]]:
        contents: list[Callable[[int], int | str | None]] = [lambda row: row - 22, lambda row: 9, lambda row: row - 22, lambda row: 139 * 10**8, lambda row: 9, lambda row: "9", lambda row: "见台账 9"]
        kinds = [*contents[:3], *contents[:3], *contents[3:5], *contents[5:], *contents[5:], *contents[5:]]
        paths = [written(tmp_path / f"{number}.xlsx", column(11, None, figures)) for number, figures in enumerate(kinds)]
        return [(path.name, bool(read_workbook(path).facts.line_faults)) for path in paths]

    known = told()
    monkeypatch.setenv(NO_CACHE, "1")
    assert known == told() and {has for _, has in known} == {True, False}


def test_numbers_of_the_columns_are_told_from_figures_in_every_file_of_a_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def of_columns(first: int, *, is_four: bool) -> Change:
        return row(53, None, lambda column: column + first - 1, range(1, 16)) if is_four else row(23, None, lambda column: column - 4 + first)

    def told() -> list[tuple[str, bool, object]]:
        changes = [of_columns(first, is_four=is_four) for first in (1, 10, 1, 1, 10, 10) for is_four in (False, True)]
        filings = [read(tmp_path / f"{number}.xlsx", change) for number, change in enumerate(changes)]
        return [(Path(filing.file).name, bool(filing.facts.line_faults), filing.values["review.reconsideration.upheld"]) for filing in filings]

    known = told()
    monkeypatch.setenv(NO_CACHE, "1")
    assert known == told() and [has for _, has, _ in known[:4]] == [False, False, True, True]


@pytest.mark.parametrize("unit", ["（件）", "(单位：件)", "〔宗〕"])
def test_what_is_counted_may_stand_in_a_label(unit: str, tmp_path: Path) -> None:
    def counted(sheet: Worksheet) -> None:
        for place in ("J21", "D21", "A23", "B5", "C39"):
            sheet[place].value += unit

    filing = read(tmp_path / "a.xlsx", counted)
    assert filing.values == VALUES and {finding.rule for finding in check([filing])[0].findings} == {"F03"} and not any(label.by_place for label in filing.facts.seen_labels)
