"""Which files of a folder are no submissions but ours: what a command uses besides, and what an earlier one wrote there."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Literal

from xlplugin.reading.layouts.raw import part_in
from xlplugin.reading.once import small
from xlplugin.runs.written import MARK, is_output, is_output_folder

REVIEW = "xlplugin review"
"""Stands in the properties of the office's workbook and of a roll-up, and at the head of the page."""
_MARK = REVIEW.encode()
NOTES = frozenset({".txt", ".md"})
"""Endings of reports and of much else: of a result that was written to a file, say."""
_HEAD = 4096
_SMALL = 2**16
"""A workbook with fewer bytes is read at once, which is faster than searching it."""
_PROPERTIES = "docProps/core.xml"
_END = struct.Struct("<4s4H2LH")
"""APPNOTE.TXT of PKWARE, 4.3.16: the end of an archive's directory, which says how many parts there are and how long it is."""
_LARGEST_DIRECTORY = 2**20
_NO_WORKBOOK = (OSError, ValueError, LookupError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error)
"""What reading a file's properties may meet."""

Owner = Literal["ours", "resembling", "somebody's"]


class Own:
    """Tells what is ours in one folder of submissions. `besides`: the files and folders that the command uses otherwise."""

    def __init__(self, folder: Path, besides: Iterable[Path]) -> None:
        self._known: dict[str, Owner] = {os.path.dirname(folder / "any"): "somebody's"}
        here = Path(os.path.realpath(folder))
        used = (Path(os.path.realpath(path)) for path in besides)
        self._used = [path for path in used if path != here and path not in here.parents]

    def of(self, file: str) -> Owner:
        """Whose a file below the folder is: ours, that is used by the command or written by it for this user, who alone can say so (see `runs/written`); somebody's.

        It resembles ours where it bears a mark that its sender may have put there.
        """
        above = self._of_folder(os.path.dirname(file))
        if above == "ours" or (self._used and self._is_used(Path(os.path.realpath(file)))):
            return "ours"
        ending = ending_of(file)
        is_review = _is_review(file, ending)
        if (is_review or ending in NOTES) and is_output(Path(file)):
            return "ours"
        return "resembling" if is_review else above

    def _is_used(self, real: Path) -> bool:
        return any(used == real or used in real.parents for used in self._used)

    def _of_folder(self, path: str) -> Owner:
        """Whose a folder is, by itself and by those above it, up to the folder of submissions."""
        waiting = []
        while path not in self._known:
            waiting.append(path)
            path = os.path.dirname(path)
        owner = self._known[path]
        for path in reversed(waiting):
            if owner != "ours" and os.path.exists(os.path.join(path, MARK)):
                owner = "ours" if is_output_folder(Path(path)) else "resembling"
            self._known[path] = owner
        return owner


def ending_of(file: str) -> str:
    """The ending of a file's name, in small letters; of a file that is not hidden."""
    return os.path.splitext(file)[1].lower()


def _is_review(file: str, ending: str) -> bool:
    """Whether the file says that it is an office's workbook, a roll-up or a page of ours."""
    try:
        if ending == ".xlsx":
            return _MARK in _properties(file)
        if ending in (".html", ".htm"):
            with open(file, "rb") as stream:
                return _MARK in stream.read(_HEAD)
    except _NO_WORKBOOK:
        return False
    return False


def _properties(file: str) -> bytes:
    """The beginning of a workbook's properties; nothing of an archive whose directory is larger than any workbook's."""
    whole = small(file, _SMALL)
    with open(file, "rb") if whole is None else BytesIO(whole) as stream:
        content = part_in(stream, _PROPERTIES)
        if content is None and _is_directory_small(file):
            with zipfile.ZipFile(stream) as package, package.open(_PROPERTIES) as part:
                content = part.read(_HEAD)
    return (content or b"")[:_HEAD]


def _is_directory_small(file: str) -> bool:
    """Whether an archive's directory is as small as that of any workbook: a large one is not laid out in this process."""
    size = os.stat(file).st_size
    with open(file, "rb") as stream:
        stream.seek(max(0, size - _END.size - 0xFFFF))
        tail = stream.read(_END.size + 0xFFFF)
    at = tail.rfind(b"PK\x05\x06")
    return at >= 0 and len(tail) - at >= _END.size and _END.unpack_from(tail, at)[5] <= _LARGEST_DIRECTORY
