"""Tables whose columns go on in further tables without row labels: the pages of a sheet that was too wide to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlplugin.reading.documents.tables.layouts import Piece, Row
from xlplugin.reading.documents.tables.words import is_figure


def side_by_side(pieces: Sequence[tuple[str, Piece]]) -> Iterator[tuple[str, Piece]]:
    """The tables with their names, each with those that go on with its columns to the right of it: as many rows of nothing but figures as it has rows at the end.

    Whether the rows are the same is not told here: only a table in which no cell is missing then is read so.
    """
    waiting: list[tuple[str, Piece]] = []
    for name, piece in pieces:
        body = _figures_below(piece)
        at = next((number for number in range(len(waiting) - 1, -1, -1) if body and len(waiting[number][1].rows) >= body and not _figures_below(waiting[number][1])), None)
        if at is None:
            waiting.append((name, piece))
        else:
            waiting[at] = f"{waiting[at][0].removesuffix(_UNIT)}、{name.removeprefix(_NUMBER)}", _joined(waiting[at][1], piece, body)
    yield from waiting


_FEWEST = 3
"""Rows of figures; section four has one, and no row labels in any case."""
_NUMBER, _UNIT = "第 ", " 个表格"


def name_of(number: int) -> str:
    """What a table of a report is called: the third one is 第 3 个表格."""
    return f"{_NUMBER}{number}{_UNIT}"


def _figures_below(piece: Piece) -> int:
    """Of a table without row labels, how many rows of figures stand below its header; 0 of any other."""
    figures = [bool(row.cells) and all(not cell.strip() or is_figure(cell) for cell in row.cells) and any(map(is_figure, row.cells)) for row in piece.rows]
    count = sum(figures)
    return count if count >= _FEWEST and all(figures[-count:]) and any(cell.strip() for row in piece.rows[:-count] for cell in row.cells) else 0


def _joined(piece: Piece, further: Piece, body: int) -> Piece:
    """A table with the columns of another at its right; their last rows are at one height."""
    width = max(len(row.cells) for row in piece.rows)
    lead = max(0, len(further.rows) - len(piece.rows))
    own = [*[Row(())] * lead, *piece.rows]
    others = [*[Row(())] * (len(own) - len(further.rows)), *further.rows]
    return Piece(piece.layout, tuple(Row((*one.cells, *[""] * (width - len(one.cells)), *other.cells)) for one, other in zip(own, others, strict=True)))
