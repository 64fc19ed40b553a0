"""The rows of a list that an office keeps: of a workbook, or of a .csv in any encoding in use."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xlplugin.encodings import LARGEST_LIST, small_bytes, written_text
from xlplugin.errors import UndecodableError, UsageError, XlpluginError
from xlplugin.reading.figures.cells import raw_text
from xlplugin.reading.workbook.grid import RawCell, Sheet
from xlplugin.reading.workbook.workbook import read_book
from xlplugin.text import Text

WIDEST = 256
"""Columns of a workbook's list that are looked at; ours have a dozen."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet program shows it, and what its cells hold, from the first column."""

    number: int
    cells: tuple[object, ...]


def list_rows(path: Path, what: Text) -> Iterator[list[Row]]:
    """The rows of each sheet, of a .csv the only one; rows without a cell are left out. `what` names the list in an error.

    Raises `UsageError` for a file that cannot be read.
    """
    if path.suffix.lower() in (".csv", ".txt"):
        yield _csv_rows(path, what)
        return
    try:
        book = read_book(path)
    except XlpluginError as error:
        raise _wrong(path, what, error.text) from error
    for sheet in book.sheets:
        yield [Row(number, tuple(None if cell is None else cell.day for cell in cells)) for number, cells in rows_of(sheet)]


def rows_of(sheet: Sheet) -> Iterator[tuple[int, list[RawCell | None]]]:
    """The cells of each row, from the first column to the last one in use, of the first `WIDEST`: one cell far away must not make thousands of every row."""
    width = min(WIDEST, max((column for _, column in sheet.cells), default=0))
    for row in sheet.row_numbers:
        yield row, [sheet.cells.get((row, column)) for column in range(1, width + 1)]


def shown(content: object) -> str:
    """A cell's content as text on one line; a date without its midnight."""
    if isinstance(content, dt.datetime) and content.time() == dt.time():
        content = content.date()
    return " ".join(raw_text(content).split())


def _csv_rows(path: Path, what: Text) -> list[Row]:
    try:
        content = small_bytes(path, LARGEST_LIST)
    except OSError as error:
        raise _wrong(path, what, Text(f"无法读取：{error.strerror}。", f"cannot be read: {error.strerror}")) from error
    try:
        text = written_text(content)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text))
        return [Row(reader.line_num, tuple(row)) for row in reader if any(row)]
    except UndecodableError as error:
        raise _wrong(path, what, Text("编码无法识别，请另存为 UTF-8。", "its encoding is not known; save it as UTF-8")) from error
    except csv.Error as error:
        raise _wrong(path, what, Text(f"不合 csv 的写法（{error}）。", f"is not csv ({error})")) from error


def delimiter(text: str) -> str:
    """A tab where the first line has one and no comma: what is copied out of a sheet. Else the comma of a Chinese keyboard where that stands alone."""
    first = text.split("\n", 1)[0]
    return next((mark for mark in (",", "\t", "，") if mark in first), ",")


def _wrong(path: Path, what: Text, fault: Text) -> UsageError:
    return UsageError(zh=f"{what.zh} {path.name}：{fault.zh}", en=f"{what.en} {path.name}: {fault.en}")
