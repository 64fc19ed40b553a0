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
    held, name = _held.get(), os.fspath(path)
    if held is not None and name in held:
        return io.BytesIO(held[name])
    with path.open("rb", 0) as stream:
        size = os.fstat(stream.fileno()).st_size
        if size > SMALL:
            return path.open("rb")
        content = stream.read(size + 1)
        if len(content) != size:
            content += stream.read()
    if held is not None:
        held[name] = content
    return io.BytesIO(content)
