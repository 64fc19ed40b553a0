"""A block whose rows run across and whose columns run down: found on the sheet turned over, then turned back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from xlplugin.filing.cells import Place
from xlplugin.form.model import Block
from xlplugin.reading.tables.found import Found
from xlplugin.reading.tables.match import LabelHit, Quality
from xlplugin.reading.workbook.grid import Sheet


def may_be_turned(block: Block, row_hits: Sequence[LabelHit], column_hits: Sequence[LabelHit]) -> bool:
    """Whether labels stand as if the block were turned over: enough of the rows' in columns of their own, right of and above enough of the columns'.

    `row_hits`, `column_hits`: those that no block told as it should be has.
    """
    rows = [hit for hit in row_hits if not hit.is_group and hit.quality != Quality.ALIKE]
    columns = [hit for hit in column_hits if not hit.is_group]
    if not rows or not columns or min(hit.at[1] for hit in columns) >= max(hit.at[1] for hit in rows) or max(hit.at[0] for hit in columns) <= min(hit.at[0] for hit in rows):
        return False
    across = {hit.id: hit.at[1] for hit in rows}
    down = {hit.id: hit.at[0] for hit in columns}
    return all(len(set(told.values())) * 2 >= len(lines) for told, lines in ((across, block.rows), (down, block.columns)))


def turned_places(sheet: Sheet, locate: Callable[[Sheet], list[Found]]) -> list[Found]:
    """What is found on a sheet turned over, with its places as they are."""
    return [_back(found, sheet) for found in locate(sheet.turned)]


def _back(found: Found, sheet: Sheet) -> Found:
    return replace(
        found,
        sheet=sheet,
        cells={name: (column, row) for name, (row, column) in found.cells.items()},
        owners={(column, row): name for (row, column), name in found.owners.items()},
        seen_labels=[replace(label, place=_turned(label.place)) for label in found.seen_labels],
        faults=[replace(fault, place=_turned(fault.place)) for fault in found.faults],
        group_numbers=[(table, group, Place(place.sheet, place.column, place.row), raw) for table, group, place, raw in found.group_numbers],
        is_turned=True,
    )


def _turned(place: Place | None) -> Place | None:
    return None if place is None else Place(place.sheet, place.column, place.row)
