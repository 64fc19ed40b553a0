"""The directory of an archive about which nothing is unusual, laid out in one go from its bytes: zipfile takes several times as long for it.

Of anything else there is none, and it is zipfile's to lay out or to complain of: with remarks, large (zip64), encrypted, with something
before or behind it, with names that are not plain or that stand there twice.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from xlplugin.reading.layouts.raw import END, Entry, RawPart, begin_of, entries_in
from xlplugin.reading.once import told

_LARGEST_DIRECTORY, _LARGEST = 2**14, 2**25
"""Of an archive: its directory, and all its parts unpacked, which is far less than a workbook may have."""


@dataclass(frozen=True, slots=True)
class PlainArchive:
    """An archive in memory. `names`: by its name in small letters how each part's is spelled, and `entries` what the directory says of it, in its order."""

    content: bytes
    names: Mapping[str, str]
    entries: Mapping[str, Entry]

    def sizes(self) -> dict[str, int]:
        """How large each part says it is."""
        return {name: entry[4] for name, entry in self.entries.items()}

    def raw(self, name: str) -> RawPart | None:
        """A part, still compressed; None where anything about it is unusual."""
        entry = self.entries[name]
        _, method, checksum, packed, size, offset = entry
        begin = begin_of(self.content, offset, entry)
        held = b"" if begin is None else self.content[begin : begin + packed]
        return None if begin is None or len(held) != packed else (method, checksum, size, held)

    def with_header(self, name: str) -> bytes | None:
        """A part behind its own header, as both lie there; None where anything about it is unusual."""
        entry = self.entries[name]
        offset = entry[5]
        begin = begin_of(self.content, offset, entry)
        end = None if begin is None else begin + entry[3]
        return None if end is None or end > len(self.content) else self.content[offset:end]

    def opened(self) -> zipfile.ZipFile:
        """The same for zipfile."""
        return zipfile.ZipFile(io.BytesIO(self.content))


def plain_archive(content: bytes) -> PlainArchive | None:
    """The archive whose bytes these are, laid out once within `once` however many ask for it; None where anything about its directory is unusual."""
    return told("archive", content, lambda: _laid_out(content))


def _laid_out(content: bytes) -> PlainArchive | None:
    end = len(content) - END.size
    if end < 0:
        return None
    mark, *_, length, start, comment = END.unpack_from(content, end)
    is_large = content.startswith(b"PK\x06\x07", max(0, end - 20))  # what stands there says where the end of a zip64 archive is
    if mark != b"PK\x05\x06" or comment or start + length != end or length > _LARGEST_DIRECTORY or is_large:
        return None
    entries = entries_in(content, start, end)
    names = entries and _names(tuple([entry[0] for entry in entries]))
    if not entries or not names or sum([entry[4] for entry in entries]) > _LARGEST:
        return None
    return PlainArchive(content, names, dict(zip(names, entries, strict=True)))


@lru_cache(64)
def _names(spelled: tuple[bytes, ...]) -> Mapping[str, str] | None:
    """How each part's name is spelled, by it in small letters; None where one is not plain, or stands there twice. Most packages of a batch have the same."""
    if not all(name.isascii() and name.decode().isprintable() and b"\\" not in name and not name.startswith(b"/") for name in spelled):
        return None
    names = {name.decode().lower(): name.decode() for name in spelled}
    return names if len(names) == len(spelled) else None
