"""What the rules of family B look at: the submissions of many organs side by side, and which of them belong together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from xlplugin.filing import Filing

DatedBy = Literal["signed", "saved", "file"]
"""Whose date a submission's is: the signature's, the workbook's own (when it was last saved), or only the file's."""
Problem = tuple[str, str | None]
"""A finding by rule and field."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One submission. `organ` is the name it goes by: the roster's, else the one in the file, else the file's own name."""

    file: str
    organ: str
    year: int | None = None
    """The year it is counted for."""
    named: str | None = None
    """The organ as the file names it."""
    content: str = ""
    """SHA-256 of its bytes; empty where they could not be read."""
    told: str | None = None
    """The organ that the file's name tells, where that is another."""
    is_readable: bool = True
    is_on_roster: bool = True
    near: tuple[str, ...] = ()
    """Names on the roster that it may mean; none was taken for it."""
    submitted: dt.date | None = None
    dated_by: DatedBy | None = None
    deadline: dt.date | None = None
    round: int = 1
    """Which submission of its organ and year it is; files of one content share a number."""
    is_newest: bool = True
    """Whether it is the one of its organ and year that counts."""
    wanted: str | None = None
    """The file that the roster wants to count (采用文件), where the organ sent none of that name."""


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

    sent: tuple[Sent, ...]
    year: int | None = None
    """The year that most of them are of."""
    due: tuple[Due, ...] | None = None
    """Organs of the roster that owe a submission; None where there is no roster."""
    sums: tuple[Sum, ...] = ()
    contents: Contents = field(default_factory=Contents)
