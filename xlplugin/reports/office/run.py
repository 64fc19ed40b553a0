"""What the sheets are written from: the review with its numbers, and what was counted while the reports went by."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from xlplugin.batch.addresses import is_remote
from xlplugin.batch.review import Entry, Review, State, Submission
from xlplugin.findings import Problem, Report, Severity
from xlplugin.text import Language, Text


@dataclass(frozen=True, slots=True)
class Known:
    """Where a file belongs: the number of its entry (from 1), the entry, and its submission."""

    number: int
    entry: Entry
    submission: Submission


@dataclass(frozen=True)
class Run:
    """The review of a run, with what several sheets ask of it."""

    review: Review
    language: Language
    folder: str = ""
    """The folder that holds every file of the run, where there is one; files are called by what comes after it."""

    def called(self, file: str) -> str:
        """A file as the sheets call it."""
        return file.removeprefix(self.folder) or file

    @cached_property
    def known(self) -> Mapping[str, Known]:
        """Every submission by its file."""
        entries = enumerate(self.review.entries, 1)
        return {one.file: Known(number, entry, one) for number, entry in entries for one in entry.submissions}

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """An entry's number by its organ; of several years the first."""
        found: dict[str, int] = {}
        for number, entry in enumerate(self.review.entries, 1):
            found.setdefault(entry.organ, number)
        return found

    @cached_property
    def states(self) -> Counter[State]:
        """How many entries are in which state."""
        return Counter(entry.state for entry in self.review.entries)

    @cached_property
    def year(self) -> int | None:
        """The report year of the run: the one most submissions are of, or the only one."""
        years = {entry.year for entry in self.review.entries if entry.year is not None}
        return self.review.year or (years.pop() if len(years) == 1 else None)

    @cached_property
    def late(self) -> int:
        """How many submitted late."""
        return sum(entry.is_late for entry in self.review.entries)

    def title(self, what: Text) -> Text:
        """A sheet's title with the year before it."""
        year = self.year
        return (Text(f"{year}年度政府信息公开工作年度报告", f"Yearly reports {year}: ") if year else Text("政府信息公开工作年度报告", "Yearly reports: ")) + what


def common_folder(files: Iterable[str]) -> str:
    """The folder that all files lie in, with what separates it from them; empty where there is none."""
    try:
        folder = os.path.commonpath({str(Path(file).parent) for file in files if not is_remote(file)})
    except ValueError:  # no file of this machine, or several drives
        return ""
    return "" if folder in ("", ".") else os.path.join(folder, "")


@dataclass(slots=True)
class RuleCount:
    """What one rule came to, of the submissions that count. Organs as bits of a number, the first entry being bit 1."""

    severities: Counter[Severity] = field(default_factory=Counter)
    waived: Counter[str] = field(default_factory=Counter)
    grounds: int = 0
    not_checked: int = 0
    organs: int = 0

    @property
    def organ_count(self) -> int:
        """How many organs it concerns."""
        return self.organs.bit_count()


@dataclass(slots=True)
class Tally:
    """The counts, taken from the reports as they go by; small, whatever the number of files."""

    rules: dict[str, RuleCount] = field(default_factory=dict)
    remarks: dict[str, tuple[Text, ...]] = field(default_factory=dict)
    """By file: why it could not be read, and what is to be said of the answers in it."""
    rows: int = 0
    """Lines of the list of problems."""

    def add(self, report: Report, known: Known | None) -> None:
        """Counts a report, where its file is the one of its organ that counts."""
        if known is None or not known.submission.is_newest:
            return
        self.remarks |= {report.file: ((report.error,) if report.error else ()) + report.notes} if report.error or report.notes else {}
        for problem in report.problems:
            self.add_problem(problem, known.number)
        for rule in {missed.rule for missed in report.not_checked}:
            self._of(rule).not_checked += 1

    def add_problem(self, problem: Problem, number: int | None) -> None:
        """Counts one problem of an entry; None for one that belongs to no entry."""
        found, finding = self._of(problem.finding.rule), problem.finding
        for ground in problem.grounds:
            self._of(ground.rule).grounds += 1
        if finding.waived is not None:
            found.waived[finding.waived.kind] += 1
            return
        found.severities[finding.severity] += 1
        found.organs |= 1 << number if number is not None else 0

    def _of(self, rule: str) -> RuleCount:
        return self.rules.setdefault(rule, RuleCount())
