"""What a reviewing office needs to decide, over all files of a run: who submitted what and when, which submission counts, and its state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from xlplugin.batch.roster import Member
from xlplugin.findings import Finding, NotChecked, Status
from xlplugin.rules.submissions import DatedBy
from xlplugin.text import Text

State = Literal["missing", "unreadable", "return", "explain", "accepted"]

STATES: Mapping[State, Text] = {
    "missing": Text("未报送", "not submitted"),
    "unreadable": Text("无法读取", "unreadable"),
    "return": Text("退回修改", "to be returned"),
    "explain": Text("待说明", "to be explained"),
    "accepted": Text("审核通过", "accepted"),
}

STATE_OF: Mapping[Status, State] = {"unreadable": "unreadable", "error": "return", "warning": "explain", "clean": "accepted"}
"""What a submission's own status means for its organ."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One file of the run, as the office sees it."""

    file: str
    content: str
    """SHA-256 of its bytes; empty where it could not be read."""
    status: Status
    organ: str | None = None
    """As the file names it."""
    year: int | None = None
    edition: str | None = None
    level: str | None = None
    scope: str | None = None
    errors: int = 0
    warnings: int = 0
    submitted: dt.date | None = None
    """Its signature's date, else the day on which the workbook says it was saved, else the file's own."""
    round: int = 1
    """Which submission of its organ and year it is, the oldest being 1."""
    is_newest: bool = True
    """Whether it is the one of its organ and year that counts."""
    dated_by: DatedBy | None = None
    """Whose date `submitted` is."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """What the newest submission changed against the one before it: the errors and warnings, as (rule, field id)."""

    mended: tuple[tuple[str, str | None], ...] = ()
    """Corrected, explained or let pass."""
    open: tuple[tuple[str, str | None], ...] = ()
    """In both."""
    new: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class BatchFinding:
    """A finding of family B: it belongs to an organ and to several files, not to one filing."""

    finding: Finding
    organ: str | None = None
    files: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """The other organs that it names."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One organ's line: of the roster, or found in a submission."""

    organ: str
    """The roster's name, else as the submissions have it; the file's name where it names none."""
    state: State
    year: int | None = None
    member: Member | None = None
    submissions: tuple[Submission, ...] = ()
    """Oldest first; empty where there is none."""
    is_late: bool = False
    rounds: Rounds | None = None
    """None where there is one submission only."""

    @property
    def newest(self) -> Submission | None:
        """The submission that counts."""
        return next((one for one in reversed(self.submissions) if one.is_newest), None)


@dataclass(frozen=True)
class Review:
    """The whole run. Entries: the roster's in its order, then the others by name; of an organ, the newest year first.

    An organ merged into another has an entry only where it submitted all the same.
    """

    entries: tuple[Entry, ...]
    findings: tuple[BatchFinding, ...] = ()
    missing: tuple[str, ...] = ()
    """Organs of the roster without a submission; those merged into another owe none."""
    unknown: tuple[str, ...] = ()
    """Organs that submitted and are on no roster; empty where no roster was given."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Of the files, as JSON's `summary` has them: files, clean, with_errors, with_warnings, unreadable."""
    has_roster: bool = False
    not_checked: tuple[NotChecked, ...] = ()
    """Rules of family B that could not run, and why."""
    year: int | None = None
    """The year that most submissions are of; the one in which an organ may be missing."""
