"""Where a worker process is in its work, told without a message: it stands at the head of the file that takes the process's standard error, which both sides have in memory."""

from __future__ import annotations

import mmap
import os
from struct import Struct
from typing import IO, NamedTuple

_HEAD = Struct("=qqq")
SIZE = _HEAD.size
"""Bytes of the file that are not what the process said."""


class Step(NamedTuple):
    """What a process is at. `number`: another one for each step; `position`: of the file that it is reading, -1 while it is at all of them or at none; `is_loading`: a library, or itself."""

    number: int
    position: int
    is_loading: bool


def begin(stream: IO[bytes]) -> Whereabouts:
    """The head of an empty file, for a process that is then started with it as its standard error: as long as it says nothing it is loading."""
    stream.write(_HEAD.pack(0, -1, True))
    stream.flush()
    return Whereabouts(stream.fileno())


class Whereabouts:
    """The head of a file that is open under that number. It is let go of with this object, as another thread may be looking."""

    def __init__(self, number: int) -> None:
        self._head = mmap.mmap(number, SIZE)
        self._steps = 0
        self.position = -1

    def step(self, position: int, *, is_loading: bool = False) -> None:
        """Says what is begun; for the process itself."""
        self._steps += 1
        self.position = position
        _HEAD.pack_into(self._head, 0, self._steps, position, is_loading)

    def look(self) -> Step:
        """What it is at; of a process that is gone, what it was at."""
        number, position, is_loading = _HEAD.unpack_from(self._head)
        return Step(number, position, bool(is_loading))


def last_words(stream: IO[bytes], most: int) -> bytes:
    """The end of what the process said."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(SIZE, size - most))
    return stream.read()
