"""Which cells of the form nobody sees, and figures that lie under a merged cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from xlplugin.filing.cells import Cell, Place
from xlplugin.reading.figures.looks import is_unseen
from xlplugin.reading.workbook.grid import NOTHING, Book, Position, Sheet

LARGEST_COVER = 200
"""Cells of a merged area that are searched for figures under it."""
MOST_SEEN = 4_000
"""Cells of a layout of which it is kept that nothing hides them."""


Way = Literal["line", "cover", "writing"]


def may_be_hidden(book: Book, places: Mapping[str, Place], covered: Mapping[str, str]) -> dict[str, Place]:
    """The form's cells of which it depends on their content whether anybody sees them, or that nobody sees whatever it is."""
    sheets = {name: book.sheet(name) for name in {place.sheet for place in places.values()}}
    return {name: place for name, place in places.items() if (sheet := sheets[place.sheet]) is not None and (name in covered or _is_unusual(sheet, place))}


def _is_unusual(sheet: Sheet, place: Place) -> bool:
    """Whether a cell is in a hidden line, merged with others, or has a look of its own."""
    at = place.row, place.column
    return _is_in_hidden_line(sheet, place) or sheet.cells.get(at, NOTHING).look is not None or sheet.is_merged(at)


def _is_in_hidden_line(sheet: Sheet, place: Place) -> bool:
    return sheet.is_hidden or place.row in sheet.hidden_rows or place.column in sheet.hidden_columns


def hidden_places(book: Book, places: Mapping[str, Place], cells: Mapping[str, Cell], covered: Mapping[str, str], seen: dict[int, Cell] | None = None) -> dict[Place, Way]:
    """The form's cells in hidden lines or sheets or in no visible writing, and cells under its merged cells that hold something; and what hides each.

    `places`: those that may be. `seen`: cells of which it is known that they are not, by their ids: workbooks of one layout share them.
    """
    found: dict[Place, Way] = {}
    known = {} if seen is None else seen
    for name in [name for name, cell in zip(places, map(cells.get, places), strict=True) if id(cell) not in known]:
        place = places[name]
        sheet = book.sheet(place.sheet)
        if sheet is None:
            continue
        at = place.row, place.column
        if name in covered:
            if sheet.is_filled(*at):
                found[place] = "cover"
            continue
        if way := _way(sheet, place, cells[name]):
            found[place] = way
        if at in sheet.merge_from:
            found |= dict.fromkeys([Place(sheet.name, *below) for below in under(sheet, place) if sheet.is_filled(*below)], "cover")
        elif way is None and sheet.top_left(at) == at and len(known) < MOST_SEEN:
            known[id(cells[name])] = cells[name]  # with its id, which is its own as long as it lives
    return found


def _way(sheet: Sheet, place: Place, cell: Cell) -> Way | None:
    """What hides a cell of the form; None where nothing does."""
    at = place.row, place.column
    raw = sheet.cells.get(at, NOTHING)
    if _is_in_hidden_line(sheet, place):
        return "line"
    if raw.look is not None and is_unseen(raw, raw.content if raw.formula is None or cell.value is None else cell.value):
        return "writing"
    return "cover" if sheet.top_left(at) != at and sheet.is_filled(*at) else None


def under(sheet: Sheet, place: Place) -> Iterator[Position]:
    """The cells that a merged cell covers, if it is one and no large one."""
    area = sheet.merge_from.get((place.row, place.column))
    if area is None or (area[2] - area[0] + 1) * (area[3] - area[1] + 1) > LARGEST_COVER:
        return
    for row in range(area[0], area[2] + 1):
        for column in range(area[1], area[3] + 1):
            if (row, column) != (place.row, place.column):
                yield row, column
