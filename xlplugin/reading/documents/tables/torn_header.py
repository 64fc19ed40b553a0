"""Headers that a page break tore through their labels: 商业, 科研 at the foot of a page, 企业, 机构 at the top of the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xlplugin.reading.documents.tables.layouts import Piece, Row
from xlplugin.reading.documents.tables.words import Vocabulary, is_figure


def whole_headers(pieces: Sequence[Piece], vocabulary: Vocabulary) -> list[Piece]:
    """The pieces with such labels whole, in the row above. What is no second half stays where it is."""
    found: list[Piece] = []
    for piece in pieces:
        below = piece
        if found and piece.layout == "grid" == found[-1].layout and found[-1].rows and piece.rows:
            upper, lower = _joined(found[-1].rows[-1], piece.rows[0], vocabulary)
            found[-1] = replace(found[-1], rows=(*found[-1].rows[:-1], upper))
            below = replace(piece, rows=(lower, *piece.rows[1:]))
        found.append(below)
    return found


def _joined(above: Row, below: Row, vocabulary: Vocabulary) -> tuple[Row, Row]:
    """The two rows, each label of the upper one with its second half where the next cells of the lower one hold it."""
    if any(map(is_figure, (*above.cells, *below.cells))):
        return above, below
    halves = [number for number, cell in enumerate(below.cells) if cell.strip()]
    upper, lower = list(above.cells), list(below.cells)
    at = 0
    for number, cell in enumerate(above.cells):
        if at < len(halves) and cell.strip() and vocabulary.is_made_whole(cell + below.cells[halves[at]], [cell, below.cells[halves[at]]]):
            upper[number] += lower[halves[at]]
            lower[halves[at]] = ""
            at += 1
    return (replace(above, cells=tuple(upper)), replace(below, cells=tuple(lower))) if at else (above, below)
