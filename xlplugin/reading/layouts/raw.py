"""A package's parts as they lie in the archive, still compressed: what has the same bytes in many files need not be unpacked again.

Python's zipfile takes 50 µs to open a part. Here one is read at once, where nothing about it is unusual; anything else is `None`,
and zipfile's to read and to complain of.
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, BinaryIO, TypeVar

T = TypeVar("T")
_HEADER, _ENTRY, END = struct.Struct("<4s2x2H16x2H"), struct.Struct("<4s2x3H4x3LHL8xL"), struct.Struct("<4s4H2LH")
"""APPNOTE.TXT of PKWARE, 4.3: what stands before a part, what an archive's directory says of it, and its end, which says where that is.

Of a part: how it is compressed, its checksum, its size packed and unpacked, how long its name is, and where it lies; for the directory
first the version that is wanted to unpack it, and its flags, and in one number how long its extra field and its remark are.
"""
_NEWEST, _FLAGS = 63, 0x806
"""The latest version that zipfile unpacks, and the flags that are no matter: how well it was compressed, and that its name is in UTF-8."""
LARGEST_DIRECTORY, _LARGEST_PART = 2**20, 2**20
_MOST_KEPT, _MOST_BYTES, _MOST_MET = 256, 8 * 2**20, 4096
"""Parts whose working out is kept, the bytes of them all unpacked, and parts that are remembered as met once."""
RawPart = tuple[int, int, int, bytes]
"""How a part is compressed, its checksum, its size unpacked, and its bytes as they lie there."""
Entry = tuple[bytes, int, int, int, int, int]
"""What a directory says of a part: its name, how it is compressed, its checksum, its size packed and unpacked, and where it lies."""


def raw_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> RawPart | None:
    """A part, still compressed; None where anything about it is unusual."""
    if archive.fp is None or info.flag_bits & ~_FLAGS:
        return None
    spelled = info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")
    return _raw(archive.fp, (spelled, info.compress_type, info.CRC, info.compress_size, info.file_size, info.header_offset))


def _raw(stream: IO[bytes], entry: Entry) -> RawPart | None:
    spelled, method, checksum, packed, size, offset = entry
    stream.seek(offset)
    begin = begin_of(stream.read(_HEADER.size + len(spelled)), 0, entry)
    if begin is None:
        return None
    stream.seek(offset + begin)
    content = stream.read(packed)
    return (method, checksum, size, content) if len(content) == packed else None


def begin_of(content: bytes, at: int, entry: Entry) -> int | None:
    """Where a part's bytes begin whose own header stands somewhere; None where that says anything unusual, or other than the directory."""
    spelled, method = entry[:2]
    named = at + _HEADER.size
    if named > len(content) or method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return None
    mark, flags, method_there, length, extra = _HEADER.unpack_from(content, at)
    if mark != b"PK\x03\x04" or flags & ~_FLAGS or method_there != method or length != len(spelled) or not content.startswith(spelled, named):
        return None
    return named + length + extra  # type: ignore[no-any-return]


def entries_in(directory: bytes, at: int, end: int) -> list[Entry] | None:
    """What a directory says of all its parts; None where anything is unusual about one of them, and where it does not end where it should."""
    entries: list[Entry] = []
    while at + _ENTRY.size <= end:
        mark, version, flags, method, checksum, packed, size, named, besides, offset = _ENTRY.unpack_from(directory, at)
        if mark != b"PK\x01\x02" or version > _NEWEST or flags & ~_FLAGS or besides:
            return None
        at += _ENTRY.size + named
        entries.append((directory[at - named : at], method, checksum, packed, size, offset))
    return entries if at == end else None


def part_in(stream: BinaryIO, name: str) -> bytes | None:
    """What a part holds, of an archive whose directory is not laid out for it: nothing where there is no such part, None where anything is unusual."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - END.size))
    end = stream.read(END.size)
    if len(end) < END.size:
        return None
    mark, *_, length, start, comment = END.unpack(end)
    if mark != b"PK\x05\x06" or comment or start + length + END.size != size or length > LARGEST_DIRECTORY:
        return None
    stream.seek(start)
    directory = stream.read(length)
    spelled = name.encode("ascii")
    found = directory.rfind(spelled)
    if found < 0:
        return b""
    entries = entries_in(directory, found - _ENTRY.size, found + len(spelled)) if found >= _ENTRY.size else None
    if not entries or entries[0][0] != spelled or entries[0][4] > _LARGEST_PART:
        return None
    raw = _raw(stream, entries[0])
    return None if raw is None else unpacked(raw)


def unpacked(part: RawPart) -> bytes | None:
    """The part's content, no longer than it says to be; None where it is not what it says."""
    method, checksum, size, raw = part
    if method == zipfile.ZIP_STORED:
        content = raw
    else:
        stream = zlib.decompressobj(-15)
        try:
            content = stream.decompress(raw, size + 1)
        except zlib.error:
            return None
        if not stream.eof:
            return None
    return content if len(content) == size and zlib.crc32(content) == checksum else None


class Kept:
    """What was worked out of parts that are the same in many files, by their raw bytes. From the second time on; bounded."""

    def __init__(self) -> None:
        self._met: set[int] = set()
        self._kept: dict[tuple[str, RawPart], object] = {}
        self._bytes = 0

    def of(self, kind: str, part: RawPart, work: Callable[[RawPart], T]) -> T:
        """What `work` gives of a part; `kind` tells different works apart."""
        key = (kind, part)
        known = self._kept.get(key)
        if known is not None:
            return known  # type: ignore[return-value]
        found = work(part)
        seen = hash(key)
        if seen not in self._met:
            if len(self._met) >= _MOST_MET:
                self._met.clear()
            self._met.add(seen)
        elif found is not None and part[2] < _MOST_BYTES // 8:
            if len(self._kept) >= _MOST_KEPT or self._bytes + part[2] > _MOST_BYTES:
                self._kept.clear()
                self._bytes = 0
            self._kept[key] = found
            self._bytes += part[2]
        return found


KEPT = Kept()
"""Of parts that are the same in many files: styles, relations, sheets that nobody fills in. This process's own."""
