"""Where a report goes: to a file, which is whole under its name or not there, or to a stream that is open already."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from xlplugin.runs.whole_file import beside

Target = Path | TextIO


@contextmanager
def opened(target: Target, encoding: str = "utf-8", errors: str = "strict") -> Iterator[TextIO]:
    """The stream to write to. Lines end as they are written; an open stream is left open, with its own encoding. Raises `UsageError` for a file that cannot be written."""
    if not isinstance(target, Path):
        yield target
        return
    with beside(target) as path, path.open("w", encoding=encoding, errors=errors, newline="") as stream:
        yield stream
