"""A text that was not met before, a title with an organ's name in it, is told quickly what it is not: never anything that it may be."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from xlplugin.form import money, spelling
from xlplugin.form.money import units_in, units_stated
from xlplugin.reading import headings, organ
from xlplugin.reading.figures.cells import is_wordy, read_cell
from xlplugin.reading.layouts.shape import _string
from xlplugin.reading.tables.aside import is_aside, is_remark
from xlplugin.reading.workbook.grid import may_be_figure
from xlplugin.reading.workbook.strings import RichText, rich_text

MONEY = "单位元圆金币镑万千百美港日¥$€£￥＄USDHKEURJPGBPusdhkeſK角分以按用为计额：:（）()、,. 1２件项镇人民政府"
FIGURES = "样例人民政府一百十二零〇○1２3.,，件条万元（）()注①²*※※†无年月日-－ＯOl \u200b\u202e￥¥：“”项处"
LABELS = "填报表单位部门机关名称行政年度份报告统计期间时：: ;；,（）样例镇2023 \u3000⽴⺟"


def texts(marks: str, most: int = 14) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from(marks), max_size=most)


@settings(max_examples=3000)
@given(texts(MONEY))
def test_a_text_without_a_word_of_money_states_no_unit(text: str) -> None:
    assert units_stated(text) == units_in(money._plain(text))


@settings(max_examples=4000)
@given(st.sampled_from(FIGURES), texts(FIGURES))
def test_a_text_that_begins_with_a_word_holds_no_number_that_counts(first: str, rest: str) -> None:
    if is_wordy(first + rest):
        assert read_cell(first + rest, "count").value is None
        assert read_cell(first + rest, "amount").value is None


def test_what_may_hold_a_number_is_read() -> None:
    held = ("人民币12元", "一百二十", "十二件", "样例①", "12件", "￥12", "②3")
    assert not any(map(is_wordy, held))
    assert is_wordy("样例七镇人民政府2023年政府信息公开工作年度报告")


@settings(max_examples=3000)
@given(texts(LABELS, 20))
def test_a_text_without_a_sign_of_a_label_is_none(text: str) -> None:
    plain = organ._without_seal(text)
    for what, signs in organ._SIGNS.items():
        if not any(sign in plain for sign in signs):
            assert organ._LABEL_WITH_VALUE[what].search(plain) is None
            assert organ._LABELS[what].fullmatch(re.sub(r"\s+", "", plain)) is None


@settings(max_examples=3000)
@given(st.one_of(st.text(max_size=14), texts("样①²١৩1Ⅷ半½ 年", 8)))
def test_a_text_with_a_digit_may_be_a_figure(text: str) -> None:
    bare = text.strip()
    assert may_be_figure(text) == (len(bare) == 1 or any(mark.isdigit() for mark in bare))


@settings(max_examples=3000)
@given(st.one_of(st.text(max_size=12), texts("样例⽴⺟國国１Ａ①豈勝樂 a", 12)))
def test_a_name_is_folded_the_same_where_nothing_is_looked_for_first(text: str) -> None:
    assert spelling.folded(text) == unicodedata.normalize("NFKC", text).translate(spelling._FOLDED)


@settings(max_examples=4000)
@given(texts("样例局章印签公盖代字名用处（）()【】〔 ", 12))
def test_a_text_without_a_word_of_a_seal_has_none(text: str) -> None:
    assert headings.without_seal(text, "#") == headings._SEAL.sub("#", text)


@given(st.one_of(st.text(max_size=12), st.sampled_from(("备注", "校验结果", "占比", "审核数", "填表人：李四", "序号", "附注 一"))))
def test_a_remark_is_no_figure_of_the_form_either(text: str) -> None:
    assert not is_remark(text) or is_aside(text)


@settings(max_examples=3000)
@given(st.one_of(st.text(max_size=12), texts("样例镇 a&<>_x000D_]\r\n\t\x0b\ufffe\ud800;amp", 12)), st.sampled_from(["<t>%s</t>", '<t xml:space="preserve">%s</t>', "<r><t>%s</t></r>", "<t>%s</t><rPh><t>a</t></rPh>"]))
def test_a_plain_string_is_what_its_xml_says(text: str, around: str) -> None:
    raw = (around % text).encode("utf-8", "surrogatepass")
    try:
        parsed: str | None = rich_text(etree.fromstring(b"<si>%s</si>" % raw))
    except etree.XMLSyntaxError:
        parsed = None
    assert _string(raw) == (None if isinstance(parsed, RichText) else parsed)
