"""Rows that a page break tore in two, or that lost a figure to a line of its own: put together where nothing is left to choose."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.reading.documents.tables.items import Item, Kind, name_row, noise
from xlplugin.reading.documents.tables.part import Part
from xlplugin.reading.documents.tables.words import Vocabulary, Word, is_figure
from xlplugin.reading.tables.match import Quality

_REACH = 4
"""A lone figure may have drifted from a row that stands no further away than so many rows."""


def mend(items: Sequence[Item], part: Part, vocabulary: Vocabulary, width: int) -> tuple[list[Item], list[tuple[Kind, str]]]:
    """The rows with torn ones whole again, and what was found that is no row: (kind, text). `width`: how many figures a row has."""
    rows: list[Item] = []
    strays: list[tuple[Kind, str]] = []
    for number, item in enumerate(items):
        if kind := noise(item):
            strays.append((kind, item.text))
            continue
        strays += [("furniture", page) for page in item.pages]
        before = rows[-1] if rows else None
        if before is not None:
            after = next((other for other in items[number + 1 :] if other.word is not None), None)
            is_next = _is_next(part, before.word, after.word if after else None) and not _may_stand_above(rows, after)
            if _join_labels(before, item, part, vocabulary, width) or _join_cells(before, item, width, is_next=is_next):
                continue
        rows.append(item)
    return rows, strays


def _join_labels(before: Item, item: Item, part: Part, vocabulary: Vocabulary, width: int) -> bool:
    """Joins a row to the one before where their labels are the halves of one label. What is left of the second row stays one."""
    if not before.labels or not item.labels or (before.word and not before.word.is_group and before.word.quality == Quality.OFFICIAL):
        return False
    at = item.labels[0]
    second = item.cells[at].strip()
    alone = part.row_words(second, vocabulary)
    words = [word for word in part.row_words(before.label + second, vocabulary) if word.quality <= Quality.VARIANT]
    if not words or words[0].is_group or not _goes_further(before.word, words[0]):
        return False
    if alone and (alone[0].id != words[0].id or alone[0].quality <= words[0].quality):
        return False  # the second row has a label of its own
    has_more = len(item.labels) > 1
    if has_more and before.figures and item.figures:
        item.cells[at] = ""  # the second half stands before another row's label
        item.labels = item.labels[1:]
        _name(before, before.label + second, words[0])
        before.faults.append(("torn", f"{before.text} / {second}"))
        name_row(item, part, vocabulary)
        return False
    if has_more:
        return False
    text = f"{before.text} / {item.text}"
    _merge(before, item, width)
    _name(before, before.label + second, words[0])
    before.faults.append(("torn", text))
    before.text = text
    return True


def _goes_further(old: Word | None, new: Word) -> bool:
    return old is None or old.is_group or (old.id == new.id and new.quality <= old.quality)


def _name(item: Item, label: str, word: Word) -> None:
    item.cells[item.labels[-1]] = label
    item.word = word


def _merge(before: Item, item: Item, width: int) -> None:
    """Gives a row the figures of its second half: they must all stand in one of the halves, or side by side make up a row."""
    first = [before.cells[at] for at in before.figures]
    second = [item.cells[at] for at in item.figures]
    if not second and first:
        return
    label = before.label
    if not first and second:
        before.cells, before.labels, before.figures, before.piece = list(item.cells), list(item.labels), list(item.figures), item.piece
        if not before.labels:
            before.cells.insert(0, "")
            before.figures = [at + 1 for at in before.figures]
            before.labels = [0]
        before.cells[before.labels[-1]] = label
    elif len(first) + len(second) == width and not before.piece.has_places:
        before.cells += second
        before.figures = [*before.figures, *range(len(before.cells) - len(second), len(before.cells))]
    else:
        before.is_doubtful = True


def _may_stand_above(rows: Sequence[Item], after: Item | None) -> bool:
    """Whether figures without a label may belong to the label below them: that one has none, or the label above them has such figures above it, too."""
    above = rows[-2] if len(rows) > 1 else None
    is_lone = above is not None and not above.labels and bool(above.figures)
    return is_lone or (after is not None and not after.figures)


def _is_next(part: Part, one: Word | None, other: Word | None) -> bool:
    """Whether no row of the form belongs between two: a row without a label that stands there is not one of its own."""
    start = position(part, one)
    if start is None:
        return False
    end = len(part.block.rows) if other is None else position(part, other)
    return end == start + 1


def position(part: Part, word: Word | None) -> int | None:
    """A row's place in the form, a group's that of its first row."""
    rows = part.block.rows
    if word is None:
        return None
    if not word.is_group:
        return next((number for number, row in enumerate(rows) if row.id == word.id), None)
    return next((number for number, row in enumerate(rows) if any(group.id == word.id for group in part.block.path(row, "row"))), None)


def _join_cells(before: Item, item: Item, width: int, *, is_next: bool) -> bool:
    """Joins a row without a label to the one before, where that has a label and no figures, or the cells of both make up one row."""
    if item.labels or not item.figures or not before.labels or item.is_loose:
        return False
    own = len(item.figures)
    if before.is_line and not before.figures and own == width and (not is_next or width == 1):
        before.is_doubtful = True  # the figures are its own, or those of a row whose label is lost
        before.faults.append(("cells", f"{before.text} / {item.text}"))
        return False
    if before.is_line and not before.figures and own == width:
        text = f"{before.text} / {item.text}"
        label, word, cells = before.label, before.word, [before.cells[at] for at in before.labels]
        before.cells, before.labels = [*cells, *(item.cells[at] for at in item.figures)], list(range(len(cells)))
        before.figures = list(range(len(cells), len(before.cells)))
        before.cells[before.labels[-1]], before.word, before.is_whole = label, word, True
    elif before.is_line and before.figures and before.piece.layout in ("cells", "spaced", "flat") and before.room + len(item.cells) == width and own < width:
        text = f"{before.text} / {item.text}"
        before.cells += item.cells
        before.figures = [at for at in range(before.after, len(before.cells)) if before.cells[at].strip()]
        before.is_whole = True
    else:
        return False
    before.faults.append(("torn", text))
    before.text = text
    return True


def without_strays(rows: Sequence[Item], width: int, strays: list[tuple[Kind, str]]) -> list[Item]:
    """The rows without figures that stand between them and have no label. A figure that may have drifted from a row near it makes that row's figures doubtful; on top of
    a page, it may be the rest of one of the last row before."""
    kept: list[Item] = []
    for number, item in enumerate(rows):
        is_lone = not item.labels and bool(item.figures) and (len(item.figures) <= width or item.is_loose)
        if not is_lone and not (item.is_loose and item.word is None):
            kept.append(item)
            continue
        if not item.figures:
            continue
        before = rows[number - 1] if number and rows[number - 1].piece is not item.piece else None
        near = [row for row in rows[max(0, number - _REACH) : number + _REACH + 1] if row is before or _is_short(row, width)]
        for row in near:
            row.is_doubtful = True
            row.faults.append(("cells", f"{row.text} / {item.text}"))
        if not near:
            strays.append(("furniture" if item.is_loose and len(item.figures) == 1 and is_figure(item.text) else "cells", item.text))
    return kept


def _is_short(row: Item, width: int) -> bool:
    """Whether a row of the form has fewer figures than columns."""
    return row.word is not None and (row.is_line or bool(row.figures)) and len(row.figures) < width
