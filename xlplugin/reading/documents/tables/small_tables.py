"""A block whose rows stand side by side, published as several small tables: one for each route, its name above or in the first row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlplugin.form.model import Block
from xlplugin.reading.documents.tables.layouts import Piece, Row
from xlplugin.reading.documents.tables.words import Vocabulary, Word, is_figure


@dataclass(frozen=True, slots=True)
class _Small:
    """One small table: its routes in order, how labels are worded, and the figures of its routes one after another."""

    routes: tuple[str, ...]
    seen: dict[str, str]
    figures: tuple[str, ...]


def whole_lines(pieces: Sequence[Piece], vocabulary: Vocabulary) -> list[Piece]:
    """The pieces with such small tables put side by side as one, where every route has its table and none has two."""
    table, block = next(((table, block) for table, block in vocabulary.blocks if block.layout == "line"), (None, None))
    if table is None or block is None:
        return list(pieces)
    pieces = [part for piece in pieces for part in _unstacked(piece, table, block, vocabulary)]
    small = [_small(piece, table, block, vocabulary) for piece in pieces]
    found = [one for one in small if one is not None]
    routes = [route for one in found for route in one.routes]
    if len(found) < 2 or len(set(routes)) < len(routes) or set(routes) != {row.id for row in block.rows}:
        return list(pieces)
    first = next(number for number, one in enumerate(small) if one is not None)
    whole = _side_by_side(found, block)
    return [whole if number == first else piece for number, (piece, one) in enumerate(zip(pieces, small, strict=True)) if one is None or number == first]


def _unstacked(piece: Piece, table: str, block: Block, vocabulary: Vocabulary) -> list[Piece]:
    """The small tables of which a piece consists, one below the other; the piece itself where it is no such stack."""
    stack: list[list[Row]] = [[]]
    has_figures = False
    for row in piece.rows:
        is_figures = any(map(is_figure, row.cells))
        if has_figures and row.text and not is_figures:
            stack.append([])
            has_figures = False
        stack[-1].append(row)
        has_figures = has_figures or is_figures
    parts = [Piece(piece.layout, tuple(rows), piece.edges) for rows in stack]
    return parts if len(parts) > 1 and all(_small(part, table, block, vocabulary) for part in parts) else [piece]


def _small(piece: Piece, table: str, block: Block, vocabulary: Vocabulary) -> _Small | None:
    """The piece as a small table: routes, then outcomes in the form's order for each, then as many figures in one row; None for any other."""
    last = max((number for number, row in enumerate(piece.rows) if row.text), default=0)
    rest = [row.cells for row in piece.rows[last + 1 :]]
    rows = [list(row.cells) for row in piece.rows[: last + 1] if row.text] + ([list(rest[0])] if len(rest) == 1 else [])
    if len(rows) < 2 or not (rest or any(map(is_figure, rows[-1]))):
        return None
    routes: list[str] = []
    outcomes: list[str] = []
    seen: dict[str, str] = {}
    for cell in (cell for row in rows[:-1] for cell in row if cell.strip()):
        words = [word for word in vocabulary.columns(cell) if (word.table, word.block) == (table, block.id)]
        if not words:
            return None
        _note(words[0], cell, routes, outcomes, seen)
    size = len(block.columns)
    figures = _trimmed(rows[-1], size * len(routes))
    is_whole = bool(routes) and outcomes == [column.id for column in block.columns] * len(routes)
    if not is_whole or figures is None or not all(is_figure(cell) or not cell.strip() for cell in figures):
        return None
    return _Small(tuple(routes), seen, tuple(figures))


def _note(word: Word, cell: str, routes: list[str], outcomes: list[str], seen: dict[str, str]) -> None:
    if word.axis == "row" and not word.is_group:
        routes.append(word.id)
    elif word.axis == "column" and not word.is_group:
        outcomes.append(word.id)
    seen.setdefault(word.id, " ".join(cell.split()))


def _trimmed(cells: Sequence[str], count: int) -> list[str] | None:
    """The row's cells where they are just so many, empty ones at its end left out."""
    rest = list(cells)
    while len(rest) > count and not rest[-1].strip():
        rest.pop()
    return rest if len(rest) == count else None


def _side_by_side(small: Sequence[_Small], block: Block) -> Piece:
    """The tables as the official one, every cell in its place."""
    size = len(block.columns)
    width = size * len(block.rows)
    rows = [[""] * width for _ in range(3)]
    figures = [""] * width
    official = {line.id: line.label.official for line in (*block.rows, *block.columns)}
    for number, row in enumerate(block.rows):
        own = next(one for one in small if row.id in one.routes)
        for group in block.path(row, "row")[:1]:
            if not any(rows[0]) or group.label.official not in rows[0]:
                rows[0][number * size] = group.label.official
        rows[1 if block.path(row, "row") else 0][number * size] = official[row.id]
        start = own.routes.index(row.id) * size
        for place, column in enumerate(block.columns):
            rows[2][number * size + place] = own.seen.get(column.id, official[column.id])
            figures[number * size + place] = own.figures[start + place]
    return Piece("grid", tuple(Row(tuple(cells)) for cells in (*rows, figures)))
