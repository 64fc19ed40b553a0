"""Texts in cells as programs write them: what a person sees is the figure, and what was set apart is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.own_cells import LICENCES, Written, book_with, inline, read, rich

pytestmark = pytest.mark.slow  # whole workbooks, many of them

STRUCK_FONT = '<strike/><sz val="11"/><name val="Arial"/>'
WHITE = '<color rgb="FFFFFFFF"/>'
DARK = '<patternFill patternType="solid"><fgColor rgb="FF1F4E78"/></patternFill>'

TEXTS: dict[str, tuple[Written, int | None, list[str]]] = {
    "struck: a run": (rich(("<strike/>", "2"), ("", "12")), 12, ["C10"]),
    "struck: a run without a look of its own has the cell's": (rich(("-", "2"), ('<sz val="11"/>', "12"), font=STRUCK_FONT), 12, ["C10"]),
    "struck: switched off": (rich(('<strike val="0"/>', "1"), ("", "2")), 12, ["C11"]),
    "struck: a whole cell with a number": (Written("<v>12</v>", font=STRUCK_FONT), None, ["C01", "C10"]),
    "struck: a whole cell with a text": (rich(("-", "12"), font=STRUCK_FONT), None, ["C01", "C10"]),
    "unseen: white on white": (rich(("-", "12"), ('<color theme="0"/>', "9")), 12, ["C10"]),
    "unseen: a run without a look of its own in a white cell": (rich(("-", "2"), ('<color rgb="FF000000"/>', "12"), font=WHITE), 12, ["C10"]),
    "seen: black runs in a white cell": (rich(('<color rgb="FF000000"/>', "12"), font=WHITE), 12, ["C11"]),
    "seen: white on a dark ground": (rich(('<color theme="0"/>', "12"), fill=DARK), 12, ["C11"]),
    "unseen: letters of one point": (rich(("-", "12"), ('<sz val="1"/>', "5")), 12, ["C10"]),
    "raised: a run": (rich(("-", "12"), ('<vertAlign val="superscript"/>', "1")), 12, ["C10"]),
    "raised: on the baseline": (rich(("-", "1"), ('<vertAlign val="baseline"/>', "2")), 12, ["C11"]),
    "raised: a whole text is a small figure": (rich(('<vertAlign val="superscript"/>', "12")), 12, ["C11"]),
    "phonetic readings": (Written('<is><t>12</t><rPh sb="0" eb="1"><t>99</t></rPh></is>', "inlineStr"), 12, ["C11"]),
    "escape: of a line end": (inline("12_x000D_\n"), 12, ["C11"]),
    "escape: in small letters": (inline("12_x000d_"), 12, ["C11"]),
    "escape: of an escape": (inline("_x005F_x000D_12"), None, ["C03"]),
    "a comment within a number": (Written("<v>1<!-- 甲 -->2</v>"), 12, []),
    "a comment within a text": (Written("<is><t>1<!-- 甲 -->2</t></is>", "inlineStr"), 12, ["C11"]),
    "an instruction within a number": (Written("<v>1<?a b?>2</v>"), 12, []),
    "CDATA": (Written("<v><![CDATA[12]]></v>"), 12, []),
    "error: of linked types": (Written("<v>#EXTERNAL!</v>", "e"), None, ["C13"]),
    "error: in the words of a language": (Written("<v>#值!</v>", "e"), None, ["C13"]),
    "error: not yet there": (Written("<v>#BUSY!</v>", "e"), None, ["C13"]),
    "mark: a circled number": (inline("12①"), 12, ["C10"]),
    "mark: raised brackets": (inline("12⁽¹⁾"), 12, ["C10"]),
    "mark: a raised letter": (inline("12ᵃ"), 12, ["C10"]),
    "mark: º is no zero": (inline("12º"), 12, ["C10"]),
    "mark: a circled letter": (inline("12ⓐ"), 12, ["C10"]),
    "invisible: a braille blank": (inline("12\u2800"), 12, ["C11"]),
    "invisible: nothing but a braille blank": (inline("\u2800"), None, ["C01"]),
    "invisible: a mark of direction": (inline("\u202d12\u202c"), 12, ["C11"]),
    "invisible: a narrow blank between thousands": (inline("1\u202f234"), 1234, ["C11"]),
    "formula kept as text: by a plus": (inline("+D39+E39"), None, ["C03"]),
    "formula kept as text: in braces": (inline("{=SUM(D39:I39)}"), None, ["C03"]),
    "formula kept as text: with a wide sign": (inline("＝SUM（D39：I39）"), None, ["C03"]),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_is_read_as_it_shows(kind: str, tmp_path: Path) -> None:
    cell, value, rules = TEXTS[kind]
    filing, found = read(book_with(tmp_path / "甲.xlsx", cell))
    assert filing.cell(LICENCES).value == value
    assert found == rules


@pytest.mark.parametrize("text", ["12*1", "1①2", "1※2"])
def test_of_a_mark_between_two_numbers_nothing_is_guessed(text: str, tmp_path: Path) -> None:
    filing, found = read(book_with(tmp_path / "甲.xlsx", inline(text)))
    assert found == ["C03"] and filing.cell(LICENCES).likely is None


@pytest.mark.parametrize("text", ["+D39+E39", "-SUM(D39:I39)", "{=SUM(D39:I39)}"])
def test_a_formula_that_never_was_one_is_told_as_that(text: str, tmp_path: Path) -> None:
    filing, _ = read(book_with(tmp_path / "甲.xlsx", inline(text)))
    assert filing.cell(LICENCES).shape.name == "FORMULA_TEXT"
