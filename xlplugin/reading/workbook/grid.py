"""A workbook as the locator sees it, whoever read it: sheets of cells, merged areas, defined names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from operator import itemgetter
from typing import Any, TypeVar, cast

from xlplugin.filing.cells import Aside, Obstacle, Place
from xlplugin.filing.facts import Sight
from xlplugin.reading.figures.number_format import NumberFormat

T = TypeVar("T")
Position = tuple[int, int]
"""Row and column, from 1."""
Rectangle = tuple[int, int, int, int]
"""First row, first column, last row, last column."""
MOST_CORNERS = 20_000
"""Merged areas of more cells in all are searched, not written out cell by cell."""
LONGEST_FIGURE = 30
"""A figure with its note, 22（其中修订16件）, is no longer than this many characters."""


class ErrorValue(str):
    """An error value, whatever its name; a text that reads so is an ordinary `str`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What the screen makes of a cell, where that is more or less than its content."""

    number_format: NumberFormat | None = None
    is_faint: bool = False
    """Whether its letters have the colour of their ground."""
    is_struck: bool = False
    """Whether the whole cell is struck out."""
    stands: str | None = None
    """Of a text some of whose characters are struck out, unseen or set as marks: the others."""
    aside: tuple[Aside, ...] = ()
    """And those."""


@dataclass(frozen=True, slots=True)
class RawCell:
    """What a cell holds. `content` is the typed value, or for a formula the saved one (None: never calculated).

    A date is the number that the cell keeps for it; that it shows as a date is its look.
    """

    content: object = None
    formula: str | None = None
    """With its leading `=`. A cell that an array formula fills has that of the array."""
    look: Look | None = field(default=None, compare=False)

    @property
    def stands(self) -> object:
        """The content without the characters that are struck out, unseen or set as marks."""
        return self.content if self.look is None or self.look.stands is None else self.look.stands

    @property
    def is_filled(self) -> bool:
        """Whether it holds a formula or anything but blanks."""
        if self.formula is not None or self.content is None:
            return self.formula is not None
        return not isinstance(stands := self.stands, str) or stands.strip() != ""

    @property
    def day(self) -> object:
        """The date that a number shows as; the content of any other cell."""
        form = self.look.number_format if self.look else None
        if form is None or isinstance(self.content, bool) or not isinstance(self.content, (int, float)) or not form.is_date_of(self.content):
            return self.content
        return form.date(self.content)


NOTHING = RawCell()
"""A cell in which nothing stands."""


@dataclass(frozen=True, slots=True)
class ArrayArea:
    """The cells that one array formula fills; `is_dynamic`: as many as its result has, nothing stands in the others."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    is_dynamic: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """How the workbook wants to be calculated."""

    is_1904: bool = False
    """Days count from 1904-01-01, not from 1899-12-31."""
    is_precision_as_shown: bool = False
    """以显示精度为准: every number is rounded as its cell shows it."""
    iterations: int = 0
    """How often a circle of formulas may be gone round; 0: circles are an error."""
    least_change: float = 0.001
    """A circle is left when no cell of it changes by more than this."""


def may_be_figure(text: str) -> bool:
    """Whether a text may stand for a number; the words of a header or a remark do not."""
    text = text.strip()
    return len(text) == 1 or (len(text) <= LONGEST_FIGURE and any(map(str.isdigit, text)))


@dataclass(frozen=True)
class Sheet:
    """One worksheet; only cells that hold something are in `cells`."""

    name: str
    cells: Mapping[Position, RawCell]
    merges: tuple[Rectangle, ...] = ()
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    arrays: Mapping[Position, ArrayArea] = field(default_factory=dict)
    """By each cell that an array formula fills."""
    filters: tuple[Rectangle, ...] = ()
    """Where a filter hides rows; the first row of each is its heading."""
    has_tables: bool = False
    """Whether tables (ListObjects), which may have filters of their own, lie on it."""
    formats: Mapping[Position, str] = field(default_factory=dict)
    """Number formats other than General, read only where the workbook calculates as shown."""
    drawings: tuple[tuple[Rectangle, Obstacle], ...] = ()
    """The cells that pictures and drawings cover."""
    icons: tuple[Rectangle, ...] = ()
    """Where a conditional format shows icons or bars in place of numbers."""

    like: tuple[Sheet, tuple[Position, ...]] | None = field(default=None, compare=False, repr=False)
    """A sheet with texts in the same cells, where it was filled in from one, and where that one has other texts."""

    def filled(self, cells: Mapping[Position, RawCell], texts: tuple[Position, ...] | None = None) -> Sheet:
        """The same sheet with other cells; what is told of its merged areas stays known. `texts`: where others stand than here, if texts stand in the same cells."""
        lasting = self.told("lasting", lambda sheet: {name: getattr(sheet, name) for name in (*(one.name for one in fields(Sheet)), "_corners", "merge_from")})
        sheet = Sheet.__new__(Sheet)  # many times faster than `replace`
        like = {"like": None} if texts is None else {"like": (self, texts), "_text_positions": self._text_positions}
        sheet.__dict__.update(lasting, cells=cells, _told={}, **like)
        return sheet

    def told_by_texts(self, what: str, tell: Callable[[str], T | None]) -> dict[Position, T]:
        """What is told by texts as a formula sees them, row by row, of those that tell anything; `tell` depends on the text alone, and `what` is its name."""
        known: dict[Position, T] | None = self._told.get(what)
        if known is None:
            if self.like is None:
                known = {at: told for at, text in self.texts_from_the_top if (told := tell(text)) is not None}
            else:
                like, others = self.like
                known = like.told_by_texts(what, tell)
                own = {at: told for at in others if (told := tell(str(self.cells[at].content))) is not None}
                if own or not known.keys().isdisjoint(others):
                    known = dict(sorted({**{at: told for at, told in known.items() if at not in others}, **own}.items(), key=itemgetter(0)))
            self._told[what] = known
        return known

    def told(self, what: str, tell: Callable[[Sheet], T]) -> T:
        """What is told by the sheet alone; a sheet in which files of one layout do not differ is one object, and asked once. `what` is its name."""
        if what not in self._told:
            self._told[what] = tell(self)
        return cast("T", self._told[what])

    @cached_property
    def _told(self) -> dict[str, Any]:
        return {}

    def text(self, row: int, column: int) -> str:
        """The cell's content where it is text, else an empty string."""
        cell = self.cells.get((row, column))
        return stands if cell is not None and isinstance(stands := cell.stands, str) else ""

    def shown(self, row: int, column: int) -> str:
        """The cell's content as text, whatever it is."""
        cell = self.cells.get((row, column))
        return "" if cell is None or cell.content is None else str(cell.stands)

    def is_filled(self, row: int, column: int) -> bool:
        """Whether the cell holds a formula or anything but blanks."""
        cell = self.cells.get((row, column))
        return cell is not None and cell.is_filled

    def holds_figure(self, row: int, column: int) -> bool:
        """Whether the cell holds a number, a formula, or what may stand for a number; the words of a header or a remark do not."""
        cell = self.cells.get((row, column))
        return cell is not None and cell.is_filled and (cell.formula is not None or not isinstance(cell.content, str) or may_be_figure(cell.content))

    @cached_property
    def texts(self) -> list[tuple[Position, str]]:
        """Every text on the sheet and where it stands."""
        return [(at, stands) for at, cell in self.cells.items() if isinstance(cell.content, str) and isinstance(stands := cell.stands, str) and stands]

    @cached_property
    def texts_from_the_top(self) -> list[tuple[Position, str]]:
        """Every text as a formula sees it, row by row."""
        return [(at, str(self.cells[at].content)) for at in self._text_positions]

    @cached_property
    def _text_positions(self) -> list[Position]:
        """Where texts stand, row by row."""
        return sorted([at for at, cell in self.cells.items() if isinstance(cell.content, str)])

    @cached_property
    def row_numbers(self) -> list[int]:
        """The rows that hold anything, from the top."""
        return sorted(self.columns_by_row)

    @cached_property
    def columns_by_row(self) -> dict[int, list[int]]:
        """By row the columns in which anything stands."""
        found: dict[int, list[int]] = {}
        for row, column in self.cells:
            found.setdefault(row, []).append(column)
        return found

    @cached_property
    def merge_from(self) -> dict[Position, tuple[int, int, int, int]]:
        """The merged areas by their top left cell."""
        return {area[:2]: area for area in self.merges}

    def top_left(self, at: Position) -> Position:
        """The cell that holds the content of the merged area a cell is in; the cell itself where it is in none."""
        if (corners := self._corners) is not None:
            return corners.get(at, at)
        return next((area[:2] for area in self.merges if area[0] <= at[0] <= area[2] and area[1] <= at[1] <= area[3]), at)

    def is_merged(self, at: Position) -> bool:
        """Whether a cell is in a merged area."""
        if (corners := self._corners) is not None:
            return at in corners
        return any(area[0] <= at[0] <= area[2] and area[1] <= at[1] <= area[3] for area in self.merges)

    @cached_property
    def turned(self) -> Sheet:
        """The sheet with its rows as columns: for finding tables that stand so."""
        cells = {(column, row): cell for (row, column), cell in self.cells.items()}
        areas = tuple((left, top, right, bottom) for top, left, bottom, right in self.merges)
        return Sheet(self.name, cells, areas, self.is_hidden, self.hidden_columns, self.hidden_rows)

    @cached_property
    def _corners(self) -> dict[Position, Position] | None:
        """By each merged cell the top left one of its area, of areas that overlap the first; None where the areas are too large to write out."""
        if sum((area[2] - area[0] + 1) * (area[3] - area[1] + 1) for area in self.merges) > MOST_CORNERS:
            return None
        corners: dict[Position, Position] = {}
        for first_row, first_column, last_row, last_column in reversed(self.merges):
            corners.update(((row, column), (first_row, first_column)) for row in range(first_row, last_row + 1) for column in range(first_column, last_column + 1))
        return corners


@dataclass(frozen=True)
class Book:
    """One workbook."""

    sheets: tuple[Sheet, ...]
    names: Mapping[str, Place | None] = field(default_factory=dict)
    """Workbook-level defined names of single cells; None where a name points nowhere."""
    formulas_visible: bool = True
    external_links: tuple[str, ...] = ()
    has_macros: bool = False
    blind: frozenset[Sight] = frozenset()
    """What the reader of this kind of file cannot see."""
    definitions: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """What every name means, as a formula without `=`; by the sheet it belongs to ("": the workbook) and the name, both in small letters."""
    settings: Settings = Settings()
    shape: Any = field(default=None, compare=False, repr=False)
    """The layout that it was filled in by, if any (`reading.layouts`)."""
    unlike: tuple[tuple[int, Position, str], ...] | None = field(default=None, compare=False, repr=False)
    """By the number of the sheet, the texts in which it differs from the workbook that its layout was learned from; None where it differs otherwise, too, but for figures."""
    changed: tuple[Mapping[Position, RawCell], ...] | None = field(default=None, compare=False, repr=False)
    """By the number of the sheet, the cells in which it may differ from that workbook; None where it was read without a layout."""

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, case-insensitively as spreadsheets do."""
        return self._by_name.get(name) or self._by_name.get(name.lower())

    @cached_property
    def _by_name(self) -> dict[str, Sheet]:
        """The sheets by their names in small letters, of two the first; and by their names as written, where no other comes before them."""
        found: dict[str, Sheet] = {}
        for sheet in self.sheets:
            first = found.setdefault(sheet.name.lower(), sheet)
            found.setdefault(sheet.name, first)
        return found

    def cells(self, places: Mapping[str, Place]) -> dict[str, RawCell]:
        """What stands at several places, by their names."""
        held = {name: sheet.cells if (sheet := self.sheet(name)) else {} for name in {place.sheet for place in places.values()}}
        return {name: held[place.sheet].get((place.row, place.column), NOTHING) for name, place in places.items()}

    def cell(self, place: Place) -> RawCell:
        """The cell at a place; an empty one where nothing stands."""
        sheet = self.sheet(place.sheet)
        return sheet.cells.get((place.row, place.column), NOTHING) if sheet else NOTHING
