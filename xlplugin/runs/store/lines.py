"""Compressed lines of text in one file, written one after the other and read one at a time: `zcat` shows them all.

Each line is a gzip member of its own. The one before the last is the index, whose lines its owner chooses; the last one, always of
the same length, says where the index begins. So a file that was cut short anywhere is known for one.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import IO

_LEVEL = 2
"""Of 1 to 9. At 4 the files are smaller by some hundredths, and packing takes twice the time."""
_SHORT = 2**10
"""A line of no more bytes is not compressed: that takes twenty times as long, and saves some hundreds of bytes."""
_GZIP, _FARTHEST, _MEMORY = 16, 15, 7
"""zlib's words for the gzip format, for how far back it looks at the most (a power of two), and for how much else it lays out: half of what
it does by itself. To lay out all that for a line takes longer than to pack it.
"""
_HEAD, _LENGTHS, _TAIL = b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x01", struct.Struct("<2H"), struct.Struct("<2L")
"""RFC 1952 and 1951: a member and its only block, which is not compressed; how long that is, and the same with all bits turned; the checksum and how long the text is."""
_END = '{{"index":{:020d}}}'
Spot = tuple[int, int]
"""Where a line's member begins, and how long it is."""


class LineWriter:
    """Writes to a stream that is at its beginning; text is ASCII, without line breaks. The index alone has lines of its own."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._at = 0

    def add(self, text: str) -> Spot:
        """Writes a line; gives where it can be read."""
        return self.put(pack(text))

    def close(self, index: Iterable[str]) -> None:
        """Writes the index and the end; the stream stays open."""
        at, _ = self.add("\n".join(index))
        self.put(pack(_END.format(at)))

    def put(self, member: bytes) -> Spot:
        """Writes a line that is packed already."""
        self._stream.write(member)
        at = self._at
        self._at += len(member)
        return at, len(member)


class LineReader:
    """Reads what a `LineWriter` wrote from a stream that can be searched; raises `ValueError` for a file that is no such or not whole."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        try:
            end = stream.seek(-_END_LENGTH, 2)
            last = unpack(stream.read())
            at = int(last.removeprefix('{"index":').removesuffix("}"))
            if last != _END.format(at):
                raise ValueError("the file does not end as it should")
            self.index = tuple(self.line((at, end - at)).split("\n"))
        except (OSError, zlib.error, UnicodeDecodeError) as error:
            raise ValueError(f"the file is not whole: {error}") from error

    def line(self, spot: Spot) -> str:
        """The line at a spot."""
        return read_line(self._stream, spot)

    def close(self) -> None:
        """Lets go of the stream."""
        self._stream.close()


def read_line(stream: IO[bytes], spot: Spot) -> str:
    """The line at a spot of a file that is known to be whole."""
    at, length = spot
    stream.seek(at)
    return unpack(stream.read(length))


def pack(text: str) -> bytes:
    """A line as it stands in a file: a member of its own."""
    line = f"{text}\n".encode("ascii")
    if len(line) <= _SHORT:
        return b"".join((_HEAD, _LENGTHS.pack(len(line), len(line) ^ 0xFFFF), line, _TAIL.pack(zlib.crc32(line), len(line))))
    window = min(len(line).bit_length(), _FARTHEST)
    packing = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP + window, min(window - 4, _MEMORY))
    return packing.compress(line) + packing.flush()


def unpack(member: bytes) -> str:
    """The text of a packed line; raises `ValueError` or `zlib.error` for what is none."""
    unpacking = zlib.decompressobj(_GZIP + _FARTHEST)
    text = unpacking.decompress(member)
    if not unpacking.eof:
        raise ValueError("a line is cut short")
    return text.decode("ascii").removesuffix("\n")


_END_LENGTH = len(pack(_END.format(0)))
