"""The records of binary Open XML, and the values in them; [MS-XLSB] 2.1.4, 2.5."""

from __future__ import annotations

from collections.abc import Iterator
from struct import pack, unpack, unpack_from

ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA"}
"""Error values by the number that stands for them in binary workbooks, old ones too."""


def records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part: kind and body. Kind and length are written in seven bits a byte."""
    at = 0
    while at < len(content):
        kind, at = _number(content, at, 2)
        length, at = _number(content, at, 4)
        yield kind, content[at : at + length]
        at += length


def text(body: bytes, at: int) -> tuple[str, int]:
    """An XLWideString, and where it ends."""
    length: int = unpack_from("<I", body, at)[0]
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def number_of_rk(packed: int) -> int | float:
    """The number in 32 bits: an integer of 30 or the upper half of a double, both perhaps in hundredths."""
    if packed & 2:
        whole = (packed >> 2) - (1 << 30 if packed & 0x80000000 else 0)
        number: int | float = whole if not packed & 1 else whole / 100
    else:
        number = unpack("<d", pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
        number = number / 100 if packed & 1 else number
    return int(number) if float(number).is_integer() else number


def _number(content: bytes, at: int, most: int) -> tuple[int, int]:
    number = 0
    for place in range(most):
        byte = content[at]
        number |= (byte & 0x7F) << 7 * place
        at += 1
        if byte < 0x80:
            break
    return number, at
