"""Labels and columns as web pages and offices write them: the same table."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.own_cells import REPEATED, SHEET, TOTAL, book_with, read
from xlplugin.filing.address import column_letters, column_number

pytestmark = pytest.mark.slow  # whole workbooks, many of them

STRINGS = "xl/sharedStrings.xml"
RICH = '<r><rPr><b/><sz val="10"/><color theme="1"/><rFont val="宋体"/></rPr>'
LABELS: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "characters of no width": (lambda text: text.replace("自然人", "自\u200b然\u00ad人").replace("重复申请", "重复\u2060申请\ufeff"), []),
    "wide and no-break blanks": (lambda text: text.replace("自然人", "自 然\u00a0人\u2003").replace("总计", "总　　计"), []),
    "braille blanks": (lambda text: text.replace("自然人", "自然人\u2800"), []),
    "an escape and a line end": (lambda text: text.replace("自然人", "自然人_x000D_\n"), []),
    "characters of the table of radicals": (lambda text: text.replace("人", "\u2f08").replace("行", "\u2f8f"), []),
    "runs": (lambda text: re.sub(r"<si>(<t[^>]*>.*?</t>)</si>", rf"<si>{RICH}\1</r></si>", text), []),
    "a raised run": (
        lambda text: text.replace("<si><t>自然人</t></si>", '<si><r><t>自然人</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>'),
        [],
    ),
    "readings": (lambda text: text.replace("<t>自然人</t>", '<t>自然人</t><rPh sb="0" eb="3"><t>しぜんじん</t></rPh>'), []),
    "a number in a ring": (lambda text: text.replace("<t>自然人</t>", "<t>自然人①</t>"), ["F03"]),
    "a raised number": (lambda text: text.replace("<t>自然人</t>", "<t>自然人²</t>").replace("<t>总计</t>", "<t>总计⁽¹⁾</t>"), ["F03"]),
    "a star": (lambda text: text.replace("<t>总计</t>", "<t>总计*</t>"), ["F03"]),
}


@pytest.mark.parametrize("kind", LABELS)
def test_a_label_is_the_same_whatever_nobody_sees_or_notes_in_it(kind: str, tmp_path: Path) -> None:
    change, rules = LABELS[kind]
    filing, found = read(book_with(tmp_path / "甲.xlsx", parts={STRINGS: lambda part: change(part.decode()).encode()}))
    assert (filing.cell(REPEATED).value, filing.cell(TOTAL).value) == (3, 3)
    assert found == rules


def _merged(*areas: str) -> Callable[[str], str]:
    return lambda sheet: sheet.replace("</mergeCells>", "".join(f'<mergeCell ref="{area}"/>' for area in areas) + "</mergeCells>")


def _filled(content: str) -> Callable[[str], str]:
    """Something in every row of the column E that was put in."""
    return lambda sheet: re.sub(r'(<row r="(2[3-9]|3\d|4[0-7])".*?)(?=<c r="F)', lambda row: f'{row[1]}<c r="E{row[2]}"{content}</c>', sheet)


COLUMNS: dict[str, tuple[int, Callable[[str], str], list[str]]] = {
    "an empty one": (5, lambda sheet: sheet, []),
    "before the labels": (1, lambda sheet: sheet, []),
    "before the totals": (10, lambda sheet: sheet, []),
    "under a merged header": (5, _merged("D22:E22"), []),
    "under a merged header and merged figures": (5, _merged("D22:E22", *(f"D{row}:E{row}" for row in range(23, 48))), []),
    "of no-break blanks": (5, _filled(' t="inlineStr"><is><t>\u00a0</t></is>'), []),
    "of figures": (5, _filled("><v>0</v>"), ["F02"]),
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_a_column_without_words_is_one_more_only_where_it_holds_figures(kind: str, tmp_path: Path) -> None:
    column, change, rules = COLUMNS[kind]
    filing, found = read(book_with(tmp_path / "甲.xlsx", parts={SHEET: lambda part: change(_with_column(part.decode(), column)).encode()}))
    assert (filing.cell(REPEATED).value, filing.cell(TOTAL).value) == (3, 3)
    assert found == rules


def _with_column(sheet: str, column: int) -> str:
    """The sheet with an empty column put in."""

    def moved(letters: str) -> str:
        number = column_number(letters)
        return column_letters(number + (number >= column))

    sheet = re.sub(r'(<c r=")([A-Z]+)', lambda at: at[1] + moved(at[2]), sheet)
    sheet = re.sub(r'(<mergeCell ref=")([A-Z]+)(\d+:)([A-Z]+)', lambda at: at[1] + moved(at[2]) + at[3] + moved(at[4]), sheet)
    return re.sub(r"<f>.*?</f>", lambda formula: re.sub(r"([A-Z]{1,2})(?=\d)", lambda at: moved(at[1]), formula[0]), sheet)
