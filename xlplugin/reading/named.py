"""Whose report it is and of which year, with where each was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xlplugin.filing.filing import Source


@dataclass(frozen=True, slots=True)
class Named:
    """Organ and year; None for what was found nowhere."""

    organ: str | None
    year: int | None
    sources: Mapping[str, Source]
    """Where `organ` and `year` were found."""


def first_of(claims: Iterable[tuple[Source, str | None, int | None]]) -> Named:
    """What the surest of several witnesses says, the organ and the year each by itself; the rest are not asked."""
    organ: str | None = None
    year: int | None = None
    sources: dict[str, Source] = {}
    for source, one, other in claims:
        if organ is None and one:
            organ, sources["organ"] = one, source
        if year is None and other:
            year, sources["year"] = other, source
        if organ and year:
            break
    return Named(organ, year, sources)
