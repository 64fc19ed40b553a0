"""Packages as programs and web sites write them: what Excel or LibreOffice opens is read, and what is refused is refused for its reason."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.own_cells import BOOK, LICENCES, LINKS, REPEATED, SHEET, own_book, read
from tests.packages import contents
from xlplugin.errors import DamagedError
from xlplugin.reading.read import read_workbook

pytestmark = pytest.mark.slow  # whole workbooks, many of them

Parts = dict[str, bytes]
RELATION = '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'
ONE_MORE = {BOOK: ("</sheets>", '<sheet name="空" sheetId="9" r:id="rId99"/></sheets>')}
STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def each(change: Callable[[str], str], *names: str) -> Callable[[Parts], Parts]:
    """Parts with their text changed; all of XML where none is named."""
    return lambda parts: {
        name: change(content.decode()).encode() if name in names or (not names and name.endswith(("xml", "rels"))) else content
        for name, content in parts.items()
    }


def swapped(changes: dict[str, tuple[str, str]]) -> Callable[[Parts], Parts]:
    """Parts with a text in each replaced."""

    def change(parts: Parts) -> Parts:
        return {**parts, **{name: parts[name].replace(old.encode(), new.encode()) for name, (old, new) in changes.items()}}

    return change


def recoded(encoding: str, declared: str) -> Callable[[Parts], Parts]:
    """The sheet and the workbook in another encoding."""

    def change(parts: Parts) -> Parts:
        return {
            name: content.decode().replace("UTF-8", declared, 1).encode(encoding, "xmlcharrefreplace") if name in (SHEET, BOOK) else content
            for name, content in parts.items()
        }

    return change


def renamed(old: str, new: str) -> Callable[[Parts], Parts]:
    """Parts under other names."""
    return lambda parts: {name.replace(old, new): content for name, content in parts.items()}


READ: dict[str, Callable[[Parts], Parts]] = {
    "UTF-16": recoded("utf-16", "UTF-16"),
    "GB2312": recoded("gbk", "GB2312"),
    "a mark of byte order": lambda parts: {name: b"\xef\xbb\xbf" + content for name, content in parts.items()},
    "no list of types": lambda parts: {name: content for name, content in parts.items() if name != "[Content_Types].xml"},
    "no relations of the package": lambda parts: {name: content for name, content in parts.items() if name != "_rels/.rels"},
    "absolute targets": swapped({LINKS: ('Target="', 'Target="/xl/')}),
    "targets that go up": swapped({LINKS: ('Target="', 'Target="../xl/./')}),
    "Strict": each(lambda text: text.replace(*next(iter(STRICT.items()))).replace(*list(STRICT.items())[1])),
    "prefixes": each(lambda text: re.sub(r"<(/?)([a-zA-Z]+)(?=[ />])", r"<\1x:\2", text).replace("xmlns=", "xmlns:x="), SHEET),
    "capitals": renamed("xl/work", "XL/WORK"),
    "backslashes": renamed("/", "\\"),
    "folders": lambda parts: {"xl/": b"", **parts},
    "percent signs in the name of a part": lambda parts: renamed("sheet1.xml", "sheet%201.xml")(swapped({LINKS: ("sheet1.xml", "sheet%201.xml")})(parts)),
    "blanks in the name of a part": lambda parts: renamed("sheet1.xml", "sheet 1.xml")(swapped({LINKS: ("sheet1.xml", "sheet%201.xml")})(parts)),
    "small addresses": each(lambda text: re.sub(r'(<c r=)"([A-Z]+)', lambda at: f'{at[1]}"{at[2].lower()}', text), SHEET),
    "dollars in addresses": each(lambda text: re.sub(r'(<c r=)"([A-Z]+)', r'\1"$\2$', text), SHEET),
    "a size that is not true": each(
        lambda text: re.sub(r'spans="[^"]*"', 'spans="1:1"', re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1"', text)), SHEET
    ),
    "a sheet with an empty id": swapped({BOOK: ("</sheets>", '<sheet name="空" sheetId="9" r:id=""/></sheets>')}),
    "a sheet without a relation": swapped(ONE_MORE),
    "a sheet without a part": swapped({**ONE_MORE, LINKS: ("</Relationships>", RELATION.format(kind="worksheet", target="worksheets/sheet9.xml"))}),
    "a sheet with a chart": swapped({**ONE_MORE, LINKS: ("</Relationships>", RELATION.format(kind="chartsheet", target="worksheets/sheet1.xml"))}),
    "comments between cells": each(lambda text: text.replace("</c>", "</c><!-- <c/> -->"), SHEET),
    "comments between sheets": swapped({BOOK: ("<sheets>", "<!-- 甲 --><sheets><!-- 乙 -->")}),
}


@pytest.mark.parametrize("kind", READ)
def test_a_package_that_programs_open_is_read(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    _pack(READ[kind](contents(own_book(path))), path)
    filing, found = read(path)
    assert (filing.cell(LICENCES).value, filing.cell(REPEATED).value, found) == (12, 3, [])


ENTRIES: dict[str, Callable[[zipfile.ZipFile, str, bytes], None]] = {
    "stored": lambda package, name, content: package.writestr(name, content, zipfile.ZIP_STORED),
    "LZMA": lambda package, name, content: package.writestr(name, content, zipfile.ZIP_LZMA),
    "sizes of 64 bits": lambda package, name, content: _write_zip64(package, name, content),
}


@pytest.mark.parametrize("kind", ENTRIES)
@pytest.mark.parametrize("is_streamed", [False, True])
def test_entries_of_every_kind_are_unpacked(kind: str, is_streamed: bool, tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsm"
    parts = contents(own_book(path))
    written = _Stream() if is_streamed else io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, content in parts.items():
            ENTRIES[kind](package, name, content)
    path.write_bytes(bytes(written.written) if isinstance(written, _Stream) else written.getvalue())
    filing, found = read(path)
    assert (filing.cell(LICENCES).value, found) == (12, [])


@pytest.mark.parametrize("part", [SHEET, BOOK])
def test_what_entities_stand_for_is_never_left_out_in_silence(part: str, tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    root = "worksheet" if part == SHEET else "workbook"
    changed = each(lambda text: text.replace(f"<{root} ", f'<!DOCTYPE {root} [<!ENTITY a "12">]><{root} ', 1).replace("<v>12</v>", "<v>&a;</v>"), part)
    _pack(changed(contents(own_book(path))), path)
    with pytest.raises(DamagedError, match="document type"):
        read_workbook(path)


class _Stream(io.RawIOBase):
    """A place to write to that cannot go back: sizes are told behind each entry."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        self.written += bytes(memoryview(content))  # type: ignore[arg-type]
        return len(memoryview(content))  # type: ignore[arg-type]


def _write_zip64(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    with package.open(name, "w", force_zip64=True) as stream:
        stream.write(content)


def _pack(parts: Parts, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
