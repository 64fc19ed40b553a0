"""Which files does a command mean? Folders are searched for workbooks; a file named outright is always told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from xlplugin.reading.workbook import SUFFIXES


@dataclass(frozen=True, slots=True)
class Files:
    """The files to check, in path order, and how many others the folders hold."""

    paths: tuple[Path, ...]
    skipped: int


def find_files(paths: Iterable[Path]) -> Files:
    """Every workbook below the folders, and every file named outright whether it exists or not.

    Lock files (`~$…`), hidden files and hidden folders are passed over and not counted.
    """
    found: dict[Path, None] = {}
    skipped = 0
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        for entry in sorted(path.rglob("*")):
            inside = entry.relative_to(path)
            if any(part.startswith(".") for part in inside.parts) or entry.name.startswith("~$") or not entry.is_file():
                continue
            if entry.suffix.lower() in SUFFIXES:
                found[entry] = None
            else:
                skipped += 1
    return Files(tuple(sorted(found)), skipped)
