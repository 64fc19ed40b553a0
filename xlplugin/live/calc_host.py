"""LibreOffice Calc as a host, through the engine in `calc_engine`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any
from urllib.parse import unquote, urlparse

from xlplugin.errors import HostError
from xlplugin.filing.cells import Place
from xlplugin.live.calc.bridge import host_errors
from xlplugin.live.host import Position

_SUFFIXES = "*.xlsx;*.xlsm;*.xls;*.ods;*.et"
_GAP = 300
"""Between a note and its cell, in hundredths of a millimetre."""


class CalcHost:
    """Calc's answers to `Host`. What Calc drops in silence on protected cells is seen when it is read back."""

    name = "calc"

    def full_name(self, book: Any) -> str:
        """Calc's own."""
        return str(book.impl.fullname)

    def calculate(self, book: Any) -> None:
        """That workbook alone."""
        book.impl.api.calculateAll()

    def selected(self, book: Any) -> tuple[str, int, int] | None:
        """As its own window has it."""
        selection = book.impl.selection
        return None if selection is None else (selection.sheet.name, selection.row, selection.column)

    def show_sheet(self, sheet: Any) -> None:
        """In its own window, whichever is in front."""
        sheet.impl.activate()

    def select(self, sheet: Any, row: int, column: int) -> None:
        """And scrolls to it."""
        sheet.impl.range((row, column)).select()

    def tell(self, book: Any, words: str, title: str) -> None:
        """A message box."""
        book.impl.alert(words, title, "ok", "info")

    def ask(self, book: Any, words: str, title: str) -> bool:
        """A message box with two buttons."""
        return bool(book.impl.alert(words, title, "ok_cancel", "info") == "ok")

    def first_day(self, book: Any) -> dt.datetime:
        """As the document's settings have it."""
        day = book.impl.api.NullDate
        return dt.datetime(day.Year, day.Month, day.Day)

    def last_filled(self, sheet: Any) -> Position:
        """All in one pass."""
        last: Position = sheet.impl.last_filled()
        return last

    def merged_areas(self, sheet: Any) -> tuple[tuple[int, int, int, int], ...]:
        """All in one pass."""
        return tuple((area.top, area.left, area.bottom, area.right) for area in sheet.impl.merged_areas())

    def hidden_lines(self, sheet: Any) -> tuple[frozenset[int], frozenset[int]]:
        """Of the used area."""
        hidden: tuple[frozenset[int], frozenset[int]] = sheet.impl.hidden_lines()
        return hidden

    def definitions(self, book: Any) -> Mapping[str, str]:
        """All in one pass."""
        names: Mapping[str, str] = book.impl.definitions()
        return names

    def read_notes(self, sheet: Any) -> dict[Position, str]:
        """All in one pass."""
        notes: dict[Position, str] = sheet.impl.read_notes()
        return notes

    def write_notes(self, sheet: Any, notes: Mapping[Position, str | None]) -> None:
        """One call a note."""
        with suppress(HostError):
            sheet.impl.write_notes(notes)

    def size_notes(self, sheet: Any, sizes: Mapping[Position, tuple[float, float]]) -> None:
        """Calc's own notes are too narrow to read a sentence in, and grow as high as they must. One that would stand right of all that is filled, which is off the screen, stands left of its cell."""
        end = sheet.impl.api.getCellByPosition(sheet.impl.last_filled()[1], 0).Position.X
        for (row, column), (width, height) in sizes.items():
            note = sheet.impl.api.getCellByPosition(column - 1, row - 1).getAnnotation()
            if not note.getString():
                continue
            shape = note.getAnnotationShape()
            size = shape.getSize()
            size.Width, size.Height = int(width * 100), int(height * 100)
            shape.setSize(size)
            place, cell = shape.getPosition(), note.getParent()
            if end < place.X + size.Width and size.Width < cell.Position.X:
                place.X = cell.Position.X - size.Width - _GAP
                shape.setPosition(place)

    def show_note(self, sheet: Any, cell: Position, others: Sequence[Position]) -> None:
        """A note is a shape that is visible or not."""
        for row, column in (*others, *([cell] if cell[0] else [])):
            note = sheet.impl.api.getCellByPosition(column - 1, row - 1).getAnnotation()
            is_shown = (row, column) == cell and bool(note.getString())
            if note.getIsVisible() != is_shown:
                note.setIsVisible(is_shown)

    def read_fills(self, sheet: Any, cells: Sequence[Position]) -> dict[Position, str]:
        """Few calls for many cells."""
        fills: dict[Position, str] = sheet.impl.read_fills(cells)
        return fills

    def write_fills(self, sheet: Any, fills: Mapping[Position, str]) -> None:
        """One call for all cells of a fill."""
        with suppress(HostError):
            sheet.impl.write_fills(fills)

    def write_links(self, sheet: Any, links: Mapping[Position, tuple[Place, str]]) -> None:
        """Text fields that jump within the workbook."""
        sheet.impl.write_links(links)

    def write_rows(self, sheet: Any, row: int, column: int, rows: Sequence[Sequence[str]]) -> None:
        """Cell by cell: Calc can undo that, and what refers to the cells stays whole."""
        cells = {(row + at, column + offset): text for at, texts in enumerate(rows) for offset, text in enumerate(texts)}
        for (at, across), text in cells.items():
            sheet.impl.api.getCellByPosition(across - 1, at - 1).setString(text)

    @contextmanager
    def writable(self, sheet: Any) -> Iterator[bool]:
        """Calc keeps a sheet's options of protection while it is unprotected."""
        is_protected = sheet.impl.is_protected
        try:
            if is_protected:
                sheet.impl.unprotect()
        except HostError:
            yield False
            return
        try:
            with host_errors(sheet.book.impl.api):
                yield True
        finally:
            if is_protected:
                sheet.impl.protect()

    def one_step(self, book: Any, title: str) -> AbstractContextManager[None]:
        """One entry of Calc's undo list, drawn once."""
        step: AbstractContextManager[None] = book.impl.one_step(title)
        return step

    def hide_deeply(self, sheet: Any) -> None:
        """Calc knows hidden only."""
        sheet.visible = False

    def show_status(self, book: Any, text: str) -> None:
        """The status bar of the window in front."""
        book.app.impl.status_bar = text or None

    def pick_file(self, book: Any, title: str) -> str | None:
        """LibreOffice's own dialog."""
        picker = book.app.impl.service("com.sun.star.ui.dialogs.FilePicker")
        picker.setTitle(title)
        picker.appendFilter(_SUFFIXES, _SUFFIXES)
        return unquote(urlparse(picker.getSelectedFiles()[0]).path) if picker.execute() == 1 else None
