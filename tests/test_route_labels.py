"""A route of section four whose label is lost, twice there or of other words: what is told names what is true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from _own_workbook import Own, write_own

from tests.documents.plain import FORM, plain_tables, read, written
from tests.test_check import completed, free_fields
from xlplugin.checking.check import check
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report
from xlplugin.reading.read import read_workbook

pytestmark = pytest.mark.slow  # whole reports and workbooks
VALUES: Mapping[str, int] = completed(FORM, {name: number % 7 for number, name in enumerate(free_fields(FORM))})
"""They agree: nobody is to look for the cells that do not."""
DIRECT, AFTER, REVIEW = "未经复议直接起诉", "复议后起诉", "行政复议"


def sentences(report: Report) -> list[str]:
    return [finding.message.zh for finding in (*report.findings, *report.transcription) if finding.rule in ("F02", "F03", "T01")]


def filings(words: dict[str, str], folder: Path) -> list[Filing]:
    """The tables as a workbook and as reports."""
    write_own(Own(FORM, "样例一镇2023年政府信息公开工作年度报告", VALUES, words), folder / "样例.xlsx")
    found = [read_workbook(folder / "样例.xlsx")]
    for layout in ("html_spans", "pipes"):
        tables = {name: [[box and replace(box, text=words.get(box.text, box.text)) for box in row] for row in rows] for name, rows in plain_tables(layout, {name: str(value) for name, value in VALUES.items()}).items()}
        found.append(read(written(tables, layout, folder)))
    return found


@pytest.mark.parametrize(
    ("words", "label", "is_twice", "seen"),
    [
        ({DIRECT: ""}, REVIEW, False, ""),
        ({AFTER: ""}, DIRECT, False, ""),
        ({DIRECT: "直接打官司"}, REVIEW, False, "直接打官司"),
        ({DIRECT: AFTER}, AFTER, True, AFTER),
        ({AFTER: DIRECT}, DIRECT, True, DIRECT),
    ],
)
def test_a_label_is_called_repeated_only_where_it_stands_twice(words: dict[str, str], label: str, is_twice: bool, seen: str, tmp_path: Path) -> None:
    for filing in filings(words, tmp_path):
        [report] = check([filing])
        told = sentences(report)
        [of_lines] = [sentence for sentence in told if label in sentence and ("标签重复" in sentence or "不止一组数" in sentence)]
        assert ("标签重复" in of_lines) == is_twice and f"“{label}”" in of_lines
        others = [sentence for sentence in told if sentence != of_lines]
        assert others and all(not seen or f"“{seen}”" in sentence for sentence in others)
        assert not any(f"原文是“{lost}”" in sentence for lost in words for sentence in others)
        assert report.status == "incomplete"
