"""One submission as the page shows it: its head line, its problems, and its tables with the wrong cells marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from xlplugin.filing.findings import Finding, NotChecked, Report, Severity, Status
from xlplugin.filing.submissions import Submission
from xlplugin.outputs.marked.marks import severity_words
from xlplugin.outputs.page.cells import Figure, figures, marks
from xlplugin.outputs.page.grid import Drawn, draw
from xlplugin.outputs.page.setting import Drawing, Setting
from xlplugin.outputs.page.words import WORDS
from xlplugin.outputs.wording import by_reason, originals, told_besides
from xlplugin.review.review import STATE_OF, STATES, State
from xlplugin.rules.declare import Rule
from xlplugin.runs.store.results import Result
from xlplugin.text import Text, join, same

SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True)
class Line:
    """One problem. `target`: the marked cell's id, where its table is drawn."""

    kind: str
    severity: Text
    message: Text
    rule: str
    place: str
    target: str | None
    grounds: tuple[tuple[Text, str], ...] = ()
    waived: Text | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Everything the template needs for one file."""

    id: str
    organ: str | None
    file: str
    search: str
    year: int | None
    edition: str | None
    status: Status
    state: State
    state_text: Text
    is_superseded: bool
    newest: str | None
    round: int | None
    """None where the organ submitted once."""
    submitted: Text | None
    """Its date, and whose that is."""
    is_late: bool
    counts: tuple[tuple[str, Text, int], ...]
    """Problems that count: severity's id, word, number."""
    error: Text | None
    incomplete: Text | None
    """How much of it was read, where that is not all."""
    unread: tuple[Text, ...]
    """What was not read, one sentence a cause."""
    rounds: tuple[int, int, int] | None
    """Mended, open and new problems."""
    still_open: Text
    new: Text
    problems: tuple[Line, ...]
    batch: tuple[Line, ...]
    advice: tuple[Text, ...]
    transcription: tuple[Line, ...]
    notes: tuple[Text, ...]
    not_checked: tuple[tuple[Text, Text], ...]
    """Reason, rules."""
    not_checked_count: int
    tables: tuple[Drawn, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
    drawing: Drawing = "none"
    marked: frozenset[str] = frozenset()


def section_of(result: Result, position: int, setting: Setting) -> Section:
    """The section of a file; `position` counts from 1. The report, and the filing where tables are drawn, are read here and only here."""
    report, one = result.report(), result.submission
    file = one.file
    member, name = setting.members.get(file), f"f{position}"
    drawing = setting.drawing.get(file, "none")
    tables, shown, marked = _tables(result, report, drawing, setting.rules)
    missed = [entry for entry in report.not_checked if entry not in setting.missed_everywhere]
    counting = [problem.finding.severity for problem in report.problems if problem.finding.waived is None]
    rounds = member.entry.rounds if member and member.newest is None else None
    state = STATE_OF[one.status]
    organ = one.named or (member.entry.organ if member and member.entry.organ != file else None)
    short = " + ".join(part.removeprefix(setting.folder) for part in one.files)
    return Section(
        id=name,
        organ=organ,
        file=short,
        search=f"{organ or ''} {member.entry.organ if member else ''} {short}".lower(),
        year=one.named_year,
        edition=one.edition,
        status=one.status,
        state=state,
        state_text=STATES[state],
        is_superseded=member is not None and not member.submission.is_newest,
        newest=member.newest if member else None,
        round=member.submission.round if member and len(member.entry.submissions) > 1 else None,
        submitted=_dated(member.submission) if member and member.submission.submitted else None,
        is_late=member is not None and member.entry.is_late and member.submission.is_newest,
        counts=tuple((severity.id, severity.text, counting.count(severity)) for severity in SEVERITIES if severity in counting),
        error=report.error,
        incomplete=WORDS["incomplete_head"].fill(read=report.coverage.text) if report.coverage and not report.coverage.is_whole else None,
        unread=tuple(join([cause.text, *originals(cause, report.transcription)], "", " ") for cause in report.coverage.unread) if report.coverage else (),
        rounds=(len(rounds.mended), len(rounds.open), len(rounds.new)) if rounds else None,
        still_open=_named(rounds.open if rounds else ()),
        new=_named(rounds.new if rounds else ()),
        problems=_problems(report, name, marked),
        batch=tuple(_line(one) for one in setting.batch.get(file, ())),
        advice=tuple(advice.text for advice in report.advice),
        transcription=tuple(_line(finding, name, marked) for finding in told_besides(report)),
        notes=tuple(note.text for note in report.notes),
        not_checked=rules_by_reason(missed),
        not_checked_count=len({entry.rule for entry in missed}),
        tables=tables,
        figures=shown,
        drawing=drawing,
        marked=marked,
    )


def rules_by_reason(missed: Iterable[NotChecked]) -> tuple[tuple[Text, Text], ...]:
    """Why rules could not run, and which, in words."""
    return tuple((reason, join(map(same, rules))) for reason, rules in by_reason(missed))


def _tables(result: Result, report: Report, drawing: Drawing, rules: Mapping[str, Rule]) -> tuple[tuple[Drawn, ...], Mapping[str, Figure], frozenset[str]]:
    """The tables to draw, their figures, and the fields that are marked in them."""
    filing = None if drawing == "none" or report.error is not None else result.filing()
    if filing is None:
        return (), {}, frozenset()
    spreading = {rule.id for rule in rules.values() if rule.spreads}
    found = marks(report, filing.form.fields, spreading)
    weighty = {filing.form.fields[name].table for name, reasons in found.items() if any(mark.kind != Severity.INFO.id for mark in reasons)}
    tables = tuple(drawn for drawn in draw(filing.form) if drawing == "all" or drawn.table.id in weighty)
    shown = {drawn.table.id for drawn in tables}
    return tables, figures(filing, found), frozenset(name for name in found if filing.form.fields[name].table in shown)


def _problems(report: Report, name: str, marked: frozenset[str]) -> tuple[Line, ...]:
    lines = []
    for problem in report.problems:
        grounds = tuple((ground.message, ground.rule) for ground in problem.grounds)
        lines.append(_line(problem.finding, name, marked, grounds))
    return tuple(lines)


def _line(finding: Finding, name: str = "", marked: frozenset[str] = frozenset(), grounds: tuple[tuple[Text, str], ...] = ()) -> Line:
    return Line(
        kind=finding.severity.id if finding.waived is None else "waived",
        severity=severity_words(finding),
        message=finding.message,
        rule=finding.rule,
        place=finding.place.full if finding.place else "",
        target=f"{name}-{finding.field}" if finding.field in marked else None,
        grounds=grounds,
        waived=finding.waived.text if finding.waived else None,
    )


def _dated(one: Submission) -> Text:
    return WORDS[f"dated_{one.dated_by}" if one.dated_by else "submitted"].fill(day=one.submitted)


def _named(problems: Sequence[tuple[str, str | None]]) -> Text:
    """Problems by their rules, each with how often it is there."""
    numbers = Counter(rule for rule, _ in problems)
    return join(same(rule if number == 1 else f"{rule}×{number}") for rule, number in numbers.items())
