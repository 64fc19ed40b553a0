"""Packages taken apart, changed and put together again; bombs that say they are small."""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from tests.submissions import CONSISTENT, write_submission

Parts = dict[str, bytes]
SHEET, STRINGS, STYLES, BOOK = "xl/worksheets/sheet3.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"


@cache
def plain_parts() -> Mapping[str, bytes]:
    """The parts of a submission with an error in it: one that gets a copy."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_submission(Path(folder, "a.xlsx"), {**CONSISTENT, "requests.received.company": 4})
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package of parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def changed(**parts: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    """The submission with some of its parts changed: SHEET, STRINGS, STYLES or BOOK by name."""

    def made() -> bytes:
        whole = dict(plain_parts())
        for name, change in parts.items():
            at = globals()[name]
            whole[at] = change(whole[at])
        return packed(whole)

    return made


def with_parts(parts: Callable[[], Mapping[str, bytes]]) -> Callable[[], bytes]:
    """The submission with other parts put in place of, or besides, its own."""
    return lambda: packed({**plain_parts(), **parts()})


def before(mark: str, piece: str | Callable[[], str]) -> Callable[[bytes], bytes]:
    """Puts a piece before the last place where `mark` stands in a part."""

    def change(content: bytes) -> bytes:
        head, found, tail = content.rpartition(mark.encode())
        assert found, mark
        return head + (piece if isinstance(piece, str) else piece()).encode() + found + tail

    return change


def replaced(old: str, new: str | Callable[[], str], count: int = -1) -> Callable[[bytes], bytes]:
    """Puts another piece in the place of one."""

    def change(content: bytes) -> bytes:
        assert old.encode() in content, old
        return content.replace(old.encode(), (new if isinstance(new, str) else new()).encode(), count)

    return change


def lying(content: bytes, name: str, claimed: int) -> bytes:
    """The package, one of whose parts says in both headers to be of another size."""
    found = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info = archive.getinfo(name)
    struct.pack_into("<L", found, info.header_offset + 22, claimed)
    at = found.find(b"PK\x01\x02")
    while at >= 0:
        length = struct.unpack_from("<H", found, at + 28)[0]
        if found[at + 46 : at + 46 + length] == name.encode():
            struct.pack_into("<L", found, at + 24, claimed)
        at = found.find(b"PK\x01\x02", at + 4)
    return bytes(found)


def broken_stream(content: bytes, name: str) -> bytes:
    """The package, one of whose compressed parts ends in bytes that no inflater takes."""
    found = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info = archive.getinfo(name)
    length, extra = struct.unpack_from("<HH", found, info.header_offset + 26)
    start = info.header_offset + 30 + length + extra
    found[start : start + min(40, info.compress_size)] = b"\xff" * min(40, info.compress_size)
    return bytes(found)
