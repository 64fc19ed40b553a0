"""What a clerk wrote by hand on 校验结果 and that is about nothing is told, row by row, and kept: nobody's words vanish with the next check."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.filings import filing_of
from tests.submissions import write_submission
from tests.test_waive import answer_on
from xlplugin.checking.check import check
from xlplugin.filing.filing import Answer
from xlplugin.filing.findings import Report
from xlplugin.form.sheets import FINDINGS, FINDINGS_HEADER, HEADER_ROW
from xlplugin.outputs.marked.marks import UNUSED
from xlplugin.outputs.marked.workbook import annotate
from xlplugin.reading.read import read_workbook
from xlplugin.rules import catalogue
from xlplugin.text import LANGUAGES, Language

WARNED = {"proactive.fees.amount": 251000, "proactive.penalties.decisions": 1}
"""One warning: P08, fees that look like yuan."""


def told(*answers: Answer, rules: tuple[str, ...] = ()) -> Report:
    filing = filing_of(WARNED)
    chosen = [catalogue()[name] for name in rules] or None
    return check([replace(filing, answers=answers)], chosen)[0]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer("", reason="属实", row=9), "没有写明是哪一条问题"),
        (Answer("R99", reason="属实", row=9), "没有规则 R99"),
        (Answer("R09", reason="属实", row=9), "没有发现“结转下年的比例偏高”这一处问题"),
        (Answer("P08", reason="属实", row=9, cell="三、申请办理!Z99"), "”在 二、主动公开!"),
    ],
)
def test_an_answer_about_nothing_is_told_with_its_row_and_the_reason(answer: Answer, why: str) -> None:
    report = told(answer)
    [note] = [note for note in report.notes if note.unused is not None]
    assert note.text.zh.startswith("“校验结果”第 9 行的情况说明“属实”没有用上：") and why in note.text.zh
    assert note.text.en.startswith("row 9 of the sheet 校验结果")


@pytest.mark.parametrize(
    "answer",
    [
        Answer("R09", reason="属实", row=9, fingerprint="0123456789ab"),
        Answer("P08", field="proactive.fees.amount", actual="251000", reason="属实", row=9),
        Answer("R09", reason="属实"),
        Answer("Y01", reason="属实", row=9),
    ],
)
def test_nothing_is_said_of_a_problem_that_was_mended_or_a_rule_that_could_not_run(answer: Answer) -> None:
    assert not [note for note in told(answer).notes if note.unused is not None]


def test_a_rule_that_was_left_out_leaves_no_answer_unused() -> None:
    assert not told(Answer("R09", reason="属实", row=9), rules=("P08",)).notes


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_written_by_hand_stays_on_the_sheet_through_two_copies(language: Language, tmp_path: Path) -> None:
    path = write_submission(tmp_path / "a.xlsx", WARNED)
    path = answer_on(path, tmp_path / "b.xlsx", {"位置": "三、申请办理!J30", "问题（怎么改）": "R09　结转下年的比例偏高", "现为": 7, "情况说明": "属实"})
    path = answer_on(path, tmp_path / "c.xlsx", {"问题（怎么改）": "随便写的", "情况说明": "不知所云"})
    seen = []
    for number in range(2):
        filing = read_workbook(path)
        [report] = check([filing])
        target = tmp_path / f"copy{number}.xlsx"
        annotate(path, target, report, filing, language)
        path = target
        kept = [answer for answer in read_workbook(path).answers if not answer.fingerprint]
        seen.append([(answer.rule, answer.cell, answer.actual, answer.reason, answer.problem) for answer in kept])
    assert seen[0] == seen[1] == [("R09", "三、申请办理!J30", "7", "属实", "R09　结转下年的比例偏高"), ("", "", "", "不知所云", "随便写的")]
    column = FINDINGS_HEADER.index("严重程度") + 1
    sheet = openpyxl.load_workbook(path)[FINDINGS]
    states = [sheet.cell(row, column).value for row in range(HEADER_ROW + 1, 20)]
    assert states.count(UNUSED.show(language)) == 2
