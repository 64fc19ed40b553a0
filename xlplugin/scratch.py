"""Temporary folders that do not outlive a killed program: each is held by a lock as long as its owner lives, and whoever makes one sweeps away those that nobody holds."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

PREFIX = "xlplugin-run-"
_HELD = ".held"
_HELD_BY_ANOTHER = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK})
"""As POSIX and Windows say it; another error says that nobody can hold it."""
_SETTLED = 60.0
"""Seconds after which a folder that nobody holds is nobody's; before, its owner may be about to take it."""


@contextmanager
def scratch() -> Iterator[str]:
    """A private folder that is gone when the block ends; when the program is killed, at the next one's start."""
    sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder, Path(folder, _HELD).open("wb") as held:
        lock(held)
        inside = Path(folder, "in")
        inside.mkdir()
        yield str(inside)


def sweep(above: Path) -> None:
    """Removes the folders of programs that are no more; of this user, and of this program's making alone."""
    if sys.platform == "win32":  # a file that is open cannot be removed there: the system keeps what is held, and tells nothing
        return
    for folder in above.glob(f"{PREFIX}*"):
        with suppress(OSError):
            status = folder.lstat()
            held = folder / _HELD
            if folder.is_symlink() or not folder.is_dir() or status.st_uid != os.getuid() or held.is_symlink():
                continue
            made = held.stat() if held.exists() else status  # its owner may have been killed before it took hold
            if time.time() - made.st_mtime < _SETTLED:
                continue
            with held.open("ab") as stream:
                if lock(stream):
                    shutil.rmtree(folder, ignore_errors=True)


def lock(stream: Any) -> bool:
    """Whether the file is now ours alone. The system lets go of it when the process ends, however it ends."""
    return _why_not(stream) is None


def is_held(stream: Any) -> bool:
    """Whether another process has the file for itself; if none has, it is now ours, unless it lies on a drive that knows no locks."""
    return _why_not(stream) in _HELD_BY_ANOTHER


def _why_not(stream: Any) -> int | None:
    """The number of the error for which the file cannot be locked."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno
    return None
