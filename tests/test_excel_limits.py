"""Every workbook that we write or mark keeps Excel's limits, and asks for no function that Excel 2010 and WPS do not have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tests.openxml.everything import everything
from tests.openxml.limits import beyond
from tests.packages import edit

SHEET, BOOK, STYLES, DRAWING, COMMENTS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/drawings/vmlDrawing1.vml", "xl/comments1.xml"
RULE = b'<dataValidations><dataValidation type="any" sqref="A1" %s/></dataValidations>'


@pytest.mark.slow
def test_every_workbook_that_we_write_or_mark_keeps_the_limits_of_excel(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> None:
    made = everything(tmp_path_factory, worker_id)
    paths = [path for path in (*made.written.own, *(copy.copy for copy in made.written.copies)) if path.suffix != ".docx"]
    assert len(paths) > 30
    assert {path.name: told for path in paths if (told := beyond(path))} == {}
    for name, copy in made.packages.items():
        before = set(beyond(copy.original))
        assert [what for what in beyond(copy.copy) if what not in before] == [], name


def small(path: Path) -> Path:
    """A workbook with a formula, a name, a comment and a header."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("表")
        sheet.write_formula("A1", '=SUM(B1:C1)&"XLOOKUP("')
        sheet.write_comment("B1", "注")
        sheet.set_header("&C年报")
        book.define_name("requests.received.total", "=表!$A$1")
    return path


def test_a_small_workbook_is_within_them(tmp_path: Path) -> None:
    assert beyond(small(tmp_path / "a.xlsx")) == []


def put(before: bytes, after: bytes) -> Callable[[bytes], bytes]:
    def change(part: bytes) -> bytes:
        assert before in part
        return part.replace(before, after, 1)

    return change


@pytest.mark.parametrize(
    ("part", "change", "said"),
    [
        (SHEET, put(b"SUM(B1:C1)", b"_xlfn.XLOOKUP(B1,C1,D1)"), "f with _xlfn.XLOOKUP"),
        (SHEET, put(b"SUM(B1:C1)", b"SUM(" + b"B1," * 3000 + b"C1)"), "f of 9"),
        (SHEET, put(b"SUM(B1:C1)", b"INT(" * 65 + b"1" + b")" * 65), "65 levels"),
        (SHEET, put(b"</sheetData>", b"</sheetData>" + RULE % ('prompt="' + "长" * 256 + '"').encode()), "prompt of 256"),
        (SHEET, put(b"</sheetData>", b"</sheetData>" + RULE % ('errorTitle="' + "长" * 33 + '"').encode()), "errorTitle of 33"),
        (SHEET, put("年报".encode(), b"a" * 256), "header or footer"),
        (BOOK, put('name="表"'.encode(), b'name="' + b"a" * 32 + b'"'), "sheet's name"),
        (BOOK, put(b"requests.received.total", b"a" * 256), "defined name"),
        (BOOK, put(b"requests.received.total", b"AB12"), "defined name AB12"),
        (STYLES, put(b"</cellXfs>", b"<xf/>" * 64001 + b"</cellXfs>"), "cellXfs"),
        (DRAWING, put(b'id="_x0000_s1025"', b'id="_x0000_s2049"'), "none of the blocks 1"),
        (DRAWING, put(b'ObjectType="Note"', b'ObjectType="Button"'), "1 comments, 0 shapes"),
        (COMMENTS, put("注".encode(), b"a" * 32768), "a text of 32768"),
    ],
)
def test_what_goes_beyond_is_told(part: str, change: Callable[[bytes], bytes], said: str, tmp_path: Path) -> None:
    told = beyond(edit(small(tmp_path / "a.xlsx"), {part: change}))
    assert len(told) == 1 and said in told[0], told
