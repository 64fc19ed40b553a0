"""Which of some cells hold figures that were typed, and whether these only number the lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from xlplugin.filing.cells import Shape, Value
from xlplugin.reading.figures.cells import is_wordy, read_cell
from xlplugin.reading.tables.match import LONGEST_LABEL
from xlplugin.reading.workbook.grid import Position, RawCell, Sheet
from xlplugin.reading.workbook.sheet_formulas import area

Serial = Literal["inner", "outer"]
"""Where numbers of lines may stand: in a table or right of it only from 1, 2, 3 on; left of its labels they may begin again, in every group."""
_FIGURES = (Shape.NUMBER, Shape.TEXT_NUMBER, Shape.FULL_WIDTH, Shape.UNIT, Shape.NOTE)
_LARGEST = 10**9
"""From here on it is no count but a telephone number or a code."""
_FEWEST = 3
_LONGEST = 60
"""Cells of a range in a formula, down or across."""
_REFERENCE = re.compile(r"(?<![!\w.'$])\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?(?![\w(!])")


@dataclass(frozen=True, slots=True)
class Typed:
    """The cells that hold typed figures, the figures, and how many of the others hold formulas."""

    at: tuple[Position, ...]
    values: tuple[Value, ...]
    formulas: int
    others: int
    """Cells with numbers that are none: telephone numbers, dates."""


def typed_figures(sheet: Sheet, cells: Iterable[Position], taken: Collection[Position]) -> Typed:
    """The figures in cells that are not taken."""
    found: list[tuple[Position, Value]] = []
    formulas = others = 0
    for at in cells:
        if at in taken or (cell := sheet.cells.get(at)) is None:
            continue
        if cell.formula is not None:
            formulas += 1
        elif (value := figure(cell)) is not None and sheet.top_left(at) == at:
            found.append((at, value))
        else:
            others += not isinstance(cell.content, str)
    return Typed(tuple(at for at, _ in found), tuple(value for _, value in found), formulas, others)


def reckoned_with(sheet: Sheet, cells: Iterable[Position]) -> set[Position]:
    """The cells of a sheet that the formulas in some of its cells name: what stands there was read by way of them."""
    found: set[Position] = set()
    for at in cells:
        cell = sheet.cells.get(at)
        for match in _REFERENCE.finditer((cell.formula if cell is not None else None) or ""):
            top, left, bottom, right = area(match[0])
            if bottom - top < _LONGEST and right - left < _LONGEST:
                found.update((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
    return found


def figure(cell: RawCell) -> Value | None:
    """The number that a cell holds and that may be a count or an amount."""
    return None if cell.day is not cell.content else figure_of(cell.stands)


def figure_of(content: object) -> Value | None:
    """The number that a content is and that may be a count or an amount."""
    if type(content) is int:
        return content if abs(content) < _LARGEST else None
    is_label = type(content) is str and len(content) <= LONGEST_LABEL
    return (_figure_of if is_label else _figure_of.__wrapped__)(content)


@lru_cache(2**12)
def _figure_of(content: object) -> Value | None:
    """The same, kept of texts that may be labels: workbooks have most of theirs in common."""
    if content is None or (isinstance(content, str) and (is_wordy(content) or not any(mark.isdigit() for mark in content))):
        return None
    reading = read_cell(content, "count")
    return reading.value if reading.shape in _FIGURES and reading.value is not None and -_LARGEST < reading.value < _LARGEST else None


def is_serial(values: Sequence[Value], kind: Serial) -> bool:
    """Whether figures only number the lines."""
    steps = [after == before + 1 for before, after in pairwise(values)]
    if kind == "inner":
        return len(values) >= _FEWEST and all(steps) and values[0] in (0, 1)
    return all(step or after in (0, 1) for step, after in zip(steps, values[1:], strict=True)) and sum(steps) * 2 >= len(steps)
