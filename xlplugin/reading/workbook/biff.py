"""The records of an old workbook (.xls, .et) that tell of its lines: hidden rows and columns, merged cells, error values, the first day. [MS-XLS] 2.4."""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from

from xlplugin.reading.workbook.biff12 import ERRORS
from xlplugin.reading.workbook.grid import Position
from xlplugin.reading.workbook.older import Lines, LinesOfBook

_BOF, _EOF, _DATE1904, _FILEPASS, _WRITEPROTECT = 0x0809, 0x000A, 0x0022, 0x002F, 0x0086
_BOUNDSHEET, _COLINFO, _ROW, _MERGECELLS = 0x0085, 0x007D, 0x0208, 0x00E5
_FORMULA, _BOOLERR = 0x0006, 0x0205
_LAST_COLUMN = 256


def needs_password(records: bytes) -> bool:
    """Whether the records at the start tell of a password: FilePass follows BOF, [MS-XLS] 2.1.7.20.1."""
    for number, (kind, _) in enumerate(_records(records, 0)):
        if kind == _FILEPASS:
            return True
        if number and kind != _WRITEPROTECT:  # it may stand between
            return False
    return False


def lines_of_records(records: bytes) -> LinesOfBook:
    """The lines of every sheet; raises `ValueError` or `struct.error` where the records are no BIFF8."""
    starts: dict[str, int] = {}
    is_1904 = False
    for kind, body in _records(records, 0):
        if kind == _BOF and unpack_from("<H", body)[0] != 0x0600:
            raise ValueError("not BIFF8")
        if kind == _DATE1904:
            is_1904 = body[:1] == b"\x01"
        elif kind == _BOUNDSHEET:
            start, _, _, length, flags = unpack_from("<IBBBB", body)
            name = body[8 : 8 + length * 2].decode("utf-16-le") if flags & 1 else body[8 : 8 + length].decode("latin-1")
            starts[name] = start
    return LinesOfBook({name: _sheet(records, start) for name, start in starts.items()}, is_1904)


def _sheet(records: bytes, start: int) -> Lines:
    rows: set[int] = set()
    columns: set[int] = set()
    merges: list[tuple[int, int, int, int]] = []
    errors: dict[Position, str] = {}
    for kind, body in _records(records, start):
        if kind == _ROW:
            row, height, flags = unpack_from("<H4xH4xH", body)
            if flags & 0x20 or height & 0x7FFF == 0:
                rows.add(row + 1)
        elif kind == _COLINFO:
            first, last, width, _, flags = unpack_from("<HHHHH", body)
            if flags & 1 or width == 0:
                columns |= set(range(first + 1, min(last, _LAST_COLUMN - 1) + 2))
        elif kind == _MERGECELLS:
            count = unpack_from("<H", body)[0]
            areas = (unpack_from("<HHHH", body, 2 + 8 * number) for number in range(count))
            merges += [(top + 1, left + 1, bottom + 1, right + 1) for top, bottom, left, right in areas]
        elif kind in (_FORMULA, _BOOLERR) and (number := _error(kind, body)) is not None:
            row, column = unpack_from("<HH", body)
            errors[row + 1, column + 1] = ERRORS.get(number, "#VALUE!")
    return Lines(frozenset(rows), frozenset(columns), tuple(merges), errors)


def _error(kind: int, body: bytes) -> int | None:
    """The number of a cell's error value; None where it holds something else."""
    if kind == _BOOLERR:
        return body[6] if body[7] else None
    is_error = body[6] == 2 and body[12:14] == b"\xff\xff"  # what no number can be, [MS-XLS] 2.5.133
    return body[8] if is_error else None


def _records(records: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, from its BOF to its EOF."""
    depth = 0
    while at + 4 <= len(records):
        kind, length = unpack_from("<HH", records, at)
        yield kind, records[at + 4 : at + 4 + length]
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        at += 4 + length
