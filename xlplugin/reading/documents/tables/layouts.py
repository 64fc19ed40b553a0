"""How a table is written down in lines of text, and its rows of cells: with pipes, with tabs, one cell a line, or with spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from xlplugin.reading.documents.formats.stream import Covered, Grid, check_size
from xlplugin.reading.documents.tables.barred import barred_cells, without_strays
from xlplugin.reading.documents.tables.edges import Edges
from xlplugin.reading.documents.tables.words import Vocabulary, is_figure, is_page_number
from xlplugin.reading.documents.text.fold import fold, join_cells

Layout = Literal["grid", "pipes", "tabs", "cells", "bars", "spaced", "flat"]
"""A drawn table; rows of pipes; rows of tabs; one cell a line with a tab before it, or with a bar at its end; rows of spaces; one cell a line and nothing else."""
MOST_COLUMNS = 20
_RULE = re.compile(r"[\s|:+\-—=]*")
_SPACES = re.compile(r"[\s\u3000]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `is_loose`: a line between the rows that is none of the table's own; `torn`: the halves in which it stood on two pages."""

    cells: tuple[str, ...]
    is_loose: bool = False
    torn: str = ""

    @property
    def text(self) -> str:
        """The row as printed, for quoting."""
        return " ".join(cell.strip() for cell in self.cells if cell.strip())


def once_each(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Rows without the copies that a converter made of a merged cell's text: a label of the header over several columns that hold the same in every row below is one column's."""
    found = list(rows)
    start = 0
    while start < len(rows):
        end = next((at for at in range(start + 1, len(rows)) if _is_body(rows[at - 1]) and not _is_body(rows[at])), len(rows))
        body = [at for at in range(start, end) if _is_body(rows[at])]
        if body and body[0] > start:
            spans = [span for span in _alike(rows[body[0] - 1].cells) if all(len(rows[at].cells) >= span.stop and len(set(rows[at].cells[span.start : span.stop])) == 1 for at in body)]
            for at in (body[0] - 1, *body):
                found[at] = Row(tuple(Covered(True) if any(span.start < column < span.stop for span in spans) else cell for column, cell in enumerate(rows[at].cells)), rows[at].is_loose)
        start = end
    return tuple(found)


def _is_body(row: Row) -> bool:
    return any(map(is_figure, row.cells))


def _alike(cells: Sequence[str]) -> list[range]:
    """Neighbours that hold the same words."""
    spans = []
    start = 0
    for _, group in groupby(cell.strip() for cell in cells):
        end = start + len(list(group))
        if end > start + 1 and cells[start].strip():
            spans.append(range(start, end))
        start = end
    return spans


@dataclass(frozen=True, slots=True)
class Piece:
    """A table, or the part of one between two page breaks."""

    layout: Layout
    rows: tuple[Row, ...]
    edges: Edges = ()

    @property
    def has_places(self) -> bool:
        """Whether a cell's place in its row says in which column it stands, and empty cells are there."""
        return self.layout in ("grid", "pipes", "tabs", "cells", "bars")

    @property
    def has_ends(self) -> bool:
        """Whether empty cells at the end of a row are cells: trailing tabs come and go, and bars do not say where a row ends."""
        return self.has_places and self.layout not in ("tabs", "bars")


def grid_piece(grid: Grid) -> Piece:
    """The piece of a table that a format knows as one."""
    return Piece("grid", tuple(Row(tuple(row)) for row in grid.rows), grid.edges)


def pieces_of_lines(lines: Sequence[str], vocabulary: Vocabulary) -> list[Piece]:
    """The pieces that consecutive lines of text make up, blank ones included: with pipes, a blank line ends a table."""
    filled = [line for line in lines if line.strip()]
    if (cells := barred_cells(lines)) is not None:
        check_size(rows=len(cells) // MOST_COLUMNS)
        return [Piece("bars", tuple(Row(row, is_loose) for row, is_loose in fold(without_strays(cells, vocabulary), vocabulary, has_blanks=True)))]
    if sum("|" in line for line in filled) * 2 > len(filled):
        return [Piece("pipes", once_each(tuple(_pipe_rows(list(block))))) for is_filled, block in groupby(lines, lambda line: bool(line.strip())) if is_filled]
    check_size(rows=len(filled) // MOST_COLUMNS)
    return [_piece_of_lines(lines, filled, vocabulary)]


def _piece_of_lines(lines: Sequence[str], filled: Sequence[str], vocabulary: Vocabulary) -> Piece:
    tabbed = [line for line in lines if "\t" in line]
    if len(tabbed) * 2 > len(filled):
        lone = sum(line.startswith("\t") and "\t" not in line[1:].rstrip(" ") for line in tabbed)
        return Piece("cells", tuple(_cell_rows(lines, vocabulary))) if lone * 2 > len(tabbed) else Piece("tabs", tuple(_tab_rows(lines)))
    spaced = [line for line in filled if not is_page_number(line) and sum(map(is_figure, _SPACES.split(line.strip()))) > 1]
    if spaced:
        return Piece("spaced", tuple(_spaced_rows(filled, vocabulary)))
    return Piece("flat", tuple(Row(cells, is_loose) for cells, is_loose in fold(_lone_cells(lines, vocabulary), vocabulary)))


def pipe_cells(line: str) -> list[str]:
    r"""The cells of a line with pipes; `\|` is no pipe."""
    plain = line.strip().removeprefix("|").removesuffix("|")
    return [re.sub(r"<br\s*/?>", "\n", cell.replace("\x00", "|")).strip() if cell.strip() else "" for cell in plain.replace("\\|", "\x00").split("|")]


def _pipe_rows(lines: Sequence[str]) -> Iterable[Row]:
    for line in lines:
        if "|" not in line:
            yield Row((line.strip(),), True)
        elif not (_RULE.fullmatch(line) and "-" in line and "--" in line.replace(" ", "").replace(":", "")):
            yield Row(tuple(pipe_cells(line)))


def _tab_rows(lines: Sequence[str]) -> Iterable[Row]:
    for line in lines:
        if line.strip() or "\t" in line:
            yield Row(tuple(line.rstrip("\r\n").split("\t")), "\t" not in line)


def _cell_rows(lines: Sequence[str], vocabulary: Vocabulary) -> Iterable[Row]:
    """Each cell on a line of its own after a tab, a blank line after each row. A line without a tab goes on with the cell before it, or is no cell."""
    rows: list[Row] = []
    row: list[str] = []
    is_over = True
    goes_on = 0
    for number, line in enumerate(lines):
        if line.startswith("\t"):
            if is_over and row:
                rows.append(Row(tuple(row)))
                row = []
            row.append(line[1:])
            is_over = False
        elif not line.strip():
            is_over = True
        elif row and number < goes_on:
            row[-1] += line.strip()
            is_over = False
        elif row and not is_figure(line) and (end := _label_end(row[-1], lines, number, vocabulary)):
            goes_on = end
            row[-1] += line.strip()
            is_over = False
        else:
            stands_alone = is_over and (number + 1 >= len(lines) or not lines[number + 1].strip())
            if is_figure(line) and not stands_alone:
                row.append(line)  # it may be a figure torn from the cell before it: the row will not come out even
                continue
            if row and is_over:
                rows.append(Row(tuple(row)))
                row = []
            rows.append(Row((line.strip(),), True))
    return [*rows, Row(tuple(row))] if row else rows


def _label_end(cell: str, lines: Sequence[str], start: int, vocabulary: Vocabulary) -> int:
    """The line after which a cell that began before is a whole label; 0 where it never is."""
    text = cell
    if not cell.strip():
        return start + 1 if lines[start - 1].startswith("\t") and vocabulary.is_label(lines[start]) else 0
    for number in range(start, min(start + 8, len(lines))):
        line = lines[number]
        if line.startswith("\t") or is_page_number(line):
            break
        text += line.strip()
        if line.strip() and vocabulary.is_made_whole(text, [cell, *(piece for piece in lines[start : number + 1] if piece.strip())]):
            return number + 1
    return 0


def _spaced_rows(lines: Sequence[str], vocabulary: Vocabulary) -> Iterable[Row]:
    for line in lines:
        words = _SPACES.split(line.strip())
        is_one = is_page_number(line) or (vocabulary.is_label(line) and not any(map(is_figure, words)))
        cells = [line.strip()] if is_one else join_cells(words, vocabulary)
        yield Row(tuple(cells), len(cells) == 1 and not vocabulary.is_label(cells[0]) and not is_figure(cells[0]))


def _lone_cells(lines: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Cells that stand one a line. Where most are parted by blank lines, lines without one between them are one cell."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    filled = [block for block in blocks if block]
    if sum(len(block) == 1 for block in filled) * 2 < len(filled) or len(filled) < 3:
        return [line for block in filled for line in block]
    cells: list[str] = []
    for block in filled:
        joined = "\n".join(block)
        cells += [joined] if len(block) > 1 and vocabulary.is_made_whole(joined, block) else block
    return cells
