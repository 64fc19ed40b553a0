"""A workbook as the locator sees it, whoever read it: sheets of cells, merged areas, defined names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from xlplugin.filing import Place

Position = tuple[int, int]
"""Row and column, from 1."""
LONGEST_FIGURE = 30
"""A figure with its note, 22（其中修订16件）, is no longer than this many characters."""


@dataclass(frozen=True, slots=True)
class RawCell:
    """What a cell holds. `content` is the typed value, or for a formula the saved one (None: never calculated)."""

    content: object = None
    formula: str | None = None
    """With its leading `=`."""


@dataclass(frozen=True)
class Sheet:
    """One worksheet; only cells that hold something are in `cells`."""

    name: str
    cells: Mapping[Position, RawCell]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    """First row, first column, last row, last column."""
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def text(self, row: int, column: int) -> str:
        """The cell's content where it is text, else an empty string."""
        cell = self.cells.get((row, column))
        return cell.content if cell is not None and isinstance(cell.content, str) else ""

    def shown(self, row: int, column: int) -> str:
        """The cell's content as text, whatever it is."""
        cell = self.cells.get((row, column))
        return "" if cell is None or cell.content is None else str(cell.content)

    def is_filled(self, row: int, column: int) -> bool:
        """Whether the cell holds a formula or anything but blanks."""
        cell = self.cells.get((row, column))
        return cell is not None and (cell.formula is not None or self.shown(row, column).strip() != "")

    def holds_figure(self, row: int, column: int) -> bool:
        """Whether the cell holds a number, a formula, or what may stand for a number; the words of a header or a remark do not."""
        cell = self.cells.get((row, column))
        if cell is None or not self.is_filled(row, column):
            return False
        if cell.formula is not None or not isinstance(cell.content, str):
            return True
        text = cell.content.strip()
        return len(text) == 1 or (len(text) <= LONGEST_FIGURE and any(mark.isdigit() for mark in text))

    @cached_property
    def texts(self) -> list[tuple[Position, str]]:
        """Every text on the sheet and where it stands."""
        return [(at, cell.content) for at, cell in self.cells.items() if isinstance(cell.content, str) and cell.content]

    @cached_property
    def row_numbers(self) -> list[int]:
        """The rows that hold anything, from the top."""
        return sorted({row for row, _ in self.cells})

    def top_left(self, at: Position) -> Position:
        """The cell that holds the content of the merged area a cell is in; the cell itself where it is in none."""
        for first_row, first_column, last_row, last_column in self.merges:
            if first_row <= at[0] <= last_row and first_column <= at[1] <= last_column:
                return (first_row, first_column)
        return at


@dataclass(frozen=True)
class Book:
    """One workbook."""

    sheets: tuple[Sheet, ...]
    names: Mapping[str, Place | None] = field(default_factory=dict)
    """Workbook-level defined names of single cells; None where a name points nowhere."""
    formulas_visible: bool = True
    external_links: tuple[str, ...] = ()
    has_macros: bool = False

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, case-insensitively as spreadsheets do."""
        return next((sheet for sheet in self.sheets if sheet.name.lower() == name.lower()), None)

    def cell(self, place: Place) -> RawCell:
        """The cell at a place; an empty one where nothing stands."""
        sheet = self.sheet(place.sheet)
        return sheet.cells.get((place.row, place.column), RawCell()) if sheet else RawCell()
