"""Number formats, letters and lines as programs write them: what is shown is compared with what is held."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.own_cells import LICENCES, REPEATED, SHEET, TOTAL, Written, book_with, read, replaced

pytestmark = pytest.mark.slow  # whole workbooks, many of them

SHOWN: dict[tuple[str | int, object], str | None] = {
    ('0.0,"万"', 59237): "59.2万",
    ('0!.0,"万元"', 59237): "5.9万元",
    ('[>=10000]0!.0000,"万";0', 12345): "0.0012万",
    ('[>=10000]0!.0,"万";0', 12): None,
    ('[<1000]0;[Red]0.0,"千"', 1500): "1.5千",
    ("0%", 12): "1200%",
    ("0.00%", 0): None,
    ("[DBNum1]0", 12): None,
    ("[DBNum2][$-804]General", 12): None,
    ("@", 12): None,
    ("0_ ", 12): None,
    ('[=0]"";General', 12): None,
    ('G/通用格式"件"', 12): None,
    ('0" 万"0000', 123456): None,
    ("# ##0", 1234): None,
    ("\\1\\2", 3): "12",
    ('0;0;"3"', 0): "3",
    ('0000"/"00', 202301): "2023/01",
    ('00":"00', 1230): "12:30",
    ("0-00", 123): "1-23",
    ('"-"0', 12): "-12",
    ("-0", 12): "-12",
    ("*-0", 12): None,
    ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 12): None,
    ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 0): None,
    ("0_);[Red]\\(0\\)", -12): None,
}


@pytest.mark.parametrize(("code", "number"), SHOWN)
def test_a_format_that_shows_another_figure_is_told_and_no_other(code: str | int, number: object, tmp_path: Path) -> None:
    filing, found = read(book_with(tmp_path / "甲.xlsx", Written(f"<v>{number}</v>", code=code)))
    cell = filing.cell(LICENCES)
    assert (cell.value, cell.shown) == (number, SHOWN[code, number])
    assert ("C15" in found) is (cell.shown is not None)


DATES: dict[str, tuple[str | int, bool]] = {
    "a weekday": ("[$-804]aaaa", False),
    "a year by its letter": ('e"年"', False),
    "an era": ("[$-411]ggge", False),
    "a length of time": ("[h]", False),
    "the system's long date": ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", False),
    "by number in Chinese Excel": (58, False),
    "of a workbook that counts from 1904": (14, True),
}


@pytest.mark.parametrize("kind", DATES)
@pytest.mark.parametrize("is_total", [False, True])
def test_a_figure_in_a_dates_format_keeps_its_number_in_every_sum(kind: str, is_total: bool, tmp_path: Path) -> None:
    code, is_1904 = DATES[kind]
    cell = Written("<f>SUM(D39:I39)</f><v>3</v>", code=code, at="J39") if is_total else Written("<v>3</v>", code=code, at="D39")
    parts = {"xl/workbook.xml": replaced("<workbookPr ", '<workbookPr date1904="1" ')} if is_1904 else None
    filing, found = read(book_with(tmp_path / "甲.xlsx", cell, parts=parts))
    assert (filing.cell(REPEATED).value, filing.cell(TOTAL).value) == (3, 3)
    assert found == ["C09"]


WHITE, FULL = '<color rgb="FFFFFFFF"/>', '<patternFill patternType="solid"><fgColor {}/></patternFill>'
LOOKS: dict[str, tuple[Written, list[str]]] = {
    "white by value": (Written("<v>3</v>", font=WHITE, at="D39"), ["W07"]),
    "white by palette": (Written("<v>3</v>", font='<color indexed="9"/>', at="D39"), ["W07"]),
    "white by theme, a shade darker": (Written("<v>3</v>", font='<color theme="0" tint="-4.9989318521683403E-2"/>', at="D39"), ["W07"]),
    "black by theme, nearly white": (Written("<v>3</v>", font='<color theme="1" tint="0.99"/>', at="D39"), ["W07"]),
    "grey by theme": (Written("<v>3</v>", font='<color theme="1" tint="0.5"/>', at="D39"), []),
    "red on red": (Written("<v>3</v>", font='<color rgb="FFFF0000"/>', fill=FULL.format('rgb="FFFF0000"'), at="D39"), ["W07"]),
    "white on green": (Written("<v>3</v>", font=WHITE, fill=FULL.format('rgb="FF00B050"'), at="D39"), []),
    "black on black": (Written("<v>3</v>", fill=FULL.format('theme="1"'), at="D39"), ["W07"]),
    "letters of one point": (Written("<v>3</v>", font='<sz val="1"/>', at="D39"), ["W07"]),
    "letters of eight points": (Written("<v>3</v>", font='<sz val="8"/>', at="D39"), []),
    "nothing shown": (Written("<v>3</v>", code=";;;", at="D39"), ["W07"]),
    "stars only": (Written("<v>3</v>", code="**;**;**;**", at="D39"), ["W07"]),
    "white by its format": (Written("<v>3</v>", code="[白色]0", at="D39"), ["W07"]),
    "a total of white letters": (Written("<f>SUM(D39:I39)</f><v>3</v>", font=WHITE, at="J39"), ["W07"]),
}


@pytest.mark.parametrize("kind", LOOKS)
def test_a_figure_is_told_as_hidden_where_nobody_can_see_it(kind: str, tmp_path: Path) -> None:
    cell, rules = LOOKS[kind]
    filing, found = read(book_with(tmp_path / "甲.xlsx", cell))
    assert filing.cell(REPEATED).value == filing.cell(TOTAL).value == 3
    assert found == rules


LINES: dict[str, tuple[str, str, bool]] = {
    "a row": ('<row r="39"', '<row r="39" hidden="1"', True),
    "a row in other words": ('<row r="39"', '<row r="39" hidden="true"', True),
    "a row of an outline": ('<row r="39"', '<row r="39" outlineLevel="1" hidden="1"', True),
    "a row of no height": ('<row r="39"', '<row r="39" ht="0" customHeight="1"', True),
    "rows that nobody wrote": ('<sheetFormatPr defaultRowHeight="15"', '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"', False),
    "columns to the last one": ("</cols>", '<col min="9" max="16384" width="9" hidden="1"/></cols>', True),
    "a column of no width": ("</cols>", '<col min="9" max="9" width="0" customWidth="1"/></cols>', True),
}


@pytest.mark.parametrize("kind", LINES)
def test_a_line_is_told_as_hidden_where_it_is(kind: str, tmp_path: Path) -> None:
    old, new, is_hidden = LINES[kind]
    _, found = read(book_with(tmp_path / "甲.xlsx", parts={SHEET: replaced(old, new)}))
    assert found == (["W07"] if is_hidden else [])
