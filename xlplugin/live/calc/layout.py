"""How a sheet is laid out: what is used, merged and hidden. Nothing in the document changes."""

from __future__ import annotations

from typing import Any

from xlplugin.live.calc.document import Area, Position, area_of, areas_of

_CONTENT = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: VALUE, DATETIME, STRING, FORMULA


def used_area(sheet: Any) -> Area:
    """The block from the first to the last used cell; A1 alone on an empty sheet."""
    cursor = sheet.createCursor()
    cursor.gotoStartOfUsedArea(False)
    cursor.gotoEndOfUsedArea(True)
    return area_of(cursor)


def last_filled(sheet: Any) -> Position:
    """The last row and the last column with a value or a formula, formats aside; (0, 0) on an empty sheet."""
    filled = areas_of(sheet.queryContentCells(_CONTENT))
    return max((area.bottom for area in filled), default=0), max((area.right for area in filled), default=0)


def merged_areas(sheet: Any, within: Area) -> list[Area]:
    """The merged blocks that begin inside a block.

    Calc has no list of them: it is asked whether a part of the sheet has any, and the part cut in two where it has.
    """
    cursor = sheet.createCursor()
    found: list[Area] = []
    waiting = [within]
    top, left = 1, 1
    cursor.gotoStart()
    cursor.collapseToSize(1, 1)
    while waiting:
        part = waiting.pop()
        if any(_holds(area, part) for area in found):
            continue
        cursor.collapseToSize(1, 1)
        cursor.gotoOffset(part.left - left, part.top - top)
        top, left = part.top, part.left
        if not part.is_cell:
            cursor.collapseToSize(part.right - part.left + 1, part.bottom - part.top + 1)
        if not cursor.getIsMerged():
            continue
        if not part.is_cell:
            first, second = part.halves()
            waiting += [second, first]
            continue
        cursor.collapseToMergedArea()
        found.append(area_of(cursor))
    return sorted(found)


def hidden_lines(sheet: Any, within: Area) -> tuple[frozenset[int], frozenset[int]]:
    """The hidden rows and the hidden columns of a block, filtered ones too; all rows where nothing of it is to be seen."""
    cells = sheet.getCellRangeByPosition(within.left - 1, within.top - 1, within.right - 1, within.bottom - 1)
    seen = areas_of(cells.queryVisibleCells())
    rows = {row for area in seen for row in range(area.top, area.bottom + 1)}
    columns = {column for area in seen for column in range(area.left, area.right + 1)}
    hidden_rows = frozenset(range(within.top, within.bottom + 1)) - rows
    return hidden_rows, frozenset(range(within.left, within.right + 1)) - columns if seen else frozenset()


def _holds(outer: Area, inner: Area) -> bool:
    return outer.top <= inner.top and outer.left <= inner.left and inner.bottom <= outer.bottom and inner.right <= outer.right
