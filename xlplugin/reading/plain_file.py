"""Whether what lies at a path is a file, before it is opened: a pipe would be waited for."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from xlplugin.errors import FileMissingError, FolderGivenError


def demand_file(path: Path) -> os.stat_result:
    """What the system says of the file. Raises `FileMissingError`, `FolderGivenError`, and `OSError` for a folder that may not be looked into, which comes along as a submission that cannot be read."""
    with suppress(OSError, ValueError):
        status = os.stat(path)
        if stat.S_ISREG(status.st_mode):
            return status
    if path.is_dir():
        if os.access(path, os.R_OK | os.X_OK):
            raise FolderGivenError()
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    if not path.is_file():
        raise FileMissingError()
    return path.stat()
