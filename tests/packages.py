"""Workbooks as other programs write them, with things in them that a copy must not lose, and packages changed by hand."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from tests.office import convert
from tests.submissions import CONSISTENT, write_submission
from xlplugin.reading.workbook.workbook import read_book

FAULTY: Mapping[str, object] = {**CONSISTENT, "requests.received.company": 4, "requests.granted.other": None, "proactive.licensing.decisions": "１２件", "review.reconsideration.other": "=1+1"}
"""An unbalanced column, a blank, two cells that hold text."""
SHEET = "三、申请办理"
USERS_NOTE = "请王工核对 <&> 台账"
"""A comment that a user left in a cell that is right, and one in a cell that is wrong."""
RIGHT_CELL, WRONG_CELL = "D6", "E29"
VBA = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 5
"""Stands for a project: what must not change need not run."""
_RELATION = '<Relationship Id="{id}" Type="{type}" Target="{target}"/>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CUSTOM_PARTS: Mapping[str, bytes] = {
    "customXml/item1.xml": b"<?xml version='1.0'?><a:mine xmlns:a='urn:a'>  <!-- kept -->\r\n</a:mine>",
    "customUI/customUI14.xml": b"<customUI xmlns='http://schemas.microsoft.com/office/2009/07/customui'><ribbon/></customUI>",
    "xl/unheard.of": b"\x00\xff\x00",
}


def png() -> bytes:
    """A picture of one red pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00")) + chunk(b"IEND", b"")


def by_template(folder: Path) -> Path:
    """Our template, filled in."""
    return write_submission(folder / "模板.xlsx", FAULTY)


def by_xlsxwriter(folder: Path) -> Path:
    """A macro workbook with a picture, a chart, comments, a button, a picture in the header, custom XML, a ribbon."""
    path, picture, project = folder / "甲.xlsm", folder / "点.png", folder / "vbaProject.bin"
    picture.write_bytes(png())
    project.write_bytes(VBA)
    book = xlsxwriter.Workbook(path)
    book.add_vba_project(project)
    for source in read_book(by_template(folder)).sheets:
        if source.name == "校验结果":
            continue
        sheet = book.add_worksheet(source.name)
        for top, left, bottom, right in source.merges:
            sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
        style = book.add_format({"num_format": "0.00", "italic": True, "bg_color": "#EEEEEE", "locked": False, "border": 1})
        for (row, column), cell in source.cells.items():
            if cell.formula is not None:
                sheet.write_formula(row - 1, column - 1, cell.formula, style, cell.content)
            elif isinstance(cell.content, str):
                sheet.write_string(row - 1, column - 1, cell.content)
            elif cell.content is not None:
                sheet.write(row - 1, column - 1, cell.content, style)
        if source.name == SHEET:
            sheet.write_comment(RIGHT_CELL, USERS_NOTE, {"author": "王工"})
            sheet.write_comment(WRONG_CELL, USERS_NOTE, {"author": "王工"})
            sheet.insert_image("L2", str(picture))
            chart = book.add_chart({"type": "column"})
            chart.add_series({"values": [SHEET, 5, 3, 5, 8]})
            sheet.insert_chart("L6", chart)
            sheet.set_header("&L&G", {"image_left": str(picture)})
        elif source.name == "四、复议诉讼":
            sheet.insert_button("B12", {"caption": "按钮"})
    book.close()
    return with_custom_parts(path)


def by_openpyxl(folder: Path) -> Path:
    """A workbook that openpyxl loaded and saved: its comments, a chart, absolute targets."""
    path = folder / "乙.xlsx"
    book = openpyxl.load_workbook(by_template(folder))
    sheet = next(sheet for sheet in book.worksheets if sheet.title == SHEET)
    sheet[RIGHT_CELL].comment = Comment(USERS_NOTE, "王工")
    sheet[WRONG_CELL].comment = Comment(USERS_NOTE, "王工")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=6, max_row=9))
    sheet.add_chart(chart, "L6")
    book.save(path)
    return with_custom_parts(path)


def by_libreoffice(folder: Path) -> Path:
    """A workbook with a picture, a chart and comments that LibreOffice saved; raises RuntimeError where that is not installed."""
    work = folder / "office"
    work.mkdir()
    made = convert([by_xlsxwriter(folder)], work)[0]
    return with_custom_parts(made)


def with_custom_parts(path: Path) -> Path:
    """The workbook with custom XML, a ribbon and a part that no program knows."""
    links = _RELATION.format(id="rIdX1", type=f"{_OFFICE}/customXml", target="customXml/item1.xml")
    links += _RELATION.format(id="rIdX2", type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility", target="customUI/customUI14.xml")
    return edit(path, {"_rels/.rels": lambda old: old.replace(b"</Relationships>", links.encode() + b"</Relationships>"), **CUSTOM_PARTS})


def edit(path: Path, changes: Mapping[str, bytes | Callable[[bytes], bytes]], names: Mapping[str, str] | None = None, extra: Mapping[str, bytes] | None = None) -> Path:
    """Rewrites a package in place: parts changed or added, entries renamed, `extra` ones put before all others."""
    parts = contents(path)
    for name, change in changes.items():
        parts[name] = change if isinstance(change, bytes) else change(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in [*(extra or {}).items(), *parts.items()]:
            info = zipfile.ZipInfo((names or {}).get(name, name), (2024, 2, 3, 4, 5, 6))
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            package.writestr(info, content)
    return path


def contents(path: Path) -> dict[str, bytes]:
    """Each part of a package, unpacked, in the package's order."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}
