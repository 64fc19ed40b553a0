"""Number formats: dates that keep their number, figures shown as others, figures shown as nothing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl.styles import Font, PatternFill

from tests.edited import AMOUNT, COMPANY, PERSON, edited, read, told, with_parts
from tests.submissions import CONSISTENT
from xlplugin.filing.cells import Shape, Value
from xlplugin.reading.figures.number_format import NumberFormat, is_date_format

pytestmark = pytest.mark.slow  # whole workbooks, many of them


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ('0!.0000"万元"', 59237, "5.9237万元"),
        ('0\\.0,"万元"', 59237, "5.9万元"),
        ("0.0,", 59237, "59.2"),
        ("0.0,,", 59237000, "59.2"),
        ("0.00,", 1500, "1.50"),
        ("0!.0", 37, "3.7"),
        ("0%", 3, "300%"),
        ("0.00%", Decimal("0.05"), "5.00%"),
        ("0", Decimal("2.5"), "3"),
        ("0.00", Decimal("1.234567"), "1.23"),
        ('[>=10000]0!.0,"万";0', 59237, "5.9万"),
        ('"1"0', 5, "15"),
        ('"无"', 3, "无"),
        ("0!.00", -237, "-2.37"),
    ],
)
def test_a_format_that_shows_another_figure(code: str, number: Value, shown: str) -> None:
    assert NumberFormat(code).other_figure(number) == shown


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("0", 3),
        ("#,##0", 1234567),
        ("#,##0.00", Decimal("43.78")),
        ("0.######", Decimal("43.788")),
        ("#,##0_);[Red](#,##0)", -1234),
        ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 5),
        ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 0),
        ("0;-0;;@", 0),
        ('0"件"', 3),
        ('G/通用格式"件"', 3),
        ("00000", 37),
        ("0.00E+00", 123456),
        ("# ?/?", Decimal("0.5")),
        ("[DBNum1][$-804]0", 5),
        ('[>=10000]0!.0,"万";0', 37),
        ('"第"0"号"', 5),
        ("[Red]0.00;[Blue]-0.00", Decimal("1.5")),
        ("yyyy-mm-dd", 3),
    ],
)
def test_a_format_that_shows_the_figure_as_it_is(code: str, number: Value) -> None:
    assert NumberFormat(code).other_figure(number) is None


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("[$-804]aaaa", True),
        ('e"年"', True),
        ("[$-F800]dddd, mmmm dd, yyyy", True),
        ('[DBNum1][$-804]yyyy"年"m"月"d"日"', True),
        ("[s].00", True),
        ("mm:ss.0", True),
        ('上午/下午h"时"', True),
        ("0hm", False),
        ('0 "h"', False),
        ("0.00E+00", False),
        ("#,##0.00 [$€-407]", False),
        ('General "d"', False),
        ('0"日"', False),
        ("[Red]0;[Green]-0", False),
        ("[DBNum2]0", False),
        ('!d0', False),
    ],
)
def test_a_date_format_is_known_by_its_letters_and_by_the_digits_it_lacks(code: str, is_date: bool) -> None:
    assert is_date_format(code) is is_date


@pytest.mark.parametrize(("code", "number", "is_unseen"), [(";;;", 3, True), (";;", 3, True), ("[White]0", 3, True), ('""', 3, True), ("0;;", -3, True), ("0;;", 3, False), ("#", 3, False), ("yyyy", 3, False)])
def test_a_format_that_shows_nothing(code: str, number: int, is_unseen: bool) -> None:
    assert NumberFormat(code).is_unseen(number) is is_unseen


def test_a_hostile_format_is_read_in_no_time() -> None:
    for code in ("0" * 100_000, "[" * 100_000, '"' * 99_999, "!" * 99_999, ",." * 50_000, ";" * 100_000, "h" * 100_000):
        NumberFormat(code).other_figure(59237)
        NumberFormat(code).is_unseen(59237)


def formatted(code: str, value: object = None) -> Any:
    def edit(sheet: Any, cell: Any) -> None:
        cell.number_format = code
        if value is not None:
            cell.value = value

    return edit


@pytest.mark.parametrize(("code", "shown"), [("yyyy-mm-dd", "1900-01-09"), ("[$-804]aaaa", "1900-01-09"), ('e"年"', "1900-01-09"), ("h:mm", "1900-01-09"), ("m月d日", "1900-01-09")])
def test_a_number_shown_as_a_date_keeps_its_number_everywhere_and_c09_alone_speaks(code: str, shown: str, tmp_path: Path) -> None:
    filing, report = read(edited(tmp_path / "a.xlsx", formatted(code)))
    cell = filing.cells[PERSON]
    assert (cell.shape, cell.value, cell.shown) == (Shape.DATE, 9, shown)
    assert filing.cells["requests.granted.total"].recalculated == 9 and told(report) == ["C09"]
    [found] = [finding for finding in report.findings if finding.rule == "C09"]
    assert (found.actual, found.expected) == (shown, 9) and shown in found.message.zh


@pytest.mark.parametrize(("number", "shown"), [(1, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01"), (12345, "1933-10-18"), (59237, "2062-03-07")])
def test_the_number_of_a_date_below_and_above_the_day_that_never_was(number: int, shown: str, tmp_path: Path) -> None:
    filing, _ = read(edited(tmp_path / "a.xlsx", formatted("yyyy-mm-dd", number), COMPANY))
    assert (filing.values[COMPANY], filing.cells[COMPANY].shown) == (number, shown)
    assert filing.cells["requests.granted.total"].recalculated == 9 + number


@pytest.mark.parametrize(("number", "shown"), [(45292, "2024-01-01"), (43497, "2019-02-01")])
def test_a_day_that_somebody_typed_is_no_figure_though_formulas_add_its_number_up(number: int, shown: str, tmp_path: Path) -> None:
    filing, report = read(edited(tmp_path / "a.xlsx", formatted("m月d日", number), COMPANY))
    assert (filing.values[COMPANY], filing.cells[COMPANY].shown) == (None, shown)
    assert filing.cells["requests.granted.total"].recalculated == 9 + number and "W01" not in told(report) and "C09" in told(report)


def test_a_workbook_that_counts_from_1904_keeps_the_number_too(tmp_path: Path) -> None:
    path = edited(tmp_path / "a.xlsx", formatted("yyyy-mm-dd"))
    with_parts(path, lambda parts: {**parts, "xl/workbook.xml": parts["xl/workbook.xml"].replace(b"<workbookPr", b'<workbookPr date1904="1"')})
    filing, report = read(path)
    assert (filing.values[PERSON], filing.cells[PERSON].shown) == (9, "1904-01-10") and told(report) == ["C09"]


def test_a_total_with_a_date_format_is_c09s_alone(tmp_path: Path) -> None:
    filing, report = read(edited(tmp_path / "a.xlsx", formatted("yyyy/m/d"), "requests.granted.total"))
    assert filing.values["requests.granted.total"] == 9 and told(report) == ["C09"]


def test_a_format_that_only_looks_like_a_date_is_none(tmp_path: Path) -> None:
    filing, report = read(edited(tmp_path / "a.xlsx", formatted("0hm")))
    assert filing.cells[PERSON].shape is Shape.NUMBER and told(report) == []


@pytest.mark.parametrize(("field", "code", "shown"), [(AMOUNT, '0.0,"万元"', "0.0万元"), (AMOUNT, "0%", "4379%"), (AMOUNT, "0", "44"), (PERSON, "0!.0", "0.9"), (PERSON, '"若干"', "若干")])
def test_c15_tells_both_figures_and_which_one_counts(field: str, code: str, shown: str, tmp_path: Path) -> None:
    filing, report = read(edited(tmp_path / "a.xlsx", formatted(code), field))
    assert told(report) == ["C15"] and filing.values[field] == (Decimal("43.788") if field == AMOUNT else 9)
    [found] = [finding for finding in report.findings if finding.rule == "C15"]
    assert found.field == field and shown in found.message.zh and shown in found.message.en and str(filing.values[field]) in found.message.zh


@pytest.mark.parametrize("code", ["0", "#,##0", '0"件"', "General", "@", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '])
def test_an_ordinary_format_is_not_told(code: str, tmp_path: Path) -> None:
    assert told(read(edited(tmp_path / "a.xlsx", formatted(code)))[1]) == []


def test_a_count_that_is_no_whole_number_is_c07s_and_not_c15s(tmp_path: Path) -> None:
    _, report = read(edited(tmp_path / "a.xlsx", formatted("0", 2.5), "proactive.penalties.decisions"))
    assert told(report, "C") == ["C07"]


def white(sheet: Any, cell: Any) -> None:
    cell.font, cell.fill = Font(color="FFFFFFFF"), PatternFill(None)


def ground(sheet: Any, cell: Any) -> None:
    cell.font, cell.fill = Font(color="FFFF0000"), PatternFill("solid", fgColor="FFFF0000")


@pytest.mark.parametrize("edit", [white, ground, formatted(";;;"), formatted("[White]0")])
def test_a_figure_that_nobody_sees_is_told_and_counts(edit: Any, tmp_path: Path) -> None:
    filing, report = read(edited(tmp_path / "a.xlsx", edit))
    assert filing.values[PERSON] == 9 and told(report) == ["W07"] and filing.cells[PERSON].place in filing.facts.hidden


def high(sheet: Any, cell: Any) -> None:
    sheet.row_dimensions[cell.row].height = 77


def wide(sheet: Any, cell: Any) -> None:
    sheet.column_dimensions[cell.column_letter].width = 77


@pytest.mark.parametrize(("edit", "size"), [(high, b'ht="77"'), (wide, b'width="77"')])
def test_a_line_without_height_or_width_is_hidden(edit: Any, size: bytes, tmp_path: Path) -> None:
    path = edited(tmp_path / "a.xlsx", edit)
    with_parts(path, lambda parts: {name: content.replace(size, size.replace(b"77", b"0")) for name, content in parts.items()})
    filing, report = read(path)
    assert filing.cells[PERSON].place in filing.facts.hidden and told(report) == ["W07"]


@pytest.mark.parametrize("edit", [white, formatted(";;;"), formatted("0;-0;;@")])
def test_a_zero_that_does_not_show_is_not_told(edit: Any, tmp_path: Path) -> None:
    assert told(read(edited(tmp_path / "a.xlsx", edit, "requests.granted.other", {**CONSISTENT, "requests.granted.other": 0}))[1]) == []
