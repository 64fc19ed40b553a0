"""The engine over a real LibreOffice Calc: what goes in comes out, many cells go in few calls, and nothing is dropped in silence."""

from __future__ import annotations

import builtins
import datetime as dt
import math
import os
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill, Protection
from openpyxl.workbook.defined_name import DefinedName

from tests.calc_host import calc as calc
from tests.calc_host import missing_screen, screen, started
from tests.calc_host import workbook as workbook
from xlplugin.errors import (
    HostError,
    HostGoneError,
    HostMissingError,
    HostNotRunningError,
    HostPythonError,
    HostSilentError,
    NothingOpenError,
    NotWrittenError,
    PasswordError,
)
from xlplugin.filing.cells import Place
from xlplugin.live.calc import bridge
from xlplugin.live.calc.formulas import from_excel, to_excel
from xlplugin.live.calc.office import Office, listens, make_listen, running_offices
from xlplugin.live.calc.sheet import Sheet
from xlplugin.live.calc.values import CellError
from xlplugin.live.calc_engine import Engine, connect, host_errors

pytestmark = pytest.mark.slow

AWKWARD = "a=b 报 表.xlsx"
TEMPLATE = Path(__file__).parent.parent / "workbook_templates" / "政府信息公开年报-2021.xlsx"


def sample(path: Path) -> Path:
    """A workbook with every sort of cell, as Excel would have saved it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表 一"
    sheet.append(["text", "6", 6, 6.5, True, None, dt.datetime(2023, 5, 4), dt.time(12, 30)])
    sheet.append(["=SUM(C1:D1,C1)", "=Sheet2!A1", "=1/0", "#N/A", "=NA()", '=IF(A1="","","")', "=C1>D1", '=SUMIF(C1:C9,">=0;,",D1:D9)'])
    sheet["D2"].data_type = "e"
    sheet["A4"], sheet["A4"].data_type = "=1+1", "s"
    sheet["A10"], sheet["D14"] = "合并", "末"
    for area in ("A10:C11", "A12:A13", "B12:B13"):
        sheet.merge_cells(area)
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["A1"].comment = Comment("用户批注\n第二行", "王")
    sheet["B1"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["C1"].style = "Good"
    other = book.create_sheet("Sheet2")
    other["A1"] = "x"
    other["B2"].protection = Protection(locked=False)
    other.protection.sheet, other.protection.formatCells, other.protection.sort, other.protection.objects = True, False, False, True
    book.create_sheet("秘").sheet_state = "hidden"
    book.defined_names["requests.received.other"] = DefinedName("requests.received.other", attr_text="'表 一'!$C$1")
    book.defined_names["broken"] = DefinedName("broken", attr_text="#REF!")
    sheet.defined_names["here"] = DefinedName("here", attr_text="Sheet2!$A$1:$B$2")
    book.save(path)
    return path


@pytest.fixture
def opened(calc: Engine, tmp_path: Path) -> Iterator[Any]:
    """The sample workbook, open, under a name that trips those who cut at `=`."""
    yield xlwings.Book(impl=calc.app.books.open(str(sample(tmp_path / AWKWARD))))
    for book in list(calc.app.books):
        book.close()


# values


@pytest.mark.parametrize(
    "value",
    ["自然人", "6", "007", "=1+1", "TRUE", "2023-1-1", "１２", "a\nb", "#REF!", " ", 6.0, -0.5, 59237.2449, 1e15, True, False, None, dt.datetime(2024, 1, 31), dt.datetime(2023, 5, 4, 9, 30)],
)
def test_a_value_comes_back_as_it_was_written(workbook: Any, value: object) -> None:
    sheet = workbook.sheets[0]
    sheet["B2"].value = value
    sheet["B4:C5"].value = [[value, "x"], ["y", value]]
    assert sheet["B2"].value == value and type(sheet["B2"].value) is type(value)
    assert sheet["B4:C5"].value == [[value, "x"], ["y", value]]
    assert type(sheet["C5"].value) is type(value)


@pytest.mark.parametrize(("value", "read"), [(6, 6.0), (math.nan, None), ("", None), ("'6", "6"), (dt.date(2024, 2, 29), dt.datetime(2024, 2, 29)), (dt.time(12, 30), dt.time(12, 30))])
def test_a_value_that_calc_keeps_otherwise_comes_back_as_what_it_means(workbook: Any, value: object, read: object) -> None:
    sheet = workbook.sheets[0]
    sheet["A1"].value = value
    sheet["C1:D1"].value = [value, 1]
    assert sheet["A1"].value == read and sheet["C1"].value == read


def test_what_no_cell_can_hold_is_refused(workbook: Any) -> None:
    with pytest.raises(TypeError, match="cannot hold"):
        workbook.sheets[0]["A1:B1"].value = [object(), 1]


def test_a_sheet_that_excel_saved_is_read_with_its_types(opened: Any) -> None:
    block = opened.sheets[0]["A1:H2"].impl.read()
    assert block.values[0] == ["text", "6", 6.0, 6.5, True, None, dt.datetime(2023, 5, 4), dt.time(12, 30)]
    assert block.values[1][:7] == [18.5, "x", "#DIV/0!", "#N/A", "#N/A", None, False]
    assert [type(value) is CellError for value in block.values[1]] == [False, False, True, True, True, False, False, False]
    assert block.formulas[0] == [None] * 8
    assert block.formulas[1] == ["=SUM(C1:D1,C1)", "=Sheet2!A1", "=1/0", None, "=NA()", '=IF(A1="","","")', "=C1>D1", '=SUMIF(C1:C9,">=0;,",D1:D9)']


def test_errors_are_texts_where_asked_and_else_none(opened: Any) -> None:
    errors = opened.sheets[0]["C2:D2"]
    assert errors.options(err_to_str=True).value == ["#DIV/0!", "#N/A"]
    assert errors.value == [None, None]


@pytest.mark.parametrize(("formula", "error"), [("=1/0", "#DIV/0!"), ("=NA()", "#N/A"), ("=nothing", "#NAME?"), ("=10^1000", "#NUM!"), ("=SQRT(-1)", "#VALUE!"), ('="a"+1', "#VALUE!"), ("=#REF!+1", "#REF!")])
def test_every_error_has_its_name_in_excel(workbook: Any, formula: str, error: str) -> None:
    cell = workbook.sheets[0]["A1"]
    cell.formula = formula
    assert cell.options(err_to_str=True).value == error


def test_a_text_that_looks_like_a_formula_is_none(opened: Any) -> None:
    cell = opened.sheets[0]["A4"]
    assert cell.value == "=1+1" and cell.impl.read().formulas == [[None]]


def test_options_of_xlwings_work(workbook: Any) -> None:
    sheet = workbook.sheets[0]
    sheet["A1"].value = [["organ", "n"], ["甲", 1], ["乙", 2]]
    assert sheet["A1:B3"].options(numbers=int).value == [["organ", "n"], ["甲", 1], ["乙", 2]]
    assert sheet["A2"].options(ndim=2).value == [["甲"]]
    assert sheet["D1"].options(empty="-").value == "-"
    import pandas

    assert sheet["A1:B3"].options(pandas.DataFrame).value.loc["乙", "n"] == 2.0


def test_cells_written_one_by_one_are_one_step_of_undo(workbook: Any) -> None:
    sheet, undo = workbook.sheets[0], workbook.impl.api.getUndoManager()
    sheet["A1:B1"].value = ["old", 1]
    undo.clear()
    with workbook.impl.one_step("规范数字"):
        sheet.impl.write_cells({(1, 1): "cells", (1, 2): "=1+2", (2, 1): True, (2, 2): None})
    assert sheet["A1:B2"].value == [["cells", 3.0], [True, None]]
    undo.undo()
    assert sheet["A1:B2"].value == [["old", 1.0], [None, None]]


def test_rows_replaced_in_one_go_come_back_by_undo(workbook: Any) -> None:
    sheet, undo = workbook.sheets[0], workbook.impl.api.getUndoManager()
    before: list[list[object]] = [["规则", "问题", 1.0], ["R01", "旧", 2.0], [None, None, None], [None, None, None], ["below", None, None]]
    sheet["A1:C5"].value = before
    sheet["A4:C4"].color = (221, 235, 247)
    undo.clear()
    with workbook.impl.one_step("审核"):
        sheet.impl.write_rows(2, 1, [["R02", "=新", 3], ["R03", "007", None], ["V01", "行\n行", True]])
    assert sheet["A1:C5"].value == [before[0], ["R02", "=新", 3.0], ["R03", "007", None], ["V01", "行\n行", True], before[4]]
    assert sheet["A2:C4"].color == (221, 235, 247)
    undo.undo()
    assert sheet["A1:C8"].value == [*before, *[[None] * 3] * 3] and sheet["A2"].color is None
    undo.redo()
    assert sheet["A4:C5"].value == [["V01", "行\n行", True], before[4]]


def test_rows_of_a_protected_sheet_are_not_replaced(opened: Any) -> None:
    sheet = opened.sheets["Sheet2"]
    with pytest.raises(NotWrittenError):
        sheet.impl.write_rows(1, 1, [["a"], ["b"]])
    assert sheet["A1:A4"].value == ["x", None, None, None]


# formulas

FORMULAS = [
    ("=SUM(C6:C28,I30)", "=SUM(C6:C28;I30)"),
    ("=Sheet2!A1", "=$Sheet2.A1"),
    ("='表 一'!$A$1+1", "=$'表 一'.$A$1+1"),
    ("='it''s'!A1", "=$'it''s'.A1"),
    ("=SUM(Sheet2!A1:B2)", "=SUM($Sheet2.A1:B2)"),
    ("=SUM(Sheet2!A:A)", "=SUM($Sheet2.A:A)"),
    ('=IF(A1="a;b,c!","",1)', '=IF(A1="a;b,c!";"";1)'),
    ('="say ""Sheet2.A1;"""', '="say ""Sheet2.A1;"""'),
    ("=VLOOKUP(1,Sheet2!A1:B2,2,FALSE)", "=VLOOKUP(1;$Sheet2.A1:B2;2;FALSE())"),
    ("={1,2;3,4}", "={1;2|3;4}"),
    ("=requests.received.other+1", "=requests.received.other+1"),
    ("=C1<>D1", "=C1<>D1"),
    ("=1.5*A1", "=1.5*A1"),
    ("=#REF!+1", "=#REF!+1"),
]


@pytest.mark.parametrize(("excel", "calc_formula"), FORMULAS)
def test_a_formula_reads_in_excels_notation(excel: str, calc_formula: str) -> None:
    assert to_excel(calc_formula) == excel
    assert to_excel(from_excel(excel)) == excel


@pytest.mark.parametrize(
    ("calc_formula", "excel"),
    [
        ("=SUM((C1~D1))", "=SUM((C1,D1))"),
        ("=SUM(C1:D1!D1:E1)", "=SUM(C1:D1 D1:E1)"),
        ("{=SUM(A1:A2*B1:B2)}", "=SUM(A1:A2*B1:B2)"),
        ("=SUM($Sheet1.A1:$Sheet3.B2)", "=SUM(Sheet1:Sheet3!A1:B2)"),
        ("=SUM($'表 一'.A1:$'表 一'.B2)", "=SUM('表 一'!A1:B2)"),
        ("='file:///a/去年 b.xlsx'#$Sheet1.A1", "='/a/[去年 b.xlsx]Sheet1'!A1"),
        ("=$Sheet2.#REF!", "=Sheet2!#REF!"),
        ("=$'A1'.B2", "='A1'!B2"),
    ],
)
def test_what_only_calc_writes_reads_in_excels_notation(calc_formula: str, excel: str) -> None:
    assert to_excel(calc_formula) == excel


@pytest.mark.parametrize(("excel", "calc_formula"), FORMULAS)
def test_calc_takes_a_formula_in_excels_notation_and_agrees_with_its_own_translation(opened: Any, excel: str, calc_formula: str) -> None:
    sheet = opened.sheets[0]
    opened.sheets[1].impl.unprotect()
    opened.sheets.add("it's")
    cell = sheet["J20"]
    cell.formula = excel
    assert cell.formula == excel
    parser = opened.impl.api.createInstance("com.sun.star.sheet.FormulaParser")
    parser.setPropertyValue("CompileEnglish", True)
    parser.setPropertyValue("FormulaConvention", 3)
    own = parser.printFormula(cell.impl.cell.getTokens(), cell.impl.cell.getCellAddress())
    assert "#REF!" in excel or f"={own}".replace("FALSE()", "FALSE") == excel


# marks


def test_notes_are_written_read_and_taken_away_in_one_pass(opened: Any) -> None:
    sheet = opened.sheets[0]
    assert sheet.impl.read_notes() == {(1, 1): "用户批注\n第二行"}
    sheet.impl.write_notes({(1, 1): "用户批注\n第二行\n――\n【错误】", (2, 1): "一\r\n二", (3, 3): "三"})
    assert sheet.impl.read_notes() == {(1, 1): "用户批注\n第二行\n――\n【错误】", (2, 1): "一\n二", (3, 3): "三"}
    sheet.impl.write_notes({(1, 1): "用户批注\n第二行", (2, 1): None, (3, 3): "", (9, 9): None})
    assert sheet.impl.read_notes() == {(1, 1): "用户批注\n第二行"}


def test_a_note_that_the_user_shows_stays_shown(opened: Any) -> None:
    annotation = opened.sheets[0]["A1"].note.api
    annotation.setIsVisible(True)
    opened.sheets[0].impl.write_notes({(1, 1): "new"})
    assert opened.sheets[0]["A1"].note.api.getIsVisible() is True


def test_a_cells_note_works_as_in_xlwings(workbook: Any) -> None:
    sheet = workbook.sheets[0]
    assert [one.note for one in sheet["B2:B3"]] == [None, None]
    sheet["B2"].add_note("first")
    sheet["B2"].note.text = "second"
    assert [(note.location.address, note.text) for note in sheet.notes] == [("$B$2", "second")]
    sheet["B2"].note.delete()
    assert sheet["B2"].note is None


def test_fills_come_back_to_the_letter(opened: Any) -> None:
    sheet = opened.sheets[0].impl
    cells = [(1, 1), (1, 2), (1, 3), (1, 4), (7, 7)]
    sheet.write_fills({(7, 7): "none"})
    before = sheet.read_fills(cells)
    assert before == {(1, 1): "", (1, 2): "FFFF00", (1, 3): "C6EFCE", (1, 4): "", (7, 7): ""}
    sheet.write_fills({(1, 1): "FFC7CE", (1, 2): "FFC7CE", (1, 3): "FFEB9C", (7, 7): "FFC7CE"})
    assert sheet.read_fills(cells) == {(1, 1): "FFC7CE", (1, 2): "FFC7CE", (1, 3): "FFEB9C", (1, 4): "", (7, 7): "FFC7CE"}
    sheet.write_fills(before)
    assert sheet.read_fills(cells) == before


def test_the_fill_of_a_style_is_told_from_the_cells_own_and_put_back_as_such(workbook: Any) -> None:
    model, sheet = workbook.impl.api, workbook.sheets[0].impl
    style = model.createInstance("com.sun.star.style.CellStyle")
    model.getStyleFamilies().getByName("CellStyles").insertByName("黄", style)
    style.setPropertyValue("CellBackColor", 0xFFFF00)
    sheet.api.getCellRangeByName("A1:A2").setPropertyValue("CellStyle", "黄")
    sheet.write_fills({(2, 1): "none"})
    before = sheet.read_fills([(1, 1), (2, 1), (3, 1)])
    assert before == {(1, 1): "style:FFFF00", (2, 1): "none", (3, 1): ""}
    sheet.write_fills(dict.fromkeys(before, "FFC7CE"))
    sheet.write_fills(before)
    assert sheet.read_fills(before) == before
    assert sheet.api.getCellRangeByName("A1").getPropertyState("CellBackColor").value != "DIRECT_VALUE"


def test_colours_work_as_in_xlwings(workbook: Any) -> None:
    sheet = workbook.sheets[0]
    assert sheet["A1"].color is None
    sheet["A1:B2"].color = (255, 199, 206)
    assert sheet["A1:B2"].color == (255, 199, 206) and sheet["A1:B3"].color is None
    sheet["A1:B1"].set_colors([["#ffeb9c", ...]])
    assert sheet["A1"].color == (255, 235, 156) and sheet["B1"].color == (255, 199, 206)
    sheet["A1:B2"].color = None
    assert sheet["A1:B2"].color is None


def test_links_lead_to_their_cells_and_are_saved_for_excel(opened: Any, tmp_path: Path) -> None:
    sheet = opened.sheets.add("校验结果")
    sheet.impl.write_links({(2, 3): (Place("表 一", 1, 3), "表 一!C1"), (3, 3): (Place("Sheet2", 2, 2), "去")})
    assert sheet["C2"].value == "表 一!C1" and sheet["C2"].hyperlink == "#'表 一'.C1" and sheet["C9"].hyperlink == ""
    sheet.impl.write_links({(3, 3): (Place("Sheet2", 1, 1), "又")})
    assert sheet["C3"].value == "又"
    saved = tmp_path / "saved.xlsx"
    opened.save(saved)
    cells = [cell for row in openpyxl.load_workbook(saved)["校验结果"].iter_rows() for cell in row if cell.hyperlink]
    links = {cell.coordinate: str(cell.hyperlink.location) for cell in cells if cell.hyperlink}
    assert {ref: location.replace("'", "").replace(".", "!") for ref, location in links.items()} == {"C2": "表 一!C1", "C3": "Sheet2!A1"}


def test_one_undo_takes_back_everything_of_a_step(opened: Any) -> None:
    sheet, undo = opened.sheets[0], opened.impl.api.getUndoManager()
    width = sheet["A1"].column_width
    undo.clear()
    with opened.impl.one_step("年报审核"):
        sheet.impl.write_notes({(1, 1): "ours", (2, 2): "ours"})
        sheet.impl.write_fills({(1, 1): "FFC7CE", (1, 2): "FFC7CE"})
        sheet.impl.write_cells({(8, 8): "text"})
        sheet["A1"].column_width = 40
        opened.sheets.add("校验结果", after=opened.sheets[-1])["A1:B1"].value = ["a", 1]
        with opened.sheets[1].impl.writable():
            opened.sheets[1].impl.write_notes({(1, 1): "locked"})
    assert list(undo.getAllUndoActionTitles()) == ["年报审核"]
    undo.undo()
    assert sheet.impl.read_notes() == {(1, 1): "用户批注\n第二行"} and opened.sheets[1].impl.read_notes() == {}
    assert sheet.impl.read_fills([(1, 1), (1, 2)]) == {(1, 1): "", (1, 2): "FFFF00"}
    assert sheet["H8"].value is None and sheet["A1"].column_width == width
    assert [one.name for one in opened.sheets] == ["表 一", "Sheet2", "秘"] and opened.sheets[1].impl.is_protected


def test_a_step_that_fails_leaves_the_window_alive(workbook: Any) -> None:
    with pytest.raises(ZeroDivisionError), workbook.impl.one_step("x"):
        raise ZeroDivisionError
    assert workbook.app.screen_updating is True
    workbook.sheets[0]["A1"].value = "x"
    assert workbook.impl.api.getUndoManager().getAllUndoActionTitles()[0] != "x"


# how many calls


class Counted:
    """A Calc object that counts the methods called on it and on what they give."""

    def __init__(self, wrapped: Any, calls: Counter[str]) -> None:
        self._wrapped, self._calls = wrapped, calls

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._wrapped, name)
        if not callable(found):
            self._calls[name] += 1
            return found

        def call(*arguments: Any) -> Any:
            self._calls[name] += 1
            result = found(*arguments)
            return Counted(result, self._calls) if type(result).__name__ == "pyuno" else result

        return call


@pytest.fixture
def counted(workbook: Any) -> tuple[Sheet, Counter[str]]:
    """A sheet whose calls to Calc are counted."""
    calls: Counter[str] = Counter()
    book = workbook.impl
    sheet = Sheet(book, Counted(book.sheets(1).api, calls))
    book.document.model = Counted(book.document.model, calls)
    return sheet, calls


def test_a_table_is_read_in_one_call_for_values_and_one_for_formulas(counted: tuple[Sheet, Counter[str]]) -> None:
    sheet, calls = counted
    cells = sheet.range((1, 1), (40, 8))
    cells.raw_value = [[float(row * column) for column in range(8)] for row in range(40)]
    sheet.write_cells({(41, 1): "=SUM(A1:A40)"})
    calls.clear()
    block = sheet.range((1, 1), (41, 8)).read()
    assert block.values[39][7] == 39.0 * 7 and block.values[40][0] == 0.0 and block.formulas[40][0] == "=SUM(A1:A40)"
    assert calls["getDataArray"] == 1 and calls["getFormulaArray"] == 1
    assert sum(calls.values()) <= 20


def test_one_odd_number_format_costs_few_calls(counted: tuple[Sheet, Counter[str]]) -> None:
    sheet, calls = counted
    sheet.range((1, 1), (40, 8)).raw_value = [[1.0] * 8] * 40
    sheet.write_cells({(17, 5): dt.datetime(2024, 1, 31)})
    calls.clear()
    values = sheet.range((1, 1), (40, 8)).read().values
    assert values[16][4] == dt.datetime(2024, 1, 31) and values[16][3] == 1.0
    assert sum(calls.values()) < 120


def test_twenty_fills_of_one_colour_are_one_call(counted: tuple[Sheet, Counter[str]]) -> None:
    sheet, calls = counted
    sheet.write_fills({(row, row % 5 + 1): "FFC7CE" for row in range(1, 21)})
    assert calls["setPropertyValue"] == 1 and sum(calls.values()) < 10
    calls.clear()
    assert set(sheet.read_fills((row, row % 5 + 1) for row in range(1, 21)).values()) == {"FFC7CE"}
    assert sum(calls.values()) < 10


def test_five_hundred_cells_are_replaced_in_a_dozen_calls(counted: tuple[Sheet, Counter[str]]) -> None:
    sheet, calls = counted
    sheet.write_rows(2, 1, [["x"] * 10] * 50)
    assert calls["setDataArray"] == 1 and sum(calls.values()) <= 12


def test_twenty_notes_cost_one_call_each_and_a_reading_before_and_after(counted: tuple[Sheet, Counter[str]]) -> None:
    sheet, calls = counted
    sheet.write_notes({(row, 1): f"note {row}" for row in range(1, 21)})
    assert calls["insertNew"] == 20 and sum(calls.values()) < 20 + 3 * 20 + 10


# protection


def test_what_calc_drops_on_a_protected_sheet_is_an_error(opened: Any) -> None:
    sheet = opened.sheets["Sheet2"]
    attempts = (
        lambda: sheet.impl.write_notes({(1, 1): "x"}),
        lambda: sheet.impl.write_fills({(1, 1): "FFC7CE"}),
        lambda: setattr(sheet["A1"], "color", (255, 0, 0)),
        lambda: sheet["A1"].add_note("x"),
        lambda: setattr(sheet["A1"], "value", 1),
        lambda: setattr(sheet["A1"], "formula", "=1"),
        lambda: setattr(sheet["A1:B1"], "value", [1, 2]),
        lambda: setattr(sheet["A1:B1"], "formula", [["=1", "=2"]]),
        sheet["A1"].clear_contents,
    )
    for attempt in attempts:
        with pytest.raises(NotWrittenError, match="Sheet2"):
            attempt()
    assert sheet["A1"].value == "x" and sheet.impl.read_notes() == {}
    sheet["B2"].value = 5
    assert sheet["B2"].value == 5.0


def test_a_sheet_is_protected_again_with_its_options_whatever_happens(opened: Any, tmp_path: Path) -> None:
    sheet = opened.sheets["Sheet2"].impl

    def mark_and_fail() -> None:
        with sheet.writable():
            sheet.write_notes({(1, 1): "x"})
            sheet.write_fills({(1, 1): "FFC7CE"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        mark_and_fail()
    assert sheet.is_protected and sheet.read_notes() == {(1, 1): "x"}
    opened.save(tmp_path / "saved.xlsx")
    before, after = _protection(tmp_path / AWKWARD), _protection(tmp_path / "saved.xlsx")
    assert after == before and after["sheet"] and not after["formatCells"] and not after["sort"] and after["insertRows"]


def test_a_sheet_with_a_password_is_left_alone(calc: Engine, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].protection.set_password("abc")
    book.worksheets[0].protection.enable()
    book.save(tmp_path / "locked.xlsx")
    opened = calc.app.books.open(str(tmp_path / "locked.xlsx"))
    sheet = opened.sheets(1)
    with pytest.raises(PasswordError), sheet.writable():
        raise AssertionError("entered")
    assert sheet.is_protected
    opened.close()


def test_a_read_only_workbook_says_so_and_takes_no_marks(calc: Engine, tmp_path: Path) -> None:
    book = calc.app.books.open(str(sample(tmp_path / "r.xlsx")), read_only=True)
    assert book.is_read_only
    with pytest.raises(NotWrittenError):
        book.sheets(1).write_fills({(1, 1): "FFC7CE"})
    with pytest.raises(NotWrittenError):
        book.sheets(1).write_notes({(1, 1): "x"})
    book.close()


def _protection(path: Path) -> dict[str, bool]:
    protection = openpyxl.load_workbook(path)["Sheet2"].protection
    return {name: bool(getattr(protection, name)) for name in ("sheet", "formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter", "selectLockedCells")}


# workbooks and sheets


def test_two_workbooks_and_an_unsaved_one_are_told_apart(calc: Engine, opened: Any, tmp_path: Path) -> None:
    other_folder = tmp_path / "二"
    other_folder.mkdir()
    twin = xlwings.Book(impl=calc.app.books.open(str(sample(other_folder / AWKWARD))))
    fresh = xlwings.Book(impl=calc.app.books.add())
    books = list(xlwings.books)
    assert sorted(book.fullname for book in books) == sorted([str(tmp_path / AWKWARD), str(other_folder / AWKWARD), fresh.fullname])
    assert twin.name == opened.name == AWKWARD and fresh.name and "/" not in fresh.fullname
    assert len({book.impl.identity for book in books}) == 3
    assert opened.fullname in xlwings.books and "absent.xlsx" not in xlwings.books
    assert calc.app.books(str(other_folder / AWKWARD)).identity == twin.impl.identity
    with pytest.raises(KeyError):
        calc.app.books("absent.xlsx")
    twin.sheets[0]["A1"].value = "twin"
    assert opened.sheets[0]["A1"].value == "text"
    fresh.activate()
    assert xlwings.books.active.impl.identity == fresh.impl.identity


def test_without_a_workbook_there_is_a_sentence(calc: Engine) -> None:
    assert list(calc.app.books) == []
    with pytest.raises(NothingOpenError) as caught:
        _ = xlwings.books.active
    assert "请先在 LibreOffice 中打开工作簿" in caught.value.text.zh


def test_sheets_are_found_added_hidden_and_deleted(opened: Any) -> None:
    assert [(sheet.name, sheet.index, sheet.visible) for sheet in opened.sheets] == [("表 一", 1, True), ("Sheet2", 2, True), ("秘", 3, False)]
    assert "SHEET2" in opened.sheets and "absent" not in opened.sheets
    with pytest.raises(xlwings.NoSuchObjectError):
        _ = opened.sheets["absent"]
    active = opened.sheets.active.name
    added = opened.sheets.add("校验结果", after=opened.sheets["Sheet2"])
    assert added.index == 3 and opened.sheets.active.name == active
    added.visible = False
    assert not opened.sheets["校验结果"].visible
    with pytest.raises(NotWrittenError):
        added.activate()
    added.delete()
    assert "校验结果" not in opened.sheets
    assert opened.sheets.add().name == "Sheet1"
    with pytest.raises(NotWrittenError):
        opened.sheets[0].name = "Sheet2"
    with pytest.raises(HostError):
        opened.sheets.add("a/b*")


def test_the_last_sheet_can_be_neither_hidden_nor_deleted(workbook: Any) -> None:
    with pytest.raises(NotWrittenError):
        workbook.sheets[0].visible = False
    with pytest.raises(NotWrittenError):
        workbook.sheets[0].delete()


def test_names_are_read_with_what_they_refer_to(opened: Any) -> None:
    assert opened.impl.definitions() == {"broken": "=#REF!", "requests.received.other": "='表 一'!$C$1"}
    assert {name.name: name.refers_to for name in opened.names} == {**opened.impl.definitions(), "'表 一'!here": "=Sheet2!$A$1:$B$2"}
    target = opened.names["requests.received.other"].refers_to_range
    assert (target.sheet.name, target.address) == ("表 一", "$C$1")
    assert [name.name for name in opened.sheets[0].names] == ["'表 一'!here"] and len(opened.sheets[1].names) == 0
    with pytest.raises(HostError):
        _ = opened.names["broken"].refers_to_range
    assert opened.sheets[1].range("requests.received.other").sheet.name == "表 一"
    opened.names.add("prior_year", "=Sheet2!$A$1")
    assert opened.names["prior_year"].refers_to_range.value == "x" and "prior_year" in opened.names
    del opened.names["prior_year"]
    assert "prior_year" not in opened.names
    with pytest.raises(HostError):
        opened.names.add("with.dots", "=Sheet2!$A$1")


def test_the_layout_is_that_of_the_file(opened: Any, workbook: Any) -> None:
    sheet = opened.sheets[0]
    assert sheet.used_range.address == "$A$1:$H$14" and sheet.used_range.last_cell.address == "$H$14"
    assert workbook.sheets[0].used_range.address == "$A$1"
    assert sheet.impl.merged_areas() == [(10, 1, 11, 3), (12, 1, 13, 1), (12, 2, 13, 2)]
    assert sheet.impl.hidden_lines() == (frozenset({5}), frozenset({3}))
    assert sheet["B11"].merge_area.address == "$A$10:$C$11" and sheet["D1"].merge_area.address == "$D$1"
    assert sheet["A10:D10"].merge_cells and not sheet["A1:D1"].merge_cells


def test_the_merged_areas_of_the_template_are_those_in_its_file(calc: Engine) -> None:
    file = openpyxl.load_workbook(TEMPLATE)
    book = calc.app.books.open(str(TEMPLATE), read_only=True)
    for sheet in book.sheets:
        used = sheet.used_range
        wanted = sorted((one.min_row, one.min_col, one.max_row, one.max_col) for one in file[sheet.name].merged_cells.ranges)
        assert sheet.merged_areas() == [area for area in wanted if area[0] <= used.area.bottom and area[1] <= used.area.right], sheet.name
    book.close()


def test_a_cell_is_selected_and_scrolled_into_view(opened: Any) -> None:
    cell = opened.sheets["Sheet2"].range((300, 30))
    cell.select()
    seen = opened.impl.api.getCurrentController().getVisibleRange()
    assert opened.sheets.active.name == "Sheet2" and opened.app.selection == cell
    assert seen.StartRow <= 299 <= seen.EndRow and seen.StartColumn <= 29 <= seen.EndColumn
    opened.sheets[0].range("B2:C3").select()
    assert opened.app.selection.address == "$B$2:$C$3"
    with pytest.raises(NotWrittenError):
        opened.sheets["秘"]["A1"].select()


def test_widths_heights_and_lines_are_kept(workbook: Any) -> None:
    cells = workbook.sheets[0]["B2:C3"]
    cells.column_width, cells.row_height, cells.wrap_text = 20, 30, True
    assert cells.column_width == pytest.approx(20, abs=0.1) and cells.row_height == pytest.approx(30, abs=0.1) and cells.wrap_text is True
    assert workbook.sheets[0]["B2:D3"].wrap_text is None
    workbook.sheets[0]["F2"].value = "很长的一句话，列宽要随着它变"
    workbook.sheets[0]["E2:F2"].autofit()
    assert workbook.sheets[0]["F2"].column_width > workbook.sheets[0]["E2"].column_width


def test_addresses_are_written_as_in_excel(opened: Any) -> None:
    cells = opened.sheets[0]["B2:AA3"]
    assert cells.address == "$B$2:$AA$3" and cells.get_address(False, False) == "B2:AA3"
    assert cells(1, 2).address == "$C$2" and cells[1, 0].address == "$B$3" and opened.sheets[0].range("D4", "E5").address == "$D$4:$E$5"
    with pytest.raises(xlwings.NoSuchObjectError):
        opened.sheets[0].range("no such name")


def test_the_program_answers(calc: Engine, workbook: Any) -> None:
    app = workbook.app
    assert app.version.major >= 7 and app.pid in {office.pid for office in running_offices()}
    app.status_bar = "3 处错误，2 处需核实"
    assert app.status_bar == "3 处错误，2 处需核实"
    app.status_bar = False
    assert app.status_bar is None
    app.screen_updating = False
    assert not app.screen_updating
    app.screen_updating = True
    assert app.screen_updating
    assert calc.app.alert("确定？", "年报审核", "yes_no") == "cancel"


def test_macros_are_told(workbook: Any) -> None:
    assert not workbook.impl.has_macros
    workbook.impl.api.BasicLibraries.createLibrary("VBAProject").insertByName("Module1", "Sub x\nEnd Sub")
    assert workbook.impl.has_macros


def test_a_workbook_that_is_closed_meanwhile_is_told_in_a_sentence(calc: Engine) -> None:
    book = calc.app.books.add()
    sheet = book.sheets(1)

    def close_in_a_step() -> None:
        with book.one_step("x"), sheet.writable():
            book.close()
            sheet.range((1, 1), (2, 2)).read()

    with pytest.raises(HostGoneError):
        close_in_a_step()
    with pytest.raises(HostGoneError), host_errors():
        _ = book.fullname


def test_what_calc_refuses_is_told_in_a_sentence(workbook: Any) -> None:
    with pytest.raises(HostError) as caught, workbook.impl.one_step("x"):
        workbook.sheets[0].impl.api.getCellByPosition(-1, -1)
    assert "LibreOffice" in caught.value.text.zh and "Exception" in caught.value.text.en


def test_saving_is_refused_for_a_format_that_is_none(workbook: Any, tmp_path: Path) -> None:
    with pytest.raises(HostError):
        workbook.save(tmp_path / "a.txt")
    workbook.save(tmp_path / "a.ods")
    assert zipfile.is_zipfile(tmp_path / "a.ods") and workbook.fullname == str(tmp_path / "a.ods")


# finding the office


def test_loading_uno_leaves_the_interpreter_as_it_was(calc: Engine) -> None:
    assert builtins.__import__.__module__ == "builtins" and not any("office" in path.lower() or "dist-packages" in path for path in sys.path)


def test_a_bridge_for_another_python_is_refused_before_it_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "libpyuno.so").write_bytes(b"\x7fELF\0libpython2.7.so\0libpython3.99.so.1.0\0")
    with pytest.raises(HostPythonError) as caught:
        bridge.check_python(tmp_path)
    assert "3.99" in caught.value.text.zh
    (tmp_path / "libpyuno.so").write_bytes(f"libpython{sys.version_info.major}.{sys.version_info.minor}.so".encode())
    bridge.check_python(tmp_path)


def test_a_machine_without_libreoffice_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "uno", raising=False)
    monkeypatch.setattr(bridge, "program_folders", lambda: iter(()))
    with pytest.raises(HostMissingError) as caught:
        bridge.load_uno.__wrapped__()
    assert "python3-uno" in caught.value.text.zh


def test_a_helper_that_an_office_is_just_starting_is_no_office(tmp_path: Path) -> None:
    for pid, parent in {"20": 1, "31": 20, "40": 1}.items():  # a forked child keeps the command line until it becomes another program
        (tmp_path / pid).mkdir()
        (tmp_path / pid / "cmdline").write_bytes(b"/opt/lo/program/soffice.bin\0")
        (tmp_path / pid / "stat").write_text(f"{pid} (soffice) bin) S {parent} 20 20")
    assert [office.pid for office in running_offices(processes=tmp_path)] == [40, 20]


def test_running_offices_are_told_by_their_command_line(tmp_path: Path) -> None:
    for pid, arguments in {
        "11": ["/opt/lo/program/soffice.bin", "--calc"],
        "12": ["/usr/lib/libreoffice/program/soffice.bin", "-env:UserInstallation=file:///home/x/p", "--accept=pipe,name=abc;urp;"],
        "13": ["/bin/sh", "/usr/bin/soffice"],
    }.items():
        (tmp_path / pid).mkdir()
        (tmp_path / pid / "cmdline").write_bytes("\0".join([*arguments, ""]).encode())
    (tmp_path / "14").mkdir()
    assert running_offices(processes=tmp_path) == [
        Office(12, Path("/usr/lib/libreoffice/program/soffice"), "file:///home/x/p", ("abc",)),
        Office(11, Path("/opt/lo/program/soffice")),
    ]
    assert [office.pid for office in running_offices("file:///home/x/p/", tmp_path)] == [12]
    assert running_offices("file:///elsewhere", tmp_path) == [] and running_offices(processes=tmp_path / "absent") == []


def test_a_pipe_of_another_name_is_not_taken_for_ours(tmp_path: Path) -> None:
    if sys.platform == "win32":
        raise NotImplementedError
    sockets = tmp_path / "unix"
    sockets.write_text(f"Num RefCount\n0000: 00000002 0 00010000 0001 01 1 /tmp/OSL_PIPE_{os.getuid()}_xlplugin_77\n", "utf-8")
    assert listens("xlplugin_77", sockets) and not listens("xlplugin_7", sockets) and not listens("plugin_77", sockets)
    assert listens("anything", tmp_path / "absent")


def test_without_a_running_office_none_is_started(calc: Engine, tmp_path: Path) -> None:
    before = {office.pid for office in running_offices()}
    with pytest.raises(HostNotRunningError) as caught:
        connect(profile=tmp_path / "nobody")
    assert "请先在 LibreOffice 中打开工作簿" in caught.value.text.zh
    assert {office.pid for office in running_offices()} == before


def test_an_office_that_does_not_answer_is_given_up_and_nothing_stays_behind(tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\necho $$ > " + str(tmp_path / "pid") + "\nexec sleep 60\n", "utf-8")
    program.chmod(0o755)
    with pytest.raises(HostSilentError):
        make_listen(Office(1, program), "xlplugin_nobody", timeout=1)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    with pytest.raises(HostSilentError):
        make_listen(Office(1, tmp_path / "absent"), "xlplugin_nobody", timeout=1)


@pytest.mark.skipif(missing_screen() is not None, reason=str(missing_screen()))
def test_a_calc_that_was_started_from_the_desktop_is_made_to_listen(tmp_path: Path) -> None:
    file = sample(tmp_path / AWKWARD)
    with screen() as display, started(tmp_path / "office", files=[file], display=display) as running:
        assert not listens(running.office.own_pipe)
        engine = connect(profile=running.profile)
        assert engine.app.pid == running.office.pid and [book.fullname for book in engine.app.books] == [str(file)]
        assert xlwings.books.active.sheets[0]["A1"].value == "text"
        assert {office.pid for office in running_offices(running.profile.as_uri())} == {running.office.pid}
        again = connect(profile=running.profile)
        assert again.app.books.active.identity == engine.app.books.active.identity
        again.app.books.active.close()
    with pytest.raises(HostGoneError), host_errors():
        _ = engine.app.version


def test_the_engine_is_registered_once(calc: Engine) -> None:
    connect(next(pipe for office in running_offices() for pipe in office.pipes if re.fullmatch(r"xlplugin_test_[0-9a-f]+", pipe) and office.pid == calc.app.pid))
    assert [engine.name for engine in xlwings.engines].count("calc") == 1
