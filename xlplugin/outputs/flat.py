"""A report as a flat list: what formats of one line a finding say, each of them in its own way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xlplugin.filing.cells import Place
from xlplugin.filing.findings import Finding, Report, Severity
from xlplugin.outputs.wording import told_besides
from xlplugin.reading.parts import part_of
from xlplugin.text import Text

_UNREADABLE = Text("无法读取", "unreadable")
_NOT_READ = Text("未读到", "not read")
_NOT_RECALCULATED = Text("未重算", "not recalculated")
_READING = Text("读取问题", "reading fault")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is told. `file` is empty for what belongs to no file; `rule` for what no rule says."""

    file: str
    severity: Severity
    label: Text
    message: Text
    rule: str = ""
    place: Place | None = None
    finding: Finding | None = None

    @property
    def head(self) -> Text:
        """What kind of thing it is, and of which rule: 错误 R05."""
        return self.label if not self.rule else Text(f"{self.label.zh} {self.rule}", f"{self.label.en} {self.rule}")


def told(report: Report) -> Iterator[Told]:
    """What there is to say of one submission: that it could not be read, or what of it; its problems but those that were let pass; faults of reading."""
    if report.error is not None:
        yield Told(report.file, Severity.ERROR, _UNREADABLE, report.error)
    for cause in report.coverage.unread if report.coverage else ():
        file, place = _at(report, cause.places[0] if cause.places else None)
        yield Told(file, Severity.ERROR, _NOT_RECALCULATED if cause.is_saved else _NOT_READ, cause.text, place=place)
    for finding in (problem.finding for problem in report.problems):
        if finding.waived is None:
            file, place = _at(report, finding.place)
            yield Told(file, finding.severity, finding.severity.text, finding.message, finding.rule, place, finding)
    for fault in told_besides(report):
        file, place = _at(report, fault.place)
        yield Told(file, Severity.INFO, _READING, fault.message, fault.rule, place, fault)


def told_across(findings: Iterable[Finding]) -> Iterator[Told]:
    """What there is to say of submissions side by side; each at the first file that it concerns, if there is one."""
    for one in findings:
        if one.waived is None:
            yield Told(one.files[0] if one.files else "", one.severity, one.severity.text, one.message, one.rule, one.place, one)


def _at(report: Report, place: Place | None) -> tuple[str, Place | None]:
    """The file that a cell stands in, and where there."""
    if place is None:
        return report.file, None
    number, there = part_of(place, report.files)
    return report.files[number], there
