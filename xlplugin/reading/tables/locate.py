"""Finds a block of the form on a sheet by its labels, wherever it stands. Nothing here knows an address.

A block stands where a header (a band of its column labels) is above, and to the right of, its row labels. What no label
tells is told by its place only where the places leave no choice, and that is noted; it is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlplugin.form.model import Block, Table
from xlplugin.reading.tables.found import Found
from xlplugin.reading.tables.line import locate_line
from xlplugin.reading.tables.match import LabelHit, Quality, matcher
from xlplugin.reading.tables.matrix import in_span, place_columns, place_rows
from xlplugin.reading.workbook.grid import Sheet

HEADER_ROWS = 7
"""A header is at the most this many rows high, inserted blank rows counted."""
_UNMISTAKABLE = 3
"""So many column labels again are the header of the same block once more; one or two may be another block's."""


def locate(table: Table, block: Block, sheet: Sheet) -> list[Found]:
    """Every place on a sheet where a block stands, top to bottom."""
    return locate_line(table, block, sheet) if block.layout == "line" else _locate_matrix(table, block, sheet)


@dataclass(frozen=True, slots=True)
class Band:
    """A header on a sheet: the block's column labels by column id, and the labels of groups above them."""

    top: int
    bottom: int
    columns: Mapping[str, LabelHit]
    groups: Sequence[LabelHit]

    @property
    def first_column(self) -> int:
        """The leftmost sheet column with a column label; row labels stand left of it."""
        return min(hit.at[1] for hit in self.columns.values())

    @property
    def positions(self) -> dict[str, int]:
        """Sheet column by column id."""
        return {name: hit.at[1] for name, hit in self.columns.items()}


def _locate_matrix(table: Table, block: Block, sheet: Sheet) -> list[Found]:
    return _side_by_side(table, block, sheet, matcher(block, "row").hits(sheet), matcher(block, "column").hits(sheet))


def _side_by_side(table: Table, block: Block, sheet: Sheet, row_hits: Sequence[LabelHit], column_hits: list[LabelHit]) -> list[Found]:
    """The places of a block from the left: those of the leftmost labels, then what stands to the right of these with labels of its own, or with figures under the same ones again."""
    bands = _bands(block, column_hits)
    found = _stacked(table, block, sheet, bands, row_hits)
    last = max((column for band in bands for column in band.positions.values()), default=0)
    if further := [hit for hit in column_hits if bands and hit.at[1] > last]:
        beside = _side_by_side(table, block, sheet, [hit for hit in row_hits if hit.at[1] > last], further)
        if not beside and len(block.columns) >= _UNMISTAKABLE:
            beside = [one for one in _stacked(table, block, sheet, _bands(block, further), row_hits) if _is_typed(one)]
        found += beside
    return found


def _stacked(table: Table, block: Block, sheet: Sheet, bands: Sequence[Band], row_hits: Sequence[LabelHit]) -> list[Found]:
    """What stands under each of the headers, top to bottom."""
    bodies: list[list[LabelHit]] = []
    ends = [band.top for band in bands[1:]] + [10**9]
    for band, end in zip(bands, ends, strict=False):
        bodies.append(_near([hit for hit in row_hits if band.bottom < hit.at[0] < end and hit.at[1] < band.first_column]))
    found: list[Found] = []
    number = 0
    while number < len(bands):
        band, body = bands[number], bodies[number]
        number += 1
        while number < len(bands) and bands[number].positions == band.positions and _goes_on(body, bodies[number]):
            body = body + bodies[number]  # the same header again after a page break
            number += 1
        if len(_row_ids(body)) * 2 >= len(block.rows):
            found.append(_read(table, block, sheet, band, body))
    return found


def _is_typed(found: Found) -> bool:
    """Whether figures were typed there: a column of formulas beside a table is how offices check its sums."""
    cells = (found.sheet.cells.get(at) for at in found.cells.values())
    return any(cell is not None and cell.formula is None and found.sheet.holds_figure(*at) for at, cell in zip(found.cells.values(), cells, strict=True))


def _bands(block: Block, hits: list[LabelHit]) -> list[Band]:
    """The headers of a block: at least half of its column labels within a few rows, read from the top."""
    bands: list[Band] = []
    rest = [hit for hit in hits if not hit.is_group]
    while rest:
        top = rest[0].at[0]
        columns = _header_from(top, rest)
        for later in sorted({hit.at[0] for hit in columns.values()}):  # of headers that overlap, the fullest, then the lowest
            other = _header_from(later, [hit for hit in rest if hit.at[0] >= later])
            columns = other if len(other) >= len(columns) else columns
        if len(columns) * 2 < len(block.columns):
            rest = [hit for hit in rest if hit.at[0] > top]
            continue
        top, bottom = min(hit.at[0] for hit in columns.values()), max(hit.at[0] for hit in columns.values())
        groups = [hit for hit in hits if hit.is_group and top - HEADER_ROWS < hit.at[0] <= bottom]
        bands.append(Band(top, bottom, columns, groups))
        rest = [hit for hit in rest if hit.at[0] > bottom]
    return bands


def _header_from(top: int, hits: list[LabelHit]) -> dict[str, LabelHit]:
    """The column labels from a row on, by column id, up to where one comes again (the next block's header)."""
    columns: dict[str, LabelHit] = {}
    bottom = top
    for hit in hits:
        row = hit.at[0]
        is_again = hit.id in columns and row > columns[hit.id].at[0]
        if row >= top + HEADER_ROWS or (is_again and row > bottom + 1):
            break
        if not is_again or hit.at[1] == columns[hit.id].at[1]:  # the label of a merged cell may be repeated below itself
            bottom = row
        columns.setdefault(hit.id, hit)
    return columns


def _near(hits: list[LabelHit]) -> list[LabelHit]:
    """Row labels without those that are only alike and stand apart: 总计 in the header of the next table is no row of this one."""
    rows = [hit.at[0] for hit in hits if hit.quality != Quality.ALIKE]
    return [hit for hit in hits if hit.quality != Quality.ALIKE or not rows or min(rows) - 2 <= hit.at[0] <= max(rows) + 2]


def _row_ids(body: list[LabelHit]) -> set[str]:
    return {hit.id for hit in body if not hit.is_group}


def _goes_on(body: list[LabelHit], further: list[LabelHit]) -> bool:
    """Whether rows under a repeated header are the rest of the same table, not the table once more."""
    return bool(_row_ids(body) and _row_ids(further)) and not _row_ids(body) & _row_ids(further)


def _read(table: Table, block: Block, sheet: Sheet, band: Band, body: list[LabelHit]) -> Found:
    found = Found(table.id, block, sheet)
    for column in block.columns:
        if column.id in band.columns:
            found.see("column", column, band.columns[column.id])
    columns = place_columns(found, band.positions, band.top, band.bottom, sorted({hit.at[0] for hit in body if not hit.is_group}))
    rows = place_rows(found, columns, band.bottom, body)
    found.labels = (band.bottom, min(columns.values()) - 1)
    found.see_groups("column", band.groups)
    found.see_groups("row", body)
    for row in block.rows:
        for column in block.columns:
            if row.id in rows and column.id in columns:
                at = columns[column.id]
                label = band.columns[column.id].at[0] if column.id in band.columns else band.bottom
                found.put(row, column, (rows[row.id], in_span(sheet, rows[row.id], at, label)))
    found.tell_merged()
    return found
