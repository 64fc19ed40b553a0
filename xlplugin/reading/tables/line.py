"""A block whose rows stand side by side on one line of cells (section four): found by its run of column labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from xlplugin.filing.facts import LineFault
from xlplugin.form.model import Block, Table
from xlplugin.reading.tables.aside import numbers_columns
from xlplugin.reading.tables.found import Found
from xlplugin.reading.tables.match import LabelHit, Quality, in_rows
from xlplugin.reading.workbook.grid import Position, Sheet

FAR = 10**9
HEADER_ROWS = 5
ROWS_BELOW = 5
"""The line of cells stands at the most this many rows below the header, inserted blank rows counted."""


def locate_line(table: Table, block: Block, sheet: Sheet, row_hits: Sequence[LabelHit], hits: Sequence[LabelHit], claimed: set[Position]) -> list[Found]:
    """Every place on a sheet where the block stands, top to bottom. `claimed`: gets the labels that one of these has."""
    width = len(block.rows) * len(block.columns)
    found: list[Found] = []
    rest: Sequence[LabelHit] = [hit for hit in hits if not hit.is_group]
    while rest:
        top = rest[0].at[0]
        end = next((row for row in range(top + 1, top + HEADER_ROWS) if _is_figures(sheet, row)), top + HEADER_ROWS)
        window = _first_a_column(in_rows(rest, top, end))
        if len(window) < len(block.columns):
            rest = in_rows(rest, top + 1)
            continue
        bottom = max(hit.at[0] for hit in window)
        above = list(in_rows(row_hits, top - HEADER_ROWS + 1, bottom + 1))
        places = [_read(table, block, sheet, one, labels, bottom) for one, labels in _side_by_side(window, above, width) if len(one) * 2 > width or _is_piece(block, one, labels)]
        if not places:
            rest = in_rows(rest, top + 1)
            continue
        found += places
        claimed.update(hit.at for hit in window)
        rest = in_rows(rest, bottom + 1)
    return found


def _is_piece(block: Block, window: Sequence[LabelHit], above: Sequence[LabelHit]) -> bool:
    """Whether a few labels are all those of one row of the form, whose own label stands above them."""
    return {hit.id for hit in window} == {column.id for column in block.columns} and any(not hit.is_group and hit.quality != Quality.ALIKE for hit in above)


def _side_by_side(window: list[LabelHit], above: list[LabelHit], width: int) -> Iterator[tuple[list[LabelHit], list[LabelHit]]]:
    """The labels of each copy of the block, from the left: as many as have just as many labels, or else as begin with the label of the same row."""
    routes = sorted((hit for hit in above if not hit.is_group and hit.quality != Quality.ALIKE), key=lambda hit: hit.at[1])
    is_whole = len(window) % width == 0 and _repeats(window, width)
    starts = sorted({hit.at[1] for hit in (window[::width] if is_whole else routes) if is_whole or (hit.id == routes[0].id and window[0].at[1] <= hit.at[1] <= window[-1].at[1])})
    starts = [max(1, window[0].at[1] - width // 3), *starts[1:], FAR]
    for first, end in pairwise(starts):
        piece = [hit for hit in window if first <= hit.at[1] < end]
        last = max((hit.at[1] for hit in piece), default=0)
        yield piece, [hit for hit in above if first <= hit.at[1] <= last]


def _repeats(window: list[LabelHit], width: int) -> bool:
    return all(one.id == other.id for one, other in zip(window, window[width:], strict=False))


def _is_figures(sheet: Sheet, row: int) -> bool:
    """Whether a row is a line of figures: a header ends above it."""
    return sum(sheet.holds_figure(row, column) for column in sheet.columns_by_row.get(row, ())) > 2


def _first_a_column(hits: Sequence[LabelHit]) -> list[LabelHit]:
    """One label for each sheet column, left to right; a label repeated over merged rows counts once."""
    by_column: dict[int, LabelHit] = {}
    for hit in hits:
        by_column[hit.at[1]] = hit
    return [by_column[column] for column in sorted(by_column)]


def _read(table: Table, block: Block, sheet: Sheet, window: list[LabelHit], above: list[LabelHit], bottom: int) -> Found:
    found = Found(table.id, block, sheet, header=(min(hit.at[0] for hit in window), bottom), is_piece=len(window) * 2 <= len(block.rows) * len(block.columns))
    starts = {hit.id: hit for hit in sorted(above, key=lambda hit: (-hit.at[1], -hit.quality)) if not hit.is_group}
    runs: list[list[LabelHit]] = [[]]
    order = [column.id for column in block.columns]
    row_starts = {hit.at[1] for hit in starts.values()}
    for hit in window:
        last = runs[-1][-1] if runs[-1] else None
        is_new = last is not None and (hit.at[1] in row_starts or order.index(hit.id) <= order.index(last.id))
        if is_new:
            runs.append([])
        runs[-1].append(hit)
    row_at = _data_row(sheet, [hit.at[1] for hit in window], bottom)
    by_start = [max((hit for hit in starts.values() if hit.at[1] <= run[0].at[1]), key=lambda hit: hit.at[1], default=None) for run in runs]
    told = [hit.id if hit else None for hit in by_start]
    for number in range(len(runs) - 1, 0, -1):
        if len(runs) > len(block.rows) and told[number] == told[number - 1] and {hit.id for hit in runs[number]} <= {hit.id for hit in runs[number - 1]} and len(runs[number]) < len(runs[number - 1]):
            del runs[number], told[number]  # a label once more beside its row's others is told elsewhere
    complete = len(runs) == len(block.rows)
    for number, row in enumerate(block.rows):
        candidates = [run for run, name in zip(runs, told, strict=True) if name == row.id]
        if len(candidates) == 1:
            found.see("row", row, starts[row.id])
            run = candidates[0]
        elif not candidates and complete and row.id not in starts and (told[number] is None or told.count(told[number]) > 1):
            run = runs[number]
            found.told_by_place("row", row, _label_over(sheet, run[0], above), (bottom, run[0].at[1]))
        else:
            kind: Literal["ambiguous", "shared", "missing"] = "missing" if not candidates else "ambiguous" if _is_repeated(row.id, above) else "shared"
            found.faults.append(LineFault(kind, table.id, "row", row.label.official, found.place((bottom, window[0].at[1]))))
            continue
        _read_run(found, row_at, number, run)
    found.check_order("row", [(row, starts[row.id].at[1], starts[row.id].at) for row in block.rows if row.id in starts])
    found.see_groups("row", above)
    found.tell_merged()
    return found


def _is_repeated(name: str, above: Sequence[LabelHit]) -> bool:
    """Whether a row's label stands over more than one column."""
    return len({hit.at[1] for hit in above if hit.id == name and not hit.is_group}) > 1


def _label_over(sheet: Sheet, first: LabelHit, above: Sequence[LabelHit]) -> str:
    """What stands over the first label of a run, in place of the row's own; nothing below the label of a group."""
    groups = {hit.at for hit in above if hit.is_group}
    for row in range(first.at[0] - 1, first.at[0] - HEADER_ROWS, -1):
        at = sheet.top_left((row, first.at[1]))
        if at in groups or at[1] < first.at[1]:
            return ""
        if text := sheet.text(*at).strip():
            return text
    return ""


def _read_run(found: Found, row_at: int, number: int, run: list[LabelHit]) -> None:
    """The cells of one row of the form: one run of column labels."""
    row = found.block.rows[number]
    hits = {hit.id: hit for hit in reversed(run)}
    for column in found.block.columns:
        if column.id in hits:
            found.see("column", column, hits[column.id])
            found.put(row, column, (row_at, hits[column.id].at[1]))
            continue
        before = [hit for hit in run if _index(found.block, hit.id) < _index(found.block, column.id)]
        after = [hit for hit in run if _index(found.block, hit.id) > _index(found.block, column.id)]
        low = before[-1].at[1] if before else run[0].at[1] - 2
        high = after[0].at[1] if after else run[-1].at[1] + 2
        missing = [other for other in found.block.columns if other.id not in hits]
        between = [at for at in range(low + 1, high) if found.sheet.is_filled(row_at, at)]
        if len(missing) == 1 and len(between) == 1:
            found.told_by_place("column", column, found.sheet.text(row_at - 1, between[0]), (row_at - 1, between[0]))
            found.put(row, column, (row_at, between[0]))
        else:
            label = f"{row.label.official}·{column.label.official}"
            found.faults.append(LineFault("missing", found.table, "column", label, found.place((row_at, run[0].at[1]))))


def _index(block: Block, column_id: str) -> int:
    return [column.id for column in block.columns].index(column_id)


def _data_row(sheet: Sheet, columns: Sequence[int], bottom: int) -> int:
    """The line of cells below the header: the next row with the most figures, the row right below it where there are none. Numbers of the columns are no figures where others follow."""
    below = range(bottom + 1, bottom + 1 + ROWS_BELOW)
    figures = {row: sum(sheet.holds_figure(row, column) for column in columns) for row in below}
    figures = {row: number for row, number in figures.items() if number and not numbers_columns(sheet, row, columns)} or figures
    most = max(figures.values())
    return next(row for row in figures if figures[row] == most) if most else bottom + 1
