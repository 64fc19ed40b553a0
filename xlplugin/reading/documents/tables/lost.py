"""Rows whose label is lost, or only begun: named by their place where the places leave no choice, and that is told."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.form.labels import canonical
from xlplugin.form.model import Line
from xlplugin.reading.documents.tables.items import Item
from xlplugin.reading.documents.tables.layouts import Piece
from xlplugin.reading.documents.tables.part import Part
from xlplugin.reading.documents.tables.torn import position
from xlplugin.reading.documents.tables.words import Word
from xlplugin.reading.tables.match import Quality

_SHORTEST = 3


def name_lost(rows: Sequence[Item], part: Part, width: int) -> None:
    """Gives the rows without a label of the form the one that belongs there, where just as many rows as labels are wanting between two that are known."""
    _name_begun(rows, part, width)
    start, run = -1, list[Item]()
    for item in (*rows, None):
        at = len(part.block.rows) if item is None else position(part, item.word)
        if item is not None and item.word is None and not item.labels and len(item.figures) == width:
            run.append(item)
        elif at is not None:
            wanting = part.block.rows[start + 1 : at]
            if run and len(wanting) == len(run):
                for nameless, line in zip(run, wanting, strict=True):
                    _name(nameless, part, line)
            start, run = max(at, start), []


def _name_begun(rows: Sequence[Item], part: Part, width: int) -> None:
    """Names the rows whose label is the beginning of just one that stands nowhere else: its end went with the page."""
    there = {item.word.id for item in rows if item.word is not None and item.is_line}
    for item in rows:
        if item.word is None and item.labels and len(item.figures) == width:
            begun = canonical(item.label)
            lines = [line for line in part.block.rows if line.id not in there and any(canonical(wording).startswith(begun) for wording in (line.label.official, *line.label.variants))]
            if len(lines) == 1 and len(begun) >= _SHORTEST:
                item.cells[item.labels[-1]] = lines[0].label.official
                item.word = _word(part, lines[0])
                item.faults.append(("torn", item.text))


def _name(item: Item, part: Part, line: Line) -> None:
    item.cells = [line.label.official, *(item.cells[at] for at in item.figures)]
    item.labels, item.figures = [0], list(range(1, len(item.cells)))
    item.piece = Piece("flat", ())
    item.word = _word(part, line)
    item.faults.append(("cells", item.text))


def _word(part: Part, line: Line) -> Word:
    return Word(part.table, part.block.id, "row", line.id, False, Quality.OFFICIAL, False)
