"""What the page has to know of all files before it shows the first: where each stands, how it came out, and which have the most problems."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from xlplugin.filing.findings import Severity, Status
from xlplugin.filing.submissions import Submission

MOST_ROWS = 40
"""So many files with the most problems stand in the heat map."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many problems of one rule, and the worst of them."""

    number: int
    worst: Severity


@dataclass(frozen=True, slots=True)
class Row:
    """One file's problems by rule, without those that were explained or released. `position` counts the run's files from 1."""

    position: int
    file: str
    organ: str | None
    counts: Mapping[str, Count]


@dataclass(slots=True)
class Files:
    """The files of a run."""

    positions: dict[str, int] = field(default_factory=dict)
    """Of each file, by name."""
    statuses: dict[str, Status] = field(default_factory=dict)
    """By file."""
    rows: list[Row] = field(default_factory=list)
    """The newest submissions with the most problems, in the order of the files."""
    with_problems: int = 0
    """How many newest submissions have any problem."""

    def by_status(self) -> Counter[Status]:
        """How many files came out how."""
        return Counter(self.statuses.values())


def files_of(submissions: Iterable[Submission], superseded: frozenset[str]) -> Files:
    """Looks at every submission once. `superseded`: files that a newer submission replaces."""
    found = Files()
    worst: list[tuple[tuple[int, ...], int, Row]] = []
    for position, one in enumerate(submissions, 1):
        found.positions[one.file] = position
        found.statuses[one.file] = one.status
        counts = {rule.rule: Count(rule.count, rule.worst) for rule in one.found if rule.worst is not None}
        if counts and one.file not in superseded:
            found.with_problems += 1
            heapq.heappush(worst, (_weight(one), -position, Row(position, one.file, one.named, counts)))
            if len(worst) > MOST_ROWS:
                heapq.heappop(worst)
    found.rows = sorted((row for _, _, row in worst), key=lambda row: row.position)
    return found


def _weight(one: Submission) -> tuple[int, ...]:
    """Errors first, then warnings, then everything."""
    return one.errors, one.warnings, sum(rule.count for rule in one.found)
