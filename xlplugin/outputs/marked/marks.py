"""What is put at the cells of a workbook and on its sheet 校验结果: the same words whether the workbook is open or a copy is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlplugin.checking.waive import LAPSED, fingerprint, holds, is_about, shown
from xlplugin.filing.coverage import Unread
from xlplugin.filing.filing import Filing, Place
from xlplugin.filing.findings import Finding, Problem, Report, Severity
from xlplugin.form.sheets import FINDINGS_HEADER
from xlplugin.outputs.wording import BECAUSE, because
from xlplugin.text import Language, Text, same

FILLS = {Severity.ERROR: "FFC7CE", Severity.WARNING: "FFEB9C", Severity.INFO: "DDEBF7"}
"""Fill colours, as RRGGBB, of a cell by its worst problem."""
SUSPECT_FILL = "F8CBAD"
"""Of a cell that localisation names and that has no problem of its own."""
UNREAD_FILL = "CFE8EF"
"""Of a cell that was not read, or whose formula could not be recalculated."""
INCOMPLETE = Text("未审全", "not wholly checked")
MOST_ALSO = 60
"""Of one finding about many cells, at the most so many are marked besides the first."""
_ALSO = Text("【{severity}】与 {cell} 同一问题 ({rule})", "[{severity}] the same as {cell} ({rule})")
_EXPECTED = Text("应为 {expected}，现为 {actual}", "should be {expected}, is {actual}")
_SUSPECT = Text("【疑似填错】", "[suspect] ")


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell's note and fill (RRGGBB)."""

    place: Place
    note: str
    fill: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of 校验结果, in the order of its header; `place` is where its link jumps to."""

    cells: tuple[str, ...]
    place: Place | None
    fill: str
    """Of its severity."""


def marks(report: Report, language: Language) -> list[Mark]:
    """One mark for each cell that has a problem, is a suspect or was not read: problems by severity, the sentence of localisation, then why it was not read."""
    notes: dict[Place, list[tuple[str, str]]] = {}
    for problem in report.problems:
        if problem.finding.place is not None:
            notes.setdefault(problem.finding.place, []).append((_problem_note(problem, language), FILLS[problem.finding.severity]))
    for problem in report.problems:
        for place in problem.finding.also[:MOST_ALSO]:
            notes.setdefault(place, []).append((_also_note(problem.finding, language), FILLS[problem.finding.severity]))
    for advice in report.advice:
        for suspect in advice.suspects:
            if suspect.place is not None:
                notes.setdefault(suspect.place, []).append((_SUSPECT.show(language) + advice.text.show(language), SUSPECT_FILL))
    for cause in report.coverage.unread if report.coverage else ():
        for place in cause.places[:MOST_ALSO]:
            notes.setdefault(place, []).append((f"【{INCOMPLETE.show(language)}】{cause.reason.show(language)}", UNREAD_FILL))
    return [Mark(place, "\n".join(dict.fromkeys(note for note, _ in entries)), entries[0][1]) for place, entries in notes.items()]


def rows(report: Report, filing: Filing, language: Language) -> list[Row]:
    """The rows of 校验结果: one a cause why figures were not read, then one a problem. What the office and its reviewer answered before is kept."""
    unread = report.coverage.unread if report.coverage else ()
    return [*(_unread_row(cause, language) for cause in unread), *(_row(problem, report, filing, language) for problem in report.problems)]


def _unread_row(cause: Unread, language: Language) -> Row:
    place = cause.places[0] if cause.places else None
    values = {"严重程度": INCOMPLETE.show(language), "位置": place.full if place else "", "字段": cause.fields[0], "问题": cause.text.show(language)}
    return Row(tuple(values.get(name, "") for name in FINDINGS_HEADER), place, UNREAD_FILL)


def _row(problem: Problem, report: Report, filing: Filing, language: Language) -> Row:
    finding = problem.finding
    reason, release = _answers(finding, filing)
    values = {
        "严重程度": severity_words(finding).show(language),
        "规则": finding.rule,
        "位置": finding.place.full if finding.place else "",
        "字段": finding.field or "",
        "问题": "\n".join(_message_lines(problem, report, language)),
        "应为": shown(finding.expected),
        "现为": shown(finding.actual),
        "情况说明": reason,
        "审核放行": release,
        "指纹": fingerprint(finding, filing),
    }
    return Row(tuple(values[name] for name in FINDINGS_HEADER), finding.place, FILLS[finding.severity])


def _answers(finding: Finding, filing: Filing) -> tuple[str, str]:
    """What was answered to a finding before; marked where it was said of other figures."""
    reason = release = ""
    for answer in filing.answers:
        if is_about(answer, finding):
            mark = "" if holds(answer, finding, filing) else LAPSED
            reason = reason or (answer.reason and mark + answer.reason.removeprefix(LAPSED))
            release = release or (answer.release and mark + answer.release.removeprefix(LAPSED))
    return reason, release


def severity_words(finding: Finding) -> Text:
    """A finding's severity with what it asks for, or that it was answered."""
    if finding.waived is not None:
        return Text("已说明", "explained") if finding.waived.kind == "explained" else Text("审核放行", "released")
    return {
        Severity.ERROR: Text("错误（须改正）", "error (to be corrected)"),
        Severity.WARNING: Text("疑点（须核实说明）", "warning (to be explained)"),
        Severity.INFO: Text("提示", "info"),
    }[finding.severity]


def _message_lines(problem: Problem, report: Report, language: Language) -> Iterator[str]:
    yield problem.finding.message.show(language)
    for ground in problem.grounds:
        yield (BECAUSE + ground.message).show(language)
    for advice in report.advice:
        if problem.finding.field in advice.fields and problem.finding.severity is Severity.ERROR:
            yield advice.text.show(language)


def _also_note(finding: Finding, language: Language) -> str:
    cell = same(finding.place.address if finding.place else "")
    return _ALSO.fill(severity=finding.severity.text, cell=cell, rule=finding.rule).show(language)


def _problem_note(problem: Problem, language: Language) -> str:
    finding = problem.finding
    lines = [f"【{finding.severity.text.show(language)}】{finding.message.show(language)} ({finding.rule})"]
    lines += [because(ground).show(language) for ground in problem.grounds]
    if finding.expected is not None and finding.actual is not None:
        lines.append(_EXPECTED.fill(expected=same(shown(finding.expected)), actual=same(shown(finding.actual))).show(language))
    if finding.waived is not None:
        lines.append(finding.waived.text.show(language))
    return "\n".join(lines)
