"""The rows and columns of a block that runs down and across: by label, and by place where no choice is left."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from xlplugin.filing.facts import LineFault
from xlplugin.reading.tables.aside import is_aside, is_remark, numbers_columns
from xlplugin.reading.tables.found import Found
from xlplugin.reading.tables.match import LabelHit, matcher
from xlplugin.reading.workbook.grid import Sheet


def place_columns(found: Found, positions: Mapping[str, int], top: int, bottom: int, rows: Sequence[int]) -> dict[str, int]:
    """Sheet column by column id; `positions` are those that their labels tell."""
    block, sheet = found.block, found.sheet
    at = dict(positions)
    first, last = min(at.values()), max(at.values())
    label = matcher(block, "row")
    named = set(at.values())
    unnamed = [column for column in range(first, last + 4) if column not in named and sum(sheet.is_filled(row, column) for row in rows) * 3 >= max(len(rows), 1)]
    for gap, low, high in _gaps([column.id for column in block.columns], at, 0, last + 4):
        here = [column for column in unnamed if low < column < high]
        for line in (column for column in block.columns if column.id in gap):
            if len(here) == len(gap) == 1 and low > 0:
                at[line.id] = here[0]
                unnamed.remove(here[0])
                found.told_by_place("column", line, _header_text(sheet, here[0], top, bottom), (bottom, here[0]))
            else:
                found.faults.append(LineFault("missing", found.table, "column", line.label.official, found.place((bottom, first))))
    for column in unnamed:
        labels = sum(label.match(sheet.text(row, column)) is not None for row in rows)
        is_of_words = (labels > 0 or not _header_text(sheet, column, top, bottom)) and sum(sheet.holds_figure(row, column) and not label.match(sheet.text(row, column)) for row in rows) == 0
        if first < column < last and not is_of_words and not _is_part_of_another(sheet, column, top, bottom, rows):  # what stands outside is told elsewhere
            found.faults.append(LineFault("added", found.table, "column", _header_text(sheet, column, top, bottom), found.place((bottom, column))))
    found.check_order("column", [(line, at[line.id], (bottom, at[line.id])) for line in block.columns if line.id in at])
    return at


def _is_part_of_another(sheet: Sheet, column: int, top: int, bottom: int, rows: Sequence[int]) -> bool:
    """Whether a column without words lies under the merged label of another one, and never holds a figure where that one has its own."""
    above = [sheet.top_left((row, column)) for row in range(top, bottom + 1)]
    owner = next((at[1] for at in reversed(above) if at[1] < column and sheet.text(*at)), None)
    if owner is None or _header_text(sheet, column, top, bottom):
        return False
    return not any(sheet.is_filled(row, column) and sheet.is_filled(*sheet.top_left((row, at))) for row in rows for at in range(owner, column))


def last_in_span(sheet: Sheet, column: int, bottom: int) -> int:
    """The last column under the merged label that begins in a column; the column itself where its label is not merged."""
    area = sheet.merge_from.get(sheet.top_left((bottom, column)))
    return column if area is None or area[1] != column else area[3]


def in_span(sheet: Sheet, row: int, column: int, last: int) -> int:
    """The column in which a row's figure stands: the label's own, or where that is blank the one filled cell under the rest of its merged label, as far as `last`."""
    if sheet.is_filled(*sheet.top_left((row, column))):
        return column
    filled = [at for at in range(column + 1, last + 1) if sheet.holds_figure(row, at)]
    return filled[0] if len(filled) == 1 else column


def place_rows(found: Found, columns: Mapping[str, int], header_bottom: int, body: Sequence[LabelHit]) -> dict[str, int]:
    """Sheet row by row id."""
    at, torn = _by_label(found, list(columns.values()), body)
    if at:
        _by_place(found, list(columns.values()), header_bottom, body, at, torn)
    found.check_order("row", [(line, at[line.id], (at[line.id], min(columns.values()))) for line in found.block.rows if line.id in at])
    return at


def _by_label(found: Found, columns: Collection[int], body: Sequence[LabelHit]) -> tuple[dict[str, int], set[str]]:
    """Rows that their labels tell, and the ids of those that two rows claim."""
    by_id: dict[str, dict[int, LabelHit]] = defaultdict(dict)
    for hit in body:
        if not hit.is_group and (hit.at[0] not in by_id[hit.id] or hit.quality < by_id[hit.id][hit.at[0]].quality):
            by_id[hit.id][hit.at[0]] = hit
    at: dict[str, int] = {}
    torn: set[str] = set()
    for line in found.block.rows:
        hits = list(by_id[line.id].values())
        surest = min((hit.quality for hit in hits), default=None)
        best = [hit for hit in hits if hit.quality == surest]
        filled = [hit for hit in best if _holds_data(found.sheet, hit.at[0], columns)] if len(best) > 1 else best
        chosen = filled if len(filled) == 1 else best
        if len(chosen) == 1:
            at[line.id] = chosen[0].at[0]
            found.see("row", line, chosen[0])
        elif chosen:
            torn.add(line.id)
            found.faults.append(LineFault("ambiguous", found.table, "row", line.label.official, found.place(chosen[1].at)))
    return at, torn


def _by_place(found: Found, columns: Collection[int], header_bottom: int, body: Sequence[LabelHit], at: dict[str, int], torn: set[str]) -> None:
    """Tells a row without a label where just as many nameless rows with numbers stand in its gap; reports the rest."""
    sheet, lines = found.sheet, {line.id: line for line in found.block.rows}
    first_data = min(columns)
    named = {hit.at[0] for hit in body if not hit.is_group}
    groups = {hit.at[0]: hit for hit in body if hit.is_group}
    last = max(at.values())
    below = sheet.row_numbers[bisect_right(sheet.row_numbers, header_bottom) : bisect_right(sheet.row_numbers, last + 1)]
    nameless = [row for row in below if row not in named and _holds_data(sheet, row, columns)]
    nameless = [row for row in nameless if row < last or _is_one_more_row(sheet, row, columns)]
    for gap, low, high in _gaps(list(lines), at, header_bottom, last + 2, torn):
        here = [row for row in nameless if low < row < high]
        for name, row in zip(gap, here, strict=False):
            if len(here) == len(gap):
                at[name] = row
                nameless.remove(row)
                found.told_by_place("row", lines[name], _label_text(sheet, row, first_data, groups), (row, first_data))
        if len(here) != len(gap):
            found.faults += [LineFault("missing", found.table, "row", lines[name].label.official, found.place((low + 1, first_data))) for name in gap]
    for row in nameless:
        if is_aside(first_text(sheet, row, range(1, first_data))) or numbers_columns(sheet, row, columns):
            continue
        if row in groups:
            raw = next(sheet.shown(row, column) for column in sorted(columns) if sheet.is_filled(row, column))
            found.group_numbers.append((found.table, groups[row].id, found.place((row, first_data)), raw))
        else:
            found.faults.append(LineFault("added", found.table, "row", _label_text(sheet, row, first_data, groups), found.place((row, first_data))))


def _gaps(order: Sequence[str], at: Mapping[str, int], start: int, end: int, torn: Collection[str] = ()) -> list[tuple[list[str], int, int]]:
    """Runs of lines not yet placed, with the sheet numbers before and after. A run beside a torn line has no room: nothing in it can be told."""
    gaps: list[tuple[list[str], int, int]] = []
    run: list[str] = []
    low, is_torn = start, False
    for name in (*order, None):
        if name is not None and name not in at:
            if name in torn:
                is_torn = True
            else:
                run.append(name)
            continue
        high = end if name is None else at[name]
        if run:
            gaps.append((run, low, low + 1 if is_torn else high))
        run, is_torn, low = [], False, high if name is not None and high > low else low
    return gaps


def _holds_data(sheet: Sheet, row: int, columns: Collection[int]) -> bool:
    """Whether a row holds more figures than words."""
    held = [column for column in columns if sheet.is_filled(row, column)]
    return sum(sheet.holds_figure(row, column) for column in held) * 2 > len(held)


def _is_one_more_row(sheet: Sheet, row: int, columns: Collection[int]) -> bool:
    """Whether the row right below the last one goes on with the table: it has a label that is no remark, and numbers."""
    label = first_text(sheet, row, range(1, min(columns)))
    numbers = [sheet.cells.get((row, column)) for column in columns]
    is_numeric = any(cell is not None and isinstance(cell.content, (int, float)) for cell in numbers)
    return bool(label) and not is_remark(label) and is_numeric


def first_text(sheet: Sheet, row: int, columns: Iterable[int]) -> str:
    """What stands first in the label cells of a row."""
    return next((text for column in columns if (text := sheet.text(row, column).strip())), "")


def _header_text(sheet: Sheet, column: int, top: int, bottom: int) -> str:
    return next((sheet.text(row, column) for row in range(bottom, top - 1, -1) if sheet.text(row, column)), "")


def _label_text(sheet: Sheet, row: int, first_data: int, groups: Mapping[int, LabelHit]) -> str:
    """What stands in a row's label cells, its group's label left out."""
    group = groups[row].seen if row in groups else ""
    texts = [sheet.text(row, column).strip() for column in range(1, first_data) if sheet.text(row, column) != group]
    return " ".join(text for text in texts if text)


