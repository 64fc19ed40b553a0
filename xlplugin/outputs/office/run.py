"""What the sheets are written from: the review, with its numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlplugin.filing.submissions import Submission
from xlplugin.review.review import Entry, Review, State
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

    def all_called(self, files: Sequence[str]) -> str:
        """All files of a submission, a line each."""
        return "\n".join(map(self.called, files))

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


