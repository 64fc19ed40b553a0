"""One file that was submitted, and many of them side by side: what every room passes on of a submission besides its figures and its report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, Literal

from xlplugin.filing.cells import Value
from xlplugin.filing.coverage import Coverage
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import NotChecked, Severity, Status

DatedBy = Literal["received", "signed", "saved", "file"]
"""Whose date a submission's is: the office's own note of when it came (收到 on the roster), the signature's, the workbook's own (when it was last saved), or only the file's."""
Failure = Literal["", "time", "memory", "crash"]
"""Why a file's process was stopped or ended; empty where it was not."""
Problem = tuple[str, str | None]
"""A finding by rule and field."""


@dataclass(frozen=True, slots=True)
class RuleFound:
    """What one rule came to in one report: problems that count, by severity; those that do not; and where another rule's problem rests on it."""

    rule: str
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    explained: int = 0
    released: int = 0
    grounds: int = 0

    @property
    def count(self) -> int:
        """The problems that count."""
        return self.errors + self.warnings + self.infos

    @property
    def worst(self) -> Severity | None:
        """Of the problems that count; None where there is none."""
        return Severity.ERROR if self.errors else Severity.WARNING if self.warnings else Severity.INFO if self.infos else None


@dataclass(slots=True, unsafe_hash=True)  # not `frozen`, as which each takes seven times as long to make; nobody changes one all the same
class Submission:
    """One file of a run, from the file found to the report written. Each stage fills in what it knows; what is asked of many files at once is here.

    A fact that is added here is kept by the store and reaches every rule and writer.
    """

    file: str
    """Named as it was found: a path, or an address with a protocol."""
    organ: str = ""
    """The name it goes by: the roster's, else the one in the file, else the file's own name; empty until the run is arranged."""
    year: int | None = None
    """The year it is counted for."""
    named: str | None = None
    """The organ as the file names it."""

    # Found
    content: str = ""
    """SHA-256 of its bytes; empty where they could not be read."""
    size: int = 0
    mtime: float | None = None
    """When the file was last changed, in seconds since 1970, where the place it lies in says so."""
    parts: tuple[str, ...] = ()
    """All its files, this one the first, where an organ sent its tables in several; content, size and date are then those of all."""

    # Checked
    status: Status = "clean"
    failure: Failure = ""
    named_year: int | None = None
    """The report year as the file has it."""
    edition: str | None = None
    level: str | None = None
    scope: str | None = None
    tables: tuple[str, ...] = ()
    """The tables in which a person typed anything."""
    is_in_part: bool = False
    """Whether these are some of the form's tables only."""
    modified: str | None = None
    """When the workbook says it was last saved, ISO 8601; `mtime` is the file's own date."""
    signed: str | None = None
    """The date of the report's signature, ISO 8601."""
    found: tuple[RuleFound, ...] = ()
    """What the rules came to, in the order of the problems."""
    worst: Severity | None = None
    """Of all findings that nobody explained or let pass, grounds too."""
    not_checked: tuple[NotChecked, ...] = ()
    transcription: int = 0
    """Places that could not be read well."""
    coverage: Coverage | None = None
    """How much of the form was read; None where the file could not be read at all."""
    amounts: tuple[tuple[str, Value | None], ...] = ()
    """The figures that indicators count (see `indicators.measure`), by field id, without those that are 0 or blank; None for one that could not be read."""

    # Arranged
    told: str | None = None
    """The organ that the file's name tells, where that is another."""
    is_on_roster: bool = True
    near: tuple[str, ...] = ()
    """Names on the roster that it may mean; none was taken for it."""
    submitted: dt.date | None = None
    """The day that the roster has under 收到, else its signature's date, else the day on which the workbook says it was saved, else the file's own."""
    dated_by: DatedBy | None = None
    deadline: dt.date | None = None
    round: int = 1
    """Which submission of its organ and year it is, the oldest being 1; files of one content share a number."""
    is_newest: bool = True
    """Whether it is the one of its organ and year that counts."""
    is_chosen: bool = False
    """Whether it has the name that the roster wants to count (采用文件)."""
    wanted: str | None = None
    """The file that the roster wants to count (采用文件), where the organ sent none of that name."""

    @property
    def files(self) -> tuple[str, ...]:
        """All its files; one, as a rule."""
        return self.parts or (self.file,)

    @property
    def is_readable(self) -> bool:
        """Whether it could be read at all."""
        return self.status != "unreadable"

    @property
    def is_whole(self) -> bool:
        """Whether it could be read, and all of it was checked."""
        return self.status not in ("unreadable", "incomplete")

    @property
    def errors(self) -> int:
        """Problems that have to be corrected."""
        return sum(one.errors for one in self.found)

    @property
    def warnings(self) -> int:
        """Problems that have to be explained."""
        return sum(one.warnings for one in self.found)


def changed(one: Submission, **facts: Any) -> Submission:
    """A submission with other facts in place of its own: what `dataclasses.replace` gives, which takes three times as long for so many. Raises `TypeError` for a fact that there is none of."""
    if not facts.keys() <= _NAMES:
        raise TypeError(f"no facts of a submission: {facts.keys() - _NAMES}")
    other = Submission(*_facts_of(one))
    for name, fact in facts.items():
        setattr(other, name, fact)
    return other


_NAMES = dict.fromkeys(one.name for one in fields(Submission)).keys()
_facts_of = attrgetter(*_NAMES)


@dataclass(frozen=True, slots=True)
class Due:
    """An organ that owes a submission."""

    organ: str
    deadline: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """A report over a whole territory (全域), and the submissions whose figures add up to it."""

    organ: str
    file: str
    parts: tuple[str, ...]
    """Their files."""
    lacking: tuple[str, ...] = ()
    """Organs that belong in the sum and have no readable submission."""
    scope: str | None = None
    """Its own, where that is not 全域: no figures add up to it."""
    is_unclear: bool = False
    """Whether several were given by name and nothing says which organs are below which."""


@dataclass(frozen=True)
class Contents:
    """What a rule reads of a submission when it needs it, by file."""

    filing: Callable[[str], Filing | None] = lambda file: None
    narrative: Callable[[str], Mapping[str, str]] = lambda file: {}
    last_year: Callable[[str], Mapping[str, str]] = lambda file: {}
    """The text of the same organ's report of the year before."""
    problems: Callable[[str], frozenset[Problem]] = lambda file: frozenset()
    """What it has to correct or to explain."""


@dataclass(frozen=True)
class Batch:
    """The submissions of a run. Those of one organ and year follow each other, oldest first."""

    sent: tuple[Submission, ...]
    year: int | None = None
    """The one that they are reports of."""
    due: tuple[Due, ...] | None = None
    """Organs of the roster that owe a submission; None where there is no roster."""
    sums: tuple[Sum, ...] = ()
    contents: Contents = field(default_factory=Contents)
    others: tuple[Submission, ...] = ()
    """Of other years, where one year was asked for; nothing is said of them but that they are there."""
