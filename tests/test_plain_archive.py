"""An archive whose directory is laid out here is the one that zipfile lays out; of anything unusual there is none."""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.packing import packed
from xlplugin.errors import FileMissingError, FolderGivenError
from xlplugin.reading.layouts.plain_archive import PlainArchive, plain_archive
from xlplugin.reading.plain_file import demand_file
from xlplugin.reading.workbook.openxml import Package

RELATIONS = b'<Relationships><Relationship Id="a" Type="x/officeDocument" Target="%s"/></Relationships>'
PARTS = {"[Content_Types].xml": b"<a/>" * 50, "_rels/.rels": RELATIONS % b"xl/book.xml", "xl/book.xml": b"<b/>", "xl/Empty.bin": b"", "xl/worksheets/sheet1.xml": b"0123456789" * 90}


def told(package: Package) -> object:
    """All that is asked of a package before a part is unpacked."""
    return sorted(package.names.items()), sorted(package.sizes().items()), {name: package.raw(name) for name in package.names}


def by_zipfile(content: bytes) -> Package:
    return Package.of(zipfile.ZipFile(io.BytesIO(content)))


def plain(content: bytes) -> PlainArchive:
    found = plain_archive(content)
    assert found is not None
    return found


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
def test_it_is_what_zipfile_lays_out(method: int) -> None:
    content = packed(PARTS, method)
    package = Package.of(plain(content))
    assert told(package) == told(by_zipfile(content))
    assert {name: package.read(name) for name in PARTS} == PARTS and package.main() == "xl/book.xml"
    assert package.archive.namelist() == list(PARTS)


def _directory(content: bytes) -> int:
    return content.index(b"PK\x01\x02")


def _with_directory(change: Callable[[bytearray], None]) -> Callable[[bytes], bytes]:
    """Something else in the first part's entry in the directory."""

    def changed(content: bytes) -> bytes:
        directory = bytearray(content[_directory(content) :])
        change(directory)
        return content[: _directory(content)] + bytes(directory)

    return changed


def _in_directory(at: int, value: bytes) -> Callable[[bytes], bytes]:
    return _with_directory(lambda directory: directory.__setitem__(slice(at, at + len(value)), value))


def _zip64(_: bytes) -> bytes:
    """What says where the end of a large archive is stands in the last part's attributes, which nobody reads."""
    content = packed({"xl/Empty.bin": b""})
    assert plain_archive(content) is not None
    return content[:-42] + b"PK\x06\x07" + content[-38:]


UNUSUAL: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "cut short": lambda content: content[:-1],
    "something before it": lambda content: b"MZ" + content,
    "something behind it": lambda content: content + b"\0",
    "a remark": lambda content: content[:-2] + b"\x03\0abc",
    "the end of a large one": _zip64,
    "a directory that begins elsewhere": lambda content: content[:-6] + (_directory(content) + 1).to_bytes(4, "little") + content[-2:],
    "no entry where one should be": _in_directory(0, b"XX"),
    "a part for later versions": _in_directory(6, b"\x40\0"),
    "an encrypted part": _in_directory(8, b"\x01\0"),
    "sizes behind a part": _in_directory(8, b"\x08\0"),
    "a longer name": _in_directory(28, b"\xff\0"),
    "an extra field": _in_directory(30, b"\x04\0"),
    "a remark on a part": _in_directory(32, b"\x04\0"),
    "a part that says to be huge": _in_directory(24, b"\xff\xff\xff\x7f"),
    "a name with a backslash": lambda content: content.replace(b"xl/book.xml", b"xl\\book.xml"),
    "a name from the root": lambda content: content.replace(b"xl/book.xml", b"/l/book.xml"),
    "a name that is cut off": lambda content: content.replace(b"xl/book.xml", b"xl/book\0xml"),
    "a name that is not ASCII": lambda content: content.replace(b"xl/book.xml", b"xl/b\xf6ok.xml"),
    "a name of two lines": lambda content: content.replace(b"xl/book.xml", b"xl/bo\nk.xml"),
    "a name twice": lambda content: content.replace(b"_rels/.rels", b"xl/BOOK.xml"),
    "no parts": lambda _: packed({}),
    "a directory that is large": lambda _: packed({f"xl/{number:0200}.xml": b"" for number in range(80)}),
}


@pytest.mark.parametrize("kind", UNUSUAL)
def test_of_an_archive_that_is_anything_but_plain_nothing_is_laid_out(kind: str) -> None:
    content = UNUSUAL[kind](packed(PARTS))
    assert content != packed(PARTS) and plain_archive(content) is None


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_changed_in_an_archive_is_read_as_zipfile_reads_it_or_not_at_all(seed: int) -> None:
    chance, laid_out = random.Random(seed), 0
    whole = packed(PARTS, chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))
    heads = [at for at in range(len(whole)) if at >= _directory(whole) or any(at - 42 <= whole.find(name.encode()) <= at + 30 for name in PARTS)]
    for _ in range(800):
        content = bytearray(whole)
        for at in chance.sample(heads, chance.choice((1, 1, 2))):
            content[at] = chance.choice((0, 1, 8, 46, 64, 255, content[at] ^ 1, content[at] ^ 32))
        found = plain_archive(bytes(content))
        if found is not None:
            laid_out += 1
            assert told(Package.of(found)) == told(by_zipfile(bytes(content)))
    assert laid_out > 20


def test_a_part_that_is_not_what_the_directory_says_is_zipfiles_to_complain_of() -> None:
    content = packed(PARTS)
    package = Package.of(plain(content.replace(b"xl/book.xml", b"xl/bock.xml", 1)))
    assert package.raw("xl/book.xml") is None
    with pytest.raises(zipfile.BadZipFile):
        package.read("xl/book.xml")


def test_what_a_package_is_about_is_told_by_its_parts_and_its_relations() -> None:
    """Of packages that are alike in one of them, and met again and again."""
    other = {**PARTS, "_rels/.rels": RELATIONS % b"xl/other.xml"}
    more = {**other, "xl/other.xml": b"<c/>"}
    usual = {**other, "xl/workbook.xml": b"<c/>"}
    for _ in range(4):
        assert [Package.of(plain(packed(parts))).main() for parts in (PARTS, other, more, usual)] == ["xl/book.xml", None, "xl/other.xml", "xl/workbook.xml"]


def test_what_is_no_file_is_told_before_it_is_opened(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"123")
    assert demand_file(tmp_path / "a").st_size == 3
    with pytest.raises(FolderGivenError):
        demand_file(tmp_path)
    names = ["b", "a/b", "a\0b"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        names.append("pipe")
    for name in names:
        with pytest.raises(FileMissingError):
            demand_file(tmp_path / name)
