"""Characters in a cell that are not its figure: note marks, raised, struck-out and unseen characters, escapes, formulas kept as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import PatternFill

from tests.edited import PERSON, edited, read, told
from tests.filings import filing_of
from xlplugin.checking.check import check
from xlplugin.filing.cells import Shape, Value
from xlplugin.form.labels import canonical
from xlplugin.reading.figures.cells import read_cell
from xlplugin.reading.workbook.strings import unescape

pytestmark = pytest.mark.slow  # whole workbooks, many of them


@pytest.mark.parametrize(
    ("text", "shape", "value", "likely"),
    [
        ("3①", Shape.NOTE, 3, None),
        ("1²", Shape.NOTE, 1, None),
        ("12 ③④", Shape.NOTE, 12, None),
        ("1,234⑴", Shape.NOTE, 1234, None),
        ("5*", Shape.NOTE, 5, None),
        ("7※", Shape.NOTE, 7, None),
        ("３①", Shape.NOTE, 3, None),
        ("0⓪", Shape.NOTE, 0, None),
        ("①", Shape.FULL_WIDTH, 1, None),
        ("⑫", Shape.FULL_WIDTH, 12, None),
        ("①②", Shape.TEXT, None, None),
        ("①3", Shape.TEXT, None, 3),
        ("3件①", Shape.TEXT, None, 3),
        ("约3①", Shape.TEXT, None, 3),
        ("*", Shape.PLACEHOLDER, None, None),
    ],
)
def test_a_note_mark_is_never_read_as_a_digit_of_the_figure(text: str, shape: Shape, value: Value | None, likely: Value | None) -> None:
    reading = read_cell(text, "count")
    assert (reading.shape, reading.value, reading.likely) == (shape, value, likely)


@pytest.mark.parametrize(
    ("text", "value"),
    [("3\u200e", 3), ("\u20601", 1), ("\u202d4\u202c", 4), ("1\u2009", 1), ("\u00a05\u00a0", 5), ("1\u00ad2", 12), ("\ufeff7", 7), ("1\u202f234", 1234), ("12\u00a0345.5", None), ("6\r", 6), ("8\u3164", 8)],
)
def test_a_character_that_nobody_sees_leaves_the_figure_a_number_stored_as_text(text: str, value: int | None) -> None:
    reading = read_cell(text, "count")
    assert reading.shape is Shape.TEXT_NUMBER and (value is None or reading.value == value)


def test_blanks_set_thousands_apart_and_other_blanks_within_a_number_are_no_letters_and_stay_unsure() -> None:
    assert (read_cell("1 234", "count").shape, read_cell("1 234", "count").value) == (Shape.TEXT_NUMBER, 1234)
    assert (read_cell("12 34", "count").shape, read_cell("12 34", "count").likely) == (Shape.TEXT, 1234)
    assert read_cell("1 2O4", "count").shape is Shape.LETTERS


@pytest.mark.parametrize(("text", "names"), [("3\u200e", "从左到右标记 U+200E"), ("\u20601", "字连接符 U+2060"), ("\u00a05", "不换行空格 U+00A0"), ("6\ufff9", "U+FFF9")])
def test_c11_names_the_character_that_nobody_sees(text: str, names: str) -> None:
    report = check([filing_of({PERSON: text})])[0]
    [found] = [finding for finding in report.findings if finding.rule == "C11"]
    assert names in found.message.zh and not {"C03", "C04", "C08"} & set(told(report))
    plain = next(finding for finding in check([filing_of({PERSON: " 3"})])[0].findings if finding.rule == "C11")
    assert "U+" not in plain.message.zh + plain.message.en


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\ufeff", "\u2060", "\u200e", "\u2009", "\u3164", "\u0008", "\ufe0f"])
def test_a_label_with_a_character_that_nobody_sees_is_the_same_label(mark: str) -> None:
    assert canonical(f"本年{mark}新收") == canonical("本年新收")


@pytest.mark.parametrize(
    ("escaped", "plain"),
    [("1_x000D_", "1\r"), ("一、本年_x000D_\n新收", "一、本年\r\n新收"), ("_x005F_x000D_", "_x000D_"), ("a_x0041_b", "aAb"), ("_xD83D__xDE00_", "\U0001f600"), ("_xD83D_", "\ufffd"), ("_x12_", "_x12_"), ("x_y", "x_y")],
)
def test_an_escape_in_a_string_is_the_character_it_stands_for(escaped: str, plain: str) -> None:
    assert unescape(escaped) == plain


def rich(*runs: tuple[str, dict[str, Any]]) -> CellRichText:
    return CellRichText(*(TextBlock(InlineFont(**look), text) for text, look in runs))


@pytest.mark.parametrize(
    ("runs", "value", "aside"),
    [
        ([("9", {}), ("1", {"vertAlign": "superscript"})], 9, [("raised", "1")]),
        ([("9", {}), ("[2]", {"vertAlign": "subscript"})], 9, [("raised", "[2]")]),
        ([("2", {"strike": True}), ("9", {})], 9, [("struck", "2")]),
        ([("9", {}), ("件", {"strike": True})], 9, [("struck", "件")]),
        ([("1", {"color": "FFFFFFFF"}), ("9", {"color": "FF000000"})], 9, [("unseen", "1")]),
        ([("1", {"sz": 1}), ("9", {"sz": 11})], 9, [("unseen", "1")]),
        ([("9", {"b": True}), ("", {})], 9, []),
        ([("1", {"b": True}), ("2", {"color": "FFFF0000"})], 12, []),
    ],
)
def test_characters_set_apart_in_rich_text_are_not_the_figure_and_are_told(runs: list[tuple[str, dict[str, Any]]], value: int, aside: list[tuple[str, str]], tmp_path: Path) -> None:
    filing, report = read(edited(tmp_path / "a.xlsx", lambda sheet, cell: setattr(cell, "value", rich(*runs))))
    cell = filing.cells[PERSON]
    assert (cell.value, [(one.kind, one.text) for one in cell.aside]) == (value, aside)
    assert ("C10" in told(report), "C11" in told(report)) == (bool(aside), not aside)
    assert all(text in finding.message.zh for _, text in aside for finding in report.findings if finding.rule == "C10")


def test_white_characters_on_a_dark_ground_are_seen(tmp_path: Path) -> None:
    def edit(sheet: Any, cell: Any) -> None:
        cell.value = rich(("1", {"color": "FFFFFFFF"}), ("2", {"color": "FFFFFFFF"}))
        cell.fill = PatternFill("solid", fgColor="FF1F4E79")

    filing, _ = read(edited(tmp_path / "a.xlsx", edit))
    assert filing.values[PERSON] == 12


def test_a_cell_whose_every_character_is_struck_out_is_blank_and_told(tmp_path: Path) -> None:
    filing, report = read(edited(tmp_path / "a.xlsx", lambda sheet, cell: setattr(cell, "value", rich(("23", {"strike": True})))))
    assert filing.values[PERSON] is None and {"C01", "C10"} <= set(told(report))


def test_a_raised_mark_behind_a_label_leaves_it_the_label(tmp_path: Path) -> None:
    def edit(sheet: Any, cell: Any) -> None:
        at = next(other for row in sheet.iter_rows() for other in row if isinstance(other.value, str) and "予以公开" in other.value)
        at.value = rich((at.value, {}), ("注1", {"vertAlign": "superscript"}))

    assert told(read(edited(tmp_path / "a.xlsx", edit))[1]) == []


@pytest.mark.parametrize("text", ["=SUM(D6:I6)", "=D24", "＝D6＋E6", "'=D6+E6", "= SUM(D6:I6)", "=5", "=IF(D6>0,1,0)"])
def test_a_formula_kept_as_text_is_told_as_what_it_is(text: str) -> None:
    reading = read_cell(text, "count")
    assert (reading.shape, reading.value, reading.likely) == (Shape.FORMULA_TEXT, None, None)
    [found] = [finding for finding in check([filing_of({PERSON: text})])[0].findings if finding.rule == "C03"]
    assert "没有生效的公式" in found.message.zh and "可能是" not in found.message.zh


def test_a_formula_kept_as_text_in_the_template_is_no_overwritten_one(tmp_path: Path) -> None:
    def edit(sheet: Any, cell: Any) -> None:
        cell.value, cell.data_type = "=SUM(D6:I6)", "s"

    filing, report = read(edited(tmp_path / "a.xlsx", edit, "requests.received.total"))
    assert filing.facts.is_template and "C03" in told(report) and "W03" not in told(report)


@pytest.mark.parametrize("text", ["=", "==", "=?", "3=3"])
def test_a_sign_of_equality_alone_is_no_formula(text: str) -> None:
    assert read_cell(text, "count").shape is Shape.TEXT


@pytest.mark.parametrize("name", ["#FIELD!", "#BUSY!", "#SPILL!", "#CALC!", "#CONNECT!", "#BLOCKED!", "#UNKNOWN!", "#PYTHON!", "#NAME?", "#N/A", "Err:502"])
def test_an_error_value_is_an_error_whatever_its_name(name: str) -> None:
    assert read_cell(name, "count").shape is Shape.ERROR
    assert told(check([filing_of({PERSON: name})])[0], "C") == ["C13"]


@pytest.mark.parametrize("name", ["#FIELD!", "#BUSY!", "#NEWNAME!"])
def test_a_sum_over_an_error_of_any_name_is_that_error(name: str, tmp_path: Path) -> None:
    def edit(sheet: Any, cell: Any) -> None:
        cell.value, cell.data_type = name, "e"

    filing, report = read(edited(tmp_path / "a.xlsx", edit))
    assert filing.cells["requests.granted.total"].recalculated == name and told(report, "C", "W") == ["C13"]
