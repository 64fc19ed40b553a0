"""What a check gives: findings, what could not be checked, and a report for each file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import Literal

from xlplugin.errors import Trouble
from xlplugin.filing.cells import Place, Value
from xlplugin.filing.coverage import Coverage
from xlplugin.filing.document import Span
from xlplugin.filing.filing import Answer, Source
from xlplugin.text import NOTHING, Text, same


class Severity(IntEnum):
    """How much a finding asks of the office. Comparable: ERROR > WARNING > INFO."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def id(self) -> str:
        """The word in JSON and on the command line: `error`, `warning`, `info`."""
        return self.name.lower()

    @property
    def text(self) -> Text:
        """The word for people."""
        return _WORDS[self]


_WORDS = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("疑点", "warning"),
    Severity.INFO: Text("提示", "info"),
}

Status = Literal["clean", "warning", "error", "incomplete", "unreadable"]
Subject = Literal["cell", "column", "table", "form", "years", "sentence", "report", "end", "workbook", "batch", "missing"]
"""What a rule speaks of: a cell; a column as a whole (the field of its finding stands for it); the cells of a table; the form; this year beside last year;
words of the report's text; the report as a document; its end, where it is signed and dated; the workbook; submissions side by side; one that is not there."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """Why a finding does not count: the office explained it (已说明), or a reviewer let it pass (审核放行)."""

    kind: Literal["explained", "released"]
    reason: str

    @property
    def text(self) -> Text:
        """The word for people and the reason."""
        return Text("已说明：", "explained: ") + same(self.reason) if self.kind == "explained" else Text("审核放行：", "released: ") + same(self.reason)


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule broken at one place. `expected` is what the cell would have to be, all others being right."""

    rule: str
    severity: Severity
    fact: Text
    """What should be, what is, and where."""
    field: str | None = None
    place: Place | None = None
    actual: Value | str | None = None
    expected: Value | str | None = None
    related: tuple[str, ...] = ()
    covered_by: str | None = None
    waived: Waiver | None = None
    basis: tuple[str, ...] = ()
    """Figures that are not this filing's and on which it rests: last year's. An explanation lapses when they change."""
    also: tuple[Place, ...] = ()
    """Where the related cells stand that have the same fault and are marked like the first."""
    ask: Text = NOTHING
    """What to do; empty where nothing is asked."""
    mend: Text | None = None
    """How to go about it, where the case asks for something else than the rule's plain one."""
    short: Text | None = None
    """The fact for where its section and cell are told beside it, where that is shorter."""
    span: Span | None = None
    """What it speaks of in the report's text."""
    subject: Subject = "cell"
    moves: bool = False
    """Whether it stands at the first of several cells, and goes on to the next when that one is mended."""
    organ: str | None = None
    """Across a batch: whose submission it is about."""
    others: tuple[str, ...] = ()
    """The other organs that it names."""
    files: tuple[str, ...] = ()

    @property
    def message(self) -> Text:
        """Fact and ask in one."""
        return self.fact.followed_by(self.ask)

    @property
    def brief(self) -> Text:
        """What is wrong, for where section and cell are told beside it."""
        return self.short or self.fact

    @property
    def where(self) -> Place | Span | None:
        """Its cell, else the piece of the report's text that it speaks of."""
        return self.place or self.span


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell that may be the wrong one: were it `expected` (with the other suspects of its part), every relation would hold.

    `alternatives`: the other changes that would do as well, each as pairs of field id and value.
    """

    field: str
    place: Place | None
    actual: Value | None
    expected: Value
    alternatives: tuple[tuple[tuple[str, Value], ...], ...] = ()
    cause: Text | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """What localisation says of one connected part of the broken relations: a sentence, and the cells it names (none where it cannot tell)."""

    text: Text
    suspects: tuple[Suspect, ...]
    fields: frozenset[str]
    """The fields of the part."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a person is shown as one thing: a finding, and the findings that it covers as its grounds."""

    finding: Finding
    grounds: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence on an answer in 校验结果."""

    text: Text
    brief: Text
    """The same without the rule's id: the place is enough for the office."""
    unused: Answer | None = None
    """The answer itself, where it is about nothing that was found."""
    why: Text | None = None
    """And why it is about nothing."""


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A rule that could not run, as a whole or at one field, and why. Silence means: ran and passed."""

    rule: str
    reason: Text
    field: str | None = None


@dataclass(frozen=True, slots=True)
class UnreadNumber:
    """A number of the text that may be one of the tables', and that no rule reads."""

    sentence: str
    number: Value
    """A count, or an amount in 元."""
    section: str | None = None
    """The section it stands in; None for the opening and the end."""


class Differing(Mapping[str, Value | None]):
    """Values by field id that are nearly those of another filing; put together only where they are asked for one by one.

    `others`: that one's, the same object for many. `figures`: of those that are another whole number here, one after the other its
    number among them, and the figure. `rest`: those that differ otherwise; their fields, too, are all among the others.
    """

    def __init__(self, others: Mapping[str, Value | None], figures: Sequence[int], rest: Mapping[str, Value | None]) -> None:
        self.others, self.figures, self.rest = others, figures, rest

    @cached_property
    def _values(self) -> dict[str, Value | None]:
        names = tuple(self.others)
        return {**self.others, **dict(zip(map(names.__getitem__, self.figures[::2]), self.figures[1::2], strict=True)), **self.rest}

    def __getitem__(self, name: str) -> Value | None:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.others)

    def __len__(self) -> int:
        return len(self.others)


@dataclass(frozen=True)
class Report:
    """The outcome for one file. `error` is set where the file could not be read at all."""

    file: str
    organ: str | None = None
    year: int | None = None
    edition: str | None = None
    values: Mapping[str, Value | None] = field(default_factory=dict)
    """Where others' are nearly the same, a `Differing`."""
    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    advice: tuple[Advice, ...] = ()
    notes: tuple[Note, ...] = ()
    """What is to be said of the answers in 校验结果: explanations that have lapsed, releases that lack something."""
    transcription: tuple[Finding, ...] = ()
    """Faults of the file that was read (family T, 读取问题，非填报错误); they are not the filing's and do not count."""
    coverage: Coverage | None = None
    """How much of the form was read; None where the file could not be read at all."""
    unread_numbers: tuple[UnreadNumber, ...] = ()
    """Numbers of the text that may be the tables' and were held against nothing."""
    error: Text | None = None
    error_ask: Text = NOTHING
    """What to do about the error, which says it, too."""
    parts: tuple[str, ...] = ()
    """The files that the filing was read from, this one the first, where they are several."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """Where `organ` and `year` were found."""

    @property
    def files(self) -> tuple[str, ...]:
        """All of them; one, as a rule."""
        return self.parts or (self.file,)

    @property
    def suspects(self) -> tuple[Suspect, ...]:
        """The cells most likely wrong, of all parts."""
        return tuple(suspect for advice in self.advice for suspect in advice.suspects)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The findings as a person is shown them."""
        grounds: dict[tuple[str | None, str | None], list[Finding]] = {}
        for finding in self.findings:
            grounds.setdefault((finding.covered_by, finding.field), []).append(finding)
        return tuple(Problem(finding, tuple(grounds.get((finding.rule, finding.field), ()))) for finding in self.findings if not finding.covered_by)

    @property
    def status(self) -> Status:
        """`unreadable`; `incomplete` where a figure was not read or not recalculated; or the worst severity of what is not waived. Infos leave a file clean."""
        if self.error is not None:
            return "unreadable"
        if self.coverage is not None and not self.coverage.is_whole:
            return "incomplete"
        if not self.findings:
            return "clean"
        worst = max((finding.severity for finding in self.findings if finding.waived is None), default=Severity.INFO)
        return {Severity.ERROR: "error", Severity.WARNING: "warning"}.get(worst, "clean")  # type: ignore[return-value]


def unread(file: str, trouble: Trouble) -> Report:
    """The report of a file that could not be read."""
    return Report(file, error=trouble.text, error_ask=trouble.ask)
