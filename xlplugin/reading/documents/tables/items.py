"""A row below a header, taken apart: its labels, where its figures stand, and what the form calls it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlplugin.filing.facts import MisreadingKind
from xlplugin.reading.documents.tables.layouts import Piece, Row
from xlplugin.reading.documents.tables.part import Entry, Part
from xlplugin.reading.documents.tables.words import Vocabulary, Word, is_figure, is_page_number

Kind = MisreadingKind
_LONGEST_PAGE_HEADER = 60
_PAGE_HEADER = re.compile(r"政府信息公开.{0,12}报告|年度报告")


@dataclass
class Item:
    """One row. `labels` and `figures` are cell numbers, from 0."""

    piece: Piece
    cells: list[str]
    is_loose: bool
    text: str
    labels: list[int] = field(default_factory=list)
    figures: list[int] = field(default_factory=list)
    word: Word | None = None
    """What names the row: a line, else a group."""
    faults: list[tuple[Kind, str]] = field(default_factory=list)
    """What is wrong with the row, and the text it concerns."""
    is_doubtful: bool = False
    """Whether its figures cannot be told."""
    pages: list[str] = field(default_factory=list)
    """Page numbers that stood within it."""
    is_whole: bool = False
    """Whether the figures are the form's columns one by one, torn though they were."""

    @property
    def after(self) -> int:
        """The cell after the last label: the first that may hold a figure."""
        return self.labels[-1] + 1 if self.labels else 0

    @property
    def room(self) -> int:
        """How many cells there are for figures."""
        return len(self.cells) - self.after

    @property
    def label(self) -> str:
        """The last label."""
        return self.cells[self.labels[-1]].strip() if self.labels else ""

    @property
    def is_line(self) -> bool:
        """Whether a label names a row of the form."""
        return self.word is not None and not self.word.is_group


def items_of(part: Part, vocabulary: Vocabulary, first_columns: Mapping[int, int]) -> list[Item]:
    """The part's rows. `first_columns`: where figures begin by the header, by piece, where that can be told."""
    return [_item(entry, part, vocabulary, first_columns.get(id(entry[0]))) for entry in part.body]


def noise(item: Item) -> Kind | None:
    """`furniture` for a row that is a page number or a page header, or the header once more; None for any other."""
    if item.word is not None or len(item.text) > _LONGEST_PAGE_HEADER:
        return None
    words = " ".join(item.cells[at] for at in item.labels)
    is_header = _PAGE_HEADER.search(words) is not None and len(item.figures) <= 1  # the page's number may stand beside it
    return "furniture" if is_header or (not item.figures and is_page_number(item.text)) else None


def name_row(item: Item, part: Part, vocabulary: Vocabulary) -> None:
    """Finds what names the row: its last label that is a line's, else a group's."""
    item.word = None
    for at in item.labels:
        words = part.row_words(item.cells[at], vocabulary)
        if words and (item.word is None or item.word.is_group or not words[0].is_group):
            item.word = words[0]


def _item(entry: Entry, part: Part, vocabulary: Vocabulary, first_column: int | None) -> Item:
    piece, row = entry
    cells, pages = _without_pages(row)
    item = Item(piece, cells, row.is_loose, row.text, pages=pages, faults=[("torn", row.torn)] if row.torn else [])
    _unstick(item, part, vocabulary, first_column)
    named = [at for at, cell in enumerate(item.cells) if cell.strip() and part.row_words(cell, vocabulary) and not is_figure(cell)]
    after = named[-1] + 1 if named else 0
    start = next((at for at in range(after, len(item.cells)) if is_figure(item.cells[at])), len(item.cells))
    limit = start if first_column is None or item.is_loose else max(after, min(start, first_column))
    item.labels = [at for at in range(limit) if item.cells[at].strip() and not is_figure(item.cells[at])]
    item.figures = [at for at in range(item.after, len(item.cells)) if item.cells[at].strip()]
    if item.is_loose and not item.labels and item.figures and not is_figure(item.cells[item.figures[0]]):
        item.labels, item.figures = item.figures, []
    name_row(item, part, vocabulary)
    if _is_double(item, named, part, vocabulary):
        item.is_doubtful = True
        item.faults.append(("cells", item.text))
    return item


def _is_double(item: Item, named: Sequence[int], part: Part, vocabulary: Vocabulary) -> bool:
    """Whether a row has a label, figures, and then a label again: two tables stand side by side, and whose figures are wanted nobody can know."""
    between = sum(is_figure(item.cells[at]) for at in range(named[0], named[-1])) if named else 0
    lines = [at for at in named if (words := part.row_words(item.cells[at], vocabulary)) and not words[0].is_group]
    return between > 1 or (between == 1 and len(lines) > 1 and any(is_figure(item.cells[at]) for at in range(lines[0], lines[-1])))


def _without_pages(row: Row) -> tuple[list[str], list[str]]:
    """The cells without page numbers that stand on a line of their own within one."""
    cells, pages = [], []
    for cell in row.cells:
        lines = cell.split("\n")
        found = [line for line in lines if len(lines) > 1 and is_page_number(line)]
        pages += found
        cells.append("\n".join(line for line in lines if line not in found) if found else cell)
    return cells, pages


def _unstick(item: Item, part: Part, vocabulary: Vocabulary, first_column: int | None) -> None:
    """Parts a label from the figure that stuck to it; the figure takes the first column where that is empty, else a new cell there."""
    for at, cell in enumerate(item.cells):
        stuck = vocabulary.unstick(cell)
        if stuck and part.row_words(stuck[0], vocabulary):
            behind = at + 1 if first_column is None else max(at + 1, first_column)
            behind = min([behind, *(number for number in range(at + 1, len(item.cells)) if is_figure(item.cells[number]))])  # before all the others
            item.cells[at] = stuck[0]
            if behind < len(item.cells) and not item.cells[behind].strip() and item.piece.has_places:
                item.cells[behind] = stuck[1]
            else:
                item.cells.insert(behind, stuck[1])
            item.faults.append(("cells", item.text))
            return
