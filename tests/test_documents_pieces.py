"""Pieces of a table are one only where that is sure: columns at the same place, one report's titles around them, no copy without a header among them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.documents.pdf import HEIGHT, Sheet, _table, plainly, report, write_pdf
from tests.documents.plain import FORM, plain_prose, plain_tables, read, written
from tests.documents.tables import Box, boxes
from xlplugin.checking.check import check
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report
from xlplugin.reading.documents.formats.pdf.beside import columns_of, gaps_between
from xlplugin.reading.documents.formats.stream import Grid
from xlplugin.reading.documents.tables.edges import stand_alike

FIELD = "requests.received.natural_person"
LOWER = "requests.unavailable_not_held.natural_person"
REQUESTS = [name for name in FORM.fields if name.startswith("requests.")]


def checked(filing: Filing) -> Report:
    [found] = check([filing])
    return found


def placed(sheet: Sheet, x: float, scale: float = 1.0, y: float = 0.0) -> list[str]:
    """A page's operators, moved and made smaller."""
    return [f"q {scale} 0 0 {scale} {x} {y} cm", *sheet.operators, "Q"]


def beside(one: Sequence[Sheet], other: Sequence[Sheet]) -> list[Sheet]:
    """Two reports on the halves of each page."""
    pages = []
    for left, right in zip(one, other, strict=True):
        page = Sheet()
        page.operators = [*placed(left, 0, 0.5, 100), *placed(right, 421, 0.5, 100)]
        pages.append(page)
    return pages


def renamed(pages: Sequence[Sheet], old: str, new: str) -> Sequence[Sheet]:
    """The pages with other words in a title."""
    for page in pages:
        page.operators = [line.replace(old.encode("utf-16-be").hex(), new.encode("utf-16-be").hex()) for line in page.operators]
    return pages


def halves() -> tuple[list[list[Box]], list[list[Box]]]:
    """The rows of section three, torn before （四）无法提供."""
    rows = [list(row) for row in boxes(FORM, {**dict.fromkeys(FORM.fields, "0"), FIELD: "11", LOWER: "22"}, lambda label: label.official)["requests"]]
    at = next(number for number, row in enumerate(rows) if row[0].text.startswith("（四）"))
    for number, row in enumerate(rows[:at]):
        for place, box in enumerate(row):
            if number + box.rows > at:
                row[place] = Box(box.text, box.role, rows=at - number, columns=box.columns, field=box.field)
                rest = number + box.rows - at
    rows[at].insert(0, Box("", "label", rows=rest))
    return rows[:at], rows[at:]


def torn(folder: Path, x: float, scale: float = 1.0, between: str = "", title: str = "样例一镇2023年政府信息公开工作年度报告") -> Filing:
    """A report of section three alone, the lower half of its table on a second page, moved there; `between`: a line above it."""
    upper, lower = halves()
    first, second = Sheet(), Sheet()
    first.text(40, HEIGHT - 40, title, 12)
    first.text(40, HEIGHT - 60, "三、收到和处理政府信息公开申请情况", 10)
    _table(first, upper, HEIGHT - 80, plainly, plainly)
    if between:
        second.text(40, HEIGHT - 30, between, 12)
    own = Sheet()
    _table(own, lower, HEIGHT - 60, plainly, plainly)
    second.operators += placed(own, x, scale)
    return read(write_pdf([first, second], folder / "样例一镇.pdf"))


@pytest.mark.slow
@pytest.mark.parametrize("moved", [0, 3, 25, -30])
def test_a_table_goes_on_over_a_page_break_where_its_columns_stand_at_the_same_place(moved: float, tmp_path: Path) -> None:
    filing = torn(tmp_path, moved)
    assert (filing.cell(FIELD).value, filing.cell(LOWER).value) == (11, 22)
    assert not filing.facts.misreadings


@pytest.mark.slow
@pytest.mark.parametrize(("moved", "scale"), [(60, 1.0), (0, 0.8), (0, 0.5), (421, 0.5)])
def test_rows_whose_columns_stand_elsewhere_are_not_joined_to_a_table_and_both_are_told(moved: float, scale: float, tmp_path: Path) -> None:
    filing = torn(tmp_path, moved, scale)
    assert not [name for name in REQUESTS if name in filing.cells]
    [told] = [one for one in filing.facts.misreadings if one.kind == "several"]
    assert set(told.fields) == set(REQUESTS) and "本年新收" in told.text and "（四）无法提供" in told.text
    found = checked(filing)
    assert found.status == "incomplete" and [fault.rule for fault in found.transcription] == ["T05"]
    assert not [one for one in found.findings if one.rule in ("F02", "F06")]


@pytest.mark.slow
@pytest.mark.parametrize("between", ["样例一镇2022年政府信息公开工作年度报告", "样例二镇2023年政府信息公开工作年度报告", "样例二镇政府信息公开工作年度报告"])
def test_the_upper_half_of_one_report_and_the_lower_half_of_another_are_not_one_table(between: str, tmp_path: Path) -> None:
    filing = torn(tmp_path, 0, between=between)
    assert not filing.cells and [one.is_of_several_reports for one in filing.facts.misreadings] == [True]
    assert checked(filing).status == "incomplete"


@pytest.mark.slow
@pytest.mark.parametrize("other", ["样例一镇2022", "样例二镇2023"])
def test_two_reports_side_by_side_are_never_joined(other: str, tmp_path: Path) -> None:
    pages = beside(report(FORM, {FIELD: "11"}), renamed(report(FORM, {FIELD: "22"}), "样例一镇2023", other))
    filing = read(write_pdf(pages, tmp_path / "a.pdf"))
    assert not filing.cells and [one.is_of_several_reports for one in filing.facts.misreadings] == [True]
    found = checked(filing)
    assert (found.status, [fault.rule for fault in found.transcription], found.findings) == ("incomplete", ["T05"], ())


@pytest.mark.slow
def test_whose_the_text_is_cannot_be_told_where_a_file_holds_several_reports(tmp_path: Path) -> None:
    pages = beside(report(FORM, {FIELD: "11"}), renamed(report(FORM, {FIELD: "22"}), "样例一镇2023", "样例一镇2022"))
    filing = read(write_pdf(pages, tmp_path / "a.pdf"))
    missed = {one.rule: one.reason.zh for one in checked(filing).not_checked}
    assert not filing.narrative and filing.document is None
    assert {missed[rule] for rule in ("N01", "N02", "N13", "D01", "D10", "D19")} == {"文件里有几份报告，不知道文字是哪一份的"}


@pytest.mark.slow
def test_a_report_beside_a_blank_half_is_read(tmp_path: Path) -> None:
    pages = []
    for sheet in report(FORM, {FIELD: "11"}):
        pages.append(Sheet())
        pages[-1].operators = placed(sheet, 0, 0.5, 100)
    filing = read(write_pdf(pages, tmp_path / "a.pdf"))
    assert filing.cell(FIELD).value == 11 and len(filing.cells) == len(FORM.fields) and not filing.facts.misreadings


def copied(layout: str, folder: Path, changed: str) -> Filing:
    """A report in which the rows of section three stand once more below the table, without the header."""
    tables = plain_tables(layout, {FIELD: "7"})
    rows: list[list[Box | None]] = [list(row) for row in tables["requests"]]
    start = next(number for number, row in enumerate(rows) if any(box and box.text.startswith("一、本年新收") for box in row))
    again = [[Box(changed if box.field == FIELD else box.text, box.role, box.rows, box.columns, box.field) if box else box for box in row] for row in rows[start:]]
    return read(written({**tables, "requests": [*rows, *again]}, layout, folder, plain_prose()))


@pytest.mark.parametrize("layout", ["html_spans", "tabs", "pipes"])
def test_a_copy_without_a_header_and_with_other_figures_is_told_and_neither_is_read(layout: str, tmp_path: Path) -> None:
    filing = copied(layout, tmp_path, "8")
    assert not [name for name in REQUESTS if name in filing.cells]
    found = checked(filing)
    assert (found.status, [fault.rule for fault in found.transcription]) == ("incomplete", ["T05"])
    assert not [one for one in found.findings if one.rule.startswith("F")]


@pytest.mark.parametrize("layout", ["html_spans", "tabs", "pipes"])
def test_a_copy_without_a_header_and_with_the_same_figures_is_no_matter(layout: str, tmp_path: Path) -> None:
    filing = copied(layout, tmp_path, "7")
    assert filing.cell(FIELD).value == 7 and not filing.facts.misreadings and not filing.facts.line_faults


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        ((), (40, 100, 500), True),
        ((40, 100, 300, 500), (40, 100, 300, 500), True),
        ((40, 100, 300, 500), (42, 98, 303, 501), True),
        ((40, 100, 300, 500), (80, 140, 340, 540), True),
        ((40, 100, 300, 500), (81, 141, 341, 541), False),
        ((40, 100, 300, 500), (40, 100, 300, 515), False),
        ((40, 100, 200, 300, 400, 500), (40, 100, 500), True),
        ((40, 100, 200, 300, 400, 500), (40, 150, 250, 350, 450, 500), False),
        ((40, 100, 200, 300, 400, 500), (40, 100, 200, 300, 450, 500), True),
        ((40, 100, 200, 300, 400, 500), (40, 100, 200, 350, 450, 500), False),
    ],
)
def test_columns_stand_at_the_same_place_or_they_do_not(one: tuple[float, ...], other: tuple[float, ...], are_alike: bool) -> None:
    assert stand_alike(one, other) is stand_alike(other, one) is are_alike


@pytest.mark.parametrize(
    ("boxes", "gaps"),
    [
        ([], []),
        ([(0, 0, 100, 50), (0, 60, 100, 90)], []),
        ([(0, 0, 100, 50), (120, 0, 200, 50)], [110]),
        ([(0, 0, 100, 50), (103, 0, 200, 50)], []),
        ([(0, 0, 100, 50), (120, 45, 200, 90)], []),
        ([(0, 0, 60, 50), (70, 0, 130, 50), (140, 0, 200, 50)], [65, 135]),
    ],
)
def test_a_gap_is_where_tables_stand_side_by_side(boxes: list[tuple[float, float, float, float]], gaps: list[float]) -> None:
    assert gaps_between(boxes) == gaps


def char(x: float, top: float, text: str) -> dict[str, object]:
    return {"x0": x, "x1": x + 10, "top": top, "bottom": top + 10, "text": text, "size": 10, "upright": True, "fontname": "F", "adv": 10, "height": 10, "width": 10, "doctop": top, "matrix": (1, 0, 0, 1, x, top)}


def line(top: float, *words: tuple[float, str]) -> dict[str, object]:
    chars = [char(x + 10 * number, top, letter) for x, word in words for number, letter in enumerate(word)]
    return {"text": " ".join(word for _, word in words), "chars": chars}


def test_lines_belong_to_the_column_they_stand_in_and_what_runs_across_parts_the_columns() -> None:
    left, right, below = Grid((("一",),)), Grid((("二",),)), Grid((("三",),))
    lines = [line(0, (0, "左上"), (200, "右上")), line(150, (60, "跨过两栏的一行文字很长")), line(160, (0, "左下")), line(170, (200, "右下"))]
    tables = [((0.0, 50.0, 100.0, 90.0), left), ((150.0, 50.0, 300.0, 90.0), right), ((0.0, 200.0, 300.0, 220.0), below)]
    found = [([one["text"] for one in own], [grid for _, grid in grids]) for own, grids in columns_of(lines, tables, [125.0])]
    assert found == [(["左上"], [left]), (["右上"], [right]), (["跨过两栏的一行文字很长"], []), (["左下"], []), (["右下"], []), ([], [below])]
