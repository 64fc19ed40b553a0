"""The first look at a run's reports: only counts are kept, so that ten thousand files take little room."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from xlplugin.batch.results import Result, Results
from xlplugin.findings import NotChecked, Report, Severity, Status

MOST_ROWS = 40
"""So many files with the most problems stand in the heat map."""
SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)


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
class RuleTotal:
    """What one rule found in the whole run."""

    worst: Severity
    problems: int = 0
    files: int = 0


@dataclass(slots=True)
class Tally:
    """The counts of a run."""

    positions: dict[str, int] = field(default_factory=dict)
    """Of each file, by name."""
    statuses: dict[str, Status] = field(default_factory=dict)
    """By file."""
    severities: Counter[Severity] = field(default_factory=Counter)
    waived: Counter[str] = field(default_factory=Counter)
    transcription: int = 0
    rules: dict[str, RuleTotal] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    """The newest submissions with the most problems, in the order of the files."""
    with_problems: int = 0
    """How many newest submissions have any problem."""
    missed_everywhere: frozenset[NotChecked] = frozenset()
    """What no file could be checked for, for one and the same reason. Empty for a single file."""

    def by_status(self) -> Counter[Status]:
        """How many files came out how."""
        return Counter(self.statuses.values())


def tally(results: Results, superseded: frozenset[str]) -> Tally:
    """Counts the problems of every report, one report at a time. `superseded`: files that a newer submission replaces."""
    found = Tally()
    worst: list[tuple[tuple[int, ...], int, Row]] = []
    missed: frozenset[NotChecked] | None = None
    for position, result in enumerate(results, 1):
        report = result.report()
        found.positions[result.source.file] = position
        found.statuses[result.source.file] = result.status
        row = Row(position, result.source.file, result.organ, _counts(report))
        _add(found, report, row.counts)
        if report.error is None:
            missed = frozenset(report.not_checked) if missed is None else missed & frozenset(report.not_checked)
        if row.counts and result.source.file not in superseded:
            found.with_problems += 1
            heapq.heappush(worst, (_weight(row, result), -position, row))
            if len(worst) > MOST_ROWS:
                heapq.heappop(worst)
    found.rows = sorted((row for _, _, row in worst), key=lambda row: row.position)
    found.missed_everywhere = missed if missed and len(found.statuses) - found.by_status()["unreadable"] > 1 else frozenset()
    return found


def _counts(report: Report) -> dict[str, Count]:
    counts: dict[str, Count] = {}
    for problem in report.problems:
        if problem.finding.waived is None:
            before = counts.get(problem.finding.rule, Count(0, Severity.INFO))
            counts[problem.finding.rule] = Count(before.number + 1, max(before.worst, problem.finding.severity))
    return counts


def _add(found: Tally, report: Report, counts: Mapping[str, Count]) -> None:
    for problem in report.problems:
        if problem.finding.waived is not None:
            found.waived[problem.finding.waived.kind] += 1
        else:
            found.severities[problem.finding.severity] += 1
    found.transcription += len(report.transcription)
    for rule, count in counts.items():
        total = found.rules.setdefault(rule, RuleTotal(count.worst))
        total.worst = max(total.worst, count.worst)
        total.problems += count.number
        total.files += 1


def _weight(row: Row, result: Result) -> tuple[int, ...]:
    """Errors first, then warnings, then everything."""
    return result.errors, result.warnings, sum(count.number for count in row.counts.values())
