"""Our reader of Open XML against openpyxl: one workbook through both gives one grid."""

from __future__ import annotations

import datetime as dt
import random
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula

from tests.layouts import random_layout, summing_values, write_layout
from tests.office import convert, soffice
from tests.openpyxl_oracle import read_with_openpyxl
from xlplugin.errors import DamagedError
from xlplugin.form import editions
from xlplugin.reading.figures.number_format import is_date_format
from xlplugin.reading.workbook.grid import Book, RawCell
from xlplugin.reading.workbook.openxml import Package, read_openxml

TEMPLATES = sorted((Path(__file__).parent.parent / "workbook_templates").glob("[!.]*.xlsx"))


def read(path: Path) -> Book:
    with zipfile.ZipFile(path) as package:
        return read_openxml(Package.of(package), has_macros=False)


def told(cell: RawCell) -> RawCell:
    """openpyxl does not tell the saved empty text of a formula from no saved value; we do."""
    return RawCell(None, cell.formula) if cell.formula and cell.content == "" else cell


def assert_same(path: Path) -> None:
    ours, theirs = read(path), read_with_openpyxl(path)
    assert [sheet.name for sheet in ours.sheets] == [sheet.name for sheet in theirs.sheets]
    for mine, other in zip(ours.sheets, theirs.sheets, strict=True):
        assert {at: told(cell) for at, cell in mine.cells.items()} == {at: told(cell) for at, cell in other.cells.items()}, mine.name
        assert sorted(mine.merges) == sorted(other.merges)
        assert (mine.is_hidden, mine.hidden_rows, mine.hidden_columns) == (other.is_hidden, other.hidden_rows, other.hidden_columns)
    assert dict(ours.names) == dict(theirs.names)
    assert ours.external_links == theirs.external_links


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_reads_alike(path: Path) -> None:
    assert_same(path)


@pytest.mark.parametrize("seed", range(40))
def test_a_random_layout_reads_alike(seed: int, tmp_path: Path) -> None:
    form, rng = editions()["2021" if seed % 2 else "2019"], random.Random(seed)
    assert_same(write_layout(random_layout(rng, form), form, summing_values(rng, form), tmp_path / "a.xlsx", organ="样例一镇", year=2021).path)


def various(path: Path) -> None:
    """A workbook with a cell of every kind, written by XlsxWriter."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet, hidden = workbook.add_worksheet("各种 'x' 表"), workbook.add_worksheet("隐藏")
        date, bold = workbook.add_format({"num_format": "yyyy年m月d日"}), workbook.add_format({"bold": True})
        sheet.write_row(0, 0, ["文字", 1, 2.5, -3, True, "", " 0", "１２", "=1+1"])
        sheet.write_datetime(1, 0, dt.datetime(2023, 1, 31), date)
        sheet.write_number(1, 1, 44957, workbook.add_format({"num_format": "[Red]0.00;0"}))
        sheet.write_rich_string(1, 2, "一", bold, "二", "三")
        sheet.write_formula(2, 0, "=SUM(B1:D1)", None, 0.5)
        sheet.write_formula(2, 1, '="甲"&A1', None, "甲文字")
        sheet.write_formula(2, 2, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 3, "=1=1", None, True)
        sheet.write_formula(2, 4, '=""', None, "")
        sheet.write_array_formula(3, 0, 3, 0, "{=SUM(B1:C1*2)}", None, 7)
        sheet.merge_range(5, 0, 6, 2, "合并")
        sheet.set_row(7, None, None, {"hidden": True})
        sheet.set_column(4, 6, None, None, {"hidden": True})
        sheet.write_string(7, 0, "一\n二\t<&>")
        hidden.hide()
        workbook.define_name("甲.乙", "='各种 ''x'' 表'!$B$1")
        workbook.define_name("丢失", "=#REF!")
        workbook.define_name("范围", "='各种 ''x'' 表'!$B$1:$C$2")


def test_every_kind_of_cell_reads_alike(tmp_path: Path) -> None:
    various(tmp_path / "a.xlsx")
    assert_same(tmp_path / "a.xlsx")


def test_what_openpyxl_writes_reads_alike(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet["A1"], sheet["B2"], sheet["C3"], sheet["D4"] = "一", 2, "=A1&B2", dt.time(12, 30)
    sheet["E5"] = ArrayFormula("E5:E6", "=SUM(B2:B2)")
    sheet["F6"] = dt.date(2023, 2, 3)
    workbook.save(tmp_path / "a.xlsx")
    assert_same(tmp_path / "a.xlsx")


@pytest.mark.slow
@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed; CI installs it")
def test_what_libreoffice_writes_reads_alike(tmp_path: Path) -> None:
    various(tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes(TEMPLATES[0].read_bytes())
    for path in convert([tmp_path / "a.xlsx", tmp_path / "b.xlsx"], tmp_path / "office"):
        assert_same(path)


def sheet_xml(path: Path, rows: str) -> Path:
    """A workbook whose only sheet holds the given rows, as no program need have written them."""
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("表")
    parts = {}
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/worksheets/sheet1.xml"] = b'<?xml version="1.0"?><worksheet ' + main + b"><sheetData>" + rows.encode() + b"</sheetData></worksheet>"
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def test_cells_and_rows_without_addresses_follow_each_other(tmp_path: Path) -> None:
    book = read(sheet_xml(tmp_path / "a.xlsx", "<row><c><v>1</v></c><c><v>2</v></c></row><row><c t='inlineStr'><is><t>三</t></is></c></row>"))
    assert {at: cell.content for at, cell in book.sheets[0].cells.items()} == {(1, 1): 1, (1, 2): 2, (2, 1): "三"}


def test_a_shared_formula_is_moved_to_each_of_its_cells(tmp_path: Path) -> None:
    rows = "<row r='1'><c r='C1'><f t='shared' ref='C1:C3' si='0'>SUM(A1:$B1)</f><v>3</v></c></row><row r='2'><c r='C2'><f t='shared' si='0'/><v>7</v></c></row>"
    book = read(sheet_xml(tmp_path / "a.xlsx", rows))
    assert [cell.formula for cell in book.sheets[0].cells.values()] == ["=SUM(A1:$B1)", "=SUM(A2:$B2)"]


@pytest.mark.parametrize(
    "rows",
    [
        "<row r='1'><c r='A1' t='s'><v>99</v></c></row>",
        "<row r='x'><c r='A1'><v>1</v></c></row>",
        "<row r='1'><c r='A-1'><v>1</v></c></row>",
        "<row r='1'><c r='A1'><v>一</v></c></row>",
        "<row r='1'><c r='A1'><v>1</v></row>",
    ],
)
def test_a_damaged_sheet_is_a_plain_error(rows: str, tmp_path: Path) -> None:
    with pytest.raises(DamagedError):
        read(sheet_xml(tmp_path / "a.xlsx", rows))


def test_entities_of_a_crafted_part_are_not_expanded(tmp_path: Path) -> None:
    path = sheet_xml(tmp_path / "a.xlsx", "")
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>'
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<workbook ", b'<!DOCTYPE workbook [<!ENTITY a "x">]><workbook ', 1)
    parts["xl/sharedStrings.xml"] = bomb.encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    with pytest.raises(DamagedError, match="document type"):
        read(path)


@pytest.mark.parametrize(("code", "is_date"), [("yyyy-mm-dd", True), ("h:mm", True), ('0"d"', False), ("General", False), ("[Red]0.00", False), ("[h]:mm", True), ("@", False)])
def test_a_number_format_shows_a_date_or_not(code: str, is_date: bool) -> None:
    assert is_date_format(code) is is_date


@pytest.mark.parametrize(
    ("row", "held"),
    [
        ('<row r="2"><c r="A2" s="1"/><c r="B2" s="1"/><c r="C2" s="1"><v>3</v></c></row>', {(2, 3): 3}),
        ('<row r="2"><c r="A2" s="1"/><c r="C2" s="1"/><c><v>4</v></c></row>', {(2, 4): 4}),
        ('<row r="2"><c r="A2"/><c r="B2"><v>2</v></c><c r="C2" s="0"/></row>', {(2, 2): 2}),
        ('<row r="2"><c r="A2" t="str"><v><![CDATA[<c r="B2" s="1"/></row>]]></v></c></row>', {(2, 1): '<c r="B2" s="1"/></row>'}),
        ('<row r="2"><!--<c r="A2" s="1"/></row>--><c r="B2"><v>2</v></c></row>', {(2, 2): 2}),
    ],
)
def test_blank_cells_count_where_the_cell_behind_them_has_no_address_and_nowhere_else(row: str, held: dict[tuple[int, int], object], tmp_path: Path) -> None:
    [sheet] = read(sheet_xml(tmp_path / "a.xlsx", row)).sheets
    assert {at: cell.content for at, cell in sheet.cells.items()} == held


def test_a_damaged_sheet_is_told_by_the_place_in_it_as_it_is_blank_cells_counted(tmp_path: Path) -> None:
    blank = '<c r="A1" s="1"/>' * 3
    whole, bare = (sheet_xml(tmp_path / f"{number}.xlsx", f"<row>{cells}<c></row>") for number, cells in enumerate((blank, "")))
    places = []
    for path in (whole, bare):
        with pytest.raises(DamagedError) as caught:
            read(path)
        places.append(int(re.search(r"column (\d+)", str(caught.value.trouble))[1]))  # type: ignore[index]
    assert places[0] - places[1] == len(blank)
