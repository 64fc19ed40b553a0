"""Workbooks that python-calamine reads: values only, of .xls and .et. What it does not tell of lines is read beside it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xlplugin import libraries
from xlplugin.errors import DamagedError, EncryptedError, TooLargeError
from xlplugin.filing.facts import Sight
from xlplugin.reading.figures.number_format import DATE, DATE_1904
from xlplugin.reading.workbook.grid import Book, ErrorValue, Look, Position, RawCell, Sheet
from xlplugin.text import Text, same

LARGEST_AREA = 20_000_000
"""Cells of a sheet, empty ones counted, where the reader lays them all out."""
BLIND: frozenset[Sight] = frozenset({"formulas", "names", "links", "formats", "runs"})
"""What calamine tells of no workbook."""


@dataclass(frozen=True)
class Lines:
    """What a sheet's own records say of its rows and columns."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[tuple[int, int, int, int], ...] = ()
    errors: Mapping[Position, str] = field(default_factory=dict)
    """Cells that hold an error value, which calamine gives as blank."""


@dataclass(frozen=True)
class LinesOfBook:
    """The lines of each sheet by its name, and the day from which the workbook counts its days."""

    sheets: Mapping[str, Lines]
    is_1904: bool = False


def read_calamine(content: bytes, *, has_macros: bool = False, lines_of: Callable[[], LinesOfBook]) -> Book:
    """The grid of a workbook's bytes; raises `EncryptedError`, `DamagedError`, `TooLargeError`.

    `lines_of`: reads what calamine does not tell; where it fails, the workbook is read without.
    """
    import python_calamine

    try:
        workbook = python_calamine.load_workbook(io.BytesIO(content))  # by content: given a path, it goes by the ending of its name
        lines = _lines(lines_of)
        is_1904 = lines is not None and lines.is_1904
        sheets = [
            _sheet(workbook.get_sheet_by_name(meta.name), meta, lines.sheets.get(meta.name) if lines else None, is_1904)
            for meta in workbook.sheets_metadata
            if str(meta.typ) == "SheetTypeEnum.WorkSheet"
        ]
    except python_calamine.PasswordError as error:
        raise EncryptedError() from error
    except (KeyboardInterrupt, SystemExit, TooLargeError):
        raise
    except BaseException as error:  # calamine has one exception for each format, and a panic of Rust's is no `Exception`
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise EncryptedError() from error
        raise DamagedError(detail=short(error)) from error
    unseen: frozenset[Sight] = frozenset() if lines is not None else frozenset({"hidden", "merges"})
    return Book(tuple(sheets), formulas_visible=False, has_macros=has_macros, blind=BLIND | unseen)


def _lines(lines_of: Callable[[], LinesOfBook]) -> LinesOfBook | None:
    try:
        return lines_of()
    except Exception:  # records of a shape that nobody wrote down; the values are read all the same, and what is not seen is told
        return None


def _sheet(sheet: Any, meta: Any, lines: Lines | None, is_1904: bool) -> Sheet:
    if sheet.height * sheet.width > LARGEST_AREA:
        raise TooLargeError(detail=Text(f"一张表 {sheet.height} 行 {sheet.width} 列", f"a sheet of {sheet.height} rows and {sheet.width} columns"))
    rows = sheet.iter_rows() if sheet.height else ()  # one after the other: laid out at once, what is blank in them takes gigabytes
    cells = {(r, c): _cell(value, is_1904) for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1) if value != ""}
    merges = {(r1 + 1, c1 + 1, r2 + 1, c2 + 1) for (r1, c1), (r2, c2) in (sheet.merged_cell_ranges or [])}
    lines = lines or Lines()
    cells |= {at: RawCell(ErrorValue(error)) for at, error in lines.errors.items()}
    is_hidden = str(meta.visible) != "SheetVisibleEnum.Visible"
    return Sheet(meta.name, cells, tuple(sorted(merges | set(lines.merges))), is_hidden, lines.hidden_rows, lines.hidden_columns)


def _cell(value: object, is_1904: bool) -> RawCell:
    """A value as it stands; a date is the number that the cell keeps for it."""
    if isinstance(value, (dt.datetime, dt.date, dt.time, dt.timedelta)):
        libraries.load("openpyxl")
        from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

        number = to_excel(value, CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900)  # type: ignore[no-untyped-call]
        return RawCell(int(number) if float(number).is_integer() else number, look=Look(DATE_1904 if is_1904 else DATE))
    return RawCell(ErrorValue(value) if isinstance(value, str) and value.startswith("#") and value.endswith(("!", "?", "/A")) else value)


def short(error: BaseException) -> Text:
    """A library's error in a few words."""
    return same(f"{type(error).__name__}: {str(error).splitlines()[0][:100]}" if str(error) else type(error).__name__)
