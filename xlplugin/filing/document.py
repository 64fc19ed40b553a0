"""A published report as a document: what stands there besides the figures and the sections' text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a section or of a part of one, as printed."""

    seen: str
    section: str | None = None
    """The id of the section it heads; None for a main heading that is none of the six."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the report that a finding speaks of: a section, or some words of it.

    `section` is a section's id (a table's, too); None stands for what is before the first section and after the last.
    `words` are those of the report, as printed; without them the section as a whole is meant, which its heading stands for.
    `start` and `end` count in the section's text, where that is known.
    """

    section: str | None = None
    words: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What the rules of family D read. Texts are without page furniture; a paragraph torn by a page break is whole again."""

    title: str = ""
    opening: str = ""
    """The paragraphs between the title and the first heading."""
    headings: tuple[Heading, ...] = ()
    """The main headings, as they follow each other."""
    closing: str = ""
    """Signature and date as printed, and what follows them."""
    signature: str | None = None
    """The organ that signed."""
    signed: dt.date | None = None
    picture_tables: tuple[str, ...] = ()
    """Ids of the tables that stand there as a picture, or not at all."""
    debris: tuple[str, ...] = ()
    """Pieces that belong to no report, as found: [bookmark: …], replacement characters, a page number inside a table."""
