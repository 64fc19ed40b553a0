"""One worksheet's part as a sheet of the grid."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from lxml import etree

from xlplugin import libraries
from xlplugin.errors import TooLargeError
from xlplugin.filing.address import column_number
from xlplugin.filing.cells import Aside
from xlplugin.reading.workbook.drawings import icons_alone
from xlplugin.reading.workbook.grid import ErrorValue, Look, Position, RawCell, Rectangle, Sheet
from xlplugin.reading.workbook.lookup import Lookup, number
from xlplugin.reading.workbook.sheet_formulas import Formulas, area, fill_arrays, read_formula
from xlplugin.reading.workbook.strings import RichText, rich_text, unescape
from xlplugin.reading.workbook.styles import Style
from xlplugin.reading.workbook.xml import NAMES, STREAM, check_no_doctype, is_true, local, parse
from xlplugin.text import Text

MOST_AREAS = 5_000
MOST_MERGED = 100_000
MOST_CELLS = 500_000
"""Of one sheet. Cells that hold nothing but a look are not counted."""
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")
_MERGE = re.compile(rb'<(?:\w{1,20}:)?mergeCell\b[^<>]{0,100}? ref="(\$?[A-Za-z]{1,3}\$?\d{1,7}:\$?[A-Za-z]{1,3}\$?\d{1,7})"')
_HELD = re.compile(rb"<(?:\w{1,20}:)?(?:v|is)[ >]")
_LEAST_HELD = len("<v>")
_LONGEST_PREFIX = 32
"""Bytes before the word by which an element's name is looked for, at the most."""
_BLANK = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,5}")?/>(?=<c r="|</row>)')
"""A cell that holds nothing but a look, as programs write it, where the cell behind it does not count its column from this one."""
_LAST_COLUMN = 16384
_SMALL = 2**21
"""Bytes of a part that is parsed in one go."""
_PLAIN_CONTENTS = frozenset({str, int, float, bool, type(None)})
"""Types of what shows just as its cell's style says."""
_WANTED = ("{*}row", "{*}mergeCell", "{*}col", "{*}autoFilter", "{*}tablePart", "{*}conditionalFormatting")


def check_size(xml: bytes) -> None:
    """Refuses a worksheet's part that is beyond every form before it is parsed; raises `TooLargeError`.

    A part that is written otherwise than programs write it, in single quotes or UTF-16 say, passes here, and is counted as it is parsed.
    """
    areas = [area(match[1].decode()) for match in _merges(xml)]
    _check_areas(len(areas), sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in areas))
    cells = sum(1 for _ in _HELD.finditer(xml)) if len(xml) > MOST_CELLS * _LEAST_HELD else 0
    if cells > MOST_CELLS:
        raise TooLargeError(detail=Text(f"一张表 {cells} 个单元格", f"{cells} cells on one sheet"))


def _merges(xml: bytes) -> Iterator[re.Match[bytes]]:
    """The merged areas of a part, which follow its cells: nothing before the first one is looked through."""
    first = xml.find(b"mergeCell")
    return iter(()) if first < 0 else _MERGE.finditer(xml, max(0, first - _LONGEST_PREFIX))


def _check_areas(count: int, merged: int) -> None:
    """Refuses what is merged on a sheet beyond every form."""
    if count > MOST_AREAS:
        raise TooLargeError(detail=Text(f"一张表 {count} 处合并单元格", f"{count} merged areas on one sheet"))
    if merged > MOST_MERGED:
        raise TooLargeError(detail=Text(f"合并单元格覆盖 {merged} 格", f"merged areas of {merged} cells"))


def read_sheet(xml: bytes, name: str, is_hidden: bool, lookup: Lookup) -> Sheet:
    """The sheet in a worksheet part; cells that hold nothing are left out."""
    check_size(xml)
    cells: dict[Position, RawCell] = {}
    merges: list[tuple[int, int, int, int]] = []
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    filters: list[Rectangle] = []
    formulas = Formulas()
    row, held, merged, has_tables = 0, 0, 0, False
    icons: list[Rectangle] = []
    for entry in _entries(xml):
        kind = NAMES[entry.tag]
        if kind == "row":
            row = int(entry.get("r") or row + 1)
            if is_true(entry.get("hidden")) or _is_zero(entry.get("ht")):
                hidden_rows.add(row)
            held += _read_row(entry, row, cells, formulas, lookup)
            if held > MOST_CELLS:
                raise TooLargeError(detail=Text(f"一张表超过 {MOST_CELLS} 个单元格", f"more than {MOST_CELLS} cells on one sheet"))
        elif kind == "mergeCell":
            top, left, bottom, right = area(entry.get("ref", ""))
            merges.append((top, left, bottom, right))
            merged += (bottom - top + 1) * (right - left + 1)
            _check_areas(len(merges), merged)
        elif kind == "autoFilter":
            if local(entry.getparent()) == "worksheet" and any(local(part) == "filterColumn" for part in entry):
                filters.append(area(entry.get("ref", "")))
        elif kind == "tablePart":
            has_tables = True
        elif kind == "conditionalFormatting":
            icons += icons_alone(entry)
        elif is_true(entry.get("hidden")) or _is_zero(entry.get("width")):
            first = int(entry.get("min", "1"))
            hidden_columns |= set(range(first, min(int(entry.get("max", first)), first + 1000, _LAST_COLUMN) + 1))
    arrays = fill_arrays(cells, formulas.arrays)
    return Sheet(
        name, cells, tuple(merges), is_hidden, frozenset(hidden_rows), frozenset(hidden_columns), arrays, tuple(filters), has_tables, formulas.formats, icons=tuple(icons)
    )


def _entries(xml: bytes) -> Iterator[Any]:
    """The elements of a worksheet's part that matter here: of one that is no larger than forms are, parsed in one go, which is the fastest; of a larger one piece by piece."""
    if len(xml) <= _SMALL:
        yield from _parsed(xml).iter(*_WANTED)
        return
    parser = etree.iterparse(io.BytesIO(xml), tag=_WANTED, **STREAM)
    for count, (_, entry) in enumerate(parser, 1):
        yield entry
        entry.clear()
        if count % 1000 == 0:  # a million rows of nothing but a look
            _drop_before(entry)
    check_no_doctype(parser.root)


def _parsed(xml: bytes) -> Any:
    """A part without its blank cells, which are most of a form with lines around its cells: what is not parsed costs nothing."""
    if b"<![CDATA[" in xml:
        return parse(xml)
    try:
        return parse(_BLANK.sub(b"", xml))
    except etree.XMLSyntaxError:
        return parse(xml)  # which tells the place in the part as it is


def _drop_before(entry: Any) -> None:
    parent = entry.getparent()
    while parent is not None and parent[0] is not entry:
        del parent[0]


def _is_zero(size: str | None) -> bool:
    """Whether a row's height or a column's width leaves nothing to be seen."""
    try:
        return size is not None and float(size) <= 0
    except ValueError:
        return False


def _read_row(entry: Any, row: int, cells: dict[Position, RawCell], formulas: Formulas, lookup: Lookup) -> int:
    """Reads a row's cells; how many of them hold something."""
    column = held = 0
    for cell in entry.iterchildren("{*}c"):
        address = cell.get("r")
        if address:
            at, column = _position(address)
        else:
            at, column = row, column + 1
        if len(cell):
            held += 1
            found = _read_cell(cell, at, column, formulas, lookup)
            if found is not None:
                cells[at, column] = found
                if lookup.is_as_shown and found.look and found.look.number_format:
                    formulas.formats[at, column] = found.look.number_format.code
    return held


@lru_cache(2**14)
def _position(address: str) -> Position:
    """Row and column of a cell's address; raises `ValueError` for what is none."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(f"cell address {address[:20]!r}")
    return int(match[2]), column_number(match[1])


def _read_cell(cell: Any, row: int, column: int, formulas: Formulas, lookup: Lookup) -> RawCell | None:
    """A cell; None where it holds nothing."""
    kind, look, value, formula, inline = cell.get("t", "n"), cell.get("s"), None, None, None
    for part in cell:
        name = NAMES[part.tag]
        if name == "v":
            value = part.text
        elif name == "f":
            formula = read_formula(part, cell, row, column, formulas)
        elif name == "is":
            inline = rich_text(part)
    if kind == "n" and formula is None:
        return None if value is None else lookup.numbers[value, look]
    content = inline if inline is not None and kind == "inlineStr" else _content(kind, value, formula, lookup)
    if formula is None and content is None:
        return None
    style = lookup.styles[look]
    return RawCell(content, formula, style.look) if type(content) in _PLAIN_CONTENTS else _with_look(content, formula, style, cell, lookup)


def _content(kind: str, value: str | None, formula: str | None, lookup: Lookup) -> object:
    """The content of a cell of a type."""
    if value is None:
        return "" if kind == "str" and formula is not None else None
    if kind == "s":
        return lookup.strings[int(value)]
    if kind == "b":
        return value.strip() in ("1", "true")
    if kind == "e":
        return ErrorValue(value.strip())
    if kind in ("str", "inlineStr"):
        return unescape(value)
    return _iso_date(value) if kind == "d" else number(value)


def _with_look(content: object, formula: str | None, style: Style, cell: Any, lookup: Lookup) -> RawCell:
    """A cell that does not show just as its style says."""
    look = style.look_of(content)
    if lookup.has_pictures and isinstance(content, ErrorValue) and cell.get("vm"):
        look = replace(look or Look(), aside=(Aside("picture", ""),))
    if isinstance(content, (dt.datetime, dt.time)):
        return RawCell(_serial(content, lookup.is_1904), formula, replace(look, number_format=lookup.date.number_format) if look else lookup.date)
    return RawCell(content if type(content) is not RichText else str(content), formula, look)


def _serial(moment: dt.datetime | dt.time, is_1904: bool) -> object:
    """The number of days that a cell keeps for a date or a time."""
    libraries.load("openpyxl")
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

    return to_excel(moment, CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900)  # type: ignore[no-untyped-call]


def _iso_date(text: str) -> object:
    """What a cell of type `d` holds: a moment without its zone, a time of day, or what stands there."""
    for read in (dt.datetime.fromisoformat, dt.time.fromisoformat):
        try:
            return read(text.strip()).replace(tzinfo=None)
        except ValueError:
            continue
    return text
