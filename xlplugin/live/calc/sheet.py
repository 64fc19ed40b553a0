"""Sheets, as xlwings knows them, and what of a whole sheet is read or written in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import xlwings

from xlplugin.errors import HostError, NotWrittenError, PasswordError
from xlplugin.filing.cells import Place
from xlplugin.live.calc import layout, marks
from xlplugin.live.calc.bridge import host_errors, load_uno
from xlplugin.live.calc.cells import write_cells, write_rows
from xlplugin.live.calc.document import Area, Position, area_of
from xlplugin.live.calc.formulas import quoted_sheet
from xlplugin.live.calc.names import Names
from xlplugin.live.calc.range import Note, Range

LAST_ROW, LAST_COLUMN = 1_048_576, 1024


class Sheet:
    """One sheet. `api` is Calc's own object (`com.sun.star.sheet.Spreadsheet`)."""

    def __init__(self, book: Any, api: Any) -> None:
        self.book = book
        self.api = api

    @property
    def name(self) -> str:
        """The name on its tab."""
        return str(self.api.getName())

    @name.setter
    def name(self, name: str) -> None:
        self.api.setName(name)
        if self.name != name:
            raise NotWrittenError(sheet=self.name, what=name)

    @property
    def index(self) -> int:
        """Its number among the sheets, from 1."""
        return int(self.api.getRangeAddress().Sheet) + 1

    @property
    def visible(self) -> bool:
        """Whether its tab is shown. Calc knows no very hidden sheets."""
        return bool(self.api.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.api.setPropertyValue("IsVisible", bool(value))
        if self.visible != bool(value):
            raise NotWrittenError(sheet=self.name, what="visible")

    @property
    def names(self) -> Names:
        """The names that hold on this sheet alone."""
        return Names(self.book, [self])

    @property
    def notes(self) -> Iterator[Note]:
        """The notes of the sheet."""
        annotations = self.api.getAnnotations()
        for number in range(annotations.getCount()):
            one = annotations.getByIndex(number)
            at = one.getPosition()
            yield Note(Range(self, Area(at.Row + 1, at.Column + 1, at.Row + 1, at.Column + 1)), one)

    def range(self, start: Any, end: Any = None) -> Range:
        """Cells by address (`A1:B2`, `A:B`), by name, by (row, column) from 1, or from one range to another.

        Raises xlwings' NoSuchObjectError where there is nothing of that name.
        """
        if isinstance(start, str) and end is None:
            return self._named(start)
        first = _corners(start) if not isinstance(start, str) else self._named(start).area
        last = first if end is None else _corners(end) if not isinstance(end, str) else self._named(end).area
        return Range(self, Area(min(first.top, last.top), min(first.left, last.left), max(first.bottom, last.bottom), max(first.right, last.right)))

    @property
    def cells(self) -> Range:
        """All cells."""
        return Range(self, Area(1, 1, LAST_ROW, LAST_COLUMN))

    @property
    def used_range(self) -> Range:
        """From the first to the last used cell."""
        return Range(self, layout.used_area(self.api))

    def last_filled(self) -> Position:
        """The last row and the last column in which anything stands; (0, 0) on an empty sheet."""
        return layout.last_filled(self.api)

    def activate(self) -> None:
        """Shows the sheet; raises NotWrittenError where it is hidden."""
        controller = self.book.document.model.getCurrentController()
        controller.setActiveSheet(self.api)
        if controller.getActiveSheet().getName() != self.name:
            raise NotWrittenError(sheet=self.name, what="activate")

    select = activate

    def delete(self) -> None:
        """Takes the sheet away; raises NotWrittenError where it is the last one."""
        name = self.name
        try:
            self.book.document.model.getSheets().removeByName(name)
        except load_uno().getClass("com.sun.star.uno.RuntimeException") as error:
            raise NotWrittenError(sheet=name, what="delete") from error

    def read_notes(self) -> dict[Position, str]:
        """Every note's text by (row, column)."""
        return marks.read_notes(self.api)

    def write_notes(self, notes: Mapping[Position, str | None]) -> None:
        """Sets many notes; None takes one away. Raises NotWrittenError where one did not stick."""
        marks.write_notes(self.book.document, self.api, notes)

    def read_fills(self, cells: Iterable[Position]) -> dict[Position, str]:
        """The fills of cells, as `write_fills` puts them back: see `marks.read_fills`."""
        return marks.read_fills(self.book.document, self.api, cells)

    def write_fills(self, fills: Mapping[Position, str]) -> None:
        """Sets many fills (`RRGGBB`, or what `read_fills` gave). Raises NotWrittenError where they did not stick."""
        marks.write_fills(self.book.document, self.api, fills)

    def write_links(self, links: Mapping[Position, tuple[Place, str]]) -> None:
        """Puts links to places of this workbook, each with the text to show."""
        targets = {at: (f"#{quoted_sheet(place.sheet)}.{place.address}", text) for at, (place, text) in links.items()}
        marks.write_links(self.book.document, self.api, targets)

    def write_cells(self, contents: Mapping[Position, object]) -> None:
        """Writes single cells so that Calc can undo it; texts that begin with `=` are formulas in Excel's notation."""
        write_cells(self.book.document, self.api, contents)

    def write_rows(self, row: int, column: int, rows: Sequence[Sequence[object]]) -> None:
        """Replaces many cells of a sheet of our own so that Calc can undo it: see `cells.write_rows`."""
        write_rows(self.book.document, self.api, row, column, rows)

    def merged_areas(self) -> list[Area]:
        """The merged blocks of the used cells."""
        return layout.merged_areas(self.api, layout.used_area(self.api))

    def hidden_lines(self) -> tuple[frozenset[int], frozenset[int]]:
        """The hidden rows and the hidden columns among the used ones."""
        used = layout.used_area(self.api)
        return layout.hidden_lines(self.api, Area(1, 1, used.bottom, used.right))

    @property
    def is_protected(self) -> bool:
        """Whether locked cells are closed to changes."""
        return bool(self.api.isProtected())

    def unprotect(self, password: str = "") -> None:
        """Takes the protection away, which keeps its options for `protect`. Raises PasswordError where the password is another."""
        try:
            self.api.unprotect(password)
        except load_uno().getClass("com.sun.star.lang.IllegalArgumentException") as error:
            raise PasswordError(sheet=self.name) from error
        if self.is_protected:
            raise PasswordError(sheet=self.name)

    def protect(self, password: str = "") -> None:
        """Protects the sheet, with the options that it had when it was unprotected."""
        self.api.protect(password)
        if not self.is_protected:
            raise NotWrittenError(sheet=self.name, what="protect")

    @contextmanager
    def writable(self) -> Iterator[None]:
        """Unprotects a sheet for a while; protects it again with the same options, whatever happens. Raises PasswordError at once where it has a password.

        What LibreOffice raises inside becomes a HostError.
        """
        was_protected = self.is_protected
        if was_protected:
            self.unprotect()
        try:
            with host_errors(self.book.api):
                yield
        finally:
            if was_protected and self.book.is_open:
                self.protect()

    def _named(self, address: str) -> Range:
        names = self.book.api.NamedRanges
        try:
            cells = names.getByName(address).getReferredCells() if names.hasByName(address) else self.api.getCellRangeByName(address)
        except load_uno().getClass("com.sun.star.uno.RuntimeException") as error:
            raise xlwings.NoSuchObjectError(address) from error
        if cells is None:
            raise xlwings.NoSuchObjectError(address)
        sheet = self if cells.getRangeAddress().Sheet == self.index - 1 else Sheet(self.book, cells.getSpreadsheet())
        return Range(sheet, area_of(cells))


class Sheets:
    """The sheets of a workbook, in the order of their tabs."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.api = book.document.model.getSheets()

    @property
    def active(self) -> Sheet:
        """The sheet that is shown."""
        return Sheet(self.book, self.book.document.model.getCurrentController().getActiveSheet())

    def __call__(self, key: int | str) -> Sheet:
        """The sheet of a number from 1, or of a name in any case; raises xlwings' NoSuchObjectError."""
        uno = load_uno()
        try:
            return Sheet(self.book, self.api.getByIndex(key - 1) if isinstance(key, int) else self.api.getByName(key))
        except (uno.getClass("com.sun.star.container.NoSuchElementException"), uno.getClass("com.sun.star.lang.IndexOutOfBoundsException")) as error:
            raise xlwings.NoSuchObjectError(key) from error

    def __len__(self) -> int:
        return int(self.api.getCount())

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, self.api.getByIndex(number)) for number in range(len(self)))

    def __contains__(self, key: int | str) -> bool:
        return 1 <= key <= len(self) if isinstance(key, int) else bool(self.api.hasByName(key))

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet, last where no place is given; the one that is shown stays so. Raises HostError for a name that Calc refuses."""
        taken = {one.lower() for one in self.api.getElementNames()}
        chosen = name or next(f"Sheet{number}" for number in range(1, len(taken) + 2) if f"sheet{number}" not in taken)
        at = before.index - 1 if before is not None else after.index if after is not None else len(self)
        uno = load_uno()
        try:
            self.api.insertNewByName(chosen, at)
        except uno.getClass("com.sun.star.uno.RuntimeException") as error:
            raise HostError(zh=f"无法新建工作表“{chosen}”。", en=f'cannot make the sheet "{chosen}"') from error
        return self(chosen)


def _corners(one: Any) -> Area:
    """A (row, column) or a range as a block."""
    area = getattr(one, "area", None)
    return area if isinstance(area, Area) else Area(one[0], one[1], one[0], one[1])
