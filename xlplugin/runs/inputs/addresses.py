"""Inputs, wherever they lie: paths of this machine, and addresses with a protocol (`s3://…`, `hdfs://…`) that fsspec opens."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from xlplugin.errors import FileMissingError, FileUnreadableError, TooLargeError, XlpluginError
from xlplugin.filing.submissions import Submission
from xlplugin.reading.once import small
from xlplugin.reading.workbook.workbook import LARGEST_FILE
from xlplugin.runs.inputs.far import filesystem, is_remote, reading, why
from xlplugin.runs.inputs.files import BEGINNING, find_files, may_be_submission
from xlplugin.scratch import scratch

_PIECE = 2**20
_READERS_AT_ONCE, _AT_A_TIME = 16, 32
"""Threads that read, and files that one of them takes at a time: to hand over a small file costs more than to read it."""
_QUICK = 0.001
"""Seconds a file, below which threads only get in each other's way: on a disk of this machine."""


@dataclass(frozen=True, slots=True)
class Found:
    """The files to check, in path order, and how many others the folders hold. `own`: files of ours among them, which are neither; `resembling`: those to check that look like ours."""

    files: tuple[str, ...]
    skipped: int
    own: tuple[str, ...] = ()
    resembling: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By its first file, the files of each submission that came in several (see `parts_job`)."""


def find_inputs(addresses: Sequence[str], besides: Collection[Path] = ()) -> Found:
    """Every workbook and report below the folders, and every file named outright; as `find_files` does, also for addresses with a protocol.

    Raises `UsageError` for an address that does not answer, or not to us.
    """
    local = find_files([Path(address) for address in addresses if not is_remote(address)], besides)
    files = dict.fromkeys(local.files)
    skipped = local.skipped
    for address in filter(is_remote, addresses):
        with reading(address):
            candidates, others = _below(address)
        files |= dict.fromkeys(candidates)
        skipped += others
    return Found(tuple(files), skipped, tuple(map(str, local.own)), tuple(map(str, local.resembling)))


def _below(address: str) -> tuple[list[str], int]:
    """What `find_inputs` takes of an address, and how many files it leaves; raises whatever the file system does."""
    system, root = filesystem(address)
    if not system.isdir(root):
        return [address], 0
    found, skipped = [], 0
    for entry in sorted(system.find(root)):
        inside = PurePosixPath(entry).relative_to(root.rstrip("/")) if entry.startswith(root.rstrip("/") + "/") else PurePosixPath(entry)
        if any(part.startswith(".") for part in inside.parts) or inside.name.startswith("~$"):
            continue
        if may_be_submission(inside.suffix, partial(system.cat_file, entry, 0, BEGINNING)):
            found.append(f"{address.rstrip('/')}/{inside}")
        else:
            skipped += 1
    return found, skipped


def submissions(files: Sequence[str], parts: Mapping[str, tuple[str, ...]]) -> list[Submission]:
    """The files with what tells their contents apart, in their order; several are read at a time where one takes long. `parts`: of those that came in several files."""

    def each(some: Sequence[str]) -> list[Submission]:
        return [submission(file, parts.get(file, ())) for file in some]

    found: list[Submission] = []
    is_quick = True
    while len(found) < len(files) and is_quick:
        since, some = time.monotonic(), files[len(found) : len(found) + _AT_A_TIME]
        found += each(some)
        is_quick = time.monotonic() - since < len(some) * _QUICK or sys.platform == "emscripten"  # a browser, where there are no threads
    rest = files[len(found) :]
    if not rest:
        return found
    from concurrent.futures import ThreadPoolExecutor

    size = max(1, min(_AT_A_TIME, len(rest) // _READERS_AT_ONCE))
    with ThreadPoolExecutor(_READERS_AT_ONCE) as pool:
        return found + [one for some in pool.map(each, [rest[start : start + size] for start in range(0, len(rest), size)]) for one in some]


def submission(file: str, parts: tuple[str, ...] = ()) -> Submission:
    """A submission's file, or all its files, as one: their content, their size, the latest date."""
    if not parts:
        return _looked_at(file)
    each = [_looked_at(part) for part in parts]
    content = hashlib.sha256("\n".join(one.content for one in each).encode()).hexdigest() if all(one.content for one in each) else ""
    return replace(each[0], content=content, size=sum(one.size for one in each), mtime=max((one.mtime for one in each if one.mtime is not None), default=None), parts=parts)


def as_planned(planned: Submission) -> Submission:
    """A submission as it is now; a file of this machine whose size and date are still the same is not read for it."""
    if not planned.parts and planned.content and not is_remote(planned.file):
        with suppress(OSError):
            status = os.stat(planned.file)
            if (status.st_size, status.st_mtime) == (planned.size, planned.mtime):
                return planned
    return submission(planned.file, planned.parts)


def _looked_at(file: str) -> Submission:
    """A file with the SHA-256 of its bytes, its size and its date; the first is empty where it cannot be read."""
    try:
        if not is_remote(file):
            status = os.stat(file)  # before its content: where that changes meanwhile, it is looked at again (see `as_planned`)
            if not stat.S_ISREG(status.st_mode):  # a pipe, say, that nobody writes to
                return Submission(file)
            content = small(file)
            if content is None:
                with open(file, "rb") as stream:
                    return Submission(file, content=hashlib.file_digest(stream, "sha256").hexdigest(), size=status.st_size, mtime=status.st_mtime)
            return Submission(file, content=hashlib.sha256(content).hexdigest(), size=status.st_size, mtime=status.st_mtime)
        system, path_there = filesystem(file)
        with system.open(path_there, "rb") as stream:
            digest = hashlib.sha256()
            while piece := stream.read(_PIECE):
                digest.update(piece)
        details = system.info(path_there)
        return Submission(file, content=digest.hexdigest(), size=int(details.get("size") or 0), mtime=_changed(details))
    except Exception as error:  # far away, whatever the file system raises: the worker that is to read the file tells it
        if not (isinstance(error, (OSError, ValueError)) or is_remote(file)):
            raise
        return Submission(file)


def local_copy(file: str) -> AbstractContextManager[Path]:
    """The file as one of this machine: itself, or a temporary copy that keeps its suffix. Raises what reading it here would."""
    return _copied(file) if is_remote(file) else nullcontext(Path(file))


@contextmanager
def _copied(file: str) -> Iterator[Path]:
    system, path_there = filesystem(file)
    with scratch() as folder:
        path = Path(folder, f"copy{PurePosixPath(path_there).suffix}")
        try:
            size = int(system.info(path_there).get("size") or 0)
            if size > LARGEST_FILE:
                raise TooLargeError(detail=f"{size // 2**20} MB")
            system.get_file(path_there, str(path))
        except FileNotFoundError as error:
            raise FileMissingError() from error
        except XlpluginError:
            raise
        except Exception as error:  # each file system has its own
            raise FileUnreadableError(detail=why(error)) from error
        yield path


def _changed(details: dict[str, Any]) -> float | None:
    """When a remote file was last changed; file systems call it by several names."""
    for name in ("mtime", "LastModified", "last_modified", "modified", "updated"):
        value = details.get(name)
        if isinstance(value, (int, float)):
            return float(value)
        if isinstance(value, datetime):
            return value.timestamp()
    return None
