"""Which files does a command mean? Folders are searched for workbooks and reports; a file named outright is always told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from xlplugin.reading.open import SUFFIXES
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

    Lock files (`~$…`), hidden files and hidden folders are passed over and not counted. `besides`: what the command uses otherwise,
    a roster for one; below a folder it is no submission.
    """
    found: dict[Path, None] = {}
    own: dict[Path, None] = {}
    resembling: list[Path] = []
    skipped = 0
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        ours = Own(path, besides)
        for entry in sorted(path.rglob("*")):
            inside = entry.relative_to(path)
            if any(part.startswith(".") for part in inside.parts) or entry.name.startswith("~$") or not entry.is_file():
                continue
            if is_candidate(entry):
                is_ours = ours.holds(entry)
                (own if is_ours else found)[entry] = None
                resembling += [entry] if not is_ours and ours.resembles(entry) else []
            else:
                skipped += 1
    return Files(tuple(sorted(found)), skipped, tuple(path for path in own if path not in found), tuple(resembling))


def is_candidate(path: Path) -> bool:
    """Whether a file of a folder may be a submission: by its ending, and a plain text only where it speaks of 政府信息公开."""

    def beginning() -> bytes:
        with path.open("rb") as stream:
            return stream.read(BEGINNING)

    return may_be_submission(path.suffix, beginning)


def may_be_submission(suffix: str, beginning: Callable[[], bytes]) -> bool:
    """The same, of a file that lies anywhere; `beginning` gives its first `BEGINNING` bytes."""
    if suffix.lower() not in NOTES:
        return suffix.lower() in SUFFIXES
    try:
        start = beginning()
    except OSError:
        return True  # to be told as unreadable
    return any(subject in start for subject in _SUBJECT)
