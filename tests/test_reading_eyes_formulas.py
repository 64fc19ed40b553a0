"""Formulas, names, arrays and merged cells as programs write them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.office import convert
from tests.own_cells import BOOK, LICENCES, REPEATED, SHEET, TOTAL, Change, Written, book_with, read, replaced

pytestmark = pytest.mark.slow  # whole workbooks, many of them

ROW, OTHER_ROW = "年报表格!$D$39:$I$39", "年报表格!$D$25:$I$25"
PUBLISHED = "requests.declined_publication.natural_person"


def _name(means: str, more: str = "") -> str:
    return f'<definedName name="重复" {more}>{means}</definedName>'


NAMES: dict[str, tuple[str, str]] = {
    "of the workbook": (_name(ROW), "SUM(重复)"),
    "of the sheet before that of the workbook": (_name(OTHER_ROW) + _name(ROW, 'localSheetId="0"'), "SUM(重复)"),
    "of the sheet, by its full name": (_name(OTHER_ROW) + _name(ROW, 'localSheetId="0"'), "SUM(年报表格!重复)"),
    "hidden": (_name(ROW, 'hidden="1"'), "SUM(重复)"),
    "twice": (_name(ROW) + _name(OTHER_ROW), "SUM(重复)"),
    "in other letters": ('<definedName name="abc_D">' + ROW + "</definedName>", "SUM(ABC_d)"),
    "broken and not used": (_name("#REF!"), "SUM(D39:I39)"),
    "of a filter and of titles": ('<definedName name="_xlnm.Print_Titles" localSheetId="0">年报表格!$1:$2</definedName>', "SUM(D39:I39)"),
}


@pytest.mark.parametrize("kind", NAMES)
def test_a_name_means_what_it_means_in_the_program(kind: str, tmp_path: Path) -> None:
    names, formula = NAMES[kind]
    defined = replaced("</sheets>", f"</sheets><definedNames>{names}</definedNames>")
    filing, found = read(book_with(tmp_path / "甲.xlsx", Written(f"<f>{formula}</f><v>3</v>", at="J39"), parts={BOOK: defined}))
    assert (filing.cell(TOTAL).value, filing.cell(TOTAL).reason, found) == (3, None, [])


def _others(formula: str) -> Change:
    """J40 and J41 with a formula that goes on from J39's."""
    return lambda sheet: re.sub(rb'<c r="J4([01])"([^>]*)>.*?</c>', rb'<c r="J4\1"\2>' + formula.encode() + b"<v>0</v></c>", sheet)


FORMULAS: dict[str, tuple[str, str, Change | None]] = {
    "array: in one cell": ('<f t="array" ref="J39">SUM(D39:I39*1)</f>', "", None),
    "array: over several cells": ('<f t="array" ref="J39:J41">D39:D41+E39:E41+F39:F41+G39:G41+H39:H41+I39:I41</f>', "", _others("")),
    "array: dynamic": ('<f t="array" ref="J39">SUM(D39:I39)</f>', ' cm="1"', None),
    "array: spilled": ('<f t="array" ref="J39:J41">D39:D41+E39:E41+F39:F41+G39:G41+H39:H41+I39:I41</f>', ' cm="1"', _others("")),
    "shared": ('<f t="shared" ref="J39:J41" si="7">SUM(D39:I39)</f>', "", _others('<f t="shared" si="7"/>')),
    "shared, with fixed columns": ('<f t="shared" ref="J39:J41" si="7">SUM($D39:$I39)</f>', "", _others('<f t="shared" si="7"/>')),
    "blanks around": ("<f> SUM( D39:I39 ) </f>", "", None),
    "a line end at the end": ("<f>SUM(D39:I39)\n</f>", "", None),
    "a comment of XML inside": ("<f>SUM(D39<!-- 甲 -->:I39)</f>", "", None),
    "a remark of N": ('<f>SUM(D39:I39)+N("合计")</f>', "", None),
    "pluses before": ("<f>++D39+E39+F39+G39+H39+I39</f>", "", None),
    "an empty formula": ("<f></f>", "", None),
}


@pytest.mark.parametrize("kind", FORMULAS)
def test_a_formula_gives_what_the_program_computes(kind: str, tmp_path: Path) -> None:
    formula, attribute, others = FORMULAS[kind]
    parts = {SHEET: others} if others else {}
    path = book_with(tmp_path / "甲.xlsx", Written(f"{formula}<v>3</v>", at="J39"), parts=parts)
    if attribute:
        path = book_with(path, Written(f"{formula}<v>3</v>", at="J39"), parts={SHEET: lambda sheet: _marked(others(sheet) if others else sheet, attribute)})
    filing, found = read(path)
    assert (filing.cell(TOTAL).value, filing.cell(TOTAL).reason) == (3, None)
    assert found == []


def _marked(sheet: bytes, attribute: str) -> bytes:
    return sheet.replace(b'<c r="J39"', b'<c r="J39"' + attribute.encode())


def _merged(*areas: str) -> Change:
    return lambda sheet: sheet.replace(b"</mergeCells>", "".join(f'<mergeCell ref="{area}"/>' for area in areas).encode() + b"</mergeCells>")


MERGES: dict[str, tuple[str, str, dict[str, int | None], set[str]]] = {
    "a total with the column before it": ("I39:J39", "J39", {TOTAL: None, "requests.declined_repeated.other": 0}, {"F02", "R04"}),
    "written from right to left": ("J39:I39", "J39", {TOTAL: None, "requests.declined_repeated.other": 0}, {"F02", "R04"}),
    "two rows": ("D39:D40", "D40", {REPEATED: 3, PUBLISHED: None}, {"F02"}),
    "a figure with the blank cells beside the table": ("J39:L39", "", {TOTAL: 3}, set()),
    "a label over the figure": ("C39:D39", "", {REPEATED: 3}, {"W07"}),
    "a label over a blank": ("C40:D40", "D40", {PUBLISHED: None}, {"C01"}),
    "a header over the figure": ("D22:D23", "", {"requests.received.natural_person": 15}, {"W07"}),
    "one cell": ("D39:D39", "", {REPEATED: 3}, set()),
}


@pytest.mark.parametrize("kind", MERGES)
def test_a_figure_under_a_merge_counts_once_and_a_label_is_no_figure(kind: str, tmp_path: Path) -> None:
    area, blank, values, rules = MERGES[kind]
    cells = [Written("", at=blank)] if blank else []
    filing, found = read(book_with(tmp_path / "甲.xlsx", *cells, parts={SHEET: _merged(area)}))
    assert {name: filing.cell(name).value for name in values} == values
    assert set(found) == rules


@pytest.mark.slow
def test_old_and_open_workbooks_by_libreoffice_say_what_stands_in_them(tmp_path: Path) -> None:
    """An error value in .xls is an error and no blank; a run that LibreOffice raised by a percentage is a mark."""
    broken = book_with(tmp_path / "错.xlsx", Written("<f>1/0</f><v>#DIV/0!</v>", "e", at="J39"), Written("<v>#N/A</v>", "e"))
    raised = Written('<is><r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is>', "inlineStr")
    marked = book_with(tmp_path / "标.xlsx", raised)
    for kind in ("xls", "ods"):
        work = tmp_path / kind
        work.mkdir()
        filing, found = read(convert([broken], work, kind)[0])
        assert [filing.cell(name).raw for name in (TOTAL, LICENCES)] == ["#DIV/0!", "#N/A"]
        assert found == ["C13"]
    filing, found = read(convert([marked], tmp_path / "ods", "ods")[0])
    assert (filing.cell(LICENCES).value, found) == (12, ["C10"])
