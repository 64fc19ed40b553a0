"""Which files does a command mean? Folders are searched for workbooks and reports; a file named outright is always told."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from xlplugin.reading.open import SUFFIXES
from xlplugin.reading.plain_file import is_link
from xlplugin.runs.inputs.own import NOTES, Own

_SUBJECT = tuple("政府信息公开".encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"))
BEGINNING = 2**18


@dataclass(frozen=True, slots=True)
class Files:
    """The files to check, in path order, and how many others the folders hold. `own`: files of ours among them, which are neither; `resembling`: those to check that look like ours and may be anybody's."""

    paths: tuple[Path, ...]
    skipped: int
    own: tuple[Path, ...] = ()
    resembling: tuple[Path, ...] = ()


def find_files(paths: Iterable[Path], besides: Collection[Path] = ()) -> Files:
    """Every workbook and report below the folders, and every file named outright whether it exists or not.

    A folder that may not be looked into, a link that leads nowhere, and one to a folder that is not searched anyway, are among them, so that they are told.
    Lock files (`~$…`), hidden files and hidden folders are passed over and not counted. `besides`: what the command uses otherwise,
    a roster for one; below a folder it is no submission.
    """
    found: dict[Path, None] = {}
    own: dict[Path, None] = {}
    resembling: list[Path] = []
    skipped = 0
    named = list(paths)
    searched = [Path(os.path.realpath(path)) for path in named if os.path.isdir(path)]
    for path in named:
        if not os.path.isdir(path) or is_shut(path):
            found[path] = None
            continue
        ours = Own(path, besides)
        for entry, kind in sorted(_below(path)):  # for the most part it is sorted, which makes it quick
            if kind == "unread" or (kind == "other" and (is_shut(entry) or is_broken_link(entry))):
                found[entry] = None  # to be told: nobody knows what it holds
            elif kind == "link" and not _is_searched(Path(os.path.realpath(entry)), searched):
                (own if ours.of(entry) == "ours" else found)[entry] = None
            elif kind == "file" and is_candidate(entry):
                owner = ours.of(entry)
                (own if owner == "ours" else found)[entry] = None
                resembling += [entry] if owner == "resembling" else []
            elif kind == "file":
                skipped += 1
    return Files(tuple(sorted(found)), skipped, tuple(path for path in own if path not in found), tuple(resembling))


def _below(folder: Path) -> Iterator[tuple[Path, Literal["file", "link", "other", "unread"]]]:
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
            yield above, "unread"
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path, is_file = above / entry.name, _is_file(entry)
            is_linked = not is_file and _is_linked_folder(entry)
            if not entry.name.startswith("~$"):
                yield path, "file" if is_file else "link" if is_linked else "other"
            if not is_file and not is_linked and _is_folder(entry):
                waiting.append(path)


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


def is_shut(path: Path) -> bool:
    """Whether a path is a folder that may not be looked into; one behind a link is not looked into anyway."""
    return os.path.isdir(path) and not os.path.islink(path) and not os.access(path, os.R_OK | os.X_OK)


def is_broken_link(path: Path) -> bool:
    """Whether a path leads to a submission that is not there."""
    return os.path.islink(path) and not os.path.exists(path) and path.suffix.lower() in SUFFIXES


def is_candidate(path: Path) -> bool:
    """Whether a file of a folder may be a submission: by its ending, and a plain text only where it speaks of 政府信息公开."""

    def beginning() -> bytes:
        with path.open("rb") as stream:
            return stream.read(BEGINNING)

    return may_be_submission(path.suffix, beginning)


def may_be_submission(suffix: str, beginning: Callable[[], bytes]) -> bool:
    """The same, of a file that lies anywhere; `beginning` gives its first `BEGINNING` bytes."""
    if (ending := suffix.lower()) not in NOTES:
        return ending in SUFFIXES
    try:
        start = beginning()
    except OSError:
        return True  # to be told as unreadable
    return any(subject in start for subject in _SUBJECT)
