"""Whether a report may go into a roll-up: accepted, of the year, on the form that the others are on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from xlplugin.batch.review import STATES, Entry, Submission
from xlplugin.reports.rollup import words
from xlplugin.text import Text


def usual(entries: Iterable[Entry], include_unaccepted: bool, year: int | None) -> tuple[int | None, str | None]:
    """The year (that given, if any) and the edition that most of the reports have which may go in; of equally many the later."""
    newest = [entry.newest for entry in entries if entry.newest is not None and is_accepted(entry, include_unaccepted)]
    years = Counter(one.year for one in newest if one.year is not None)
    chosen = year or max(years, key=lambda one: (years[one], one), default=None)
    editions = Counter(one.edition for one in newest if one.year == chosen and one.edition is not None)
    return chosen, max(editions, key=lambda one: (editions[one], one), default=None)


def why_not(entry: Entry, year: int | None, edition: str | None, include_unaccepted: bool) -> Text | None:
    """Why an entry's report cannot go in; None where it can."""
    newest = entry.newest
    if newest is None or entry.state == "missing":
        return words.MISSING
    if entry.state == "unreadable":
        return words.UNREADABLE
    if newest.year != year or year is None:
        return other_year(newest)
    if newest.edition != edition:
        return words.OTHER_EDITION.fill(edition=newest.edition)
    return None if is_accepted(entry, include_unaccepted) else words.UNACCEPTED.fill(state=STATES[entry.state])


def is_accepted(entry: Entry, include_unaccepted: bool) -> bool:
    """Whether its state lets a report in."""
    return entry.state == "accepted" or (include_unaccepted and entry.state in ("return", "explain"))


def other_year(submission: Submission) -> Text:
    """That a report is of another year, or of none that is known."""
    return words.NO_YEAR if submission.year is None else words.OTHER_YEAR.fill(year=submission.year)
