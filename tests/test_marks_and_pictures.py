"""What stands in a figure's cell and is not the figure: note marks raised by whatever means, pictures for digits, what a style adds. Read for sure, or told; never a digit more or less."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import IconSetRule

from tests.documents.edited_word import FIELD, run, word
from tests.documents.hindered import why_unread
from tests.documents.pdf import Print, Sheet, plainly, write_pdf
from tests.documents.pdf import report as pdf_report
from tests.documents.plain import FORM, plain_tables, read, written
from tests.edited import PERSON, edited, place_of, with_drawing, with_parts
from tests.submissions import CONSISTENT, write_submission
from xlplugin.checking.check import check
from xlplugin.filing.filing import Filing
from xlplugin.reading.read import read_workbook

pytestmark = pytest.mark.slow  # whole reports, many of them

_FIELDS = [name for name in FORM.fields if name.startswith("requests.") and not name.endswith(".total")]
HEAD = """<style>
.up{vertical-align:3mm} td span.nth:nth-child(1){position:relative;top:-5px} td > b + i[lang]{font-size:8px} @supports (top:0){.new{transform:translateY(-4px)}}
@layer base{.low{bottom:4px;position:relative}} .digit::before{content:'3'} .pic:after{content:url(3.png)} .code::after{content:"\\33"} .attr::before{content:attr(x)} .first::first-letter{font-size:6px}
.large::first-letter{font-size:1.2em;color:red} .line::first-line{font-size:1.5em}
:is(.is, .are){vertical-align:40%} .flex{display:flex}
.clearfix:after{content:"";display:table;clear:both} .clear::after{content:".";visibility:hidden;height:0} a.l:hover{top:-3px;position:relative} *,*::before{box-sizing:border-box}
@media (max-width:600px){td:before{content:attr(data-label)}} .icon{font-size:15px} td{background:url(bg.png)} tr:nth-child(2n) td{background:#eee;padding:8px}
@page WordSection1{size:595px} @list l0:level1{mso-level-number-format:bullet} p.MsoNormal, li.MsoNormal{mso-style-parent:"";margin:0cm;font-size:10.5pt}
.box{position:relative;margin-right:4px;display:inline-block} .share a span:nth-child(2){position:relative;top:5px} sup{top:-.5em;position:relative} .w:not(.x):first-child{color:red}
</style><link rel='stylesheet' href='site.css'>"""


def page(folder: Path, cells: Iterable[str]) -> Filing:
    """A report as a web page with these cells, one after another, in the table of section three."""
    told = list(cells)
    path = written(plain_tables("html_spans", {name: f"@{number}@" for number, name in enumerate(_FIELDS[: len(told)])}), "html_spans", folder)
    text = path.read_text(encoding="utf-8")
    for number, cell in enumerate(told):
        assert f"<td><p>@{number}@</p></td>" in text
        text = text.replace(f"<td><p>@{number}@</p></td>", cell if cell.startswith("<td") else f"<td>{cell}</td>")
    path.write_text(text.replace("</head>", f"{HEAD}</head>"), encoding="utf-8")
    return read(path)


def outcomes(folder: Path, cells: Iterable[str]) -> dict[str, object]:
    """By cell, the figure that was read, or what kept it from being read."""
    told = list(cells)
    filing = page(folder, told)
    report = None if all(cell.value is not None for cell in filing.cells.values()) else check([filing])[0]
    return {cell: why_unread(filing, name, report) or filing.cells[name].value for name, cell in zip(_FIELDS, told, strict=False)}


MARKS = [
    *(f"54<span style='{style}'>2</span>" for style in (
        "vertical-align:calc(3px + 1px)", "vertical-align:1vh", "vertical-align:var(--x)", "position:relative;inset:-6px 0 0 0", "position:relative;top:calc(-4px)", "position:relative;bottom:1vh",
        "transform:translateY(-4px)", "-webkit-transform:scale(.5)", "translate:0 -4px", "scale:.6", "zoom:.6", "zoom:60%", "font-variant-position:super", "font-variant:super",
        'font-feature-settings:"sups"', "font-size:var(--x)", "font-size:clamp(6px,1vw,8px)", "font-size:60%", "font:8px serif", "font:bold .6em/1 serif", "font-size:x-small",
        "display:inline-block;margin-bottom:8px;overflow:hidden", "margin-top:-8px;display:inline-block", "position:absolute", "position:fixed;top:3px", "float:right", "float:left",
        "display:block", "display:ruby-text", "margin-left:-30px", "position:relative;left:-2em", "offset-path:ray(0deg)", "animation:up 1s",
    )),
    *("54<span class='up2 " + name + "'>2</span>" for name in ("nth", "new", "low", "is", "first digit")),
    "<b>54</b><i lang='en'>2</i>", "54<font size=1>2</font>", "54<font size='-2'>2</font>", "54<small>2</small>", "<big>54</big>2", "54<sup style='vertical-align:baseline;position:static'>2</sup>",
    "<span style='display:flex'>54<i style='align-self:flex-start'>2</i></span>", "<td class='flex'>54<i style='margin-bottom:9px'>2</i></td>", "<td style='display:flex;flex-direction:row-reverse'>5<i>4</i></td>",
    "<bdo dir='rtl'>54</bdo>", "<td style='unicode-bidi:bidi-override;direction:rtl'>54</td>", "<span style='float:right'>5</span><span style='float:right'>4</span>", "5<small>4</small>2",
    *(f"<div style='display:{boxes}'><span>5</span><span>4</span></div>" for boxes in ("flex;flex-direction:column", "inline-flex;flex-flow:column wrap", "grid", "-webkit-box;-webkit-box-orient:vertical")),
]  # fmt: skip
"""A mark beside 54, or digits in another order than they are written in."""
DROPPED = [
    *(f"54<span style='{style}'>2</span>" for style in ("vertical-align:3mm", "vertical-align:.1cm", "vertical-align:.05in", "vertical-align:1pc", "vertical-align:8q", "vertical-align:1ch", "position:relative;top:-1mm")),
    "54<span class='up'>2</span>", "54<sup>2</sup>", "54<ruby><rt>2</rt></ruby>", "54<span style='font:0/0 a'>2</span>",
    *(f"54<span style='color:{colour}'>2</span>" for colour in ("rgba(0,0,0,0)", "rgb(0 0 0 / 0%)", "#0000", "#ffffff00")), "54<span style='-webkit-text-fill-color:transparent'>2</span>", "54<dialog>2</dialog>", "54<div popover>2</div>",
]  # fmt: skip
PLAIN = [
    "<p class='MsoNormal' align='center' style='text-align:center;mso-pagination:widow-orphan'><span lang='EN-US' style='font-size:10.5pt;mso-bidi-font-size:12.0pt;font-family:\"宋体\";color:black;"
    "mso-themecolor:text1;letter-spacing:-.2pt;mso-font-kerning:0pt;layout-grid-mode:line'>5</span><span style='font-size:12.0pt;position:relative;top:0;mso-text-raise:0pt;vertical-align:baseline'>4<o:p></o:p></span></p>",
    "<span style='font: 14px/20px \"微软雅黑\", arial; orphans: auto; text-decoration-thickness: initial; float: none; display: inline !important; -webkit-text-stroke-width: 0px'>5</span><span>4</span>",
    "<b>5</b><span style='color:red'>4</span>", "<font face='宋体' color='red'>5</font><font size=3>4</font>", "<span style='font-size:14px'>5</span>4", "<u>5</u><i>4</i>",
    "<span style='position:relative;z-index:2'>5</span><em>4</em>", "<a href='x' class='l'>5</a>4", "<span class='box'>5</span><label>4</label>", "<span style='mso-text-raise:1.0pt;position:relative;top:-1.0pt'>5</span>4",
    "<span style='display:inline-block;width:8px'>5</span><span style='display:inline-block;width:8px'>4</span>", "<p style='display:flex;justify-content:center;align-items:center'><span>54</span></p>",
    "<span style='margin:0;padding:0;border:0;outline:0;font-size:100%;vertical-align:baseline;background:transparent'>5</span>4", "<span style='margin-left:0cm;padding-left:3px;margin-right:2px'>5</span>4",
    "<section style='position:relative;transform:rotate(0deg)'><section><p>54</p></section></section>", "<div style='float:left;position:absolute'>54</div>", "<span style='transform:scale(.8)'>54</span>",
    "<span style='font-size:8px'>54</span>", "54<small>（含上年2件）</small>", "54<o:p>&nbsp;</o:p><a name='_GoBack'></a>", "<span class='w'>5</span>4",
    "54<img src='images/spacer.gif'>", "54<img src='x.gif' width='1' height='12'>", "54<img src='data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'>", "54<img src='3.png' style='display:none'>",
    "<p class='large'>54</p>", "<p class='line'>54</p>", "5<span style='color:rgba(0,0,0,.85)'>4</span>", "5<span style='color:rgb(0,0,0)'>4</span>", "<div style='display:flex;flex-direction:column'><span>54</span></div>",
    "<div class='clearfix'>54</div>", "<div class='clear'>54</div>", "<span class='icon'>54</span>", "<ul><li>54</li></ul>", "<ol style='list-style:none'><li>54</li></ol>", "<svg width='0' height='0'></svg>54", "54<svg></svg>",
    "<div style='background:url(bg.gif)'>54</div>", "<td style='background-image:url(bg.gif)'>54</td>", "<td background='x.gif'>54</td>",
]  # fmt: skip
SHOWN = {
    **dict.fromkeys(("5<img src='4.png'>", "5<p><img src='4.png'></p>", "<img src='54.png'>", "5<input type='image' src='4.png'>", "5<picture><source srcset='x'><img src='4.png'></picture>", "5<image src='4.png'>"), "picture"),
    **dict.fromkeys(("5<span style='background:url(4.png);display:inline-block;width:8px'></span>", "5<i style='background-image:url(4.png)'></i>", "5<i style='content:url(4.png)'></i>"), "picture"),
    **dict.fromkeys(("5<i style='-webkit-mask:url(4.svg);background:black'></i>", "<td background='4.gif'></td>", "<td style='background:url(4.png)'></td>"), "picture"),
    **dict.fromkeys(("5<svg><path d='M0 0'/></svg>", "<svg width='9' height='9'><text>54</text></svg>", "5<canvas></canvas>"), "drawn"),
    **dict.fromkeys(("5<object data='4.svg'></object>", "5<embed src='x'>", "5<iframe src='x'></iframe>", "5<video src='x'></video>", "54<math><msup><mn></mn><mn>2</mn></msup></math>"), "embedded"),
    **dict.fromkeys(("5<i class='digit'></i>", "<i class='digit'></i>", "<p class='pic'>5</p>", "<td class='code'>5</td>", "<td class='attr'>5</td>", "<i class='first'>54</i>"), "generated"),
    **dict.fromkeys(("<ol start='5'><li></li></ol>", "<ol><li value='5'>4</li></ol>", "<ul style='list-style-image:url(5.png)'><li>4</li></ul>", "<ul style='list-style-type:decimal'><li>4</li></ul>"), "generated"),
}  # fmt: skip


def test_a_mark_that_a_page_sets_apart_by_whatever_means_is_no_digit_of_the_figure(tmp_path: Path) -> None:
    found = outcomes(tmp_path, MARKS)
    assert {cell: why for cell, why in found.items() if why not in ("moved", "generated")} == {}
    assert set(outcomes(tmp_path, DROPPED).values()) == {54}


def test_digits_that_only_look_different_are_all_of_the_figure(tmp_path: Path) -> None:
    assert {cell: value for cell, value in outcomes(tmp_path, PLAIN).items() if value != 54} == {}


def test_a_picture_a_drawing_or_what_a_style_adds_is_never_passed_over_nor_called_blank(tmp_path: Path) -> None:
    assert outcomes(tmp_path, SHOWN) == SHOWN


def test_a_first_letter_of_another_size_in_every_paragraph_is_no_matter_of_figures_of_one_digit(tmp_path: Path) -> None:
    path = written(plain_tables("html_spans"), "html_spans", tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("</head>", "<style>p::first-letter{font-size:8px}</style></head>"), encoding="utf-8")
    assert {cell.value for cell in read(path).cells.values()} == {0}


def test_pictures_beside_the_tables_and_in_labels_are_no_matter(tmp_path: Path) -> None:
    path = written(plain_tables("html_spans"), "html_spans", tmp_path)
    text = path.read_text(encoding="utf-8").replace("<body>", "<body><img src='logo.png'><svg><path d='M0 0'/></svg><i class='digit'></i><ol><li>首页</li></ol>")
    text = text.replace("<p>自然人</p>", "<p>自然人<img src='i.png'><svg><path d='M0 0'/></svg></p>").replace("<p>规章</p>", "<p class='digit'>规章</p>").replace("</body>", "<img src='seal.png'></body>")
    path.write_text(text.replace("</head>", f"{HEAD}</head>"), encoding="utf-8")
    filing = read(path)
    assert {cell.value for cell in filing.cells.values()} == {0} and len(filing.cells) == len(FORM.fields)


M = "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'"
A = "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'"
V = "xmlns:v='urn:schemas-microsoft-com:vml' xmlns:o='urn:schemas-microsoft-com:office:office'"
MC = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
WP = "xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'"


def field(instruction: str) -> str:
    ends = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end")]
    return f"{ends[0]}<w:r><w:instrText>{instruction}</w:instrText></w:r>{ends[1]}"


POWER = f"<m:oMath {M}><m:sSup><m:e><m:r><m:t>54</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"
SIGN = "<w:sym w:font='Wingdings' w:char='F081'/>"
CELLS: dict[str, tuple[str, object]] = {
    "small": (run("54") + run("2", "<w:sz w:val='13'/>"), "moved"),
    "small in points": (run("54") + run("2", "<w:sz w:val='6pt'/>"), "moved"),
    "small in a control": ("<w:sdt><w:sdtContent>" + run("54") + run("2", "<w:sz w:val='10'/>") + "</w:sdtContent></w:sdt>", "moved"),
    "raised in points": (run("54") + run("2", "<w:position w:val='6pt'/>"), 54),
    "raised in a link": (run("54") + "<w:hyperlink>" + run("2", "<w:position w:val='12'/>") + "</w:hyperlink>", 54),
    "raised by no number": (run("54") + run("2", "<w:position w:val='high'/>"), "moved"),
    "two lines in one": (run("54") + run("2", "<w:eastAsianLayout w:id='1' w:combine='1'/>"), "moved"),
    "from right to left": (f"<w:bdo w:val='rtl'>{run('54')}</w:bdo>", "moved"),
    "a note's own mark": ("<w:r><w:t>54</w:t></w:r><w:r><w:footnoteReference w:id='2' w:customMarkFollows='1'/><w:t>2</w:t></w:r>", 54),
    "a power": (POWER, "embedded"),
    "a power on a line of its own": (f"<m:oMathPara {M}>{POWER}</m:oMathPara>", "embedded"),
    "a field that raises": (run("54") + field(r"EQ \s\up8(2)"), "embedded"),
    "a field that rings": (run("5") + field(r" eq \o\ac(○,4)"), "embedded"),
    "a field that moves": (run("54") + field(r" ADVANCE \u 6 ") + run("2"), "embedded"),
    "a picture": (f"<w:r><w:drawing><a:blip {A}/></w:drawing></w:r>", "picture"),
    "a picture behind": (f"{run('5')}<w:r><w:drawing><a:blip {A}/></w:drawing></w:r>", "picture"),
    "an old picture": (f"{run('5')}<w:r><w:pict {V}><v:shape><v:imagedata/></v:shape></w:pict></w:r>", "picture"),
    "word art": (f"{run('5')}<w:r><w:pict {V}><v:shape><v:textpath string='4'/></v:shape></w:pict></w:r>", "drawn"),
    "a drawn digit": (f"{run('5')}<w:r><mc:AlternateContent {MC}><mc:Choice Requires='wps'><w:drawing><a:custGeom {A}/></w:drawing></mc:Choice></mc:AlternateContent></w:r>", "drawn"),
    "an object": (f"{run('5')}<w:r><w:object {V}><o:OLEObject/></w:object></w:r>", "embedded"),
    "a sign": (f"<w:r>{SIGN}</w:r>", "symbol"),
    "a sign behind": (f"<w:r><w:t>5</w:t>{SIGN}</w:r>", "symbol"),
    "nearly the same size": (run("5", "<w:sz w:val='21'/>") + run("4", "<w:sz w:val='24'/>"), 54),
    "other looks": (run("5", "<w:b/><w:szCs w:val='10'/>") + run("4", "<w:color w:val='FF0000'/><w:spacing w:val='-8'/><w:w w:val='90'/><w:fitText w:val='300'/>"), 54),
    "a line of characters": (f"<m:oMath {M}><m:r><m:rPr/><m:t>54</m:t></m:r></m:oMath>", 54),
    "a sum": (field(" =SUM(LEFT) ") + run("54"), 54),
    "a stroke": (f"<w:r><w:drawing><a:ln {A}/></w:drawing></w:r>{run('54')}", 54),
    "a picture too small": (f"<w:r><w:drawing><wp:extent {WP} cx='9525' cy='9525'/><a:blip {A}/></w:drawing></w:r>{run('54')}", 54),
    "a picture that is hidden": (f"<w:r><w:rPr><w:vanish/></w:rPr><w:drawing><a:blip {A}/></w:drawing></w:r>{run('54')}", 54),
    "small as a whole": (run("54", "<w:sz w:val='10'/>"), 54),
    "a small remark": (run("54") + run("（含上年2件）", "<w:sz w:val='10'/>"), 54),
    "a tall layout": (run("5", "<w:eastAsianLayout w:id='1' w:vert='1'/>") + run("4"), 54),
}


@pytest.mark.parametrize("kind", CELLS)
def test_a_cell_of_a_word_document_is_read_for_sure_or_told(kind: str, tmp_path: Path) -> None:
    cell, outcome = CELLS[kind]
    filing = read(word(tmp_path, cell))
    assert (why_unread(filing, FIELD) or filing.cells[FIELD].value) == outcome


def beside(draw: Callable[[Sheet, float, float], object], text: str = "54") -> Print:
    """A figure with something drawn right behind it, in one cell."""

    def figure(sheet: Sheet, x: float, y: float, own: str, name: str) -> None:
        if name == FIELD:
            sheet.text(x, y, text)
            draw(sheet, x + 3.5 * len(text), y)
        else:
            plainly(sheet, x, y, own, name)

    return figure


def _picture(width: float, height: float) -> Callable[[Sheet, float, float], object]:
    return lambda sheet, x, y: sheet.operators.append(f"q {width} 0 0 {height} {x} {y} cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 20> EI Q")


def _outline(sheet: Sheet, x: float, y: float) -> None:
    sheet.operators.append(f"{x} {y} m {x + 3} {y + 6} l {x + 3} {y} l {x + 1} {y + 2} {x} {y + 1} {x} {y} c f")


def _before(sheet: Sheet, x: float, y: float) -> None:
    sheet.text(x, y + 2.5, "2", 4.2)
    sheet.text(x + 2.2, y, "54")


PRINTED: dict[str, tuple[Print, object]] = {
    "a raised mark": (beside(lambda sheet, x, y: sheet.text(x, y + 2.5, "2", 4.2)), 54),
    "raised, not smaller": (beside(lambda sheet, x, y: sheet.text(x, y + 2.2, "2")), "moved"),
    "raised by its look": (beside(lambda sheet, x, y: sheet.text(x, y, "2", rise=2.2)), "moved"),
    "smaller": (beside(lambda sheet, x, y: sheet.text(x, y, "2", 5)), "moved"),
    "lowered": (beside(lambda sheet, x, y: sheet.text(x, y - 2, "2", 5)), "moved"),
    "before": (beside(_before, ""), "moved"),
    "a picture": (beside(_picture(6, 6), ""), "picture"),
    "a picture behind": (beside(_picture(4, 6), "5"), "picture"),
    "an outline": (beside(_outline, ""), "drawn"),
    "an outline behind": (beside(_outline, "5"), "drawn"),
    "ink": (beside(lambda sheet, x, y: sheet.note(x, y, "Ink"), "5"), "drawn"),
    "a stamp": (beside(lambda sheet, x, y: sheet.note(x, y, "Stamp"), "5"), "drawn"),
    "nearly the same size and height": (beside(lambda sheet, x, y: sheet.text(x, y + 0.5, "4", 6.5), "5"), 54),
    "a picture too small": (beside(_picture(1, 1)), 54),
    "a seal": (beside(_picture(100, 100)), 54),
    "a side of its border, as browsers print it": (beside(lambda sheet, x, y: sheet.operators.append(f"{x + 6} {y - 4} m {x + 6} {y + 10} l {x + 6.7} {y + 9.3} l {x + 6.7} {y - 4} l f")), 54),
    "a dot of its border": (beside(lambda sheet, x, y: sheet.operators.append(f"{x} {y + 11} m {x + 3} {y + 14} {x + 3} {y + 8} {x} {y + 11} c {x + 1} {y + 10} l f")), 54),
    "a note": (beside(lambda sheet, x, y: sheet.note(x, y, "Text")), 54),
}


@pytest.mark.parametrize("kind", PRINTED)
def test_a_cell_of_a_printed_table_is_read_for_sure_or_told(kind: str, tmp_path: Path) -> None:
    figure, outcome = PRINTED[kind]
    filing = read(write_pdf(pdf_report(FORM, {FIELD: "54"}, figure), tmp_path / "样例一镇.pdf"))
    assert (why_unread(filing, FIELD) or filing.cells[FIELD].value) == outcome
    assert {cell.value for name, cell in filing.cells.items() if name != FIELD} == {0}


PICTURE = "<xdr:pic><xdr:nvPicPr><xdr:cNvPr id='2' name='p'/></xdr:nvPicPr><xdr:blipFill><a:blip/></xdr:blipFill></xdr:pic>"
DRAWN: dict[str, tuple[str, dict[str, Any], str | None]] = {
    "a picture": (PICTURE, {}, "picture"),
    "a picture over several cells": (PICTURE, {"to": (3, 3)}, "picture"),
    "a text box with a digit": ("<xdr:sp><xdr:txBody><a:p><a:r><a:t>4</a:t></a:r></a:p></xdr:txBody></xdr:sp>", {}, "drawn"),
    "a digit by hand": ("<xdr:sp><xdr:spPr><a:custGeom/></xdr:spPr></xdr:sp>", {}, "drawn"),
    "a chart": ("<xdr:graphicFrame/>", {}, "drawn"),
    "a picture that is hidden": (PICTURE.replace("name='p'", "name='p' hidden='1'"), {}, None),
    "a watermark": (PICTURE.replace("<a:blip/>", "<a:blip><a:alphaModFix amt='30000'/></a:blip>"), {"to": (5, 5)}, None),
    "a line": ("<xdr:cxnSp/>", {}, None),
    "a box of words": ("<xdr:sp><xdr:txBody><a:p><a:r><a:t>样例</a:t></a:r></a:p></xdr:txBody></xdr:sp>", {}, None),
    "a picture too small": (PICTURE, {"far": (9_000, 9_000)}, None),
}


@pytest.mark.parametrize("kind", DRAWN)
def test_a_cell_of_a_workbook_under_a_drawing_is_told_not_to_be_read(kind: str, tmp_path: Path) -> None:
    shown, place, why = DRAWN[kind]
    path = write_submission(tmp_path / "a.xlsx", CONSISTENT)
    plain = read_workbook(path)
    home = plain.cells[PERSON].place
    assert home is not None
    with_drawing(path, home, shown, **place)
    for _ in range(4):  # the third of a layout is filled in from its raw parts
        filing = read_workbook(path)
        assert why_unread(filing, PERSON) == why and (why or filing.cells == plain.cells)
    assert read_workbook(write_submission(tmp_path / "b.xlsx", CONSISTENT)).cells == plain.cells


def test_a_drawing_over_one_file_of_a_layout_is_no_matter_of_the_others(tmp_path: Path) -> None:
    """Two files that differ in nothing but where something lies over the cells."""
    home = place_of(PERSON, tmp_path)
    paths = [with_drawing(write_submission(tmp_path / f"{number}.xlsx", CONSISTENT), replace(home, row=home.row + number), PICTURE) for number in range(2)]
    for _ in range(3):
        assert [why_unread(read_workbook(path), PERSON) for path in paths] == ["picture", None]


@pytest.mark.parametrize(("shows", "outcome"), [(False, "picture"), (True, 9)])
def test_a_number_for_which_an_icon_is_shown_is_told_not_to_be_read(shows: bool, outcome: object, tmp_path: Path) -> None:
    """The files have one layout; in the last the cell is blank, and shows no icon."""
    home = place_of(PERSON, tmp_path)

    def with_icons(number: int, value: object) -> Path:
        def edit(sheet: Any, cell: Any) -> None:
            cell.value = value
            sheet.conditional_formatting.add(f"{home.address}:J{home.row}", IconSetRule("3TrafficLights1", "num", [0, 1, 2], showValue=shows))  # type: ignore[no-untyped-call]

        return edited(tmp_path / f"{number}.xlsx", edit)

    paths = [with_icons(number, value) for number, value in enumerate((9, 9, 9, None))]
    assert [why_unread(filing, PERSON) or filing.cells[PERSON].value for filing in map(read_workbook, paths)] == [outcome, outcome, outcome, None]


@pytest.mark.parametrize(
    ("runs", "outcome"),
    [
        ([("54", {"sz": 11}), ("2", {"sz": 6})], "moved"),
        ([("54", {}), ("2", {"sz": 6})], "moved"),
        ([("2", {"sz": 7}), ("54", {"sz": 11})], "moved"),
        ([("5", {"sz": 11}), ("4", {"sz": 12})], 54),
        ([("5", {"sz": 6}), ("4", {"sz": 6})], 54),
        ([("54", {"sz": 11}), ("（其中修订2件）", {"sz": 8})], 54),
        ([("54", {}), ("2", {"vertAlign": "superscript", "sz": 6})], 54),
    ],
)
def test_digits_of_several_sizes_in_a_workbooks_cell_are_told_apart_or_not_read(runs: list[tuple[str, dict[str, Any]]], outcome: object, tmp_path: Path) -> None:
    rich = CellRichText(*(TextBlock(InlineFont(**look), text) if look else text for text, look in runs))
    filing = read_workbook(edited(tmp_path / "a.xlsx", lambda sheet, cell: setattr(cell, "value", rich)))
    assert (why_unread(filing, PERSON) or filing.cells[PERSON].value) == outcome


@pytest.mark.parametrize("formula", ['=DISPIMG("ID_5",1)', '=_xlfn.DISPIMG("ID_5",1)', '=_xlfn.IMAGE("https://x/5.png")'])
def test_a_formula_that_shows_a_picture_is_told_as_one(formula: str, tmp_path: Path) -> None:
    filing = read_workbook(edited(tmp_path / "a.xlsx", lambda sheet, cell: setattr(cell, "value", formula)))
    assert why_unread(filing, PERSON) == "picture"


@pytest.mark.parametrize(("kind", "why"), [("_localImage", "picture"), ("_webimage", "picture"), ("_stock", None)])
def test_a_picture_that_is_a_cells_value_is_told_as_one(kind: str, why: str | None, tmp_path: Path) -> None:
    path = edited(tmp_path / "a.xlsx", lambda sheet, cell: setattr(cell, "value", "#VALUE!"))
    at = re.compile(rb'(<c r="%s"[^>]*?)( t="e")' % place_of(PERSON, tmp_path).address.encode())
    with_parts(path, lambda parts: {**{name: at.sub(rb'\1 vm="1"\2', content) for name, content in parts.items()}, "xl/richData/rdrichvaluestructure.xml": f'<rvStructures><s t="{kind}"/></rvStructures>'.encode()})
    filing = read_workbook(path)
    assert why_unread(filing, PERSON) == why and filing.cells[PERSON].value is None
