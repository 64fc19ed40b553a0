"""Writes a report beside its place and renames it: under its own name it is always whole."""

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
    path: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=target.suffix)
        path = Path(name)
        os.close(handle)
        yield path
        path.chmod(0o644)
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())
        path.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(zh=f"无法写入 {target}：{reason}", en=f"cannot write {target}: {reason}") from error
    finally:
        if path is not None:
            path.unlink(missing_ok=True)
