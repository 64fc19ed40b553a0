"""What a reviewing office needs to decide, over all files of a run: who submitted what and when, which submission counts, and its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from xlplugin.filing.findings import Finding, NotChecked, Status
from xlplugin.filing.submissions import Submission
from xlplugin.review.roster import Member
from xlplugin.text import Text

State = Literal["accepted", "explain", "return", "incomplete", "unreadable", "missing"]

STATES: Mapping[State, Text] = {
    "accepted": Text("审核通过", "accepted"),
    "explain": Text("待说明", "to be explained"),
    "return": Text("退回修改", "to be returned"),
    "incomplete": Text("未审全", "not wholly checked"),
    "unreadable": Text("无法读取", "unreadable"),
    "missing": Text("未报送", "not submitted"),
}
"""In the order in which they are listed everywhere."""

STATE_OF: Mapping[Status, State] = {"clean": "accepted", "warning": "explain", "error": "return", "incomplete": "incomplete", "unreadable": "unreadable"}
"""What a submission's own status means for its organ."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """What the newest submission changed against the one before it: the errors and warnings, as (rule, field id)."""

    mended: tuple[tuple[str, str | None], ...] = ()
    """Corrected, explained or let pass."""
    open: tuple[tuple[str, str | None], ...] = ()
    """In both."""
    new: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One organ's line: of the roster, or found in a submission."""

    organ: str
    """The roster's name, else as the submissions have it; the file's name where it names none."""
    state: State
    year: int | None = None
    member: Member | None = None
    """Its line of the roster, `parent` being whom it now reports to, mergers done."""
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
    findings: tuple[Finding, ...] = ()
    """Across submissions; each names its organ and files."""
    missing: tuple[str, ...] = ()
    """Organs of the roster without a submission; those merged into another owe none."""
    unknown: tuple[str, ...] = ()
    """Organs that submitted and are on no roster; empty where no roster was given."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Of the files, as JSON's `summary` has them: files, clean, with_errors, with_warnings, incomplete, unreadable."""
    has_roster: bool = False
    not_checked: tuple[NotChecked, ...] = ()
    """Rules of family B that could not run, and why."""
    year: int | None = None
    """The year of the batch (see `year.year_of_batch`); the one in which an organ may be missing."""
    year_note: Text | None = None
    """Which year was taken, where files of several are there."""
    others: tuple[Submission, ...] = ()
    """Submissions of other years, where one year was asked for: listed, and not judged."""

    @property
    def other_files(self) -> tuple[tuple[str, int | None], ...]:
        """All files of `others` in path order, each with its year."""
        return tuple(sorted((file, one.year) for one in self.others for file in one.files))
