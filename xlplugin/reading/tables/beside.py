"""Units of money that stand in or beside a table and are no label of it: 单位：元 above it, in its title, in a note below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xlplugin.filing.cells import Place
from xlplugin.filing.facts import SeenLabel
from xlplugin.form.labels import canonical
from xlplugin.form.model import Line
from xlplugin.form.money import is_same, unit_of, units_of_header, units_stated
from xlplugin.reading.tables.found import Found

ROWS_BELOW = 8
"""Notes to the tables of a sheet stand at the most this many rows below the last of them."""
_OTHER_FEES = "处理费"
"""Of section six, which is told in yuan."""


def amounts(found: Found) -> Iterator[Line]:
    """The columns of amounts that a block has."""
    return (column for column in found.block.columns if column.kind == "amount")


def units_beside(kept: Sequence[Found]) -> tuple[SeenLabel, ...]:
    """The units that the sheets state on which amounts stand, above, within or below the tables, or in their names."""
    return tuple(label for found in kept for column in amounts(found) for label in told_beside(found, column, _texts(found, kept)))


def told_beside(found: Found, column: Line, texts: Iterable[tuple[str, Place | None]]) -> Iterator[SeenLabel]:
    """Of texts around a table those that state the unit of a column where its labels state none, or another; each unit once."""
    asked = unit_of(column)
    labels = [label for label in found.seen_labels if label.axis == "row" or label.id == column.id]
    header = next((label.seen for label in labels if label.axis == "column"), column.label.official)
    known = {unit for seen in (header, *(label.seen for label in labels)) for unit in units_of_header(seen)}
    is_told = bool(units_of_header(header)) and asked is not None
    seen = {canonical(label.seen) for label in labels}
    for text, place in texts:
        units = units_stated(text) if _OTHER_FEES not in text and canonical(text) not in seen else ()
        is_asked = asked is not None and any(is_same(asked, unit) for unit in units)
        if not units or (is_asked and is_told) or any(unit in known or any(is_same(unit, other) for other in known) for unit in units):
            continue
        known.update(units)
        yield SeenLabel(found.table, "beside", column.id, column.label.official, " ".join(text.split()), place)


def _texts(found: Found, kept: Sequence[Found]) -> Iterator[tuple[str, Place | None]]:
    """The texts of a block's sheet that state a unit, down to the notes below its tables, without what stands in the form's cells; and the sheet's name."""
    here = {at for one in kept if one.sheet.name == found.sheet.name for at in one.cells.values()}
    last = max(row for row, _ in here) + ROWS_BELOW
    yield from ((text, found.place(at)) for at, text in sorted(found.sheet.texts) if at[0] <= last and units_stated(text) and at not in here)
    yield found.sheet.name, found.corner
