"""One open document of Calc, with what is asked of it again and again; and sets of cells that are read or changed in one call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from xlplugin.live.calc.bridge import load_uno
from xlplugin.live.calc.values import Kind, kind_of_format

Position = tuple[int, int]
"""Row and column, from 1."""


class Area(NamedTuple):
    """A block of cells of one sheet; rows and columns count from 1, the last ones belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    def halves(self) -> tuple[Area, Area]:
        """The block cut in two across its longer side; it must have two cells."""
        if self.bottom - self.top >= self.right - self.left:
            middle = (self.top + self.bottom) // 2
            return Area(self.top, self.left, middle, self.right), Area(middle + 1, self.left, self.bottom, self.right)
        middle = (self.left + self.right) // 2
        return Area(self.top, self.left, self.bottom, middle), Area(self.top, middle + 1, self.bottom, self.right)

    def positions(self) -> Iterator[Position]:
        """Its cells, row by row."""
        return ((row, column) for row in range(self.top, self.bottom + 1) for column in range(self.left, self.right + 1))

    @property
    def is_cell(self) -> bool:
        """Whether it is a single cell."""
        return self.top == self.bottom and self.left == self.right


class Document:
    """A spreadsheet document (`com.sun.star.sheet.SpreadsheetDocument`)."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self._kinds: dict[int, Kind | None] = {}
        self._style_fills: dict[str, int | None] = {}

    @cached_property
    def null_date(self) -> dt.datetime:
        """The day that the number 0 means."""
        day = self.model.NullDate
        return dt.datetime(day.Year, day.Month, day.Day)

    def kind(self, format_key: int) -> Kind | None:
        """What a number format of this document makes of a number."""
        if format_key not in self._kinds:
            self._kinds[format_key] = kind_of_format(int(self.model.NumberFormats.getByKey(format_key).Type))
        return self._kinds[format_key]

    def style_fill(self, name: str) -> int | None:
        """The fill colour of a cell style, as a number; None where it has none."""
        if name not in self._style_fills:
            styles = self.model.getStyleFamilies().getByName("CellStyles")
            colour = styles.getByName(name).getPropertyValue("CellBackColor") if styles.hasByName(name) else -1
            self._style_fills[name] = int(colour) if colour >= 0 else None
        return self._style_fills[name]

    def cells(self, sheet: int, areas: Iterable[Area]) -> Any:
        """A set of blocks of a sheet (its number from 0), changed by one call (`com.sun.star.sheet.SheetCellRanges`)."""
        ranges = self.model.createInstance("com.sun.star.sheet.SheetCellRanges")
        ranges.addRangeAddresses(addresses(sheet, areas), False)
        return ranges

    def split_by(self, name: str, sheet: int, areas: Sequence[Area]) -> Iterator[tuple[list[Area], Any, bool]]:
        """The blocks in groups that have one value of a property: the group, the value, whether it is set there itself and not by the style.

        Asks for all of them at once, and cuts in two only where they differ.
        """
        if not areas:
            return
        ranges = self.cells(sheet, areas)
        waiting = [list(areas)]
        while waiting:
            group = waiting.pop()
            if group != areas:
                ranges.removeRangeAddresses(ranges.getRangeAddresses())
                ranges.addRangeAddresses(addresses(sheet, group), False)
            state = ranges.getPropertyState(name).value
            if state == "AMBIGUOUS_VALUE":
                if len(group) > 1:
                    waiting += [group[len(group) // 2 :], group[: len(group) // 2]]
                    continue
                if not group[0].is_cell:
                    first, second = group[0].halves()
                    waiting += [[second], [first]]
                    continue
            yield group, ranges.getPropertyValue(name), state == "DIRECT_VALUE"


def addresses(sheet: int, areas: Iterable[Area]) -> tuple[Any, ...]:
    """Blocks as `com.sun.star.table.CellRangeAddress`."""
    make = load_uno().getClass("com.sun.star.table.CellRangeAddress")
    return tuple(make(sheet, area.left - 1, area.top - 1, area.right - 1, area.bottom - 1) for area in areas)


def areas_of(ranges: Any) -> list[Area]:
    """The blocks of a set of cells that Calc gave, in one call."""
    return [Area(one.StartRow + 1, one.StartColumn + 1, one.EndRow + 1, one.EndColumn + 1) for one in ranges.getRangeAddresses()]


def area_of(one: Any) -> Area:
    """The block that a range of Calc covers, in one call."""
    address = one.getRangeAddress()
    return Area(address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1)


def single_cells(positions: Iterable[Position]) -> list[Area]:
    """Cells as blocks, neighbours in a column joined."""
    joined: list[Area] = []
    for row, column in sorted(set(positions), key=lambda at: (at[1], at[0])):
        if joined and joined[-1].right == column and joined[-1].bottom == row - 1:
            joined[-1] = joined[-1]._replace(bottom=row)
        else:
            joined.append(Area(row, column, row, column))
    return joined
