"""The findings as a table of text, one a line, for Excel and for any program. Nothing in it can become a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from xlplugin.batch.results import Results
from xlplugin.batch.review import BatchFinding, Review
from xlplugin.checking.waive import shown
from xlplugin.findings import Finding, Report
from xlplugin.reports.beside import beside
from xlplugin.reports.plain import one_line
from xlplugin.text import Language, Text

HEADER = (
    Text("文件", "file"),
    Text("单位", "organ"),
    Text("年度", "year"),
    Text("规则", "rule"),
    Text("等级", "severity"),
    Text("工作表", "sheet"),
    Text("单元格", "cell"),
    Text("字段", "field"),
    Text("现为", "actual"),
    Text("应为", "expected"),
    Text("问题", "message"),
    Text("说明或放行", "waived"),
    Text("归入规则", "covered_by"),
)
TRANSCRIPTION = Text("读取问题", "transcription")
UNREADABLE = Text("无法读取", "unreadable")
_RISKY = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet program takes for the beginning of a formula; in full width too."""
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def write_csv(results: Results, review: Review, target: Path, language: Language) -> None:
    """Writes one line a finding, those that others cover too: file by file, then those of the whole run. UTF-8 with a byte order mark, so that Excel shows it."""
    with beside(target) as path, path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([text.show(language) for text in HEADER])
        for result in results:
            writer.writerows(_lines(result.report(), language))
        writer.writerows(_batch_line(one, language) for one in review.findings)


def safe(text: str) -> str:
    """The text on one line; an apostrophe stands before it where a spreadsheet program could take it for a formula. A number stays one."""
    line = one_line(text)
    return f"'{line}" if (text.startswith(_RISKY) or line.lstrip().startswith(_RISKY)) and not _NUMBER.fullmatch(line) else line


def _lines(report: Report, language: Language) -> Iterator[list[str]]:
    whose = (report.file, report.organ or "", "" if report.year is None else str(report.year))
    if report.error is not None:
        yield list(map(safe, [*whose, "", UNREADABLE.show(language), "", "", "", "", "", report.error.show(language), "", ""]))
    for finding in report.findings:
        yield _line(finding, whose, finding.severity.text, language)
    for finding in report.transcription:
        yield _line(finding, whose, TRANSCRIPTION, language)


def _batch_line(one: BatchFinding, language: Language) -> list[str]:
    return _line(one.finding, ("; ".join(one.files), one.organ or "", ""), one.finding.severity.text, language)


def _line(finding: Finding, whose: tuple[str, str, str], severity: Text, language: Language) -> list[str]:
    place = finding.place
    cells = [
        *whose,
        finding.rule,
        severity.show(language),
        place.sheet if place else "",
        place.address if place else "",
        finding.field or "",
        shown(finding.actual),
        shown(finding.expected),
        finding.message.show(language),
        finding.waived.text.show(language) if finding.waived else "",
        finding.covered_by or "",
    ]
    return list(map(safe, cells))
