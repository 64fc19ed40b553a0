"""OpenDocument, binary and old workbooks, archives and what only looks like one."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

from tests.hostile.packing import packed, plain_parts

_O = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'


def _ods(body: str | Callable[[], str], mimetype: bytes = b"application/vnd.oasis.opendocument.spreadsheet", **more: bytes) -> Callable[[], bytes]:
    def made() -> bytes:
        text = body if isinstance(body, str) else body()
        content = f"<office:document-content {_O}><office:body><office:spreadsheet>{text}</office:spreadsheet></office:body></office:document-content>"
        return packed({"mimetype": mimetype, "content.xml": content.encode(), **more})

    return made


def _table(rows: str) -> str:
    return f'<table:table table:name="表">{rows}</table:table>'


def _cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def _records(*found: tuple[int, bytes]) -> bytes:
    """Records of a binary workbook (MS-XLSB 2.1.4)."""
    made = b""
    for kind, body in found:
        made += bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
        size = len(body)
        while True:
            size, low = size >> 7, size & 127
            made += bytes([low | (128 if size else 0)])
            if not size:
                break
        made += body
    return made


def _xlsb(sheet: bytes, strings: bytes = b"") -> bytes:
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def rels(*targets: tuple[str, str]) -> bytes:
        return (
            "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            + "".join(f'<Relationship Id="r{n}" Type="{rel}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets))
            + "</Relationships>"
        ).encode()

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    book = _records((0x99, struct.pack("<III", 0, 0, 0)), (0x9C, struct.pack("<II", 0, 1) + wide("r0") + wide("表")))
    return packed(
        {
            "_rels/.rels": rels(("officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": rels(("worksheet", "worksheets/sheet1.bin"), ("sharedStrings", "sharedStrings.bin")),
            "xl/worksheets/sheet1.bin": sheet,
            "xl/sharedStrings.bin": strings,
        }
    )


def _nested(depth: int) -> bytes:
    content = packed(plain_parts())
    for _ in range(depth):
        content = packed({"a.xlsx": content})
    return content


def _method(number: int) -> bytes:
    """A package whose parts claim another method of compression."""
    content = bytearray(packed(plain_parts()))
    at = 0
    while (at := content.find(b"PK\x03\x04", at)) >= 0:
        struct.pack_into("<H", content, at + 8, number)
        at += 4
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<H", content, at + 10, number)
        at += 4
    return bytes(content)


def _same_offset(count: int) -> bytes:
    """A directory that names one part many times."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 1_000_000)
        info = archive.infolist()[0]
        archive.filelist.extend([info] * count)
    return target.getvalue()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOREIGN: Mapping[str, Callable[[], bytes]] = {
    "mimetype极大.ods": _ods(_table(""), b"application/vnd.oasis.opendocument.spreadsheet" + b" " * 120_000_000),
    "mimetype极大.docx": _ods(_table(""), b"application/vnd.oasis.opendocument.text" + b" " * 200_000_000),
    "mimetype极大": _ods(_table(""), b"application/vnd.oasis.opendocument.text" + b" " * 200_000_000),
    "重复行.ods": _ods(_table('<table:table-row table:number-rows-repeated="1048576">' + _cell("规章") + "</table:table-row>")),
    "重复列.ods": _ods(_table("<table:table-row>" + _cell("规章", 'table:number-columns-repeated="16384"') + "</table:table-row>") * 20),
    "重复行列.ods": _ods(
        _table('<table:table-row table:number-rows-repeated="999999999">' + _cell("规章", 'table:number-columns-repeated="999999999"') + "</table:table-row>")
    ),
    "重复，许多表.ods": _ods(
        lambda: _table('<table:table-row table:number-rows-repeated="25000">' + _cell("规章", 'table:number-columns-repeated="19"') + "</table:table-row>") * 60
    ),
    "重复，号极长.ods": _ods(_table(f'<table:table-row table:number-rows-repeated="{"9" * 5000}">' + _cell("规章") + "</table:table-row>")),
    "隐藏列.ods": _ods(lambda: _table('<table:table-column table:visibility="collapse" table:number-columns-repeated="16384"/>' * 60_000)),
    "合并许多.ods": _ods(
        lambda: _table("<table:table-row>" + _cell("a", 'table:number-rows-spanned="9" table:number-columns-spanned="9"') * 6_000 + "</table:table-row>")
    ),
    "合并极大.ods": _ods(
        lambda: _table(
            "<table:table-row>" + _cell("a", 'table:number-rows-spanned="999999" table:number-columns-spanned="999999"') * 3_000 + "</table:table-row>"
        )
    ),
    "空格许多.ods": _ods(lambda: _table("<table:table-row>" + _cell('<text:s text:c="999999999"/>' * 20_000) + "</table:table-row>")),
    "段落许多.ods": _ods(
        lambda: _table(
            "<table:table-row><table:table-cell office:value-type='string'>" + "<text:p>a</text:p>" * 300_000 + "</table:table-cell></table:table-row>"
        )
    ),
    "深的段.ods": _ods(lambda: _table("<table:table-row>" + _cell("<text:span>" * 240 + "a" + "</text:span>" * 240) + "</table:table-row>")),
    "表套表.ods": _ods(lambda: "<table:table>" * 200 + "</table:table>" * 200),
    "许多表.ods": _ods(lambda: _table("<table:table-row>" + _cell("a") + "</table:table-row>") * 60_000),
    "数极长.ods": _ods(_table("<table:table-row>" + f'<table:table-cell office:value-type="float" office:value="{"9" * 6000}"/>' + "</table:table-row>")),
    "时间.ods": _ods(_table("<table:table-row>" + f'<table:table-cell office:value-type="time" office:time-value="P{"9" * 60_000}D"/>' + "</table:table-row>")),
    "清单极大.ods": _ods(_table(""), **{"META-INF/manifest.xml": b" " * 100_000_000}),
    "格许多.xlsb": lambda: _xlsb(
        _records((0, struct.pack("<IIHH", 0, 0, 300, 0))) + b"".join(_records((2, struct.pack("<III", n, 0, 4))) for n in range(400_000))
    ),
    "长度是谎.xlsb": lambda: _xlsb(b"\x02\xff\xff\xff\x7f" + b"\0" * 100),
    "隐藏列.xlsb": lambda: _xlsb(_records((60, struct.pack("<IIIIH", 0, 0xFFFFFFF0, 0, 0, 1))) * 60_000),
    "合并许多.xlsb": lambda: _xlsb(_records((0xB0, struct.pack("<IIII", 0, 0xFFFFFFF0, 0, 0xFFFFFFF0))) * 60_000),
    "串许多.xlsb": lambda: _xlsb(b"", _records((19, b"\0" + struct.pack("<I", 1) + b"a\0")) * 900_000),
    "零.xlsb": lambda: _xlsb(b"\0" * 60_000_000),
    "全零.xls": lambda: _OLE + b"\0" * 2_000_000,
    "全一.xls": lambda: _OLE + b"\xff" * 2_000_000,
    "链成环.xls": lambda: (
        _OLE
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 6
        + struct.pack("<9I", 0, 1, 1, 0, 4096, 0, 1, 0, 0)
        + b"\0" * 436
        + struct.pack("<128I", *([0] * 128)) * 200
    ),
    "链成环.doc": lambda: (
        _OLE
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 6
        + struct.pack("<9I", 0, 1, 1, 0, 4096, 0, 1, 0, 0)
        + b"\0" * 436
        + struct.pack("<128I", *([0] * 128)) * 200
    ),
    "套娃.xlsx": lambda: _nested(40),
    "方法不明.xlsx": lambda: _method(99),
    "方法bzip2.xlsx": lambda: _method(12),
    "方法lzma.xlsx": lambda: _method(14),
    "目录重复.xlsx": lambda: _same_offset(60_000),
    "只有目录.xlsx": lambda: b"PK\x03\x04" + b"PK\x05\x06" + b"\xff" * 18,
    "zip64是谎.xlsx": lambda: (
        b"PK\x03\x04"
        + b"\0" * 60
        + b"PK\x06\x06"
        + struct.pack("<Q", 44)
        + b"\xff" * 44
        + b"PK\x06\x07"
        + struct.pack("<IQI", 0, 64, 1)
        + b"PK\x05\x06"
        + b"\xff" * 16
        + b"\0\0"
    ),
    "尾注.xlsx": lambda: b"PK\x03\x04" + b"PK\x05\x06" * 500_000,
}
