"""Packages that Excel or LibreOffice opens, however their parts are named, encrypted or padded; and what a reader cannot see."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from tests.conftest import Run
from tests.documents.hindered import why_unread
from tests.edited import AMOUNT, PERSON, edited, place_of, read, told, with_parts
from tests.office import convert, soffice
from tests.submissions import CONSISTENT, write_submission
from xlplugin.errors import EncryptedError
from xlplugin.filing.cells import Shape
from xlplugin.reading.read import read_workbook
from xlplugin.reading.workbook.biff12 import number_of_rk
from xlplugin.reading.workbook.encrypted import DEFAULT_PASSWORD

pytestmark = pytest.mark.slow  # whole workbooks, many of them

Parts = dict[str, bytes]


def renamed(old: str, new: str) -> Callable[[Parts], Parts]:
    """A part under another name, and all that points to it."""

    def change(parts: Parts) -> Parts:
        pointing = {name: content.replace(Path(old).name.encode(), Path(new).name.encode()) for name, content in parts.items() if name.endswith((".rels", "Types].xml"))}
        moved = {name.replace(Path(old).name, Path(new).name): content for name, content in (parts | pointing).items()}
        return {name: content for name, content in moved.items() if name}

    return change


def backslashes(parts: Parts) -> Parts:
    return {name.replace("/", "\\"): content for name, content in parts.items()}


def rooted(parts: Parts) -> Parts:
    return {f"/{name}": content for name, content in parts.items()}


def upper_case(parts: Parts) -> Parts:
    return {name.replace("xl/", "XL/").replace("sheet", "Sheet"): content for name, content in parts.items()}


def lower_addresses(parts: Parts) -> Parts:
    sheets = {name: content for name, content in parts.items() if name.startswith("xl/worksheets/sheet")}
    return parts | {name: b"".join(_lower(piece) for piece in content.split(b"<c ")) for name, content in sheets.items()}


def _lower(piece: bytes) -> bytes:
    return b"<c " + piece[:6].lower() + piece[6:] if piece.startswith(b'r="') else piece


def sheet_without_a_part(id: str) -> Callable[[Parts], Parts]:
    entry = f'<sheet name="Chart9" sheetId="99"{id}/></sheets>'.encode()
    return lambda parts: {**parts, "xl/workbook.xml": parts["xl/workbook.xml"].replace(b"</sheets>", entry)}


def styled_blanks(parts: Parts) -> Parts:
    """Forty columns formatted down to row 15,000, and empty rows to the last one."""
    rows = "".join(f'<row r="{row}" s="1" customFormat="1">' + "".join(f'<c r="A{chr(65 + at)}{row}" s="1"/>' for at in range(26)) + "</row>" for row in range(1000, 21_000))
    rows += "".join(f'<row r="{row}" s="1" customFormat="1"/>' for row in (65_536, 1_048_576))
    name = "xl/worksheets/sheet2.xml"
    return {**parts, name: parts[name].replace(b"</sheetData>", rows.encode() + b"</sheetData>")}


CHANGES = {
    "backslashes": backslashes,
    "from the root": rooted,
    "capitals": upper_case,
    "workbook22.xml": renamed("xl/workbook.xml", "xl/workbook22.xml"),
    "mappe.xml": renamed("xl/workbook.xml", "xl/mappe.xml"),
    "other strings": renamed("xl/sharedStrings.xml", "xl/strings2.xml"),
    "lower-case addresses": lower_addresses,
    "an empty r:id": sheet_without_a_part(' r:id=""'),
    "no r:id": sheet_without_a_part(""),
    "styled blanks": styled_blanks,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_package_that_programs_open_is_read(change: Callable[[Parts], Parts], tmp_path: Path) -> None:
    path = write_submission(tmp_path / "a.xlsx", CONSISTENT)
    before = read_workbook(path)
    after, report = read(with_parts(path, change))
    assert (after.values, after.organ, after.year) == (before.values, before.organ, before.year)
    assert after.facts.is_template and told(report) == []


def encrypted(path: Path, password: str) -> Path:
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(path.read_bytes())).encrypt(password, target)
    path.write_bytes(target.getvalue())
    return path


def test_a_workbook_with_the_password_that_every_program_tries_is_read(tmp_path: Path) -> None:
    path = write_submission(tmp_path / "a.xlsx", CONSISTENT)
    before = read_workbook(path)
    assert read_workbook(encrypted(path, DEFAULT_PASSWORD)).values == before.values


@pytest.mark.parametrize("password", ["velvetsweatshop", "123456", "年报"])
def test_a_workbook_with_any_other_password_is_not(password: str, tmp_path: Path) -> None:
    with pytest.raises(EncryptedError):
        read_workbook(encrypted(write_submission(tmp_path / "a.xlsx", CONSISTENT), password))


def test_a_file_that_asks_for_endless_hashing_is_refused_before_any(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = encrypted(write_submission(tmp_path / "a.xlsx", CONSISTENT), DEFAULT_PASSWORD)
    monkeypatch.setattr("xlplugin.reading.workbook.encrypted.MOST_ROUNDS", 99_999)
    with pytest.raises(EncryptedError):
        read_workbook(path)


ODS = """<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:automatic-styles>
<style:style style:name="S" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="U" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="T" style:family="text"><style:text-properties fo:font-size="6pt"/></style:style>
<style:style style:name="P" style:family="text"><style:text-properties style:text-position="0% 58%"/></style:style>
<style:style style:name="N" style:family="text"><style:text-properties fo:font-size="10.5pt"/></style:style>
<style:style style:name="W" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style>
<style:style style:name="Z" style:family="table-row"><style:table-row-properties style:row-height="0cm"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="表">
<table:table-row><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>信息内容</text:p></table:table-cell>{header}</table:table-row>
<table:table-row{row}><table:table-cell office:value-type="string"><text:p>规章</text:p></table:table-cell>{cells}</table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>行政规范性文件</text:p></table:table-cell>{plain}</table:table-row>
<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def text_cell(words: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'


def ods(path: Path, first: str, rest: str = "", row: str = "") -> Path:
    zero = '<table:table-cell office:value-type="float" office:value="0"><text:p>0</text:p></table:table-cell>'
    header = "".join(text_cell(words) for words in ("本年制发件数", "本年废止件数", "现行有效件数"))
    content = ODS.format(row=row, header=header, cells=first + (rest or zero * 2), plain=zero * 3)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:  # as SheetJS: the manifest first, everything deflated
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return path


ISSUED = "proactive.regulations.issued"


@pytest.mark.parametrize(
    ("cell", "shape", "value", "rules"),
    [
        ('<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>', Shape.NUMBER, 3, []),
        ('<table:table-cell office:value-type="float" office:value="3"/>', Shape.NUMBER, 3, []),
        ('<table:table-cell office:value-type="float" office:value="3000"><text:p>3,000</text:p></table:table-cell>', Shape.NUMBER, 3000, []),
        ('<table:table-cell office:value-type="float" office:value="37"><text:p>3.7</text:p></table:table-cell>', Shape.NUMBER, 37, ["C15"]),
        ('<table:table-cell office:value-type="percentage" office:value="3"><text:p>300%</text:p></table:table-cell>', Shape.NUMBER, 3, ["C15"]),
        ('<table:table-cell office:value-type="float" office:value="3"><text:p/></table:table-cell>', Shape.NUMBER, 3, ["W07"]),
        ('<table:table-cell table:style-name="W" office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>', Shape.NUMBER, 3, ["W07"]),
        ('<table:table-cell office:value-type="date" office:date-value="1900-01-02"><text:p>01-02</text:p></table:table-cell>', Shape.DATE, 3, ["C09"]),
        ('<table:table-cell office:value-type="time" office:time-value="PT12H00M00S"><text:p>12:00</text:p></table:table-cell>', Shape.DATE, None, ["C09"]),
        ('<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>', Shape.ERROR, None, ["C13"]),
        (text_cell('3<text:span text:style-name="U">1</text:span>'), Shape.NOTE, 3, ["C10"]),
        (text_cell('<text:span text:style-name="S">2</text:span>3'), Shape.NOTE, 3, ["C10"]),
        (text_cell("3<text:s/>"), Shape.TEXT_NUMBER, 3, ["C11"]),
    ],
)
def test_a_cell_of_an_opendocument_spreadsheet(cell: str, shape: Shape, value: int | None, rules: list[str], tmp_path: Path) -> None:
    filing, report = read(ods(tmp_path / "a.ods", cell))
    assert filing.cells[ISSUED].shape is shape and (value is None or filing.values[ISSUED] == value)
    assert told(report, "C", "W") == rules


_FRAME = '<draw:frame svg:width="1cm" svg:height="0.4cm"{}><draw:{}/></draw:frame>'


@pytest.mark.parametrize(
    ("cell", "outcome"),
    [
        (text_cell('54<text:span text:style-name="T">2</text:span>'), "moved"),
        (text_cell('54<text:span text:style-name="P">2</text:span>'), "moved"),
        (text_cell('5<text:span text:style-name="N">4</text:span>'), 54),
        (text_cell('<text:span text:style-name="T">54</text:span>'), 54),
        (f'<table:table-cell>{_FRAME.format("", "image")}</table:table-cell>', "picture"),
        (f'<table:table-cell office:value-type="float" office:value="5"><text:p>5</text:p>{_FRAME.format("", "object")}</table:table-cell>', "embedded"),
        (f'<table:table-cell office:value-type="float" office:value="54">{_FRAME.format("", "text-box")}</table:table-cell>', 54),
        (f'<table:table-cell office:value-type="float" office:value="54">{_FRAME.format("", "image").replace("0.4cm", "1mm")}</table:table-cell>', 54),
    ],
)
def test_a_cell_of_an_opendocument_spreadsheet_is_read_for_sure_or_told(cell: str, outcome: object, tmp_path: Path) -> None:
    filing, report = read(ods(tmp_path / "a.ods", cell))
    assert (why_unread(filing, ISSUED, report) or filing.values[ISSUED]) == outcome


def test_a_picture_on_an_opendocument_sheet_covers_the_cells_up_to_its_end(tmp_path: Path) -> None:
    zero = '<table:table-cell office:value-type="float" office:value="0"/>'
    for end, covered in (("C3", 2), ("D3", 3), ("D4", 6)):
        frame = _FRAME.format(f' table:end-cell-address="表.{end}" table:end-x="2cm" table:end-y="0.4cm"', "image")
        filing, _ = read(ods(tmp_path / "a.ods", f"<table:table-cell>{frame}</table:table-cell>", zero * 2))
        assert sum(cell.shape is Shape.NOT_READ for cell in filing.cells.values()) == covered


def test_hidden_rows_and_merged_cells_of_an_opendocument_spreadsheet(tmp_path: Path) -> None:
    wide = '<table:table-cell table:number-columns-spanned="2" office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>'
    rest = '<table:covered-table-cell/><table:table-cell office:value-type="float" office:value="0"><text:p>0</text:p></table:table-cell>'
    filing, report = read(ods(tmp_path / "a.ods", wide, rest))
    assert filing.facts.covered == {"proactive.regulations.repealed": ISSUED} and "F02" in told(report)
    assert "W07" not in told(report)
    for row in (' table:visibility="collapse"', ' table:visibility="filter"', ' table:style-name="Z"'):
        assert "W07" in told(read(ods(tmp_path / "b.ods", wide, rest, row))[1])


def record(kind: int, body: bytes) -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return number + bytes([len(body) & 0x7F | 0x80, len(body) >> 7]) + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(path: Path, rows: list[list[bytes]], more: bytes = b"", height: int = 300) -> Path:
    """A binary workbook of short cell records, as SheetJS writes one."""
    sheet = b""
    for number, cells in enumerate(rows):
        sheet += record(0, struct.pack("<IIHH", number, 0, height if number == 1 else 300, 0) + b"\0" * 5) + b"".join(cells)
    styles = record(44, struct.pack("<H", 200) + wide("0!.0")) + record(617, b"") + b"".join(record(47, struct.pack("<HHHHH", 0, format, 0, 0, 0) + b"\0" * 6) for format in (0, 200, 14)) + record(618, b"")
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    entry = '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("_rels/.rels", relations.format(entry.format("r1", "officeDocument", "xl/workbook.bin")))
        package.writestr("xl/_rels/workbook.bin.rels", relations.format(entry.format("r1", "worksheet", "worksheets/sheet1.bin") + entry.format("r2", "styles", "styles.bin")))
        package.writestr("xl/workbook.bin", record(153, b"\0" * 12) + record(156, struct.pack("<II", 0, 1) + wide("r1") + wide("表")))
        package.writestr("xl/styles.bin", styles)
        package.writestr("xl/worksheets/sheet1.bin", sheet + more)
    return path


def words(text: str) -> bytes:
    return record(17, struct.pack("<I", 0) + wide(text))


def figure(number: float, style: int = 0) -> bytes:
    return record(16, struct.pack("<Id", style, number))


TABLE = [[words(text) for text in ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")], [words("规章"), figure(3), figure(0), figure(0)], [words("行政规范性文件"), figure(0), figure(0), figure(0)]]


@pytest.mark.parametrize(
    ("cell", "shape", "value", "rules"),
    [
        (figure(3), Shape.NUMBER, 3, []),
        (figure(37, 1), Shape.NUMBER, 37, ["C15"]),
        (figure(3, 2), Shape.DATE, 3, ["C09"]),
        (record(13, struct.pack("<II", 0, 3 << 2 | 2)), Shape.NUMBER, 3, []),
        (record(14, struct.pack("<IB", 0, 0x17)), Shape.ERROR, None, ["C13"]),
        (words("3"), Shape.TEXT_NUMBER, 3, ["C11"]),
        (record(2, struct.pack("<III", 1, 0, 3 << 2 | 2)), Shape.NUMBER, 3, []),
    ],
)
def test_a_cell_of_a_binary_workbook(cell: bytes, shape: Shape, value: int | None, rules: list[str], tmp_path: Path) -> None:
    filing, report = read(xlsb(tmp_path / "a.xlsb", [TABLE[0], [words("规章"), cell, figure(0), figure(0)], TABLE[2]]))
    assert (filing.cells[ISSUED].shape, filing.values[ISSUED]) == (shape, value) and told(report, "C", "W") == rules


def test_hidden_rows_and_merged_cells_of_a_binary_workbook(tmp_path: Path) -> None:
    assert "W07" in told(read(xlsb(tmp_path / "a.xlsb", TABLE, height=0))[1])
    filing, report = read(xlsb(tmp_path / "b.xlsb", [TABLE[0], [words("规章"), figure(3)], TABLE[2]], record(176, struct.pack("<IIII", 1, 1, 1, 2))))
    assert filing.facts.covered == {"proactive.regulations.repealed": ISSUED} and "F02" in told(report)


@pytest.mark.parametrize(("packed", "number"), [(3 << 2 | 2, 3), ((-3 << 2 | 2) & 0xFFFFFFFF, -3), (150 << 2 | 3, 1.5), (0x3FF00000, 1), (0x40590001, 1)])
def test_a_number_packed_into_32_bits(packed: int, number: float) -> None:
    assert number_of_rk(packed) == number


@pytest.mark.slow
@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed; CI installs it")
def test_the_older_formats_tell_hidden_lines_merges_and_dates_and_list_what_they_cannot(tmp_path: Path, run: Run) -> None:
    def edit(sheet: Any, cell: Any) -> None:
        sheet.row_dimensions[cell.row].hidden = True
        cell.number_format = "yyyy-mm-dd"
        sheet.merge_cells(start_row=cell.row, start_column=cell.column + 1, end_row=cell.row, end_column=cell.column + 2)

    path = edited(tmp_path / "a.xlsx", edit, PERSON)
    place = place_of(PERSON, tmp_path)
    # Of an .xls only the dates that its reader knows as such are seen, and no format that hides a figure: C09 and W07 tell what they found, and that they may have missed some.
    for ending, cannot in (("xls", {"C09", "C10", "C15", "W01", "W02", "W03", "W04", "W05", "W06", "W07", "W09"}), ("ods", {"W01", "W02", "W03", "W04", "W05", "W06", "W09"})):
        [made] = convert([path], tmp_path / ending, to=ending)
        filing, report = read(made)
        assert {"C09", "F02", "W07"} <= set(told(report)) and place in filing.facts.hidden
        assert filing.values[PERSON] == 9 and filing.facts.covered == {"requests.granted.research": "requests.granted.company"}
        assert {entry.rule for entry in report.not_checked if entry.rule[0] in "CWF"} == cannot
        assert filing.values[AMOUNT] == read_workbook(path).values[AMOUNT]


def test_a_formatted_column_to_the_last_row_is_read_in_every_size(tmp_path: Path) -> None:
    path = write_submission(tmp_path / "a.xlsx", CONSISTENT)
    workbook = openpyxl.load_workbook(path)
    for sheet in workbook.worksheets:
        sheet["XFD1048576"].number_format = "0.00"
        sheet["A65536"].number_format = "0.00"
    workbook.save(path)
    assert read_workbook(path).values["requests.received.total"] == 16
