"""The findings as a table of text, one a line, for Excel and for any program. Nothing in it can become a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from xlplugin.checking.waive import shown
from xlplugin.filing.findings import Finding, Report
from xlplugin.outputs.harmless import one_line
from xlplugin.outputs.wording import LEFT_OUT
from xlplugin.outputs.writer import Checked
from xlplugin.runs.store.results import Result
from xlplugin.runs.whole_file import beside
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
INCOMPLETE = Text("未审全", "incomplete")
UNREADABLE = Text("无法读取", "unreadable")
APART = Text("未当作报送", "left out")
_RISKY = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet program takes for the beginning of a formula; in full width too."""
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


class CsvReport:
    """One line a finding, those that others cover too, and one for each cause why figures were not read: file by file, then those of the whole run, then the files that were left out. UTF-8 with a byte order mark, so that Excel shows it."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`."""
        path = files.enter_context(beside(self._target))
        self._writer = csv.writer(files.enter_context(path.open("w", encoding="utf-8-sig", newline="")))
        self._run = run
        self._writer.writerow([text.show(run.language) for text in HEADER])

    def add(self, result: Result) -> None:
        """See `Writer.add`."""
        self._writer.writerows(_lines(result.report(), self._run.language))

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        language = self._run.language
        self._writer.writerows(_batch_line(one, language) for one in self._run.review.findings)
        self._writer.writerows(list(map(safe, [file, "", "", "", APART.show(language), "", "", "", "", "", LEFT_OUT.show(language), "", ""])) for file in self._run.manifest.left_out)
        return ()


def safe(text: str) -> str:
    """The text on one line; an apostrophe stands before it where a spreadsheet program could take it for a formula. A number stays one."""
    line = one_line(text)
    return f"'{line}" if (text.startswith(_RISKY) or line.lstrip().startswith(_RISKY)) and not _NUMBER.fullmatch(line) else line


def _lines(report: Report, language: Language) -> Iterator[list[str]]:
    whose = (report.file, report.organ or "", "" if report.year is None else str(report.year))
    if report.error is not None:
        yield list(map(safe, [*whose, "", UNREADABLE.show(language), "", "", "", "", "", report.error.show(language), "", ""]))
    for one in report.coverage.unread if report.coverage else ():
        place = one.places[0] if one.places else None
        fields = "; ".join(f"{one.table}.{row}" for row in one.rows) if one.rows else "; ".join(one.fields)
        cells = [*whose, "", INCOMPLETE.show(language), place.sheet if place else "", place.address if place else "", fields, "", "", one.text.show(language), "", ""]
        yield list(map(safe, cells))
    for finding in report.findings:
        yield _line(finding, whose, finding.severity.text, language)
    for finding in report.transcription:
        yield _line(finding, whose, TRANSCRIPTION, language)


def _batch_line(one: Finding, language: Language) -> list[str]:
    return _line(one, ("; ".join(one.files), one.organ or "", ""), one.severity.text, language)


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
