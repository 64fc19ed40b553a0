"""The formulas of one worksheet's part: those that cells share, and those that fill several cells."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from xlplugin import libraries
from xlplugin.filing.address import address, column_number
from xlplugin.reading.workbook.grid import ArrayArea, Position, RawCell, Rectangle

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")
_MOST_MOVED = 1_000_000
"""Characters; beyond, a cell that shares a formula has one that cannot be told, and counts as not recalculated."""
_MOST_FILLED = 50_000
"""Cells that the array formulas of a sheet fill in all; of one that goes beyond only the first cell is known, and its others count as not recalculated."""
_MOST_LOOKED_AT = 1_000_000
"""Cells that are looked at, in all, for those; beyond, one area around all such array formulas stands for them."""


@dataclass
class Formulas:
    """What the formulas of a sheet share: the shared ones by their number, the array formulas, and number formats where the workbook calculates as shown."""

    shared: dict[str, tuple[str, str]] = field(default_factory=dict)
    arrays: list[tuple[ArrayArea, str]] = field(default_factory=list)
    formats: dict[Position, str] = field(default_factory=dict)
    moved: int = 0
    """Characters of shared formulas that were moved to other cells."""


def read_formula(part: Any, cell: Any, row: int, column: int, formulas: Formulas) -> str | None:
    """The formula with its `=`; one that is shared is moved to its cell, one of an array noted."""
    text, index, shared = part.text, part.get("si"), formulas.shared
    if part.get("t") == "dataTable":
        return "=TABLE()"
    if part.get("t") == "shared" and index is not None:
        here = address(row, column)
        if text:
            shared[index] = (text, here)
        elif index in shared:
            libraries.load("openpyxl")
            from openpyxl.formula.translate import Translator

            master, origin = shared[index]
            formulas.moved += len(master)
            if formulas.moved > _MOST_MOVED:
                return "="
            try:
                return str(Translator(f"={master}", origin).translate_formula(here))
            except Exception:  # whatever is wrong with one formula, the others go on
                return "="
        else:
            return "="
    if part.get("t") != "array":
        return f"={text}" if text else None
    if text:
        formulas.arrays.append((ArrayArea(*area(part.get("ref") or address(row, column)), is_dynamic=bool(cell.get("cm"))), f"={text}"))
    return f"={text or ''}"


def fill_arrays(cells: dict[Position, RawCell], formulas: Sequence[tuple[ArrayArea, str]]) -> dict[Position, ArrayArea]:
    """Gives every cell that an array formula fills its formula; which cells these are."""
    filled: dict[Position, ArrayArea] = {}
    beyond: list[ArrayArea] = []
    left = _MOST_FILLED
    for whole, formula in formulas:
        rows, columns = range(whole.first_row, whole.last_row + 1), range(whole.first_column, whole.last_column + 1)
        if _size(whole) > left:
            beyond.append(whole)
            rows, columns = rows[:1], columns[:1]
        left -= len(rows) * len(columns)
        for at in itertools.product(rows, columns):
            cell = cells.get(at, RawCell())
            if at not in filled and cell.formula in (None, formula):
                cells[at] = replace(cell, formula=formula)
                filled[at] = whole
    for at in _inside(cells, beyond):
        if cells[at].formula is None and cells[at].is_filled:
            cells[at] = replace(cells[at], formula="=")
    return filled


def _inside(cells: Mapping[Position, RawCell], areas: Sequence[ArrayArea]) -> Iterator[Position]:
    """The cells that lie inside the areas."""
    if sum(min(_size(area), len(cells)) for area in areas) > _MOST_LOOKED_AT:
        areas = [_around(areas)]
    for area in areas:
        if _size(area) < len(cells):
            yield from (at for at in itertools.product(range(area.first_row, area.last_row + 1), range(area.first_column, area.last_column + 1)) if at in cells)
        else:
            yield from (at for at in cells if area.first_row <= at[0] <= area.last_row and area.first_column <= at[1] <= area.last_column)


def _size(area: ArrayArea) -> int:
    return (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1)


def _around(areas: Sequence[ArrayArea]) -> ArrayArea:
    return ArrayArea(
        min(area.first_row for area in areas),
        min(area.first_column for area in areas),
        max(area.last_row for area in areas),
        max(area.last_column for area in areas),
    )


@lru_cache(2**12)
def area(reference: str) -> Rectangle:
    """First row, first column, last row, last column of `A1:B2`."""
    corners = [(int(row), column_number(letters)) for letters, row in _ADDRESS.findall(reference)]
    rows, columns = sorted((corners[0][0], corners[-1][0])), sorted((corners[0][1], corners[-1][1]))
    return (rows[0], columns[0], rows[1], columns[1])
