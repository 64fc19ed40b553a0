"""Web pages as a browser shows them: struck, hidden and raised text, fields of forms, cells and rows that nobody sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from tests.documents.edited_word import FIELD, is_sound
from tests.documents.plain import plain_tables, read, written
from xlplugin.checking.check import check
from xlplugin.errors import HiddenTableError
from xlplugin.filing.cells import Aside
from xlplugin.filing.filing import Filing
from xlplugin.reading.documents.formats.web.styles import LARGEST, Styles

pytestmark = pytest.mark.slow  # whole reports, many of them
_CELL = "<td><p>@@</p></td>"


def page(folder: Path, cell: str = "<td>3</td>", css: str = "", row: Callable[[str], str] = lambda row: row, edit: Callable[[str], str] = lambda text: text) -> Filing:
    """A report with this cell at 部分公开·自然人, its row changed, then the page; with this style sheet."""
    lines = written(plain_tables("html_spans", {FIELD: "@@"}), "html_spans", folder).read_text("utf-8").split("\n")
    [at] = [number for number, line in enumerate(lines) if _CELL in line]
    lines[at] = row(lines[at]).replace(_CELL, cell)
    path = folder / "样例一镇.html"
    path.write_text(edit("\n".join(lines)).replace("<head>", f"<head><style>{css}</style>"), "utf-8")
    return read(path)


STRUCK, UNSEEN = (Aside("struck", "9"),), (Aside("unseen", "9"),)
LOOKS: dict[str, tuple[str, str, object, tuple[Aside, ...]]] = {
    "s": ("<td><s>9</s>3</td>", "", 3, STRUCK),
    "strike": ("<td><strike>9</strike>3</td>", "", 3, STRUCK),
    "del and ins": ("<td><del>9</del><ins>3</ins></td>", "", 3, STRUCK),
    "struck within": ("<td><s><b>9</b></s>3</td>", "", 3, STRUCK),
    "struck by itself": ('<td><span style="color:red; text-decoration: line-through">9</span>3</td>', "", 3, STRUCK),
    "struck by a class": ('<td><i class="x old">9</i>3</td>', ".old { text-decoration-line: line-through }", 3, STRUCK),
    "struck by a class within": ('<td><i class="old">9</i>3</td>', "/* .a{ */ .no, td > .old{text-decoration:line-through}", 3, STRUCK),
    "struck by an id": ('<td><i id="old">9</i>3</td>', "#old{text-decoration:line-through!important}", 3, STRUCK),
    "not struck after all": ('<td><s class="p">1</s>2</td>', "s.p{text-decoration:none}", 12, ()),
    "not struck in another place": ('<td><i class="old">1</i>2</td>', "p .old{text-decoration:line-through} .none > .old{display:none}", 12, ()),
    "a cell struck out": ('<td style="text-decoration:line-through">9</td>', "", None, STRUCK),
    "hidden by itself": ('<td>3<span style="display:none">9</span></td>', "", 3, UNSEEN),
    "hidden by an attribute": ("<td>3<span hidden>9</span></td>", "", 3, UNSEEN),
    "hidden by a class": ('<td>3<span class="h">9</span></td>', ".h{display:none}", 3, UNSEEN),
    "hidden on a screen": ('<td>3<span class="h">9</span></td>', "@media screen { .h{display:none} }", 3, UNSEEN),
    "hidden in print": ('<td>3<span class="h">9</span></td>', "@media print { .h{display:none} }", 39, ()),
    "shown after all": ('<td>3<span class="h">9</span></td>', ".h{display:none} span.h{display:inline}", 39, ()),
    "not visible": ('<td>3<span style="visibility:hidden">9</span></td>', "", 3, UNSEEN),
    "visible within": ('<td>3<span style="visibility:hidden"><b style="visibility:visible">9</b></span></td>', "", 39, ()),
    "without ink": ('<td>3<span style="opacity:0">9</span></td>', "", 3, UNSEEN),
    "without height": ('<td>3<span style="font-size:0px">9</span></td>', "", 3, UNSEEN),
    "a hidden block": ('<td><div style="display:none">9</div>3</td>', "", 3, UNSEEN),
    "a raised number": ("<td>3<sup>9</sup></td>", "", 3, (Aside("raised", "9"),)),
    "a raised link": ('<td>3<sup><a href="#n">[1]</a></sup></td>', "", 3, (Aside("raised", "[1]"),)),
    "raised by itself": ('<td>3<span style="vertical-align:super">①</span></td>', "", 3, (Aside("raised", "①"),)),
    "raised wholly": ("<td><sup>3</sup></td>", "", 3, ()),
    "scripts and comments": ("<td>3<script>9</script><noscript>9</noscript><template>9</template><!--9--></td>", "", 3, ()),
    "soft hyphens": ("<td>1&shy;2</td>", "", 12, ()),
    "no width": ("<td>1&#8203;&#8288;&zwnj;2</td>", "", 12, ()),
    "a field": ('<td><input value="3"></td>', "", 3, ()),
    "a field for numbers": ('<td><input type="number" value="3" readonly></td>', "", 3, ()),
    "a field for lines": ("<td><textarea>3</textarea></td>", "", 3, ()),
    "a field without a value": ("<td><input></td>", "", None, ()),
    "a choice": ("<td><select><option>1</option><option selected>3</option></select></td>", "", 3, ()),
    "the first of a choice": ("<td><select><option>3</option><option>1</option></select></td>", "", 3, ()),
    "fields that show nothing": ('<td>3<input type="hidden" value="9"><input type="checkbox" value="9"><input type="password" value="9"><button>9</button></td>', "", 3, ()),
    "a hidden field": ('<td>3<input style="display:none" value="9"></td>', "", 3, UNSEEN),
    "broken styles": ("<td>3</td>", "}}{{ .a{ .b{ @media{ /*", 3, ()),
}


@pytest.mark.parametrize("kind", LOOKS)
def test_a_cell_holds_what_a_browser_shows_in_it(kind: str, tmp_path: Path) -> None:
    cell, css, value, aside = LOOKS[kind]
    filing = page(tmp_path, cell, css)
    assert (filing.cell(FIELD).value, filing.cell(FIELD).aside) == (value, aside)
    assert is_sound(filing) and not filing.facts.hidden


CELLS: dict[str, tuple[str, str, int, tuple[Aside, ...], tuple[str, ...]]] = {
    "one too many": ('<td style="display:none">9</td><td>3</td>', "", 3, UNSEEN, ()),
    "one too many, by a class": ('<td class="h">9</td><td>3</td>', ".h{display:none}", 3, UNSEEN, ()),
    "one too many, behind": ("<td>3</td><td hidden></td>", "", 3, (), ()),
    "one of the form": ('<td style="display:none">3</td>', "", 3, (), ("line",)),
    "one that keeps its place": ('<td style="visibility:hidden">3</td>', "", 3, (), ("writing",)),
}


@pytest.mark.parametrize("kind", CELLS)
def test_a_hidden_cell_shifts_no_figure_and_is_told(kind: str, tmp_path: Path) -> None:
    cells, css, value, aside, ways = CELLS[kind]
    filing = page(tmp_path, cells, css)
    assert (filing.cell(FIELD).value, filing.cell(FIELD).aside) == (value, aside)
    assert is_sound(filing) and not filing.facts.misreadings
    assert bool(filing.facts.hidden) == bool(ways) and (not ways or filing.facts.hidden_by == ways)


def test_a_hidden_row_of_the_form_is_read_and_told(tmp_path: Path) -> None:
    filing = page(tmp_path, row=lambda row: row.replace("<tr>", '<tr class="h">'), css=".h{display:none}")
    assert filing.cell(FIELD).value == 3 and is_sound(filing) and len(filing.facts.hidden) == 7


def test_a_hidden_row_with_the_label_of_one_that_is_shown_is_told_beside_it(tmp_path: Path) -> None:
    filing = page(tmp_path, row=lambda row: row.replace("<tr>", "<tr hidden>").replace("@@", "8") + row)
    assert (filing.cell(FIELD).value, filing.cell(FIELD).aside) == (3, (Aside("unseen", "8 0 0 0 0 0 0"),))
    assert is_sound(filing)


@pytest.mark.parametrize("row", ["<td>填表说明</td><td>不公开</td>", "<td></td><td></td>", "<td>备注</td><td></td>" + "<td>1</td>" * 7])
def test_another_hidden_row_is_no_fault_of_the_filing(row: str, tmp_path: Path) -> None:
    filing = page(tmp_path, row=lambda own: f"{own}<tr style='display:none'>{row}</tr>")
    assert filing.cell(FIELD).value == 3 and is_sound(filing)


def test_a_hidden_copy_of_a_table_is_not_read(tmp_path: Path) -> None:
    def doubled(text: str) -> str:
        return text.replace("</body>", f'<div style="display:none">{re.findall(r"<table.*?</table>", text, re.DOTALL)[1].replace("<td>3<", "<td>9<")}</div></body>')

    filing = page(tmp_path, edit=doubled)
    assert filing.cell(FIELD).value == 3 and is_sound(filing) and not filing.facts.duplicate_tables
    assert [(one.kind, one.table, one.fields) for one in filing.facts.misreadings] == [("hidden", "requests", ())]
    [report] = check([filing])
    assert [fault.rule for fault in report.transcription] == ["T06"] and report.status != "incomplete"


@pytest.mark.parametrize("block", ['<div style="display:none">{}</div>', "<section hidden><div>{}</div></section>"])
def test_a_table_that_the_page_does_not_show_is_told_and_not_read(block: str, tmp_path: Path) -> None:
    def without(text: str) -> str:
        return re.sub(r"<table.*?</table>", lambda match: block.format(match[0]) if "予以公开" in match[0] else match[0], text, flags=re.DOTALL)

    filing = page(tmp_path, edit=without)
    [told] = filing.facts.misreadings
    assert (told.kind, told.table, len(told.fields), FIELD in filing.cells) == ("hidden", "requests", 175, False)
    [report] = check([filing])
    assert report.status == "incomplete" and not [one for one in report.findings if one.rule in ("D17", "F02", "F05")]


def test_a_page_that_shows_none_of_its_tables_is_told_to_hide_them(tmp_path: Path) -> None:
    with pytest.raises(HiddenTableError):
        page(tmp_path, edit=lambda text: re.sub(r"(<table.*?</table>)", r'<div style="display:none">\1</div>', text, flags=re.DOTALL))


def test_a_hidden_table_of_the_site_is_no_matter(tmp_path: Path) -> None:
    menu = "<div hidden><table><tr><td>首页</td><td>政务公开</td></tr><tr><td>本级</td><td>3</td></tr></table></div>"
    assert not page(tmp_path, edit=lambda text: text.replace("<body>", f"<body>{menu}")).facts.misreadings


def test_labels_with_note_marks_and_soft_hyphens_are_the_official_ones(tmp_path: Path) -> None:
    def changed(text: str) -> str:
        return text.replace("自然人<", "自然人<sup>1</sup><").replace("1.属于国家秘密", "1.属于&shy;国家秘密<sup>①</sup>").replace("行政许可", "行政&#8203;许可").replace("规章", "<s>规定</s>规章")

    assert is_sound(page(tmp_path, edit=changed))


def test_prose_is_read_without_what_is_struck_hidden_or_a_note_mark(tmp_path: Path) -> None:
    words = '本年收到申请12<sup>1</sup><s>3</s><span style="display:none">4</span>件，面积5m<sup>2</sup>，<sup>注</sup>见下。'
    filing = page(tmp_path, edit=lambda text: text.replace("本年度信息公开工作有序开展。", words))
    assert filing.narrative["overview"] == "本年收到申请12件，面积5m，见下。"


def test_a_search_field_of_the_site_is_no_text_of_the_report(tmp_path: Path) -> None:
    filing = page(tmp_path, edit=lambda text: text.replace("<body>", '<body><form><input value="请输入关键字"><select><option>全部</option></select></form>'))
    assert filing.document is not None and "关键字" not in filing.document.opening


@pytest.mark.parametrize(
    ("css", "said"),
    [
        (".a{display:none}", {"display": "none"}),
        ("td.a{display:none} .b{display:block}", {"display": "none"}),
        (".a{display:none} .b{display:block}", {"display": "block"}),
        (".a{display:none!important} #i{display:block}", {"display": "none"}),
        ("#i{display:none} td.a.b{display:block}", {"display": "none"}),
        ("tr .a{display:none}", {"display": "none"}),
        ("table > .a{display:none}", {}),
        ("table > tr > .a, .z{display:none}", {"display": "none"}),
        (".a:hover{display:none} .a + .b{display:none} [class]{display:none}", {}),
        ("@import url(x); .a{display:none}", {"display": "none"}),
        ("@supports (display:grid){.a{display:none}}", {}),
        ("<!-- .a{color:red;display:none} -->", {"color": "red", "display": "none"}),
        (".a{width:1px}", {}),
    ],
)
def test_the_rule_that_says_most_exactly_is_followed(css: str, said: dict[str, str]) -> None:
    root = html.document_fromstring(f'<style>{css}</style><table><tr><td class="a b" id="i">x</td></tr></table>')
    [cell] = root.iter("td")
    for body in list(root.iter("tbody")):
        body.drop_tag()
    assert Styles(root).of(cell) == said


def test_a_huge_style_sheet_is_read_in_part_and_in_no_time(tmp_path: Path) -> None:
    css = ".a .b .c{display:none}" * 100_000 + "{" * 1000
    assert len(css) > LARGEST
    assert page(tmp_path, css=css).cell(FIELD).value == 3
