"""The rows of a list that is kept as .csv, each with its number; a quotation mark without its second one, which swallows lines, is told."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from xlplugin.encodings import LARGEST_LIST, small_bytes, written_text
from xlplugin.errors import UndecodableError, UsageError
from xlplugin.runs.inputs.row_faults import RowFaults
from xlplugin.text import Text

_END = "\x1f\x1f"
"""Stands behind the last line, and nowhere in a list that a person wrote: where it is part of a cell, a quotation mark swallowed it."""


def csv_rows(path: Path, what: Text) -> list[tuple[int, list[str]]]:
    """The rows and their numbers as a spreadsheet program shows them, blank ones among them. `what` names the list in an error: raises `UsageError` for a file that cannot be read."""
    try:
        text = written_text(small_bytes(path, LARGEST_LIST))
    except OSError as error:
        raise _wrong(path, what, Text(f"无法读取：{error.strerror}。", f"cannot be read: {error.strerror}")) from error
    except UndecodableError as error:
        raise _wrong(path, what, Text("编码无法识别，请另存为 UTF-8。", "its encoding is not known; save it as UTF-8")) from error
    mark = delimiter(text)
    rows: list[tuple[int, list[str]]] = []
    lines = [*text.split("\n"), _END]
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=mark)
    width = 0
    while True:
        first = reader.line_num
        try:
            row = next(reader)
        except csv.Error as error:  # a cell of more characters than any has
            raise _unpaired(path, what, len(rows) + 1) from error
        if row == [_END]:
            return rows
        rows.append((len(rows) + 1, row))
        width = max(width, len(row))
        if reader.line_num > first + 1 and _swallows(row, lines[first : reader.line_num], mark, width):
            raise _unpaired(path, what, len(rows))


def _swallows(row: Sequence[str], lines: Sequence[str], mark: str, width: int) -> bool:
    """Whether a row of several lines has a cell that is more than a text with line breaks: it reaches beyond the end, it ends within a word, or a line of it is a row of the list."""
    try:
        next(csv.reader((f"{line}\n" for line in lines), delimiter=mark, strict=True))
    except csv.Error:
        return True
    later = [line for cell in row for line in cell.split("\n")[1:]]
    return any(_END in line or 2 * line.count(mark) >= max(width - 1, 1) for line in later)


def delimiter(text: str) -> str:
    """A tab where the first line has one and no comma: what is copied out of a sheet. Else the comma of a Chinese keyboard where that stands alone."""
    first = text.split("\n", 1)[0]
    return next((mark for mark in (",", "\t", "，") if mark in first), ",")


def tell_surplus(header: Sequence[object], cells: Sequence[object], number: int, faults: RowFaults) -> None:
    """Tells a row that holds more than the header has columns: a comma in a name made two cells of it, and all others moved."""
    more = [str(cell).strip() for cell in cells[len(header) :] if cell is not None and str(cell).strip()]
    if more:
        faults.add(
            number,
            f"比表头多出 {len(more)} 格（“{'”、“'.join(more[:3])}”）。格里有逗号的，请给这一格加上引号；是多写的，请删去。",
            f"its cells are {len(more)} more than the header has ({', '.join(more[:3])}); put a cell that holds a comma into quotation marks, and delete what is not wanted",
        )


def _unpaired(path: Path, what: Text, number: int) -> UsageError:
    return _wrong(
        path,
        what,
        Text(
            f"第 {number} 行的引号（\"）没有配对，后面的行会并进同一格。请补上或删去引号；格里要换行、又要用逗号的，请改用 Excel 工作簿。",
            f"row {number} has a quotation mark (\") without its second one, so that the lines below would be part of one cell; add or delete it. For cells with line breaks and commas use a workbook",
        ),
    )


def _wrong(path: Path, what: Text, fault: Text) -> UsageError:
    return UsageError(zh=f"{what.zh} {path.name}：{fault.zh}", en=f"{what.en} {path.name}: {fault.en}")
