"""Writes a file beside its place and renames it: under its own name it is always whole."""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from xlplugin.errors import UsageError
from xlplugin.scratch import lock, scratch
from xlplugin.text import Text, same

_LONGEST = 259
"""Characters of a path on Windows, unless its owner allowed longer ones."""

_SETTLED = 2.0
"""Seconds in which whoever made a file has taken hold of it."""
STANDARD_OUTPUT = Path("-")
_STREAMS = ("/dev/std", "/dev/fd/", "/proc/self/fd/")


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A new, empty file to write; it takes the target's place when the block ends well, and is gone when it does not.

    Raises `UsageError` where the folder or the disk does not allow it.
    """
    try:
        if is_stream(target):
            with scratch() as folder:
                path = Path(folder, f"whole{target.suffix}")
                path.touch()
                yield path
                pour(path, target)
            return
        _sweep(target)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=_unfinished(target), suffix=target.suffix)
        with _held(handle), replacing(target, Path(name)) as path:
            yield path
            path.chmod(_mode(target))
    except OSError as error:
        reason = _reason(error, target)
        raise UsageError(zh=f"无法写入 {target}：{reason.zh}", en=f"cannot write {target}: {reason.en}") from error


def _mode(target: Path) -> int:
    """Who may read and write a file: as the one whose place it takes, else as any that this user makes."""
    with suppress(OSError):
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


@contextmanager
def _held(handle: int) -> Iterator[None]:
    """Holds a file that is written, for as long as this program lives, so that no other takes it for one that was left behind."""
    with os.fdopen(handle, "wb") as held:
        if sys.platform == "win32":  # a file that is open cannot be renamed there
            held.close()
        else:
            lock(held)
        yield


def _sweep(target: Path) -> None:
    """Takes away what killed programs left beside the target: what `beside` was writing, and nobody holds."""
    if sys.platform == "win32":
        return
    for left in _left(target):
        with suppress(OSError), left.open("rb") as held:
            if time.time() - os.fstat(held.fileno()).st_mtime > _SETTLED and lock(held):
                left.unlink(missing_ok=True)


def _left(target: Path) -> list[Path]:
    return list(target.parent.glob(f"{glob.escape(_unfinished(target))}*{glob.escape(target.suffix)}"))


def _reason(error: OSError, target: Path) -> Text:
    """What the system says; on Windows, where it says little, what lies behind it."""
    if sys.platform == "win32":
        length = len(os.path.abspath(target))
        if length > _LONGEST and not isinstance(error, PermissionError):
            return Text(f"路径有 {length} 个字符，超过 Windows 允许的 {_LONGEST} 个，请换一个路径短的文件夹", f"the path has {length} characters, and Windows allows {_LONGEST}; take a folder with a shorter one")
        if isinstance(error, PermissionError) and target.is_file():
            return Text("这个文件可能正在 Excel、WPS 等程序中打开，请关闭后再运行；也可能是只读的", "it may be open in Excel, WPS or another program, so close it and run this again; or it is read-only")
    return same(error.strerror or str(error))


def is_stream(target: Path) -> bool:
    """Whether the target is something to write to and not a place to take: `-`, the standard output by its name in the system, a device, a pipe."""
    return target == STANDARD_OUTPUT or str(target).startswith(_STREAMS) or (target.exists() and not target.is_file() and not target.is_dir())


def pour(path: Path, target: Path) -> None:
    """Writes a file's bytes into such a target. Raises `OSError`."""
    with path.open("rb") as written:
        if target == STANDARD_OUTPUT:
            sys.stdout.flush()
            shutil.copyfileobj(written, sys.stdout.buffer)
            sys.stdout.flush()
            return
        with target.open("wb") as stream:
            shutil.copyfileobj(written, stream)


def remove_unfinished(target: Path) -> None:
    """Takes away what a process that was ended left beside the target: what `beside` was writing."""
    with suppress(OSError):
        for left in _left(target):
            left.unlink(missing_ok=True)


def _unfinished(target: Path) -> str:
    """How the name of a file that is still written begins: hidden, and told from those of other targets."""
    return f".{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:12]}-"


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
