"""The rows of a list that an office keeps: of a workbook, or of a .csv in any encoding in use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xlplugin.errors import UsageError, XlpluginError
from xlplugin.reading.figures.cells import raw_text
from xlplugin.reading.workbook.grid import RawCell, Sheet
from xlplugin.reading.workbook.workbook import read_book
from xlplugin.runs.inputs.csv_rows import csv_rows
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
        yield [Row(number, tuple(cells)) for number, cells in csv_rows(path, what) if any(cells)]
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


def _wrong(path: Path, what: Text, fault: Text) -> UsageError:
    return UsageError(zh=f"{what.zh} {path.name}：{fault.zh}", en=f"{what.en} {path.name}: {fault.en}")
