"""The compression of VBA source and of the `dir` stream (MS-OVBA 2.4.1): runs already seen within 4,096 bytes become tokens."""

from __future__ import annotations

import struct

_CHUNK = 4096
_SHORTEST = 3


def compress(content: bytes) -> bytes:
    """A compressed container. A last chunk that no token shortens is stored raw and filled up with zeros, as the format demands."""
    chunks = (content[start : start + _CHUNK] for start in range(0, len(content), _CHUNK))
    return b"\x01" + b"".join(map(_chunk, chunks))


def _chunk(chunk: bytes) -> bytes:
    tokens = _tokens(chunk)
    if len(tokens) > _CHUNK:
        return struct.pack("<H", 0x3000 | (_CHUNK - 1)) + chunk.ljust(_CHUNK, b"\0")
    return struct.pack("<H", 0xB000 | (len(tokens) - 1)) + tokens


def _tokens(chunk: bytes) -> bytes:
    """Groups of eight tokens, each group after a byte whose bits say which of them are copies."""
    out = bytearray()
    at = 0
    while at < len(chunk):
        flags, group = 0, bytearray()
        for bit in range(8):
            if at >= len(chunk):
                break
            offset, length = _longest_copy(chunk, at)
            if length:
                flags |= 1 << bit
                group += struct.pack("<H", (offset - 1) << (16 - _offset_bits(at)) | (length - _SHORTEST))
                at += length
            else:
                group.append(chunk[at])
                at += 1
        out.append(flags)
        out += group
    return bytes(out)


def _longest_copy(chunk: bytes, at: int) -> tuple[int, int]:
    """How far back the longest run that begins here was seen, and its length; zeros where there is none. A run may overlap itself."""
    longest = min((0xFFFF >> _offset_bits(at)) + _SHORTEST, len(chunk) - at)
    offset, length = 0, 0
    for wanted in range(_SHORTEST, longest + 1):
        seen = chunk.rfind(chunk[at : at + wanted], 0, at + wanted - 1)
        if seen < 0:
            break
        offset, length = at - seen, wanted
    return offset, length


def _offset_bits(at: int) -> int:
    """How many of a copy token's 16 bits hold the offset (2.4.1.3.19.1)."""
    return max(4, (at - 1).bit_length()) if at else 4
