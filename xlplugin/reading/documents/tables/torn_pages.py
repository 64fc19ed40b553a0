"""Rows that a page break tore through their cells: 商业, 科研 at the foot of a page, 企业, 机构 at the top of the next; 123 there and 4 here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from xlplugin.reading.documents.formats.marked import joined
from xlplugin.reading.documents.formats.stream import Full
from xlplugin.reading.documents.tables.edges import column_below, stand_alike
from xlplugin.reading.documents.tables.layouts import Piece, Row
from xlplugin.reading.documents.tables.words import Vocabulary, is_figure

_DIGITS = re.compile(r"[\d,.]+")


def whole_rows(pieces: Sequence[Piece], vocabulary: Vocabulary) -> list[Piece]:
    """The pieces with such rows whole, in the piece above. What is no second half stays where it is."""
    found: list[Piece] = []
    for piece in pieces:
        below = piece
        if found and piece.layout == "grid" == found[-1].layout and found[-1].rows and piece.rows:
            if any(map(is_figure, (*found[-1].rows[-1].cells, *piece.rows[0].cells))):
                found[-1], below = _with_rest(found[-1], piece, vocabulary)
            else:
                upper, lower = _header(found[-1].rows[-1], piece.rows[0], vocabulary)
                found[-1] = replace(found[-1], rows=(*found[-1].rows[:-1], upper))
                below = replace(piece, rows=(lower, *piece.rows[1:]))
                if (head := _above_columns(found[-1], below)) is not None:
                    found[-1], below = replace(found[-1], rows=()), replace(below, rows=(*head, *below.rows))
        found.append(below)
    return found


def _header(above: Row, below: Row, vocabulary: Vocabulary) -> tuple[Row, Row]:
    """The two rows of a header, each label of the upper one with its second half where the next cells of the lower one hold it."""
    halves = [number for number, cell in enumerate(below.cells) if cell.strip()]
    upper, lower = list(above.cells), list(below.cells)
    at = 0
    for number, cell in enumerate(above.cells):
        if at < len(halves) and cell.strip() and vocabulary.is_made_whole(cell + below.cells[halves[at]], [cell, below.cells[halves[at]]]):
            upper[number] += lower[halves[at]]
            lower[halves[at]] = ""
            at += 1
    return (replace(above, cells=tuple(upper)), replace(below, cells=tuple(lower))) if at else (above, below)


def _above_columns(upper: Piece, lower: Piece) -> list[Row] | None:
    """The rows of a header's upper half, each cell above the column of the lower one that it begins with; None where a piece is no such half, or its columns stand elsewhere."""
    places = [column_below(lower.edges, upper.edges, at) for at in range(len(upper.edges) - 1)]
    if not places or None in places or not stand_alike(upper.edges, lower.edges) or any(is_figure(cell) for row in upper.rows for cell in row.cells):
        return None
    if any(len(row.cells) > len(places) for row in upper.rows):
        return None
    held = [{places[at]: cell for at, cell in enumerate(row.cells)} for row in upper.rows]
    return [replace(row, cells=tuple(cells.get(at, "") for at in range(len(lower.edges) - 1))) for row, cells in zip(upper.rows, held, strict=True)]


def _with_rest(upper: Piece, lower: Piece, vocabulary: Vocabulary) -> tuple[Piece, Piece]:
    """The pieces of a printed table, the last row of the upper one with what the first row of the lower one holds of it: every word there goes on with one above it.

    A figure is whole where its first digits fill their cell; else the two stand beside each other, and are none that can be read.
    """
    last = upper.rows[-1]
    rest = [(column_below(upper.edges, lower.edges, at), cell) for at, cell in enumerate(lower.rows[0].cells) if cell.strip()]
    words = [entry for entry in rest if not is_figure(entry[1])]
    if not rest or not stand_alike(upper.edges, lower.edges) or any(above is None or above >= len(last.cells) for above, _ in rest):
        return upper, lower
    rows = [list(row.cells) for row in upper.rows]
    is_rest = all(_goes_on(rows, at or 0, cell, vocabulary) for at, cell in words) and (bool(words) or _may_go_on(last, rest, vocabulary))
    if not is_rest and not _may_go_on(last, rest, vocabulary):
        return upper, lower
    if len(rest) == 1 and words and last.cells[words[0][0] or 0].strip():
        return upper, lower  # half a label and nothing else
    if not is_rest:
        rows = [list(row.cells) for row in upper.rows]
    for at, cell in rest:
        if is_figure(cell):
            rows[-1][at or 0] = _figure(rows[-1][at or 0], cell, is_sure=is_rest)
    whole = [replace(row, cells=tuple(cells)) for row, cells in zip(upper.rows, rows, strict=True)]
    whole[-1] = replace(whole[-1], torn=f"{last.text} / {lower.rows[0].text}")
    return replace(upper, rows=tuple(whole)), replace(lower, rows=lower.rows[1:])


def _goes_on(rows: Sequence[list[str]], column: int, rest: str, vocabulary: Vocabulary) -> bool:
    """Whether words are the second half of what stands last above them in their column; that is then whole."""
    row = next((row for row in reversed(rows) if row[column].strip()), None)
    if row is None or not vocabulary.is_made_whole(row[column] + rest, [row[column], rest]):
        return False
    row[column] += rest
    return True


def _may_go_on(last: Row, rest: Sequence[tuple[int | None, str]], vocabulary: Vocabulary) -> bool:
    """Whether words that are no label stand before digits, each below a figure that fills its cell, and fewer than a row has."""
    below = [last.cells[at or 0] for at, cell in rest if is_figure(cell)]
    return 0 < len(below) < sum(map(is_figure, last.cells)) and all(isinstance(cell, Full) for cell in below) and not any(vocabulary.rows(cell) for _, cell in rest)


def _figure(above: str, below: str, *, is_sure: bool) -> str:
    if not above.strip():
        return below
    return joined((above, below), "" if is_sure and isinstance(above, Full) and _DIGITS.fullmatch(below.strip()) else " ")
