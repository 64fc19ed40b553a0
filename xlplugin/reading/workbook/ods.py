"""Reads an OpenDocument spreadsheet in one pass: values, what is shown of them, hidden lines, merged areas. Formulas are not read here.

Ours, and not python-calamine's: that gives neither merged areas nor hidden lines, and refuses what SheetJS writes.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from xlplugin.errors import DamagedError, TooLargeError
from xlplugin.filing.cells import Obstacle
from xlplugin.filing.facts import Sight
from xlplugin.reading.workbook.grid import Book, Position, RawCell, Rectangle, Sheet
from xlplugin.reading.workbook.ods_cell import drawn_over, read_cell
from xlplugin.reading.workbook.ods_styles import Styles
from xlplugin.reading.workbook.openxml import MOST_SHEETS, Package
from xlplugin.reading.workbook.xml import STREAM, check_no_doctype, local
from xlplugin.text import Text

MOST_CELLS = 500_000
"""Of all sheets: a few bytes repeat a row as often as they say."""
MOST_MERGES = 5_000
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
BLIND: frozenset[Sight] = frozenset({"formulas", "names", "links"})
_WANTED = ("style", "null-date", "table", "table-column", "table-row")


def read_ods(archive: zipfile.ZipFile) -> Book:
    """The grid of a package whose parts were checked for size before. Raises `DamagedError`, `TooLargeError`."""
    package = Package.of(archive)
    try:
        sheets = _read(package.read("content.xml"))
    except (KeyError, ValueError, IndexError, OverflowError, etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error) as error:
        raise DamagedError(detail=f"{type(error).__name__}: {str(error)[:80]}") from error
    has_macros = any(name.startswith(("basic/", "scripts/")) and name.endswith(".xml") and "/script-l" not in name for name in package.names)
    return Book(tuple(sheets), formulas_visible=False, has_macros=has_macros, blind=BLIND)


def _read(content: bytes) -> list[Sheet]:
    styles, depth, before = Styles(), 0, 0
    sheets: list[Sheet] = []
    sheet = _Sheet("", False)
    wanted = tuple(f"{{*}}{name}" for name in _WANTED)
    parser = etree.iterparse(io.BytesIO(content), events=("start", "end"), tag=wanted, **STREAM)
    for event, entry in parser:
        kind = local(entry)
        if kind == "table":
            depth += 1 if event == "start" else -1
            if depth == 1 and event == "start":
                sheet = _Sheet(_value(entry, "name"), _value(entry, "style-name") in styles.hidden_tables)
            elif depth == 0:
                if len(sheets) >= MOST_SHEETS:
                    raise TooLargeError(detail=Text(f"超过 {MOST_SHEETS} 张工作表", f"more than {MOST_SHEETS} sheets"))
                sheets.append(sheet.made())
                before += len(sheet.cells)
                entry.clear()
        elif event == "end" and kind == "style":
            styles.add(entry)
        elif event == "end" and kind == "null-date":
            styles.set_first_day(_value(entry, "date-value"))
        elif event == "end" and depth == 1 and kind == "table-column":
            sheet.add_column(entry, styles)
        elif event == "end" and depth == 1 and kind == "table-row":
            sheet.add_row(entry, styles, MOST_CELLS - before)
            entry.clear()
    check_no_doctype(parser.root)
    return sheets


@dataclass
class _Sheet:
    """A sheet as far as it was read."""

    name: str
    is_hidden: bool
    cells: dict[Position, RawCell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    drawings: list[tuple[Rectangle, Obstacle]] = field(default_factory=list)
    row: int = 0
    column: int = 0

    def add_column(self, entry: Any, styles: Styles) -> None:
        count = _count(entry, "number-columns-repeated")
        if _value(entry, "visibility") in ("collapse", "filter") or _value(entry, "style-name") in styles.without_size:
            self.hidden_columns |= set(range(self.column + 1, min(self.column + count, self.column + 1000, _LAST_COLUMN) + 1))
        self.column += count

    def add_row(self, entry: Any, styles: Styles, most: int) -> None:
        count = _count(entry, "number-rows-repeated")
        first, last = self.row + 1, min(self.row + count, _LAST_ROW)
        self.row += count
        found = self._cells_of(entry, first, styles)
        if _value(entry, "visibility") in ("collapse", "filter") or _value(entry, "style-name") in styles.without_size:
            self.hidden_rows |= set(range(first, (last if found else min(last, first + 1000)) + 1))
        if len(self.cells) + len(found) * (last - first + 1) > most:
            raise TooLargeError(detail=Text(f"超过 {MOST_CELLS} 个单元格", f"more than {MOST_CELLS} cells"))
        for row in range(first, last + 1) if found else ():
            self.cells.update({(row, column): cell for column, cell in found.items()})

    def _cells_of(self, entry: Any, row: int, styles: Styles) -> dict[int, RawCell]:
        found: dict[int, RawCell] = {}
        column = 0
        for cell in entry:
            if local(cell) not in ("table-cell", "covered-table-cell"):
                continue
            count = _count(cell, "number-columns-repeated")
            raw = read_cell(cell, styles) if len(cell) or cell.attrib else None
            if len(cell):
                self.drawings += drawn_over(cell, row, column + 1)
            if raw is not None:
                if count > _LAST_COLUMN:
                    raise ValueError(f"{count} cells in a row")
                found.update(dict.fromkeys(range(column + 1, column + count + 1), raw))
            rows, columns = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if rows * columns > 1:
                self.merges.append((row, column + 1, min(row + rows - 1, _LAST_ROW), min(column + columns, _LAST_COLUMN)))
                if len(self.merges) > MOST_MERGES:
                    raise TooLargeError(detail=Text(f"一张表超过 {MOST_MERGES} 处合并单元格", f"more than {MOST_MERGES} merged areas on one sheet"))
            column += count
        return found

    def made(self) -> Sheet:
        return Sheet(self.name, self.cells, tuple(self.merges), self.is_hidden, frozenset(self.hidden_rows), frozenset(self.hidden_columns), drawings=tuple(self.drawings))


def _value(entry: Any, name: str) -> str:
    """An attribute whatever its namespace's prefix."""
    return next((str(value) for key, value in entry.attrib.items() if key.rpartition("}")[2] == name), "")


def _count(entry: Any, name: str) -> int:
    text = _value(entry, name)
    return max(1, int(text)) if text else 1
