"""Workbooks of known layouts, several at a time and step by step: a processor is the quicker at what it has just done, as all that it needs for it is still at hand.

All are read from the disk, then all are split into what their layout fixes and what stands in them, then the grids of all are filled in.
Of one that is large, of a layout that is not known, or of anything else that is unusual nothing is kept: it is read by itself, and complained of then.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from xlplugin.reading.layouts.known import NO_CACHE, SHAPES
from xlplugin.reading.layouts.plain_archive import plain_archive
from xlplugin.reading.once import held, kept, small, told
from xlplugin.reading.workbook.grid import Book
from xlplugin.reading.workbook.openxml import Package

T = TypeVar("T")
R = TypeVar("R")
AT_A_TIME = 16
"""Files that are read together: with four the gain is half as large, with more than these no larger."""
_LARGEST, _LARGEST_UNPACKED = 2**18, 2**20
"""Bytes of a file, and of all its parts unpacked."""
_ENDINGS = (".xlsx", ".xlsm")
_BOOK = "book"


def look_ahead(files: Sequence[str], on_file: Callable[[str], None]) -> None:
    """Keeps the grids of files within `once`, where it may be that they are of known layouts. `on_file` is told which is worked on."""
    if os.environ.get(NO_CACHE):
        return

    def step(work: Callable[[T], R | None], items: Mapping[str, T]) -> dict[str, R]:
        found: dict[str, R] = {}
        for file, item in items.items():
            on_file(file)
            try:
                result = work(item)
            except MemoryError:
                raise
            except Exception:  # whatever it is, it comes again when the file is read by itself
                continue
            if result is not None:
                found[file] = result
        return found

    contents = step(_content, {file: file for file in files if file.lower().endswith(_ENDINGS)})
    for file, book in step(SHAPES.filled, step(SHAPES.looked_at, step(_package, contents))).items():
        told(_BOOK, contents[file], lambda book=book: book)  # type: ignore[misc]


def book_ahead(path: Path) -> Book | None:
    """The grid of a file that was looked at ahead."""
    content = held(path)
    return None if content is None else kept(_BOOK, content)


def _content(file: str) -> bytes | None:
    return small(file, _LARGEST) or None


def _package(content: bytes) -> Package | None:
    archive = plain_archive(content)
    return Package.of(archive) if archive is not None and sum(archive.sizes().values()) <= _LARGEST_UNPACKED else None
