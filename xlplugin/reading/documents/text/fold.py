"""Rows out of cells that stand one after another: labels that were broken are joined, and a row begins with its label."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.reading.documents.tables.words import Vocabulary, is_figure, is_page_number

MOST_PIECES = 4
"""A label is broken into no more pieces than this."""


class Stray(str):
    """A line that stood in a cell above its own text, and is no cell of the table."""

    __slots__ = ()


def join_cells(cells: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The cells with broken labels made whole: 商业, 企业 into one. Page numbers between the pieces are put after them."""
    found: list[str] = []
    at = 0
    while at < len(cells):
        end, between = _label_end(cells, at, vocabulary)
        found.append("\n".join(cell.strip() for cell in cells[at:end] if cell not in between) if end - at > 1 else cells[at])
        found += between
        at = end
    return found


def fold(cells: Sequence[str], vocabulary: Vocabulary, *, has_blanks: bool = False) -> list[tuple[tuple[str, ...], bool]]:
    """Rows, each with whether it is none of the table's own: labels, then figures. Where a label follows a figure, a row begins.

    `has_blanks`: whether empty cells are among the cells; one after a row's label is a figure that is blank.
    """
    rows: list[tuple[tuple[str, ...], bool]] = []
    row: list[str] = []
    for cell in join_cells(cells, vocabulary):
        if is_page_number(cell) or isinstance(cell, Stray):
            rows.append(((cell,), True))
            continue
        if has_blanks and not cell.strip():
            row.append(cell)
            continue
        if is_figure(cell) and not any(map(is_figure, row)):
            header = _header_end(row, vocabulary)
            rows += [(tuple(row[:header]), False)] if header else []
            row = row[header:]
        elif row and _begins(row, cell, vocabulary):
            rows.append((tuple(row), False))
            row = []
        row.append(cell)
    return [*rows, (tuple(row), False)] if row else rows


def _label_end(cells: Sequence[str], start: int, vocabulary: Vocabulary) -> tuple[int, list[str]]:
    """Where the label that begins at a cell ends, and the page numbers in it. A cell that is a label by itself is joined only to what is none."""
    if not cells[start].strip() or is_figure(cells[start]) or is_page_number(cells[start]):
        return start + 1, []
    pieces, between, best = [cells[start].strip()], [], (start + 1, 0)
    for at in range(start + 1, min(start + 2 * MOST_PIECES, len(cells))):
        cell = cells[at].strip()
        if is_page_number(cell):
            between.append(cells[at])
            continue
        if is_figure(cell) or not cell or len(pieces) == MOST_PIECES:
            break
        pieces.append(cell)
        if vocabulary.is_made_whole("".join(pieces), pieces):
            best = (at + 1, len(between))
    return best[0], between[: best[1]]


def _header_end(row: Sequence[str], vocabulary: Vocabulary) -> int:
    """How many of the cells before a row's first figure are a header's; a lone 总计 is the row's own label."""
    last = max((number for number, cell in enumerate(row) if vocabulary.heads_column(cell) or vocabulary.is_corner(cell)), default=-1)
    return 0 if last < 0 or len(row) == 1 or any(vocabulary.rows(cell) and not vocabulary.heads_column(cell) for cell in row) else last + 1


def _begins(row: Sequence[str], cell: str, vocabulary: Vocabulary) -> bool:
    """Whether a cell begins a new row after what the row holds already."""
    if is_figure(cell):
        return False
    if any(map(is_figure, row)) or not row[-1].strip() or vocabulary.title(cell) or vocabulary.title(row[-1]):
        return True
    if vocabulary.is_corner(cell):
        return not all(vocabulary.is_corner(other) for other in row)
    stuck = vocabulary.unstick(cell)
    if not stuck and (not vocabulary.rows(cell) or vocabulary.heads_column(cell)):
        return False
    if any(vocabulary.columns(other) and not vocabulary.rows(other) for other in row):
        return True
    has_line = any(not word.is_group for other in row for word in vocabulary.rows(other)[:1])
    has_words = any(vocabulary.rows(other) for other in row)
    return has_line or not has_words
