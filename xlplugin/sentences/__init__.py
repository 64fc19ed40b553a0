"""Reads the sentences of a report: which figures they give for the subjects of the tables, and which sums they spell out, and which numbers are left.

What reads is loaded when there is something to read: a workbook without text does without its many patterns.
"""

from __future__ import annotations

from xlplugin.sentences.model import Adding, Mention, Number, Reading, Scope, Share, Unread, Year
from xlplugin.sentences.text.pieces import MOST_NUMBERS
from xlplugin.sentences.text.spoken import LONGEST, MOST_READ, PassedOver, hear

__all__ = [
    "LONGEST", "MOST_NUMBERS", "MOST_READ", "Adding", "Mention", "Number", "PassedOver", "Reading", "Scope", "Share", "Unread", "Year", "addings", "hear", "read", "reading",
]  # fmt: skip


def addings(text: str, most: int = MOST_READ) -> tuple[Adding, ...]:
    """See `xlplugin.sentences.added_up`."""
    from xlplugin.sentences.added_up import addings as found

    return found(text, most)


def read(text: str, *, organ: str | None = None, year: int | None = None, section: str | None = None, wider: bool = False) -> tuple[Mention, ...]:
    """See `xlplugin.sentences.reader`."""
    from xlplugin.sentences.reader import read as found

    return found(text, organ=organ, year=year, section=section, wider=wider)


def reading(text: str, organ: str | None, year: int | None, section: str | None, most: int = MOST_READ) -> Reading:
    """See `xlplugin.sentences.reader`."""
    from xlplugin.sentences.reader import reading as found

    return found(text, organ, year, section, most)
