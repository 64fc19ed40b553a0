"""下一个问题 makes one stop for each problem, the suspects first; a note is as large as its text needs, and leaves the table in sight."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.filings import filing_of
from tests.submissions import CONSISTENT, write_submission
from xlplugin.checking.check import check
from xlplugin.checking.mended import explained_by_suspects
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report, Severity
from xlplugin.form.sheets import FINDINGS_HEADER
from xlplugin.live.stops import note_size, stops
from xlplugin.outputs.marked.marks import FILLS, SUSPECT, SUSPECT_FILL, marks, rows
from xlplugin.reading.read import read_workbook
from xlplugin.runs.run import check_files

PART = "requests.received.natural_person"
TOTALS = ("requests.received.total", "requests.results_total.natural_person", "requests.results_total.total", "requests.granted.total")
FIGURES: dict[str, object] = {PART: 14, "requests.granted.natural_person": 9, TOTALS[0]: 9, TOTALS[1]: 9, TOTALS[2]: 9, TOTALS[3]: 9}
"""A part typed wrong: 14 for 9. The column and the row do not add up for it."""


@cache
def checked() -> tuple[Filing, Report]:
    filing = filing_of(FIGURES)
    return filing, check([filing])[0]


def test_there_is_one_stop_for_each_problem_and_the_suspect_is_the_first() -> None:
    filing, report = checked()
    assert [suspect.field for suspect in report.suspects] == [PART]
    found = stops(report, explained_by_suspects(filing, report))
    assert found[0] == filing.cell(PART).place
    assert len(found) <= len([problem for problem in report.problems if problem.finding.place]) and len(found) == len(set(found))


def test_what_follows_from_the_suspect_makes_no_stop_of_its_own_but_stays_in_the_lists() -> None:
    filing, report = checked()
    explained = explained_by_suspects(filing, report)
    errors = {finding for finding in report.findings if finding.severity is Severity.ERROR}
    assert len(errors) > 1 and explained >= errors
    assert stops(report, explained) == [filing.cell(PART).place]
    listed = [row.place for row in rows(report, filing, "zh")]
    assert all(finding.place in listed for finding in errors if finding.covered_by is None)


def test_an_error_that_another_cell_brings_about_keeps_its_stop() -> None:
    filing = filing_of({**FIGURES, "proactive.fees.amount": "若干"})
    [report] = check([filing])
    other = filing.cell("proactive.fees.amount").place
    assert set(stops(report, explained_by_suspects(filing, report))) == {filing.cell(PART).place, other}


def test_what_a_suspect_does_not_mend_keeps_its_stop() -> None:
    filing = filing_of({**FIGURES, "requests.carried_over.natural_person": "若干"})
    [report] = check([filing])
    words = filing.cell("requests.carried_over.natural_person").place
    assert words in stops(report, explained_by_suspects(filing, report))


@pytest.mark.slow
def test_of_two_columns_that_one_typed_cell_unbalances_only_the_cell_is_a_stop_where_totals_are_formulas(tmp_path: Path) -> None:
    path = write_submission(tmp_path / "a.xlsx", {**CONSISTENT, "requests.carried_over.natural_person": 6})
    [report] = check_files([path])
    filing = read_workbook(path)
    [suspect] = report.suspects
    assert len({problem.finding.place for problem in report.problems if problem.finding.severity is Severity.ERROR}) > 1
    assert [place for place in stops(report, explained_by_suspects(filing, report)) if place.sheet == "三、申请办理"] == [suspect.place]


def test_the_suspect_has_its_own_mark_and_its_own_row_before_what_follows_from_it() -> None:
    filing, report = checked()
    place = filing.cell(PART).place
    told = [dict(zip(FINDINGS_HEADER, row.cells, strict=True)) for row in rows(report, filing, "zh")]
    assert (told[0]["严重程度"], told[0]["位置"], told[0]["规则"], told[0]["项目"]) == (SUSPECT.zh, place.full if place else "", "", filing.form.fields[PART].text.zh)
    assert all("先核对疑似填错的" in row["问题（怎么改）"] for row in told[1:] if row["严重程度"].startswith("错误"))
    mark = next(mark for mark in marks(report, "zh") if mark.place == place)
    assert mark.note.startswith("【疑似填错】") and mark.fill == SUSPECT_FILL and not mark.may_explain


def test_a_total_whose_parts_are_the_fault_is_never_told_what_it_should_be() -> None:
    filing, report = checked()
    found = {problem.finding.field: problem.finding for problem in report.problems}
    assert any(finding.expected is not None for field, finding in found.items() if field in TOTALS)
    told = [dict(zip(FINDINGS_HEADER, row.cells, strict=True)) for row in rows(report, filing, "zh")]
    assert not [row for row in told if row["字段"] in TOTALS and row["应为"]]
    assert not [mark for mark in marks(report, "zh") if "应为" in mark.note.partition("】")[2] and "现为" in mark.note]


def test_only_a_warning_may_be_explained() -> None:
    filing = filing_of({"proactive.fees.amount": 251000, "proactive.penalties.decisions": 1})
    [report] = check([filing])
    may_explain = {mark.place: mark.may_explain for mark in marks(report, "zh")}
    for problem in report.problems:
        if problem.finding.place is not None and problem.finding.severity < Severity.ERROR:
            assert may_explain[problem.finding.place]
    assert not any(mark.may_explain for mark in marks(checked()[1], "zh") if mark.fill in (FILLS[Severity.ERROR], SUSPECT_FILL))


@pytest.mark.parametrize(("text", "widest", "highest"), [("短", 80, 10), ("一格的批注写三行左右的字" * 8, 80, 40), ("很长的批注" * 200, 110, 65)])
def test_a_note_is_sized_for_its_text_and_for_the_screen(text: str, widest: float, highest: float) -> None:
    width, height = note_size(text)
    assert width <= widest and height <= highest


def grey(colour: str) -> float:
    """How light a fill is in a grey print, from 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_a_warning_is_told_from_an_entry_cell_in_grey_too() -> None:
    from xlplugin.outputs.template.styles import COMPUTED_TINT, ENTRY_TINT

    tints = [grey(tint.removeprefix("#")) for tint in (ENTRY_TINT, COMPUTED_TINT)]
    for fill in (FILLS[Severity.WARNING], FILLS[Severity.ERROR], SUSPECT_FILL):
        assert all(tint - grey(fill) > 0.08 for tint in tints)
    assert tints[0] - grey(FILLS[Severity.WARNING]) > 0.15


@pytest.mark.slow
def test_where_totals_are_formulas_the_suspect_comes_before_what_follows_from_it(tmp_path: Path) -> None:
    path = write_submission(tmp_path / "a.xlsx", {**CONSISTENT, "requests.carried_over.natural_person": 6})
    [report] = check_files([path])
    [suspect] = report.suspects
    filing = read_workbook(path)
    listed = rows(report, filing, "zh")
    assert suspect.place is not None and stops(report, explained_by_suspects(filing, report))[0] == suspect.place == listed[0].place
    assert listed[0].cells[0] == "疑似填错（先查这里）" and not [mark.note for mark in marks(report, "zh") if "应为" in mark.note]
