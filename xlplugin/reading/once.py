"""A file that is looked at several times in a row, for its digest, its date and its figures, is read from the disk once, and what is told of it is worked out once."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

SMALL = 2**20
"""A file of so many bytes is read at once, a larger one part by part."""
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class _Held:
    """Contents by the names of their files; and what was told of contents, by what it is and their ids, with them: an id is that of an object as long as that lives."""

    contents: dict[str, bytes] = field(default_factory=dict)
    told: dict[tuple[str, int], tuple[bytes, Any]] = field(default_factory=dict)


_held: ContextVar[_Held | None] = ContextVar("_held", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Within it a small file is read once however often `opened` opens it: everybody sees the same content, whatever happens to the file."""
    token = _held.set(_Held())
    try:
        yield
    finally:
        _held.reset(token)


def opened(path: Path | str) -> io.BytesIO | io.BufferedReader:
    """The content of a file as a stream, a small one in memory; raises `OSError`."""
    content = small(os.fspath(path))
    return open(path, "rb") if content is None else io.BytesIO(content)


def held(path: Path) -> bytes | None:
    """The content of a file that was read already within `once`; None of one that was not."""
    known = _held.get()
    return None if known is None else known.contents.get(os.fspath(path))


def told(what: str, content: bytes, work: Callable[[], T]) -> T:
    """What `work` tells of a content, worked out once within `once`; `what` is its name."""
    known = _held.get()
    if known is None:
        return work()
    entry = known.told.get((what, id(content)))
    if entry is None:
        entry = known.told[what, id(content)] = content, work()
    return entry[1]


def kept(what: str, content: bytes) -> Any:
    """What was told of a content within `once`; None of one of which nothing was."""
    known = _held.get()
    entry = None if known is None else known.told.get((what, id(content)))
    return None if entry is None else entry[1]


def small(name: str, most: int = SMALL) -> bytes | None:
    """The content of a file, in as few calls as there can be; None of one with more bytes. Raises `OSError`."""
    known = _held.get()
    if known is not None and name in known.contents:
        content = known.contents[name]
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
        known.contents[name] = content
    return content
