"""Rows that stand in other columns than those around them: shifted, or short of the cells before their label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlplugin.reading.documents.tables.aligned_book import Note
from xlplugin.reading.documents.tables.items import Item, Kind
from xlplugin.reading.documents.tables.part import Part
from xlplugin.reading.documents.tables.place import Columns, Placer, Spot


@dataclass(frozen=True, slots=True)
class Written:
    """A row whose figures were told: its number in the even block, and where they stood."""

    item: Item
    number: int
    spot: Spot


def shifted(rows: Sequence[Written], part: Part, placer: Placer, columns: Mapping[int, Columns]) -> list[Note]:
    """A note for each run of rows of one group that stand elsewhere: `shifted` where they moved as a whole, `cells` where cells before the label are lost."""
    runs: list[tuple[tuple[Kind, str | None], list[Written]]] = []
    last = -1
    for position, row in enumerate(rows):
        kind = _fault(row, rows, part, placer, columns)
        if kind is None:
            continue
        key = (kind, _group(part, row))
        if runs and runs[-1][0] == key and position == last + 1:
            runs[-1][1].append(row)
        else:
            runs.append((key, [row]))
        last = position
    return [Note(kind, " / ".join(row.item.text for row in run), tuple(row.number for row in run)) for (kind, _), run in runs]


def _fault(row: Written, rows: Sequence[Written], part: Part, placer: Placer, columns: Mapping[int, Columns]) -> Kind | None:
    own, start = columns.get(id(row.item.piece)), row.spot.cells[0]
    if own is None or row.item.is_whole or row.item.faults or not row.item.figures or start == placer.usual(row.item.piece):
        return None
    if start != own.places[0]:
        return "shifted"
    beside = [other for other in rows if other.item.piece is row.item.piece and depth(part, other.item) == depth(part, row.item)]
    labels = Counter(other.item.labels[-1] for other in beside if other.item.labels).most_common(1)
    starts = Counter(other.spot.cells[0] for other in beside).most_common(1)
    if not row.item.labels or not labels or row.item.labels[-1] == labels[0][0]:
        return None
    return "shifted" if row.item.labels[-1] - labels[0][0] == start - starts[0][0] else "cells"


def depth(part: Part, item: Item) -> int | None:
    """How many groups the row is in; None for one that is none of the form's."""
    line = next((line for line in part.block.rows if item.word and line.id == item.word.id), None)
    return len(part.block.path(line, "row")) if line else None


def _group(part: Part, row: Written) -> str | None:
    return next((line.group for line in part.block.rows if row.item.word and line.id == row.item.word.id), None)
