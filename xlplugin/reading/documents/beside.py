"""Units of money that a report states in or beside the table in which an amount stands: in its title, in a line above it, in a note below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xlplugin.filing.facts import SeenLabel
from xlplugin.reading.documents.tables.layouts import Piece
from xlplugin.reading.documents.tables.words import Vocabulary, is_figure
from xlplugin.reading.documents.text.headings import Head
from xlplugin.reading.documents.text.segments import Paragraph, Segment
from xlplugin.reading.tables.beside import amounts, told_beside
from xlplugin.reading.tables.found import Found

_NOTE = re.compile(r"\s*[(（]?(?:注|备注|说明|表注)")


def units_beside(kept: Sequence[Found], parts: Sequence[Segment], vocabulary: Vocabulary) -> tuple[SeenLabel, ...]:
    """The units that are stated so, by the column that they concern. They have no place: the tables were put together anew."""
    return tuple(label for found in kept for column in amounts(found) for label in told_beside(found, column, ((text, None) for text in _around(found, parts, vocabulary))))


def _around(found: Found, parts: Sequence[Segment], vocabulary: Vocabulary) -> Iterator[str]:
    """What stands around a block: the heading above it, the lines between, its own cells that are no figures, the lines below, and notes anywhere."""
    for number, part in enumerate(parts):
        if isinstance(part, Piece) and _holds(part, found, vocabulary):
            yield from _lines(parts[:number][::-1])
            yield from (cell for row in part.rows for cell in row.cells if cell.strip() and not is_figure(cell))
            yield from _lines(parts[number + 1 :])
        elif isinstance(part, Paragraph) and _NOTE.match(part.text):
            yield part.text


def _holds(piece: Piece, found: Found, vocabulary: Vocabulary) -> bool:
    """Whether a label of the block stands in a piece."""
    return any((word.table, word.block) == (found.table, found.block.id) for row in piece.rows for cell in row.cells for word in vocabulary.words(cell))


def _lines(parts: Sequence[Segment]) -> Iterator[str]:
    """The lines up to the next table or heading, and that heading."""
    for part in parts:
        if isinstance(part, Paragraph):
            yield part.text
        elif isinstance(part, Head):
            yield part.seen
            return
        elif isinstance(part, Piece):
            return
