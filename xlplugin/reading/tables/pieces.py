"""Places that are not a block each: pieces of one that complement each other, and pieces beside a whole one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain, combinations

from xlplugin.reading.tables.found import Found


def settled(places: Sequence[Found]) -> tuple[Found, ...]:
    """The places of a block. Pieces that have no field in common are one table in pieces; a few rows alone, of which there is no whole table, are none."""
    if len(places) < 2:
        return tuple(found for found in places if not found.is_piece)
    rows = [{(found.sheet.name, row) for row, _ in found.cells.values()} for found in places]
    times = Counter(chain.from_iterable(rows))
    for found, own in zip(places, rows, strict=True):
        found.faults = [
            fault
            for fault in found.faults
            if fault.kind != "added" or fault.axis == "column" or fault.place is None or times[at := (fault.place.sheet, fault.place.row)] == (at in own)
        ]
    filled = [found for found in places if found.is_filled]
    if len(filled) > 1 and all(one.cells.keys().isdisjoint(other.cells) for one, other in combinations(filled, 2)):
        for found in filled:
            found.is_part = True
            found.faults = [fault for fault in found.faults if not (fault.kind == "missing" and _has(filled, found, fault.axis, fault.label))]
        return tuple(filled)
    return tuple(places) if any(not found.is_piece for found in places) else ()


def _has(pieces: Sequence[Found], found: Found, axis: str, label: str) -> bool:
    """Whether another piece has the line that one lacks."""
    part, lines = (1, found.block.rows) if axis == "row" else (2, found.block.columns)
    names = {line.id for line in lines if line.label.official == label}
    return any(name.split(".")[part] in names for piece in pieces if piece is not found for name in piece.cells)
