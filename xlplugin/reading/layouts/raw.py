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
_HEADER, _ENTRY, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
"""APPNOTE.TXT of PKWARE, 4.3: what stands before a part, what an archive's directory says of it, and its end, which says where that is."""
_LARGEST_DIRECTORY, _LARGEST_PART = 2**20, 2**20
_MOST_KEPT, _MOST_BYTES, _MOST_MET = 256, 8 * 2**20, 4096
"""Parts whose working out is kept, the bytes of them all unpacked, and parts that are remembered as met once."""
RawPart = tuple[int, int, int, bytes]
"""How a part is compressed, its checksum, its size unpacked, and its bytes as they lie there."""


def raw_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> RawPart | None:
    """A part, still compressed; None where anything about it is unusual."""
    return None if archive.fp is None else _raw(archive.fp, info)


def _raw(stream: IO[bytes], info: zipfile.ZipInfo) -> RawPart | None:
    if info.flag_bits & ~0x806 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return None
    spelled = info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")
    stream.seek(info.header_offset)
    head = stream.read(_HEADER.size + len(spelled))
    if len(head) < _HEADER.size:
        return None
    mark, _, flags, method, _, _, _, _, _, length, extra = _HEADER.unpack_from(head)
    if mark != b"PK\x03\x04" or flags & ~0x806 or method != info.compress_type or length != len(spelled) or head[_HEADER.size :] != spelled:
        return None
    if extra:
        stream.seek(extra, 1)
    content = stream.read(info.compress_size)
    return (method, info.CRC, info.file_size, content) if len(content) == info.compress_size else None


def part_in(stream: BinaryIO, name: str) -> bytes | None:
    """What a part holds, of an archive whose directory is not laid out for it: nothing where there is no such part, None where anything is unusual."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _END.size))
    end = stream.read(_END.size)
    if len(end) < _END.size:
        return None
    mark, *_, length, start, comment = _END.unpack(end)
    if mark != b"PK\x05\x06" or comment or start + length + _END.size != size or length > _LARGEST_DIRECTORY:
        return None
    stream.seek(start)
    directory = stream.read(length)
    found = directory.rfind(name.encode("ascii"))
    if found < 0:
        return b""
    if found < _ENTRY.size:
        return None
    mark, _, _, flags, method, _, _, checksum, packed, size, named, *_, offset = _ENTRY.unpack_from(directory, found - _ENTRY.size)
    if mark != b"PK\x01\x02" or named != len(name) or size > _LARGEST_PART:
        return None
    info = zipfile.ZipInfo(name)
    info.flag_bits, info.compress_type, info.CRC, info.compress_size, info.file_size, info.header_offset = flags, method, checksum, packed, size, offset
    raw = _raw(stream, info)
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
