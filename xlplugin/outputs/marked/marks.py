"""What is put at the cells of a workbook and on its sheet 校验结果: the same words whether the workbook is open or a copy is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlplugin.checking.suspicion import full_advice
from xlplugin.checking.waive import LAPSED, fingerprint, holds, is_about, shown
from xlplugin.filing.cells import Place
from xlplugin.filing.coverage import Unread
from xlplugin.filing.filing import Answer, Filing
from xlplugin.filing.findings import Advice, Finding, Problem, Report, Severity
from xlplugin.form.sheets import FINDINGS_HEADER
from xlplugin.outputs.wording import BECAUSE, because
from xlplugin.rules import catalogue
from xlplugin.text import Language, Text, same

FILLS = {Severity.ERROR: "FFC7CE", Severity.WARNING: "FFC000", Severity.INFO: "DDEBF7"}
"""Fill colours, as RRGGBB, of a cell by its worst problem."""
ANSWERED_FILL = "DDF0DF"
"""Of a row of 校验结果 that is explained or let pass: nothing is left to do."""
SUSPECT_FILL = "FF7C80"
"""Of a cell that localisation names: the strongest, for there the mending begins."""
UNREAD_FILL = "CFE8EF"
"""Of a cell that was not read, or whose formula could not be recalculated."""
EARLIER_FILLS = frozenset({"FFEB9C", "F8CBAD"})
"""What earlier versions filled with: taken away from a cell that is right now."""
UNUSED_FILL = "E3E6EB"
"""Of a row that was written by hand and is about nothing that was found."""
UNUSED, _BECAUSE_UNUSED = Text("没有用上", "about nothing"), Text("（没有用上：{why}）", "(about nothing: {why})")
INCOMPLETE = Text("未审全", "not wholly checked")
MOST_ALSO = 60
"""Of one finding about many cells, at the most so many are marked besides the first."""
_ALSO = Text("【{severity}】与 {cell} 同一问题 ({rule})", "[{severity}] the same as {cell} ({rule})")
_EXPECTED = Text("应为 {expected}，现为 {actual}", "should be {expected}, is {actual}")
_SUSPECT = Text("【疑似填错】", "[suspect] ")
SUSPECT = Text("疑似填错（先查这里）", "suspect (look here first)")
_TOGETHER = Text("与 {cell} 一同核对。", "to be checked together with {cell}")
_LOOK_FIRST = Text("先核对疑似填错的 {cells}。", "first check the suspect {cells}")


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell's note and fill (RRGGBB)."""

    place: Place
    note: str
    fill: str
    may_explain: bool = False
    """Whether anything there is explained in place of being corrected: a warning or an info, never an error."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of 校验结果, in the order of its header; `place` is where its link jumps to."""

    cells: tuple[str, ...]
    place: Place | None
    fill: str
    """Of its severity."""


def marks(report: Report, language: Language) -> list[Mark]:
    """One mark for each cell that has a problem, is a suspect or was not read: a suspect first, then problems by severity, then why it was not read."""
    notes: dict[Place, list[tuple[str, str]]] = {}
    may_explain: dict[Place, bool] = {}
    for advice in report.advice:
        for suspect in advice.suspects:
            if suspect.place is not None:
                notes.setdefault(suspect.place, []).append((_SUSPECT.show(language) + advice.text.show(language), SUSPECT_FILL))
    for problem in report.problems:
        finding = problem.finding
        if finding.place is not None:
            notes.setdefault(finding.place, []).append((_problem_note(problem, report, language), FILLS[finding.severity]))
            may_explain[finding.place] = may_explain.get(finding.place, True) and finding.severity < Severity.ERROR
    for problem in report.problems:
        for place in problem.finding.also[:MOST_ALSO]:
            notes.setdefault(place, []).append((_also_note(problem.finding, language), FILLS[problem.finding.severity]))
            may_explain[place] = may_explain.get(place, True) and problem.finding.severity < Severity.ERROR
    for cause in report.coverage.unread if report.coverage else ():
        for place in cause.places[:MOST_ALSO]:
            notes.setdefault(place, []).append((f"【{INCOMPLETE.show(language)}】{cause.reason.show(language)}", UNREAD_FILL))
    suspects = {suspect.place for suspect in report.suspects}
    return [
        Mark(place, "\n".join(dict.fromkeys(note for note, _ in entries)), entries[0][1], may_explain.get(place, False) and place not in suspects)
        for place, entries in notes.items()
    ]


def rows(report: Report, filing: Filing, language: Language) -> list[Row]:
    """The rows of 校验结果: one a cause why figures were not read, then one a problem, each part's suspects before what follows from them.

    What the office and its reviewer answered before is kept; last comes what they wrote by hand and is about nothing that was found.
    """
    unread = report.coverage.unread if report.coverage else ()
    found = [_unread_row(cause, filing, language) for cause in unread]
    told: set[int] = set()
    for problem in report.problems:
        for number, advice in enumerate(report.advice):
            if number not in told and is_part(problem.finding, advice):
                told.add(number)
                found += _suspect_rows(advice, filing, language)
        found.append(_row(problem, report, filing, language))
    return found + [_unused_row(note.unused, note.why, language) for note in report.notes if note.unused and note.why]


def is_part(finding: Finding, advice: Advice) -> bool:
    """Whether a finding is one of the broken relations that localisation speaks of."""
    return finding.severity is Severity.ERROR and finding.field in advice.fields


def _suspect_rows(advice: Advice, filing: Filing, language: Language) -> Iterator[Row]:
    for number, suspect in enumerate(advice.suspects):
        first = advice.suspects[0].place
        words = _TOGETHER.fill(cell=same(first.address)) if number and first else full_advice(filing, advice)
        values = {
            "严重程度": SUSPECT.show(language),
            "位置": suspect.place.full if suspect.place else "",
            "问题（怎么改）": words.show(language),
            "现为": shown(suspect.actual),
            "项目": _item(suspect.field, filing, language),
        }
        yield Row(tuple(values.get(name, "") for name in FINDINGS_HEADER), suspect.place, SUSPECT_FILL)


def _unused_row(answer: Answer, why: Text, language: Language) -> Row:
    """A row that somebody wrote by hand, as it was: the problem may be chosen anew in its place."""
    rule, ours = catalogue().get(answer.rule), _BECAUSE_UNUSED.fill(why=why).show(language)
    problem = "" if answer.problem == ours else answer.problem or (f"{rule.id}　{rule.title.show(language)}" if rule else answer.rule)
    values = {
        "严重程度": UNUSED.show(language),
        "位置": answer.cell,
        "问题（怎么改）": f"{problem}\n{ours}".strip(),
        "字段": answer.field or "",
        "现为": answer.actual,
        "情况说明": answer.reason,
        "审核放行": answer.release,
    }
    return Row(tuple(values.get(name, "") for name in FINDINGS_HEADER), None, UNUSED_FILL)


def _item(field: str | None, filing: Filing, language: Language) -> str:
    """A field by its labels, not by its id."""
    known = filing.form.fields.get(field or "")
    return known.text.show(language) if known else ""


def _unread_row(cause: Unread, filing: Filing, language: Language) -> Row:
    place = cause.places[0] if cause.places else None
    values = {"严重程度": INCOMPLETE.show(language), "位置": place.full if place else "", "字段": cause.fields[0], "问题（怎么改）": cause.text.show(language)}
    values["项目"] = _item(cause.fields[0], filing, language)
    return Row(tuple(values.get(name, "") for name in FINDINGS_HEADER), place, UNREAD_FILL)


def _row(problem: Problem, report: Report, filing: Filing, language: Language) -> Row:
    finding = problem.finding
    reason, release = _answers(finding, filing)
    values = {
        "严重程度": severity_words(finding).show(language),
        "规则": finding.rule,
        "位置": finding.place.full if finding.place else "",
        "字段": finding.field or "",
        "项目": _item(finding.field, filing, language),
        "问题（怎么改）": "\n".join(_message_lines(problem, report, language)),
        "应为": shown(finding.expected) if _is_to_be(finding, report) else "",
        "现为": shown(finding.actual),
        "情况说明": reason,
        "审核放行": release,
        "指纹": fingerprint(finding, filing),
    }
    return Row(tuple(values[name] for name in FINDINGS_HEADER), finding.place, FILLS[finding.severity] if finding.waived is None else ANSWERED_FILL)


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
        if is_part(problem.finding, advice):
            cells = "、".join(suspect.place.address for suspect in advice.suspects if suspect.place)
            yield (_LOOK_FIRST.fill(cells=same(cells)) if cells else advice.text).show(language)


def _is_to_be(finding: Finding, report: Report) -> bool:
    """Whether it may be said what the cell should be: not of a total whose parts are as likely, or likelier, the fault; of a column that does not balance only where the search found so."""
    parts = [advice for advice in report.advice if is_part(finding, advice)]
    if not parts and finding.subject == "column":
        return False
    return not finding.related or all(finding.field in {suspect.field for suspect in advice.suspects} for advice in parts)


def _also_note(finding: Finding, language: Language) -> str:
    cell = same(finding.place.address if finding.place else "")
    return _ALSO.fill(severity=finding.severity.text, cell=cell, rule=finding.rule).show(language)


def _problem_note(problem: Problem, report: Report, language: Language) -> str:
    finding = problem.finding
    lines = [f"【{finding.severity.text.show(language)}】{finding.message.show(language)} ({finding.rule})"]
    lines += [because(ground).show(language) for ground in problem.grounds]
    if finding.expected is not None and finding.actual is not None and _is_to_be(finding, report):
        lines.append(_EXPECTED.fill(expected=same(shown(finding.expected)), actual=same(shown(finding.actual))).show(language))
    if finding.waived is not None:
        lines.append(finding.waived.text.show(language))
    return "\n".join(lines)
