"""Cells over several rows and columns, laid out: the text in the first cell, the others empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlplugin.reading.documents.formats.stream import Covered, Hole, check_size

WIDEST = 256
TALLEST = 2_000
_HOLE = Hole()


@dataclass(frozen=True, slots=True)
class Span:
    """A cell, and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


def lay_out(rows: Sequence[Sequence[Span]]) -> tuple[tuple[str, ...], ...]:
    """The rows with every cell covered by a span empty. Spans beyond the table's end are cut; rows may be of unequal length."""
    taken: dict[tuple[int, int], str] = {}
    ends = [0] * len(rows)
    for number, row in enumerate(rows):
        column = 0
        for span in row:
            while (number, column) in taken:
                column += 1
            for down in range(min(span.rows, len(rows) - number, TALLEST)):
                for across in range(min(span.columns, WIDEST)):
                    taken.setdefault((number + down, column + across), Covered(not down) if down or across else span.text)
                ends[number + down] = max(ends[number + down], column + min(span.columns, WIDEST))
            check_size(cells=len(taken))
            column += min(span.columns, WIDEST)
    return tuple(tuple(taken.get((number, column), _HOLE) for column in range(end)) for number, end in enumerate(ends))
