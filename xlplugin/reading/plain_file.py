"""Whether what lies at a path is a file, before it is opened: a pipe would be waited for."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from xlplugin.errors import FileMissingError, FolderGivenError, FolderLinkedError

_MOUNT_POINT = 0xA0000003
"""`stat.IO_REPARSE_TAG_MOUNT_POINT`, which Python has on Windows only: a junction, which is a link to a folder and may lead upwards."""


def demand_file(path: Path) -> os.stat_result:
    """What the system says of the file. Raises `FileMissingError`, `FolderGivenError`, `FolderLinkedError`, and `OSError` for a folder that may not be looked into, which comes along as a submission that cannot be read."""
    with suppress(OSError, ValueError):
        status = os.stat(path)
        if stat.S_ISREG(status.st_mode):
            return status
    if path.is_dir():
        if is_link(os.lstat(path)):
            raise FolderLinkedError()
        if os.access(path, os.R_OK | os.X_OK):
            raise FolderGivenError()
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    if not path.is_file():
        raise FileMissingError()
    return path.stat()


def is_link(status: os.stat_result) -> bool:
    """Whether what the system says of a path itself, not followed, is of a link; a junction of Windows is one too."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _MOUNT_POINT
