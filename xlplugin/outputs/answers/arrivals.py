"""Which files of a drop folder are there as a whole: not those still being copied, and not those that a program has open."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from xlplugin.runs.inputs.files import find_files
from xlplugin.text import Text

RESULTS = "结果"
"""The folder below the drop folder that the answers go to, in either language; what lies in it is never checked."""
_OPEN = Text("{file} 正由 Excel、WPS 或 LibreOffice 打开，关闭后再审核。", "{file} is open in a spreadsheet program; it will be checked when it is closed")
_PIECE = b"PK"


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a file is waited for, in seconds."""

    settle: float = 2.0
    """A file must not have changed for so long."""
    patience: float = 60.0
    """One that does not look whole is checked all the same when it has not changed for so long: it is damaged then."""
    look: float = 1.0
    """The folder is looked through at least this often; a network drive may tell of no change."""


@dataclass(frozen=True, slots=True)
class _Seen:
    signature: tuple[int, int]
    since: float


@dataclass
class Arrivals:
    """What was seen of the folder so far."""

    folder: Path
    pace: Pace
    _seen: dict[Path, _Seen] = field(default_factory=dict)
    _handed: dict[Path, tuple[int, int]] = field(default_factory=dict)
    _told: set[Path] = field(default_factory=set)

    def ready(self) -> tuple[list[Path], list[Text]]:
        """The files that are new or changed and whole, each once; and what is to be said of others."""
        now = time.monotonic()
        here = dict(self._look())
        self._seen = {path: seen for path, seen in self._seen.items() if path in here}
        self._handed = {path: signature for path, signature in self._handed.items() if path in here}
        whole: list[Path] = []
        said: list[Text] = []
        for path, signature in here.items():
            if self._handed.get(path) == signature:
                continue
            seen = self._seen.get(path)
            if seen is None or seen.signature != signature:
                seen = self._seen[path] = _Seen(signature, now)
            waited = now - seen.since
            if waited < self.pace.settle:
                continue
            if _is_open(path):
                if path not in self._told:
                    said.append(_OPEN.fill(file=path.relative_to(self.folder)))
                self._told.add(path)
            elif waited >= self.pace.patience or _is_whole(path):
                self._told.discard(path)
                self._handed[path] = signature
                whole.append(path)
        return whole, said

    def _look(self) -> Iterator[tuple[Path, tuple[int, int]]]:
        try:
            found = find_files([self.folder]).paths
        except OSError:  # a drive that is gone for the moment
            return
        for path in found:
            if path == self.folder or path.relative_to(self.folder).parts[0] == RESULTS:
                continue
            try:
                status = path.stat()
            except OSError:
                continue
            yield path, (status.st_size, status.st_mtime_ns)


def _is_open(path: Path) -> bool:
    """Whether a program has left its lock file beside the workbook: `~$name` of Excel and WPS, `.~lock.name#` of LibreOffice."""
    return path.with_name(f"~${path.name}").exists() or path.with_name(f".~lock.{path.name}#").exists()


def _is_whole(path: Path) -> bool:
    """Whether the file can be opened and, where it is a package, has its end: the directory of a zip is written last."""
    try:
        with path.open("rb") as stream:
            head = stream.read(2)
    except OSError:
        return False
    return bool(head) and (head != _PIECE or zipfile.is_zipfile(path))
