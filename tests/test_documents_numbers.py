"""Automatic numbers of Word documents: they are part of what a person reads, so they are part of the labels."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from tests.documents.edited_word import FIELD, Parts, is_sound, parts_of, run, word
from tests.documents.plain import plain_tables, read, written
from xlplugin.reading.documents.formats.word.counting import FORMATS
from xlplugin.reading.documents.formats.word.looks import Looks, W
from xlplugin.reading.documents.formats.word.numbers import Numbers

_NS = W[1:-1]


def level(number: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, number: str = "", more: str = "") -> str:
    return f'<w:numbering xmlns:w="{_NS}"><w:abstractNum w:abstractNumId="1">{"".join(levels)}</w:abstractNum>{more}<w:num w:numId="1"><w:abstractNumId w:val="1"/>{number}</w:num></w:numbering>'


def paragraph(at: int | None = 0, list_id: str = "1", style: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    own = "" if at is None else f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return f"<w:p><w:pPr>{named}{own}</w:pPr></w:p>"


def counted(lists: str, paragraphs: list[str], styles: str = "") -> list[str]:
    looks = Looks(etree.fromstring(f'<w:styles xmlns:w="{_NS}">{styles}</w:styles>'))
    numbers = Numbers(etree.fromstring(lists), looks)
    return [numbers.next(node) for node in etree.fromstring(f'<w:body xmlns:w="{_NS}">{"".join(paragraphs)}</w:body>')]


@pytest.mark.parametrize(
    ("form", "numbers", "written_out"),
    [
        ("decimal", (1, 10), ("1", "10")),
        ("chineseCounting", (1, 10, 11, 20, 21, 105, 110, 1005), ("一", "十", "十一", "二十", "二十一", "一百零五", "一百一十", "一千零五")),
        ("chineseCountingThousand", (3, 12), ("三", "十二")),
        ("japaneseCounting", (2, 30), ("二", "三十")),
        ("taiwaneseCountingThousand", (4,), ("四",)),
        ("ideographDigital", (10, 21), ("一〇", "二一")),
        ("chineseLegalSimplified", (1, 12, 105), ("壹", "壹拾贰", "壹佰零伍")),
        ("ideographTraditional", (1, 10, 11), ("甲", "癸", "11")),
        ("decimalEnclosedCircle", (1, 20, 21), ("①", "⑳", "21")),
        ("decimalEnclosedParen", (2,), ("⑵",)),
        ("decimalFullWidth", (12,), ("１２",)),
        ("decimalZero", (3,), ("03",)),
        ("lowerLetter", (1, 26, 27), ("a", "z", "aa")),
        ("upperRoman", (4, 1999), ("IV", "MCMXCIX")),
        ("none", (1,), ("",)),
    ],
)
def test_a_number_is_written_as_word_writes_it(form: str, numbers: tuple[int, ...], written_out: tuple[str, ...]) -> None:
    assert tuple(FORMATS.get(form, str)(number) for number in numbers) == written_out


TWO = numbering(level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%1.%3"))
CASES: dict[str, tuple[str, list[str], list[str]]] = {
    "one level": (TWO, [paragraph(), paragraph(), paragraph()], ["一、", "二、", "三、"]),
    "a deeper level begins anew": (TWO, [paragraph(), paragraph(1), paragraph(1), paragraph(), paragraph(1)], ["一、", "（一）", "（二）", "二、", "（一）"]),
    "a level names those above it": (TWO, [paragraph(), paragraph(2)], ["一、", "一.1"]),
    "no number": (TWO, [paragraph(), paragraph(None), paragraph(0, "0"), paragraph()], ["一、", "", "", "二、"]),
    "a list that is not there": (TWO, [paragraph(0, "9"), paragraph()], ["", "一、"]),
    "bullets": (numbering(level(0, "bullet", "\uf0b7")), [paragraph()], [""]),
    "legal": (numbering(level(0, "chineseCounting", "%1"), level(1, "decimal", "%1.%2", "<w:isLgl/>")), [paragraph(), paragraph(1)], ["一", "1.1"]),
    "never begun anew": (numbering(level(0, "decimal", "%1."), level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')), [paragraph(), paragraph(1), paragraph(), paragraph(1)], ["1.", "1)", "2.", "2)"]),
    "another start": (numbering(level(0, "decimal", "%1."), number='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'), [paragraph(), paragraph()], ["5.", "6."]),
    "another level in its place": (numbering(level(0, "decimal", "%1."), number=f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'), [paragraph()], ["A)"]),
}


@pytest.mark.parametrize("kind", CASES)
def test_paragraphs_are_counted_as_word_counts_them(kind: str) -> None:
    lists, paragraphs, expected = CASES[kind]
    assert counted(lists, paragraphs) == expected


def test_the_number_of_a_style_counts_with_that_of_the_paragraph() -> None:
    styles = '<w:style w:styleId="H"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:styleId="H2"><w:basedOn w:val="H"/></w:style>'
    assert counted(TWO, [paragraph(None, style="H"), paragraph(None, style="H2"), paragraph()], styles) == ["一、", "二、", "三、"]
    linked = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2", '<w:pStyle w:val="H"/>'))
    assert counted(linked, [paragraph(), paragraph(None, style="H")], styles) == ["1.", "1.1"]


def test_a_list_that_names_a_style_of_lists_is_that_list() -> None:
    more = f'<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="L"/>{level(0, "upperLetter", "%1.")}</w:abstractNum>'
    assert counted(numbering('<w:numStyleLink w:val="L"/>', more=more), [paragraph(), paragraph()]) == ["A.", "B."]


_FORMS = {"、": ("chineseCounting", "%1、"), "）": ("chineseCountingThousand", "（%1）"), ".": ("decimal", "%1.")}


def _numbered(parts: Parts) -> None:
    """Takes the typed numbers off all labels and headings and lets Word count: one list for each run of labels, as a person would set them."""
    body = parts["word/document.xml"].decode()
    lists: list[str] = []
    last: dict[tuple[str, bool], int] = {}
    counts = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}

    def take(match: re.Match[str]) -> str:
        number, sign, text = match[2], match[3], match[4]
        value = int(number) if number.isdigit() else counts[number]
        key = sign, "pStyle" in match[1]
        if value == 1 or key not in last:
            form, shape = _FORMS[sign]
            lists.append(f'<w:abstractNum w:abstractNumId="{700 + len(lists)}">{level(0, form, shape)}</w:abstractNum>')
            last[key] = 699 + len(lists)
        head = match[1]
        own = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{last[key]}"/></w:numPr>'
        head = head.replace("</w:pPr>", own + "</w:pPr>") if "</w:pPr>" in head else head.replace("<w:p>", f"<w:p><w:pPr>{own}</w:pPr>")
        return f"{head}{text}</w:t>"

    body = re.sub(r"(<w:p>(?:<w:pPr>(?:(?!</w:pPr>).)*</w:pPr>)?<w:r><w:t(?: [^>]*)?>)（?([一二三四五六七]|\d)(、|）|\.)([^<\d][^<]*)</w:t>", take, body)
    numbers = "".join(f'<w:num w:numId="{700 + number}"><w:abstractNumId w:val="{700 + number}"/></w:num>' for number in range(len(lists)))
    parts["word/document.xml"] = body.encode()
    parts["word/numbering.xml"] = f'<w:numbering xmlns:w="{_NS}">{"".join(lists)}{numbers}</w:numbering>'.encode()


def test_labels_and_headings_with_automatic_numbers_are_the_official_ones(tmp_path: Path) -> None:
    path = word(tmp_path, edit=_numbered)
    assert "一、本年新收".encode() not in parts_of(path)["word/document.xml"]
    filing = read(path)
    assert filing.cell(FIELD).value == 3 and is_sound(filing)
    assert filing.document is not None
    assert [heading.seen for heading in filing.document.headings] == [section.title.official for section in filing.form.sections]


@pytest.mark.parametrize("figure", ["7", "12"])
def test_an_automatic_number_before_a_figure_is_never_a_part_of_it(figure: str, tmp_path: Path) -> None:
    def edit(parts: Parts) -> None:
        numbered = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>{run(figure)}'
        parts["word/document.xml"] = parts["word/document.xml"].replace(f"<w:p>{run(figure)}".encode(), numbered.encode())
        parts["word/numbering.xml"] = numbering(level(0, "decimal", "%1.")).encode()

    filing = read(word(tmp_path, run(figure), edit))
    assert filing.cell(FIELD).value is None and figure in filing.cell(FIELD).raw


def test_a_plain_document_has_no_numbers(tmp_path: Path) -> None:
    path = written(plain_tables("docx_spans"), "docx_spans", tmp_path)
    assert is_sound(read(path))
