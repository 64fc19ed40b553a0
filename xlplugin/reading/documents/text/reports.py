"""Several reports in one file: whose tables are whose is told by the titles above them, and where that leaves a choice none is read."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.form.organ import short_name
from xlplugin.reading.documents.tables.layouts import Piece
from xlplugin.reading.documents.text.segments import Paragraph, Segment
from xlplugin.reading.documents.text.titles import find_title
from xlplugin.reading.headings import from_title

Title = tuple[str, str | None, int | None]
"""As printed, organ, year."""


def titles_of_tables(parts: Sequence[Segment], *, is_beside: bool = False) -> list[str]:
    """The titles of the reports that have tables in the file, where they are of different organs or years; none where all tables are of one report.

    `is_beside`: whether tables stand side by side in it; then two titles may come before the tables of both.
    """
    current: Title | None = None
    found: list[Title] = []
    passed: list[Title] = []
    for part in parts:
        if isinstance(part, Paragraph):
            title = _title(part.text, current)
            passed += [current] if is_beside and title and current else []
            current = title or current
        elif isinstance(part, Piece):
            found += [one for one in (*passed, current) if one is not None and one not in found]
            passed = []
    first = found[0] if found else None
    return [title[0] for title in found] if first and any(_differ(first, other) for other in found[1:]) else []


def _title(text: str, current: Title | None) -> Title | None:
    """A line that is a report's title with its year, or with another organ; None for any other, and for the title of the same report once more."""
    title, _ = find_title([text])
    organ, year = from_title(title) if title else (None, None)
    if not title or (year is None and (organ is None or current is None)):
        return None
    here = (title, organ, year)
    return here if current is None or _differ(current, here) else None


def _differ(one: Title, other: Title) -> bool:
    organs = [short_name(title[1]) for title in (one, other) if title[1]]
    return (one[2] is not None and other[2] is not None and one[2] != other[2]) or (len(organs) == 2 and organs[0] != organs[1] and organs[0] not in organs[1] and organs[1] not in organs[0])
