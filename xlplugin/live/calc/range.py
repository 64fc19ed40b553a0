"""A block of cells and a cell's note, as xlwings knows them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from xlplugin.errors import NotWrittenError
from xlplugin.filing.cells import Place
from xlplugin.live.calc.appearance import Appearance
from xlplugin.live.calc.bridge import load_uno
from xlplugin.live.calc.cells import Block, read_block, read_contents, read_values, write_cells, write_values
from xlplugin.live.calc.document import Area, Document, Position, area_of
from xlplugin.live.calc.formulas import from_excel, quoted_sheet
from xlplugin.live.calc.marks import read_fills, write_fills, write_links, write_notes

_CONTENTS = 1 | 2 | 4 | 16
"""com.sun.star.sheet.CellFlags: numbers, dates, texts, formulas."""

Colour = tuple[int, int, int]


class Note:
    """The note of a cell."""

    def __init__(self, cell: Range, api: Any) -> None:
        self.location = cell
        self.api = api

    @property
    def text(self) -> str:
        """The text, its lines parted by a line feed."""
        return str(self.api.getString())

    @text.setter
    def text(self, text: str) -> None:
        self.location.add_note(text)
        self.api = self.location.cell.getAnnotation()

    @property
    def author(self) -> str:
        """Who wrote it, as Calc keeps it."""
        return str(self.api.getAuthor())

    def delete(self) -> None:
        """Takes the note away; raises NotWrittenError where Calc keeps it."""
        self.location.write_notes(None)


class Range(Appearance):
    """A block of cells. Calc is asked for it only when something of it is wanted."""

    options: object = None
    has_array: bool | None = None
    max_cells_per_read: int | None = None
    max_cells_per_write: int | None = None

    def __init__(self, sheet: Any, area: Area) -> None:
        self.sheet = sheet
        self.area = area
        self.row, self.column = area.top, area.left
        self.shape = (area.bottom - area.top + 1, area.right - area.left + 1)

    @cached_property
    def api(self) -> Any:
        """Calc's own object (`com.sun.star.sheet.SheetCellRange`)."""
        return self.sheet.api.getCellRangeByPosition(self.area.left - 1, self.area.top - 1, self.area.right - 1, self.area.bottom - 1)

    @cached_property
    def cell(self) -> Any:
        """Calc's own object for the first cell (`com.sun.star.sheet.SheetCell`)."""
        return self.sheet.api.getCellByPosition(self.area.left - 1, self.area.top - 1)

    @property
    def document(self) -> Document:
        """The document it belongs to."""
        document: Document = self.sheet.book.document
        return document

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        """Sheet, first row, first column, rows, columns."""
        return (self.sheet.name, self.row, self.column, *self.shape)

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> Range:
        """The cell of that row and column of the block, or of that number, counted row by row; all from 1."""
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        top, left = self.area.top + row - 1, self.area.left + column - 1
        return Range(self.sheet, Area(top, left, top, left))

    @property
    def address(self) -> str:
        """`$A$1:$B$2`."""
        return self.get_address(True, True, False)

    def get_address(self, row_absolute: bool, column_absolute: bool, external: bool) -> str:
        """The address in Excel's notation; `external`: with workbook and sheet."""
        corners = [_corner(self.area.top, self.area.left, row_absolute, column_absolute), _corner(self.area.bottom, self.area.right, row_absolute, column_absolute)]
        address = corners[0] if self.area.is_cell else ":".join(corners)
        return f"{quoted_sheet(f'[{self.sheet.book.name}]{self.sheet.name}')}!{address}" if external else address

    @property
    def raw_value(self) -> list[list[object]] | object:
        """The values, row by row; of a single cell the value itself."""
        values = read_values(self.document, self.api)
        return values[0][0] if self.area.is_cell else values

    @raw_value.setter
    def raw_value(self, value: object) -> None:
        rows, columns = self.shape
        if not isinstance(value, (list, tuple)):
            value = [[value] * columns] * rows
        elif value and not isinstance(value[0], (list, tuple)):
            value = [value]
        if self.area.is_cell:
            content = value[0][0]
            write_cells(self.document, self.sheet.api, {(self.row, self.column): f"'{content}" if isinstance(content, str) and not content.startswith("'") else content})
        else:
            write_values(self.document, self.api, value)

    @property
    def formula(self) -> tuple[tuple[str, ...], ...] | str:
        """What would be typed: formulas in Excel's notation, values as text; of a single cell the text itself."""
        contents = read_contents(self.document, self.api)
        return contents[0][0] if self.area.is_cell else contents

    @formula.setter
    def formula(self, value: str | Sequence[Sequence[str]]) -> None:
        if self.area.is_cell:
            write_cells(self.document, self.sheet.api, {(self.row, self.column): value if isinstance(value, str) else value[0][0]})
            return
        rows = [[value] * self.shape[1]] * self.shape[0] if isinstance(value, str) else value
        try:
            self.api.setFormulaArray(tuple(tuple(from_excel(text) if text.startswith("=") else text for text in row) for row in rows))
        except load_uno().getClass("com.sun.star.uno.RuntimeException") as error:
            raise NotWrittenError(sheet=self.sheet.name, what=self.address) from error

    def read(self) -> Block:
        """Values and formulas of the block together."""
        return read_block(self.document, self.api)

    def clear_contents(self) -> None:
        """Empties the cells; notes and formats stay. Raises NotWrittenError where Calc leaves them."""
        self.api.clearContents(_CONTENTS)
        if self.api.queryContentCells(_CONTENTS).getCount():
            raise NotWrittenError(sheet=self.sheet.name, what=self.address)

    @property
    def color(self) -> Colour | None:
        """The fill as red, green, blue; None where there is none, or several."""
        fills = {word[-6:] for word in read_fills(self.document, self.sheet.api, self.area.positions()).values()} if not self.area.is_cell else {self._fill()}
        colour = fills.pop() if len(fills) == 1 else ""
        return _rgb(colour) if len(colour) == 6 else None

    @color.setter
    def color(self, colour: Colour | str | None) -> None:
        word = "none" if colour is None else colour.removeprefix("#") if isinstance(colour, str) else "{:02X}{:02X}{:02X}".format(*colour)
        write_fills(self.document, self.sheet.api, dict.fromkeys(self.area.positions(), word))

    def set_colors(self, colours: Sequence[Sequence[Any]]) -> None:
        """Fills cell by cell: red, green, blue; None takes the fill away, `...` leaves it."""
        words: dict[Position, str] = {}
        for at, colour in zip(self.area.positions(), (colour for row in colours for colour in row), strict=True):
            if colour is not ...:
                words[at] = "none" if colour is None else "{:02X}{:02X}{:02X}".format(*colour)
        write_fills(self.document, self.sheet.api, words)

    @property
    def note(self) -> Note | None:
        """The note of the first cell."""
        annotation = self.cell.getAnnotation()
        return Note(self, annotation) if annotation.getString() else None

    def add_note(self, text: str) -> Note:
        """Puts a note at the first cell, in place of one that is there."""
        self.write_notes(text)
        return Note(self, self.cell.getAnnotation())

    def write_notes(self, text: str | None) -> None:
        """Sets or takes away the note of the first cell; raises NotWrittenError where Calc does not."""
        write_notes(self.document, self.sheet.api, {(self.row, self.column): text})

    @property
    def hyperlink(self) -> str:
        """Where the link in the first cell leads to; empty where there is none."""
        fields = self.cell.getTextFields()
        return str(fields.getByIndex(0).getPropertyValue("URL")) if fields.getCount() else ""

    def add_hyperlink(self, address: str, text_to_display: str, screen_tip: str | None = None) -> None:
        """Puts a link in the first cell; `#Sheet!A1` leads to a place in the same workbook. Calc knows no screen tip."""
        del screen_tip
        write_links(self.document, self.sheet.api, {(self.row, self.column): (address, text_to_display)})

    def select(self) -> None:
        """Selects the cells and scrolls them into view. Raises NotWrittenError where Calc does not, as on a hidden sheet."""
        controller = self.document.model.getCurrentController()
        controller.select(self.api)
        selection = controller.getSelection()
        if not hasattr(selection, "getRangeAddress") or selection.AbsoluteName != self.api.AbsoluteName:
            raise NotWrittenError(sheet=self.sheet.name, what=self.address)

    @property
    def merge_cells(self) -> bool:
        """Whether the block holds merged cells."""
        return bool(self.api.getIsMerged())

    @property
    def merge_area(self) -> Range:
        """The merged block that the first cell is in; the cell itself where it is in none."""
        cursor = self.sheet.api.createCursorByRange(self.cell)
        cursor.collapseToMergedArea()
        return Range(self.sheet, area_of(cursor))

    def _fill(self) -> str:
        return read_fills(self.document, self.sheet.api, [(self.row, self.column)])[self.row, self.column][-6:]


def _corner(row: int, column: int, row_absolute: bool, column_absolute: bool) -> str:
    letters = Place("", 1, column).address[:-1]
    return f"{'$' * column_absolute}{letters}{'$' * row_absolute}{row}"


def _rgb(word: str) -> Colour:
    return int(word[0:2], 16), int(word[2:4], 16), int(word[4:6], 16)
