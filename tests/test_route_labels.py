"""A route of section four whose label is lost, twice there or of other words: what is told names what is true."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from _own_workbook import Own, write_own

from tests.documents.plain import FORM, plain_tables, read, written
from xlplugin.checking.check import check
from xlplugin.filing.filing import Filing
from xlplugin.reading.read import read_workbook

pytestmark = pytest.mark.slow  # whole reports and workbooks
DIRECT, AFTER, REVIEW = "未经复议直接起诉", "复议后起诉", "行政复议"


def sentences(filing: Filing) -> list[str]:
    report = check([filing])[0]
    return [finding.message.zh for finding in (*report.findings, *report.transcription) if finding.rule in ("F02", "F03", "T01")]


def filings(words: dict[str, str], folder: Path) -> list[Filing]:
    """The tables as a workbook and as reports."""
    values = {name: str(number % 7) for number, name in enumerate(FORM.fields)}
    write_own(Own(FORM, "样例一镇2023年政府信息公开工作年度报告", {name: int(value) for name, value in values.items()}, words), folder / "样例.xlsx")
    found = [read_workbook(folder / "样例.xlsx")]
    for layout in ("html_spans", "pipes"):
        tables = {name: [[box and replace(box, text=words.get(box.text, box.text)) for box in row] for row in rows] for name, rows in plain_tables(layout, values).items()}
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
        told = sentences(filing)
        [of_lines] = [sentence for sentence in told if label in sentence and ("标签重复" in sentence or "不止一组数" in sentence)]
        assert ("标签重复" in of_lines) == is_twice and f"“{label}”" in of_lines
        others = [sentence for sentence in told if sentence != of_lines]
        assert others and all(not seen or f"“{seen}”" in sentence for sentence in others)
        assert not any(f"原文是“{lost}”" in sentence for lost in words for sentence in others)
        assert check([filing])[0].status == "incomplete"
