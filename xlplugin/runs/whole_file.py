"""Writes a file beside its place and renames it: under its own name it is always whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlplugin.errors import UsageError


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A new, empty file to write; it takes the target's place when the block ends well, and is gone when it does not.

    Raises `UsageError` where the folder or the disk does not allow it.
    """
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=target.suffix)
        os.close(handle)
        with replacing(target, Path(name)) as path:
            yield path
            path.chmod(0o644)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(zh=f"无法写入 {target}：{reason}", en=f"cannot write {target}: {reason}") from error


@contextmanager
def replacing(target: Path, path: Path) -> Iterator[Path]:
    """The file that is to take the target's place: on the disk first, then renamed; gone where the block raises. Raises `OSError`."""
    try:
        yield path
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())
        path.replace(target)
    finally:
        path.unlink(missing_ok=True)
