"""What a check gives: findings, what could not be checked, and a report for each file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

from xlplugin.filing import Place, Value
from xlplugin.text import Text, same


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

Status = Literal["clean", "warning", "error", "unreadable"]


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
    message: Text
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
class NotChecked:
    """A rule that could not run, as a whole or at one field, and why. Silence means: ran and passed."""

    rule: str
    reason: Text
    field: str | None = None


@dataclass(frozen=True)
class Report:
    """The outcome for one file. `error` is set where the file could not be read at all."""

    file: str
    organ: str | None = None
    year: int | None = None
    edition: str | None = None
    values: Mapping[str, Value | None] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    advice: tuple[Advice, ...] = ()
    notes: tuple[Text, ...] = ()
    """What is to be said of the answers in 校验结果: explanations that have lapsed, releases that lack something."""
    transcription: tuple[Finding, ...] = ()
    """Faults of the file that was read (family T, 读取问题，非填报错误); they are not the filing's and do not count."""
    error: Text | None = None

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
        """`unreadable`, or the worst severity of what is not waived; infos leave a file clean."""
        if self.error is not None:
            return "unreadable"
        worst = max((finding.severity for finding in self.findings if finding.waived is None), default=Severity.INFO)
        return {Severity.ERROR: "error", Severity.WARNING: "warning"}.get(worst, "clean")  # type: ignore[return-value]
