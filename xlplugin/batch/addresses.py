"""Inputs, wherever they lie: paths of this machine, and addresses with a protocol (`s3://…`, `hdfs://…`) that fsspec opens."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from xlplugin.batch.files import BEGINNING, find_files, may_be_submission
from xlplugin.batch.outcome import Source
from xlplugin.errors import FileMissingError, FileUnreadableError, TooLargeError, UsageError
from xlplugin.reading.workbook import LARGEST_FILE

_PROTOCOL = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_PIECE = 2**20
_READERS_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Found:
    """The files to check, in path order, and how many others the folders hold. `own`: files of ours among them, which are neither."""

    files: tuple[str, ...]
    skipped: int
    own: tuple[str, ...] = ()


def is_remote(address: str) -> bool:
    """Whether an address names a protocol; a path of this machine does not."""
    return _PROTOCOL.match(address) is not None


def filesystem(address: str) -> tuple[Any, str]:
    """The fsspec file system of an address, and the path on it; raises `UsageError` for a protocol that is unknown or not installed."""
    import fsspec

    try:
        return fsspec.core.url_to_fs(address)  # type: ignore[no-any-return]
    except (ImportError, ValueError) as error:
        match = _PROTOCOL.match(address)
        name = match[1] if match else address
        raise UsageError(
            zh=f"无法打开 {address}：没有安装 {name}:// 所需的软件包（{error}）。可试 pip install \"xlplugin[{name}]\"。",
            en=f'cannot open {address}: what {name}:// needs is not installed ({error}); try pip install "xlplugin[{name}]"',
        ) from error


def find_inputs(addresses: Sequence[str], besides: Collection[Path] = ()) -> Found:
    """Every workbook and report below the folders, and every file named outright; as `find_files` does, also for addresses with a protocol."""
    local = find_files([Path(address) for address in addresses if not is_remote(address)], besides)
    files = {str(path): None for path in local.paths}
    skipped = local.skipped
    for address in filter(is_remote, addresses):
        system, root = filesystem(address)
        if not system.isdir(root):
            files[address] = None
            continue
        for entry in sorted(system.find(root)):
            inside = PurePosixPath(entry).relative_to(root.rstrip("/")) if entry.startswith(root.rstrip("/") + "/") else PurePosixPath(entry)
            if any(part.startswith(".") for part in inside.parts) or inside.name.startswith("~$"):
                continue
            if may_be_submission(inside.suffix, partial(system.cat_file, entry, 0, BEGINNING)):
                files[f"{address.rstrip('/')}/{inside}"] = None
            else:
                skipped += 1
    return Found(tuple(files), skipped, tuple(map(str, local.own)))


def sources(files: Sequence[str]) -> list[Source]:
    """The files with what tells their contents apart, in their order; several are read at a time."""
    with ThreadPoolExecutor(_READERS_AT_ONCE) as pool:
        return list(pool.map(source, files))


def source(file: str) -> Source:
    """A file with the SHA-256 of its bytes, its size and its date; the first is empty where it cannot be read."""
    try:
        if not is_remote(file):
            path = Path(file)
            if not path.is_file():  # a pipe, say, that nobody writes to
                return Source(file)
            with path.open("rb") as stream:
                status = path.stat()
                return Source(file, hashlib.file_digest(stream, "sha256").hexdigest(), status.st_size, status.st_mtime)
        system, path_there = filesystem(file)
        with system.open(path_there, "rb") as stream:
            digest = hashlib.sha256()
            while piece := stream.read(_PIECE):
                digest.update(piece)
        details = system.info(path_there)
        return Source(file, digest.hexdigest(), int(details.get("size") or 0), _changed(details))
    except OSError:
        return Source(file)


@contextmanager
def local_copy(file: str) -> Iterator[Path]:
    """The file as one of this machine: itself, or a temporary copy that keeps its suffix. Raises what reading it here would."""
    if not is_remote(file):
        yield Path(file)
        return
    system, path_there = filesystem(file)
    with tempfile.TemporaryDirectory(prefix="xlplugin-") as folder:
        path = Path(folder, f"copy{PurePosixPath(path_there).suffix}")
        try:
            size = int(system.info(path_there).get("size") or 0)
            if size > LARGEST_FILE:
                raise TooLargeError(detail=f"{size // 2**20} MB")
            system.get_file(path_there, str(path))
        except FileNotFoundError as error:
            raise FileMissingError() from error
        except OSError as error:
            raise FileUnreadableError(detail=error.strerror or str(error)) from error
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
