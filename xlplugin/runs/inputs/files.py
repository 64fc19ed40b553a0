"""Which files does a command mean? Folders are searched for workbooks and reports; a file named outright is always told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from xlplugin.reading.open import SUFFIXES
from xlplugin.reading.plain_file import is_link
from xlplugin.runs.inputs.own import NOTES, Own, ending_of

_SUBJECT = tuple("政府信息公开".encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"))
BEGINNING = 2**18
Kind = Literal["file", "link", "other", "unread"]
"""What lies below a folder (see `_below`)."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files to check, in path order, and how many others the folders hold. `own`: files of ours among them, which are neither; `resembling`: those to check that look like ours and may be anybody's."""

    files: tuple[str, ...]
    skipped: int
    own: tuple[Path, ...] = ()
    resembling: tuple[Path, ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files to check as paths; of many it takes longer to make them than to find the files."""
        return tuple(map(Path, self.files))


def find_files(paths: Iterable[Path], besides: Collection[Path] = ()) -> Files:
    """Every workbook and report below the folders, and every file named outright whether it exists or not.

    A folder that may not be looked into, a link that leads nowhere, and one to a folder that is not searched anyway, are among them, so that they are told.
    Lock files (`~$…`), hidden files and hidden folders are passed over and not counted. `besides`: what the command uses otherwise,
    a roster for one; below a folder it is no submission.
    """
    found: dict[str, str] = {}  # by what is one file's on this system, however it is spelt
    own: dict[str, str] = {}
    resembling: list[str] = []
    skipped = 0
    named = list(paths)
    searched = [Path(os.path.realpath(path)) for path in named if os.path.isdir(path)]
    for path in named:
        if not os.path.isdir(path) or is_shut(path):
            _add(found, str(path))
            continue
        ours = Own(path, besides)
        for file, kind in sorted(_below(path), key=_in_path_order):  # for the most part it is sorted, which makes it quick
            if kind == "unread" or (kind == "other" and (is_shut(file) or is_broken_link(file))):
                _add(found, file)  # to be told: nobody knows what it holds
            elif kind == "link" and not _is_searched(Path(os.path.realpath(file)), searched):
                _add(own if ours.of(file) == "ours" else found, file)
            elif kind == "file" and is_candidate(file):
                owner = ours.of(file)
                _add(own if owner == "ours" else found, file)
                resembling += [file] if owner == "resembling" else []
            elif kind == "file":
                skipped += 1
    files = sorted(found.values(), key=Path) if len(named) > 1 else found.values()  # those of one folder are in order
    return Files(tuple(files), skipped, tuple(Path(file) for name, file in own.items() if name not in found), tuple(map(Path, resembling)))


def _add(files: dict[str, str], file: str) -> None:
    files.setdefault(os.path.normcase(file), file)


def _in_path_order(found: tuple[str, Kind]) -> list[str]:
    """What puts the files of one folder in the order of their paths: name by name."""
    file, _ = found
    return (file.lower() if sys.platform == "win32" else file).split(os.sep)


def _below(folder: Path) -> Iterator[tuple[str, Kind]]:
    """All that lies below a folder and is not passed over: files, links to folders, which are not followed, what is neither, and folders whose content the system does not give.

    A path may be longer than the system takes (4,096 bytes, PATH_MAX of Linux): what such a folder holds cannot be read either.
    """
    waiting = [folder]
    while waiting:
        above = waiting.pop()
        try:
            with os.scandir(above) as found:
                entries = sorted(found, key=lambda entry: os.path.normcase(entry.name))
        except OSError:
            yield str(above), "unread"
            continue
        start = str(above / "_").removesuffix("_")
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            is_file = _is_file(entry)
            is_linked = not is_file and _is_linked_folder(entry)
            if not name.startswith("~$"):
                yield start + name, "file" if is_file else "link" if is_linked else "other"
            if not is_file and not is_linked and _is_folder(entry):
                waiting.append(above / name)


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads to itself, say
        return False


def _is_linked_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a link to a folder: of a junction of Windows, Python 3.11 says that it is a folder itself."""
    try:
        return entry.is_dir() and is_link(entry.stat(follow_symlinks=False))
    except OSError:
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is to be looked into; what the system says nothing of may be one, and is then told."""
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return True


def _is_searched(real: Path, searched: Iterable[Path]) -> bool:
    """Whether what a link leads to is one of the folders that are searched, or lies below one and is not hidden there."""
    return any(real.is_relative_to(folder) and not any(name.startswith(".") for name in real.relative_to(folder).parts) for folder in searched)


def is_shut(path: Path | str) -> bool:
    """Whether a path is a folder that may not be looked into; one behind a link is not looked into anyway."""
    return os.path.isdir(path) and not os.path.islink(path) and not os.access(path, os.R_OK | os.X_OK)


def is_broken_link(file: str) -> bool:
    """Whether a path leads to a submission that is not there."""
    return os.path.islink(file) and not os.path.exists(file) and ending_of(file) in SUFFIXES


def is_candidate(file: str) -> bool:
    """Whether a file of a folder may be a submission: by its ending, and a plain text only where it speaks of 政府信息公开."""

    def beginning() -> bytes:
        with open(file, "rb") as stream:
            return stream.read(BEGINNING)

    return may_be_submission(ending_of(file), beginning)


def may_be_submission(suffix: str, beginning: Callable[[], bytes]) -> bool:
    """The same, of a file that lies anywhere; `beginning` gives its first `BEGINNING` bytes."""
    if (ending := suffix.lower()) not in NOTES:
        return ending in SUFFIXES
    try:
        start = beginning()
    except OSError:
        return True  # to be told as unreadable
    return any(subject in start for subject in _SUBJECT)
