"""Files that are no workbook, or none that can be opened, as somebody may send them: by mistake, or to do harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import xlsxwriter

FILES = Path(__file__).resolve().parent.parent / "tests" / "files"
"""`encrypted.*` were saved by LibreOffice 7.4 with the password "secret"."""
Content = bytes | Callable[[], bytes]


def package(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def submission_with(**replaced: bytes) -> bytes:
    """A good submission in which the parts that end with a name are replaced."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet().write("A1", "年报")
    with zipfile.ZipFile(target) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    endings = {ending.replace("_", "."): content for ending, content in replaced.items()}
    return package({name: next((content for ending, content in endings.items() if name.endswith(ending)), old) for name, old in parts.items()})


def sheet_xml(rows: str, after: str = "", before: str = "") -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def zeros(claimed: int = 1600 * 2**20) -> bytes:
    """A workbook of 1.6 GB of zeros in its strings, 1.6 MB packed. Its header claims `claimed` bytes, and their sum fits when they are few."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block * 1600 + packer.flush()
    check = zlib.crc32(bytes(claimed)) if claimed < 2**20 else 0
    body, listing = bytearray(), bytearray()
    with zipfile.ZipFile(io.BytesIO(submission_with())) as archive:
        honest = [(name, archive.read(name)) for name in archive.namelist() if not name.endswith("sharedStrings.xml")]
    parts = [(name, content, zlib.crc32(content), 0, len(content)) for name, content in honest]
    for name, content, crc, method, size in (*parts, ("xl/sharedStrings.xml", packed, check, 8, claimed)):
        at = len(body)
        fields = (20, 0, method, 0, 33, crc, len(content), size, len(name), 0)
        body += struct.pack("<4sHHHHHIIIHH", b"PK\3\4", *fields) + name.encode() + content
        listing += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, *fields, 0, 0, 0, 0, at) + name.encode()
    count = len(honest) + 1
    return bytes(body + listing + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(listing), len(body), 0))


def merged(count: int, height: int) -> bytes:
    """A sheet with merged areas below each other."""
    areas = "".join(f'<mergeCell ref="A{1 + number * height}:B{(number + 1) * height}"/>' for number in range(count))
    return submission_with(sheet1_xml=sheet_xml("", f'<mergeCells count="{count}">{areas}</mergeCells>'))


def laughs() -> bytes:
    """A sheet whose entities grow to gigabytes when they are followed."""
    entities = '<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&k;</t></is></c></row>'
    return submission_with(sheet1_xml=sheet_xml(row, before=f"<!DOCTYPE worksheet [{entities}]>"))


def many_cells(count: int) -> bytes:
    return submission_with(sheet1_xml=sheet_xml("".join(f'<row r="{row}">{"<c><v>1</v></c>" * 100}</row>' for row in range(1, count // 100 + 1))))


UNREADABLE: Mapping[str, Content] = {
    "空文件.xlsx": b"",
    "文本.xlsx": "年报：新收 16 件\n".encode(),
    "文本gbk.xlsx": "年报：新收 16 件\n".encode("gbk"),
    "表格.csv.xlsx": b"a,b\n1,2\n",
    "报告.xlsx": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "网页.xls": b"\n<html><table><tr><td>1</td></tr></table></html>",
    "图.xlsx": b"\x89PNG\r\n\x1a\n\x00",
    "包.xlsx": b"Rar!\x1a\x07\x01\x00",
    "未知.xlsx": b"\x00\x01\x02\x03",
    "公文.xlsx": package({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
    "附件.xlsx": package({"说明.txt": "年报".encode()}),
    "断.xlsx": lambda: submission_with()[:2000],
    "缺部件.xlsx": package({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}),
    "坏部件.xlsx": lambda: submission_with(sheet1_xml=b"<worksheet><sheetData><row"),
    "旧格式断.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
    "加密.xlsx": lambda: (FILES / "encrypted.xlsx").read_bytes(),
    "加密.xls": lambda: (FILES / "encrypted.xls").read_bytes(),
    "加密.et": lambda: (FILES / "encrypted.xls").read_bytes(),
    "加密.ods": lambda: (FILES / "encrypted.ods").read_bytes(),
    "零.xlsx": zeros,
    "零，谎称很小.xlsx": lambda: zeros(1000),
    "合并.xlsx": lambda: merged(1, 60_000),
    "许多合并.xlsx": lambda: merged(49_000, 1),
    "许多格.xlsx": lambda: many_cells(510_000),
    "实体.xlsx": laughs,
    "空表.xlsx": submission_with,
}
"""Contents by file name; each is unreadable in its own way."""


def content_of(name: str) -> bytes:
    """The bytes of one of them."""
    content = UNREADABLE[name]
    return content if isinstance(content, bytes) else content()
