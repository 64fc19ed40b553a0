"""Whether a report may go into a roll-up: accepted, of the year, on the form that the others are on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from xlplugin.filing.submissions import Submission
from xlplugin.outputs.rollup import words
from xlplugin.outputs.rollup.plan import Part
from xlplugin.review.review import STATES, Entry
from xlplugin.text import Text


def usual(entries: Iterable[Entry], include_unaccepted: bool, year: int | None) -> tuple[int | None, str | None]:
    """The year (that given, if any) and the edition that most of the reports have which may go in; of equally many the later."""
    newest = [entry.newest for entry in entries if entry.newest is not None and is_accepted(entry, include_unaccepted)]
    years = Counter(one.named_year for one in newest if one.named_year is not None)
    chosen = year or max(years, key=lambda one: (years[one], one), default=None)
    editions = Counter(one.edition for one in newest if one.named_year == chosen and one.edition is not None)
    return chosen, max(editions, key=lambda one: (editions[one], one), default=None)


def why_not(entry: Entry, year: int | None, edition: str | None, include_unaccepted: bool) -> Text | None:
    """Why an entry's report cannot go in; None where it can."""
    newest = entry.newest
    if newest is None or entry.state == "missing":
        return words.MISSING
    if entry.state == "unreadable":
        return words.UNREADABLE
    if newest.named_year != year or year is None:
        return other_year(newest)
    if newest.edition != edition:
        return words.OTHER_EDITION.fill(edition=newest.edition)
    if is_accepted(entry, include_unaccepted):
        return None
    if entry.state == "incomplete" and newest.coverage is not None:
        return words.INCOMPLETE.fill(read=newest.coverage.text)
    return words.UNACCEPTED.fill(state=STATES[entry.state])


def is_accepted(entry: Entry, include_unaccepted: bool) -> bool:
    """Whether its state lets a report in."""
    return entry.state == "accepted" or (include_unaccepted and entry.state in ("explain", "return", "incomplete"))


def taken_incomplete(parts: Iterable[Part]) -> list[Text]:
    """What is to be known of the reports that go in although not all of them could be read."""
    return [
        words.TAKEN_INCOMPLETE.fill(organ=part.organ, read=part.submission.coverage.text) for part in parts if part.state == "incomplete" and part.submission.coverage is not None
    ]


def other_year(submission: Submission) -> Text:
    """That a report is of another year, or of none that is known."""
    return words.NO_YEAR if submission.named_year is None else words.OTHER_YEAR.fill(year=submission.named_year)
