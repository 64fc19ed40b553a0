"""What the rules came to over many submissions: counts only, taken from the submissions' facts, so that ten thousand files take little room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from xlplugin.filing.findings import NotChecked, Severity, Status
from xlplugin.filing.submissions import RuleFound, Submission
from xlplugin.text import Text


@dataclass(slots=True)
class RuleCount:
    """What one rule came to. Organs as bits of a number, the first entry of the review being bit 1."""

    severities: Counter[Severity] = field(default_factory=Counter)
    """Problems that count."""
    waived: Counter[str] = field(default_factory=Counter)
    grounds: int = 0
    files: int = 0
    """In which it found a problem that counts."""
    not_checked: int = 0
    """Files."""
    organs: int = 0

    @property
    def count(self) -> int:
        """The problems that count."""
        return self.severities.total()

    @property
    def worst(self) -> Severity | None:
        """Of the problems that count; None where there is none."""
        return max((severity for severity, count in self.severities.items() if count), default=None)

    @property
    def organ_count(self) -> int:
        """How many organs it concerns."""
        return self.organs.bit_count()


@dataclass(slots=True)
class Tally:
    """The counts of a run, or of some of its submissions."""

    statuses: Counter[Status] = field(default_factory=Counter)
    rules: dict[str, RuleCount] = field(default_factory=dict)
    transcription: int = 0
    missed_by_all: frozenset[NotChecked] | None = None
    """What no readable file could be checked for; None before the first of them."""
    missed_by_any: frozenset[NotChecked] = frozenset()
    reasons_of_all: frozenset[Text] = frozenset()
    """The reasons for which every readable file lacks some rule."""

    @classmethod
    def of(cls, submissions: Iterable[Submission]) -> Tally:
        """The counts of submissions."""
        tally = cls()
        for one in submissions:
            tally.add(one)
        return tally

    def add(self, one: Submission, number: int | None = None) -> None:
        """Counts a submission; `number`: of its organ's entry."""
        self.statuses[one.status] += 1
        self.transcription += one.transcription
        for found in one.found:
            self.add_found(found, number)
        for rule in {missed.rule for missed in one.not_checked}:
            self._of(rule).not_checked += 1
        if one.is_readable:
            self._add_missed(frozenset(one.not_checked))

    def add_found(self, found: RuleFound, number: int | None = None) -> None:
        """Counts what a rule came to in one file, or in the comparison of several."""
        rule = self._of(found.rule)
        for severity, count in ((Severity.ERROR, found.errors), (Severity.WARNING, found.warnings), (Severity.INFO, found.infos)):
            rule.severities[severity] += count
        rule.waived["explained"] += found.explained
        rule.waived["released"] += found.released
        rule.grounds += found.grounds
        rule.files += found.count > 0
        rule.organs |= 1 << number if number is not None and found.count else 0

    @property
    def files(self) -> int:
        """How many submissions."""
        return self.statuses.total()

    @property
    def readable(self) -> int:
        """How many of them could be read."""
        return self.files - self.statuses["unreadable"]

    @property
    def severities(self) -> Counter[Severity]:
        """The problems that count."""
        return sum((rule.severities for rule in self.rules.values()), Counter())

    @property
    def waived(self) -> Counter[str]:
        """The problems that were explained or released."""
        return sum((rule.waived for rule in self.rules.values()), Counter())

    def _add_missed(self, missed: frozenset[NotChecked]) -> None:
        reasons = frozenset(entry.reason for entry in missed)
        self.reasons_of_all = reasons if self.missed_by_all is None else self.reasons_of_all & reasons
        self.missed_by_all = missed if self.missed_by_all is None else self.missed_by_all & missed
        self.missed_by_any |= missed

    def _of(self, rule: str) -> RuleCount:
        return self.rules.setdefault(rule, RuleCount())
