"""A block whose rows run down, made even: every figure under its column again, and what was not told for sure marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from xlplugin.reading.documents.formats.marked import on_one_line
from xlplugin.reading.documents.tables.aligned_book import DOUBTFUL, Even, Note
from xlplugin.reading.documents.tables.header import Header
from xlplugin.reading.documents.tables.items import Item, items_of
from xlplugin.reading.documents.tables.lost import name_lost
from xlplugin.reading.documents.tables.part import Part
from xlplugin.reading.documents.tables.place import Columns, Placer, Spot
from xlplugin.reading.documents.tables.shifts import Written, depth, shifted
from xlplugin.reading.documents.tables.stream_rows import doubt_moved
from xlplugin.reading.documents.tables.torn import mend, without_strays
from xlplugin.reading.documents.tables.words import Vocabulary


def even_matrix(part: Part, vocabulary: Vocabulary) -> tuple[Even, list[Columns]]:
    """The part's rows, each figure under its column, and the header's columns by piece of the table."""
    header = Header(part, vocabulary)
    items = items_of(part, vocabulary, {})
    width = header.width(Counter(len(item.figures) for item in items if item.is_line and item.figures))
    rows, _ = mend(items, part, vocabulary, width)
    columns = header.columns(rows, width)
    items = items_of(part, vocabulary, {key: found.places[0] for key, found in columns.items()})  # anew, now that the columns are known
    rows, strays = mend(items, part, vocabulary, width)
    doubt_moved(rows, width)
    name_lost(rows, part, width)
    rows = without_strays(rows, width, strays)
    if not columns and not header.is_in_order:
        _doubt(rows)
    left = max([part.block.label_columns, *(len(item.labels) for item in rows)])
    even = Even()
    header.write(even, left, columns, width)
    even.notes += [Note(kind, text, is_read=kind != "cells") for kind, text in strays]
    placer = Placer(rows, columns, width, lambda item: depth(part, item))
    written = _write_rows(even, rows, placer, columns, _out(columns, left, width), width)
    even.notes += shifted(written, part, placer, columns)
    return even, list(columns.values())


def _doubt(rows: Sequence[Item]) -> None:
    """No row's figures can be told: the header's labels stand in another order than the form's, and over no cells."""
    for item in rows:
        item.is_doubtful = True
        item.faults.append(("cells", item.text))


def _write_rows(even: Even, rows: Sequence[Item], placer: Placer, columns: Mapping[int, Columns], out: Sequence[int], width: int) -> list[Written]:
    """Puts the rows below the header; those whose figures stand somewhere are given back."""
    written: list[Written] = []
    for item in rows:
        labels = {number: on_one_line(item.cells[at]) for number, at in enumerate(item.labels)}
        if not item.is_line and not item.figures:
            even.add(labels)
            continue
        spot = None if item.is_doubtful else placer.spot(item)
        if spot is not None:
            number = even.add({**labels, **_figures(item, spot, columns.get(id(item.piece)), out)})
            even.notes += [Note(kind, text, (number,)) for kind, text in item.faults]
            written.append(Written(item, number, spot))
        elif item.word is None and not (item.labels and len(item.figures) >= width):
            even.notes.append(Note("cells", item.text, is_read=False))
        else:
            number = even.add({**labels, **dict.fromkeys(out, DOUBTFUL)})
            even.doubtful.add(number)
            even.notes += [Note(kind, text, (number,), False) for kind, text in item.faults or [("cells", item.text)]]
    return written


def _figures(item: Item, spot: Spot, own: Columns | None, out: Sequence[int]) -> dict[int, str]:
    figures = {column: item.cells[at] for column, at in zip(out, spot.cells, strict=True)}
    if spot.by_place and own is not None:
        figures |= {at - own.places[0] + out[0]: item.cells[at] for at in own.others if at < len(item.cells)}
    return figures


def _out(columns: Mapping[int, Columns], left: int, width: int) -> list[int]:
    """The even columns of the figures: side by side, or as far apart as in the header."""
    first = next(iter(columns.values()), None)
    return [at - first.places[0] + left for at in first.places] if first else [left + number for number in range(width)]
