"""The folder that a run writes to, here or behind an fsspec address. What stands in it under its own name is always whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from io import BytesIO
from pathlib import Path
from typing import IO
from uuid import uuid4

from xlplugin.errors import UsageError
from xlplugin.runs.inputs.far import filesystem, is_remote, keeping, reading
from xlplugin.runs.whole_file import replacing
from xlplugin.scratch import is_held

BESIDE = ".beside-"
"""Begins the name of a file that is still being written."""


class Folder:
    """One folder. Names are relative to it, with `/` between parts. Reading raises `UsageError` where an address does not answer, or not to us."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._is_local = not is_remote(address)
        self._system, self._root = filesystem(address)

    def child(self, name: str) -> Folder:
        """A folder inside this one."""
        return Folder(f"{self.address.rstrip('/')}/{name}")

    def names(self, below: str) -> list[str]:
        """The files in a folder inside this one, sorted; those still being written are among them."""
        try:
            with self._reading():
                self._system.invalidate_cache()
                entries = self._system.ls(self._path(below), detail=False)
        except FileNotFoundError:
            return []
        return sorted(f"{below}/{str(entry).rstrip('/').rsplit('/', 1)[-1]}" for entry in entries)

    def open(self, name: str) -> IO[bytes]:
        """A file to read; raises `FileNotFoundError` where there is none."""
        with self._reading():
            opened: IO[bytes] = self._system.open(self._path(name), "rb") if self._is_local else BytesIO(self._system.cat_file(self._path(name)))
            return opened

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None where there is none."""
        try:
            with self.open(name) as stream:
                return stream.read()
        except FileNotFoundError:
            return None

    def keep(self, name: str, content: bytes) -> None:
        """Writes a result, as `write` does; raises `UsageError` where the disk or the address does not take it."""
        with keeping(self.address):
            self.write(name, content)

    def write(self, name: str, content: bytes) -> None:
        """Writes a file beside its place, makes sure that it is on the disk, and renames it: a reader sees all of it or nothing."""
        folder, _, last = name.rpartition("/")
        beside = f"{folder}/{BESIDE}{uuid4().hex[:8]}-{last}".lstrip("/")
        self._system.makedirs(self._path(folder), exist_ok=True)
        if not self._is_local:
            self._system.pipe_file(self._path(beside), content)
            self._system.mv(self._path(beside), self._path(name))
            return
        with replacing(Path(self._path(name)), Path(self._path(beside))) as path:
            path.write_bytes(content)
        _sync_folder(Path(self._path(folder)))

    def delete(self, name: str) -> None:
        """Removes a file; one that is gone already is well."""
        try:
            with self._reading():
                self._system.rm_file(self._path(name))
        except FileNotFoundError:
            return

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keeps other runs out of a local folder for as long as this process lives; raises `UsageError` where one is at work."""
        if not self._is_local:
            yield
            return
        try:
            self._system.makedirs(self._root, exist_ok=True)
            place = Path(self._root, ".lock")
            place.touch()
        except OSError as error:
            raise UsageError(zh=f"无法写入文件夹 {self.address}：{error.strerror}", en=f"cannot write to the folder {self.address}: {error.strerror}") from error
        with place.open("ab") as stream:
            if is_held(stream):
                raise UsageError(zh=f"另一次审核正在写入 {self.address}，请等它结束。", en=f"another run is writing to {self.address}; wait until it has ended")
            yield

    def _reading(self) -> AbstractContextManager[None]:
        """On this machine the system's own errors pass: whoever reads knows what they mean."""
        return nullcontext() if self._is_local else reading(self.address)

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}".rstrip("/")


def _sync_folder(path: Path) -> None:
    """Puts the renaming on the disk, where the system can."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
