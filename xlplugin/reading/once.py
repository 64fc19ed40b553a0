"""A file that is looked at several times in a row, for its digest, its date and its figures, is read from the disk once."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

SMALL = 2**20
"""A file of so many bytes is read at once, a larger one part by part."""
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_held: ContextVar[dict[str, bytes] | None] = ContextVar("_held", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Within it a small file is read once however often `opened` opens it: everybody sees the same content, whatever happens to the file."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def opened(path: Path) -> io.BytesIO | io.BufferedReader:
    """The content of a file as a stream, a small one in memory; raises `OSError`."""
    content = small(os.fspath(path))
    return path.open("rb") if content is None else io.BytesIO(content)


def held(path: Path) -> bytes | None:
    """The content of a file that was read already within `once`; None of one that was not."""
    known = _held.get()
    return None if known is None else known.get(os.fspath(path))


def small(name: str, most: int = SMALL) -> bytes | None:
    """The content of a file, in as few calls as there can be; None of one with more bytes. Raises `OSError`."""
    known = _held.get()
    if known is not None and name in known:
        content = known[name]
        return content if len(content) <= most else None
    file = os.open(name, _FLAGS)
    try:
        size = os.fstat(file).st_size
        if size > most:
            return None
        content = os.read(file, size + 1)
        if len(content) != size:  # it grows, or it is none that has a size
            with open(file, "rb", 0, closefd=False) as stream:
                content += stream.read()
    finally:
        os.close(file)
    if known is not None:
        known[name] = content
    return content
