"""Finds a block of the form on a sheet by its labels, wherever it stands. Nothing here knows an address.

A block stands where a header (a band of its column labels) is above, and to the right of, its row labels. What no label
tells is told by its place only where the places leave no choice, and that is noted; it is never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from xlplugin.form.model import Block, Table
from xlplugin.reading.tables.bands import MOST_BANDS, UNMISTAKABLE, Band, bands_of
from xlplugin.reading.tables.found import Found
from xlplugin.reading.tables.line import locate_line
from xlplugin.reading.tables.match import LabelHit, LabelHits, Quality, in_rows, label_hits
from xlplugin.reading.tables.matrix import in_span, last_in_span, place_columns, place_rows
from xlplugin.reading.tables.turned import may_be_turned, turned_places
from xlplugin.reading.workbook.grid import Position, Sheet

FAR = 10**9


def locate(table: Table, block: Block, sheet: Sheet, hits: LabelHits | None = None) -> list[Found]:
    """Every place on a sheet where a block stands: as the form has it, then turned over, with its rows running across. `hits`: its labels there, where they are known."""
    found, row_hits, column_hits = _upright(table, block, sheet, hits or label_hits(block, sheet))
    if may_be_turned(block, row_hits, column_hits):
        found += turned_places(sheet, lambda turned: _upright(table, block, turned, label_hits(block, turned))[0])
    return found


def _upright(table: Table, block: Block, sheet: Sheet, hits: LabelHits) -> tuple[list[Found], list[LabelHit], list[LabelHit]]:
    """The places of a block; and the labels of rows and columns that none of them has."""
    row_hits, column_hits = hits
    claimed: set[Position] = set()
    found = locate_line(table, block, sheet, row_hits, column_hits, claimed) if block.layout == "line" else []
    column_hits = [hit for hit in column_hits if hit.at not in claimed] if claimed else column_hits
    found += _locate_matrix(table, block, sheet, row_hits, column_hits, claimed)
    return found, [hit for hit in row_hits if hit.at not in claimed], [hit for hit in column_hits if hit.at not in claimed]


@dataclass(slots=True)
class _Part:
    """A header with the row labels that are its own."""

    band: Band
    end: int = FAR
    """The row of the next header below it."""
    left: int = 0
    """The last column of what stands to the left of it."""
    body: list[LabelHit] = field(default_factory=list)

    @property
    def ids(self) -> set[str]:
        """The rows that are told."""
        return {hit.id for hit in self.body if not hit.is_group}

    @property
    def last_row(self) -> int:
        """As far down as it is known to go."""
        return max((hit.at[0] for hit in self.body if hit.quality != Quality.ALIKE), default=self.end - 1)


def _locate_matrix(table: Table, block: Block, sheet: Sheet, row_hits: Sequence[LabelHit], column_hits: list[LabelHit], claimed: set[Position]) -> list[Found]:
    """The places of a block that runs down and across. `claimed`: gets the labels that one of these has."""
    bands = bands_of(block, _above_rows(column_hits, row_hits))
    if not bands:
        return []
    parts = _parts(bands, row_hits)
    found: list[Found] = []
    number = 0
    while number < len(parts):
        part = parts[number]
        number += 1
        while number < len(parts) and parts[number].band.positions == part.band.positions and _goes_on(part.ids, parts[number].ids):
            claimed.update(hit.at for hit in parts[number].band.columns.values())
            part.body = part.body + parts[number].body  # the same header again after a page break
            number += 1
        for body in _once_more(part.body):
            places = _read_part(table, block, sheet, part, body, row_hits)
            if places:
                claimed.update(hit.at for hit in (*part.band.columns.values(), *body))
            found += places
    return found + _headless(table, block, sheet, [hit for hit in row_hits if hit.at not in claimed], found) if found else found


def _above_rows(column_hits: Sequence[LabelHit], row_hits: Sequence[LabelHit]) -> list[LabelHit]:
    """The column labels that have any row label below them and to the left: in a note below a table the words of a header are none."""
    lowest: dict[int, int] = {}
    for hit in row_hits:
        if not hit.is_group:
            lowest[hit.at[1]] = max(lowest.get(hit.at[1], 0), hit.at[0])
    return [hit for hit in column_hits if hit.is_group or any(column < hit.at[1] and row > hit.at[0] for column, row in lowest.items())]


def _once_more(body: list[LabelHit]) -> list[list[LabelHit]]:
    """Row labels, parted where so many come again one after another that they are the table once more, without its header."""
    names = {hit.at[0]: hit.id for hit in body if not hit.is_group and hit.quality != Quality.ALIKE}
    rows = sorted(names)
    seen: set[str] = set()
    cuts: list[int] = []
    for number, row in enumerate(rows):
        if names[row] in seen:
            further = {names[at] for at in rows[number : number + 2 * len(seen)]}
            if len(seen & further) < UNMISTAKABLE or len(cuts) >= MOST_BANDS:
                break
            cuts.append(row)
            seen = set()
        seen.add(names[row])
    return [[hit for hit in body if first <= hit.at[0] < end] for first, end in pairwise([0, *cuts, FAR])] if cuts else [body]


def _headless(table: Table, block: Block, sheet: Sheet, hits: Sequence[LabelHit], found: Sequence[Found]) -> list[Found]:
    """Rows of the block once more without a header, beside where it was found: labels with figures typed to the right of them that no place has."""
    if len(block.columns) < UNMISTAKABLE or len({hit.id for hit in hits if hit.quality != Quality.ALIKE}) < UNMISTAKABLE:
        return []
    taken = {at for one in found for at in one.owners}
    rows: dict[str, list[Position]] = {}
    labels = {hit.at for hit in hits}
    for hit in hits:
        if hit.is_group or hit.quality == Quality.ALIKE:
            continue
        reach = range(hit.at[1] + 1, hit.at[1] + 1 + block.label_columns + len(block.columns))
        end = next((column for column in reach if (hit.at[0], column) in labels), reach.stop)
        figures = [at for column in range(reach.start, end) if (at := (hit.at[0], column)) not in taken and _is_typed_figure(sheet, at)]
        if len(figures) > 1:
            rows.setdefault(hit.id, figures)
    if len(rows) < UNMISTAKABLE:
        return []
    piece = Found(table.id, block, sheet, is_piece=True)
    for row in block.rows:
        for column, at in zip(block.columns, rows.get(row.id, ())[: None if len(rows.get(row.id, ())) == len(block.columns) else 1], strict=False):
            piece.cells[f"{table.id}.{row.id}.{column.id}"] = at
    return [piece]


def _parts(bands: Sequence[Band], row_hits: Sequence[LabelHit]) -> list[_Part]:
    """Each header with its row labels: below it down to the next one under it, left of it as far as another table that stands beside it."""
    parts = [_Part(band) for band in bands]
    for part in parts:
        below = (other.band.top for other in parts if other.band.top > part.band.bottom and _overlap(other.band, part.band))
        part.end = min(below, default=FAR)
    done: list[_Part] = []
    for part in sorted(parts, key=lambda part: part.band.first_column):
        band = part.band
        part.left = max((other.band.last_column for other in done if other.band.last_column < band.first_column and other.band.top < part.end and other.last_row > band.top), default=0)
        first = band.first_column
        part.body = _near([hit for hit in in_rows(row_hits, band.bottom + 1, part.end) if part.left < hit.at[1] < first])
        done.append(part)
    return parts


def _overlap(one: Band, other: Band) -> bool:
    return one.first_column <= other.last_column and other.first_column <= one.last_column


def _read_part(table: Table, block: Block, sheet: Sheet, part: _Part, body: list[LabelHit], row_hits: Sequence[LabelHit]) -> list[Found]:
    """What stands under a header: the block; a piece of it; or figures under the same row labels again, to the right of those of another header."""
    ids = {hit.id for hit in body if not hit.is_group}
    if len(ids) * 2 >= len(block.rows):
        return [_read(table, block, sheet, part.band, body)]
    if len(block.columns) < UNMISTAKABLE:
        return []
    first = part.band.first_column
    shared = body if ids else _near([hit for hit in in_rows(row_hits, part.band.bottom + 1, part.end) if hit.at[1] < first])
    if not shared:
        return []
    found = _read(table, block, sheet, part.band, shared)
    found.is_piece = len({hit.id for hit in shared if not hit.is_group}) * 2 < len(block.rows)
    return [found] if any(_is_typed_figure(sheet, at) for at in found.cells.values()) else []


def _is_typed_figure(sheet: Sheet, at: Position) -> bool:
    """Whether a figure was typed there: a column of formulas beside a table is how offices check its sums."""
    cell = sheet.cells.get(at)
    return cell is not None and cell.formula is None and sheet.holds_figure(*at)


def _near(hits: list[LabelHit]) -> list[LabelHit]:
    """Row labels without those that are only alike and stand apart: 总计 in the header of the next table is no row of this one."""
    rows = [hit.at[0] for hit in hits if hit.quality != Quality.ALIKE]
    return [hit for hit in hits if hit.quality != Quality.ALIKE or not rows or min(rows) - 2 <= hit.at[0] <= max(rows) + 2]


def _goes_on(rows: set[str], further: set[str]) -> bool:
    """Whether rows under a repeated header are the rest of the same table, not the table once more."""
    return bool(rows and further) and not rows & further


def _read(table: Table, block: Block, sheet: Sheet, band: Band, body: list[LabelHit]) -> Found:
    found = Found(table.id, block, sheet, header=(band.top, band.bottom))
    for column in block.columns:
        if column.id in band.columns:
            found.see("column", column, band.columns[column.id])
    columns = place_columns(found, band.positions, band.top, band.bottom, sorted({hit.at[0] for hit in body if not hit.is_group}))
    rows = place_rows(found, columns, band.bottom, body)
    found.labels = (band.bottom, min(columns.values()) - 1)
    found.see_groups("column", band.groups)
    found.see_groups("row", body)
    spans = {name: (at, last_in_span(sheet, at, band.columns[name].at[0] if name in band.columns else band.bottom)) for name, at in columns.items()}
    for row in block.rows:
        if row.id not in rows:
            continue
        at = rows[row.id]
        for column in block.columns:
            if column.id in spans:
                first, last = spans[column.id]
                found.put(row, column, (at, first if first == last else in_span(sheet, at, first, last)))
    found.tell_merged()
    return found
