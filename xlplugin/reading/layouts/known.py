"""Workbooks of a layout that was seen before: their grid is filled in from the raw parts, and nothing is parsed.

A layout (an imprint's digest) is remembered when it is met and learned when it is met again. Learning reads the workbook a
second time with a number of its own in every slot: where the numbers come out is which cell each slot fills. What is not
told so, or would not be filled in just as it was read, is never learned; and a file of a known layout that holds anything
but plain figures and texts in its slots is read as ever. The cache is this process's own, bounded, and off where
XLPLUGIN_NO_CACHE is set.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from xlplugin.reading.layouts.imprint import Imprint, imprint
from xlplugin.reading.layouts.plain_archive import PlainArchive
from xlplugin.reading.once import told
from xlplugin.reading.workbook.grid import Book
from xlplugin.reading.workbook.openxml import Package

if TYPE_CHECKING:
    from xlplugin.reading.layouts.shape import Shape

NO_CACHE = "XLPLUGIN_NO_CACHE"
MOST_SHAPES = 64
MOST_MET = 1024
MOST_SLOTS = 150_000
"""Layouts that are kept, digests that were met once, and slots of all layouts."""


class Shapes:
    """The layouts that were seen, the latest ones."""

    def __init__(self) -> None:
        self.learned: OrderedDict[bytes, Shape | None] = OrderedDict()
        self.met: OrderedDict[bytes, None] = OrderedDict()
        self._lock = Lock()

    def read(self, package: Package, has_macros: bool, read: Callable[[Package, bool], Book]) -> Book:
        """The workbook in a package: filled in where its layout is known, else as `read` reads it. One thread at a time."""
        if os.environ.get(NO_CACHE):
            return read(package, has_macros)
        with self._lock:
            return self._read(package, has_macros, read)

    def looked_at(self, package: Package) -> Imprint | None:
        """The imprint of a package; of one in memory it is kept within `once`."""
        with self._lock:
            return _imprint(package)

    def filled(self, found: Imprint) -> Book | None:
        """The workbook with an imprint, where its layout is known and nothing unusual stands in it."""
        with self._lock:
            return self._filled(found)

    def _filled(self, found: Imprint) -> Book | None:
        shape = self.learned.get(found.digest)
        if shape is None:
            return None
        self.learned.move_to_end(found.digest)
        return shape.fill(found)

    def _read(self, package: Package, has_macros: bool, read: Callable[[Package, bool], Book]) -> Book:
        found = _imprint(package)
        if found is None:
            return read(package, has_macros)
        if self.learned.get(found.digest) is not None:
            return self._filled(found) or read(package, has_macros)
        book = read(package, has_macros)
        if found.digest in self.met and found.digest not in self.learned:
            from xlplugin.reading.layouts.learn import learn

            shape = self.learned[found.digest] = learn(found, package, book, has_macros, read)
            book = book if shape is None else shape.fill(found) or book
        self.met[found.digest] = None
        self._forget()
        return book

    def _forget(self) -> None:
        """Lets the oldest go."""
        while len(self.learned) > MOST_SHAPES or sum([shape.size for shape in self.learned.values() if shape]) > MOST_SLOTS:
            self.learned.popitem(last=False)
        while len(self.met) > MOST_MET:
            self.met.popitem(last=False)


def _imprint(package: Package) -> Imprint | None:
    archive = package.source
    return told("imprint", archive.content, lambda: imprint(package)) if isinstance(archive, PlainArchive) else imprint(package)


SHAPES = Shapes()
