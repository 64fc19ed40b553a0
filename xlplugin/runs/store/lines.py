"""Compressed lines of text in one file, written one after the other and read one at a time: `zcat` shows them all.

Each line is a gzip member of its own. The one before the last is the index, whose lines its owner chooses; the last one, always of
the same length, says where the index begins. So a file that was cut short anywhere is known for one.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import IO

_LEVEL = 2
"""Of 1 to 9. At 4 the files are smaller by some hundredths, and packing takes twice the time."""
_GZIP = 31
"""zlib's word for the gzip format."""
_END = '{{"index":{:020d}}}'
Spot = tuple[int, int]
"""Where a line's member begins, and how long it is."""


class LineWriter:
    """Writes to a stream that is at its beginning; text is ASCII, without line breaks."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._at = 0

    def add(self, text: str) -> Spot:
        """Writes a line; gives where it can be read."""
        return self._write(text, _LEVEL)

    def close(self, index: Iterable[str]) -> None:
        """Writes the index and the end; the stream stays open."""
        at, _ = self._write("\n".join(index), _LEVEL)
        self._write(_END.format(at), 0)

    def _write(self, text: str, level: int) -> Spot:
        member = _member(text, level)
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
            last = _text(stream.read())
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
    return _text(stream.read(length))


def _member(text: str, level: int) -> bytes:
    packing = zlib.compressobj(level, zlib.DEFLATED, _GZIP)
    return packing.compress(f"{text}\n".encode("ascii")) + packing.flush()


def _text(member: bytes) -> str:
    unpacking = zlib.decompressobj(_GZIP)
    text = unpacking.decompress(member)
    if not unpacking.eof:
        raise ValueError("a line is cut short")
    return text.decode("ascii").removesuffix("\n")


_END_LENGTH = len(_member(_END.format(0), 0))
