"""A workbook as the locator sees it, whoever read it: sheets of cells, merged areas, defined names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlplugin.filing import Place

Position = tuple[int, int]
"""Row and column, from 1."""


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
