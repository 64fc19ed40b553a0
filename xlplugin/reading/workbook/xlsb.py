"""Reads a binary Open XML workbook (.xlsb) in one pass: values, number formats, hidden lines, merged areas; [MS-XLSB]. Formulas are not read.

Ours, and not python-calamine's: that leaves out the short cell records that SheetJS writes, and says nothing.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass, field
from struct import error as StructError
from struct import unpack_from
from typing import Any

from lxml import etree

from xlplugin.errors import DamagedError, TooLargeError
from xlplugin.filing.facts import Sight
from xlplugin.reading.workbook.biff12 import ERRORS, number_of_rk, records, text
from xlplugin.reading.workbook.grid import Book, ErrorValue, Position, RawCell, Sheet
from xlplugin.reading.workbook.openxml import Package
from xlplugin.reading.workbook.strings import unescape
from xlplugin.reading.workbook.styles import PLAIN, Style
from xlplugin.reading.workbook.xlsb_styles import read_styles
from xlplugin.text import Text

MOST_CELLS = 500_000
BLIND: frozenset[Sight] = frozenset({"formulas", "names", "links", "runs"})
_ROW, _SST_ITEM, _COLUMN, _WORKBOOK, _SHEET, _MERGE = 0, 19, 60, 153, 156, 176
_SHORT, _LAST_CELL, _RICH_CELL = 12, 18, 62
"""Cell records from here on leave out their column: they stand right of the cell before."""
_LAST_COLUMN = 16384


def read_xlsb(archive: zipfile.ZipFile) -> Book:
    """The grid of a package whose parts were checked for size before. Raises `DamagedError`, `TooLargeError`."""
    package = Package.of(archive)
    try:
        sheets = _read(package)
    except (KeyError, ValueError, IndexError, StructError, etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error) as error:
        raise DamagedError(detail=f"{type(error).__name__}: {str(error)[:80]}") from error
    has_macros = any(name.endswith("vbaproject.bin") for name in package.names)
    return Book(tuple(sheets), formulas_visible=False, has_macros=has_macros, blind=BLIND)


def _read(package: Package) -> list[Sheet]:
    main = package.main() or ""
    relations = package.relations(main)
    parts = {kind: target for kind, target, is_outside in relations.values() if not is_outside}
    strings = _strings(package, parts.get("sharedStrings", ""))
    is_1904, styles, sheets = False, None, []
    for kind, body in records(package.read(main)):
        if kind == _WORKBOOK:
            is_1904 = bool(body[0] & 1)
        elif kind == _SHEET:
            id, at = text(body, 8)
            name, _ = text(body, at)
            if styles is None:
                styles = list(read_styles(package.read(parts["styles"]), is_1904)) if package.has(parts.get("styles", "")) else []
            if id in relations and relations[id][0] == "worksheet":
                sheets.append(_Sheet(name, body[0] != 0, strings, styles).read(package.read(relations[id][1])))
    return sheets


def _strings(package: Package, name: str) -> list[str]:
    if not package.has(name):
        return []
    return [unescape(text(body, 1)[0]) for kind, body in records(package.read(name)) if kind == _SST_ITEM]


@dataclass
class _Sheet:
    """A sheet as far as it was read."""

    name: str
    is_hidden: bool
    strings: list[str]
    styles: list[Style]
    cells: dict[Position, RawCell] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def read(self, content: bytes) -> Sheet:
        row = column = 0
        for kind, body in records(content):
            if kind == _ROW:
                row, _, height, flags = unpack_from("<IIHH", body)
                row, column = row + 1, 0
                if height == 0 or flags >> 8 & 0x10:
                    self.rows.add(row)
            elif 1 <= kind <= _LAST_CELL:
                is_short = kind >= _SHORT
                column = column + 1 if is_short else unpack_from("<I", body)[0] + 1
                self._cell(row, column, kind - _SHORT + 1 if is_short else kind, body if is_short else body[4:])
            elif kind == _RICH_CELL:  # a text of several looks that stands in its cell
                column = unpack_from("<I", body)[0] + 1
                self._cell(row, column, kind, body[4:])
            elif kind == _COLUMN:
                first, last, width, _, flags = unpack_from("<IIIIH", body)
                if flags & 1 or width == 0:
                    self.columns |= set(range(first + 1, min(last, first + 1000, _LAST_COLUMN - 1) + 2))
            elif kind == _MERGE:
                top, bottom, left, right = unpack_from("<IIII", body)
                self.merges.append((top + 1, left + 1, bottom + 1, right + 1))
        return Sheet(self.name, self.cells, tuple(self.merges), self.is_hidden, frozenset(self.rows), frozenset(self.columns))

    def _cell(self, row: int, column: int, kind: int, body: bytes) -> None:
        """One cell; `body` from its style on."""
        if kind == 1:
            return
        if len(self.cells) >= MOST_CELLS:
            raise TooLargeError(detail=Text(f"一张表超过 {MOST_CELLS} 个单元格", f"more than {MOST_CELLS} cells on one sheet"))
        style = unpack_from("<I", body)[0] & 0xFFFFFF
        content = self._content(kind, body[4:])
        if content is not None:
            self.cells[row, column] = RawCell(content, look=(self.styles[style] if style < len(self.styles) else PLAIN).look)

    def _content(self, kind: int, body: bytes) -> Any:
        if kind == 2:
            return number_of_rk(unpack_from("<I", body)[0])
        if kind in (3, 11):
            return ErrorValue(ERRORS.get(body[0], "#VALUE!"))
        if kind in (4, 10):
            return body[0] != 0
        if kind in (5, 9):
            number = unpack_from("<d", body)[0]
            return int(number) if number.is_integer() and abs(number) < 1e15 else number
        if kind == _RICH_CELL:
            return unescape(text(body, 1)[0]) or None
        if kind in (6, 8):
            return unescape(text(body, 0)[0]) or None
        return self.strings[unpack_from("<I", body)[0]] or None
