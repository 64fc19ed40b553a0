"""From what a cell holds to the number it means: what counts, what is only likely, and what is none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xlplugin.filing.cells import Place, Shape, Value
from xlplugin.form import editions
from xlplugin.form.model import KINDS, Kind
from xlplugin.reading.figures.cells import from_float, raw_text, read_cell, saved_value, tidy
from xlplugin.reading.figures.looks import SMALL, computed_cell, typed_cell, whole_cell
from xlplugin.reading.workbook.grid import Look, RawCell


@pytest.mark.parametrize(
    ("content", "shape", "value"),
    [
        (None, Shape.BLANK, None),
        ("", Shape.BLANK, None),
        (" \n\t", Shape.BLANK, None),
        ("\u3000\u00a0\u200b", Shape.BLANK, None),
        ("&nbsp;", Shape.BLANK, None),
        (0, Shape.NUMBER, 0),
        (16, Shape.NUMBER, 16),
        (16.0, Shape.NUMBER, 16),
        (-0.0, Shape.NUMBER, 0),
        (2.5, Shape.NUMBER, Decimal("2.5")),
        (0.1 + 0.2, Shape.NUMBER, Decimal("0.3")),
        (43.788, Shape.NUMBER, Decimal("43.788")),
        (Decimal("190.4573790"), Shape.NUMBER, Decimal("190.457379")),
        (2**53 + 1, Shape.NUMBER, 2**53 + 1),
        (1e22, Shape.NUMBER, 10**22),
        (float("nan"), Shape.ERROR, None),
        (float("inf"), Shape.ERROR, None),
        (True, Shape.TEXT, None),
        ("/", Shape.PLACEHOLDER, None),
        ("—", Shape.PLACEHOLDER, None),
        ("－", Shape.PLACEHOLDER, None),
        ("-", Shape.PLACEHOLDER, None),
        (" 无 ", Shape.PLACEHOLDER, None),
        ("N/A", Shape.PLACEHOLDER, None),
        ("16", Shape.TEXT_NUMBER, 16),
        (" 0", Shape.TEXT_NUMBER, 0),
        ("+5", Shape.TEXT_NUMBER, 5),
        ("-3", Shape.TEXT_NUMBER, -3),
        ("−3", Shape.TEXT_NUMBER, -3),
        ("3.0", Shape.TEXT_NUMBER, 3),
        ("3.", Shape.TEXT_NUMBER, 3),
        (".5", Shape.TEXT_NUMBER, Decimal("0.5")),
        ("59,237.2449", Shape.TEXT_NUMBER, Decimal("59237.2449")),
        ("\u200b5\ufeff", Shape.TEXT_NUMBER, 5),
        ("\u202e12\u202c", Shape.TEXT, None),  # shown as 21
        ("\u202e5\u202c", Shape.TEXT_NUMBER, 5),
        ("１２", Shape.FULL_WIDTH, 12),
        ("１2", Shape.FULL_WIDTH, 12),
        ("－３", Shape.FULL_WIDTH, -3),
        ("1，234", Shape.FULL_WIDTH, 1234),
        ("1 234", Shape.TEXT_NUMBER, 1234),
        ("十二", Shape.CHINESE, 12),
        ("一百零三", Shape.CHINESE, 103),
        ("零", Shape.CHINESE, 0),
        ("〇", Shape.CHINESE, 0),
        ("十十百", Shape.CHINESE, None),
        ("3件", Shape.UNIT, 3),
        ("0 件。", Shape.UNIT, 0),
        ("3（件）", Shape.UNIT, 3),
        ("22（其中修订16件）", Shape.NOTE, 22),
        ("22件（其中修订16件）", Shape.NOTE, 22),
        ("22(\n其中修订16件)", Shape.NOTE, 22),
        ("#REF!", Shape.ERROR, None),
        ("#div/0!", Shape.ERROR, None),
        (dt.datetime(2023, 1, 2), Shape.DATE, None),
        (dt.date(2023, 1, 2), Shape.DATE, None),
        (dt.time(1, 2), Shape.DATE, None),
        (dt.timedelta(days=1), Shape.DATE, None),
        ("2023/1/2", Shape.DATE, None),
        ("2023年1月2日", Shape.DATE, None),
        ("1月2日", Shape.DATE, None),
        ("12:30", Shape.DATE, None),
        ("若干", Shape.TEXT, None),
        ("1/2", Shape.TEXT, None),
        ("1,23", Shape.TEXT, None),
        ("9" * 60, Shape.TEXT, None),
        ("9" * 30_000, Shape.TEXT, None),
    ],
)
def test_a_count_is_read_as(content: object, shape: Shape, value: Value | None) -> None:
    reading = read_cell(content, "count")
    assert (reading.shape, reading.value) == (shape, value)
    assert type(reading.value) is type(value)


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("43.788万元", Decimal("43.788")),
        ("43.788（万元）", Decimal("43.788")),
        ("251000元", Decimal("25.1")),
        ("251000（元）", Decimal("25.1")),
        ("1亿元", 10_000),
        ("人民币5元", Decimal("0.0005")),
    ],
)
def test_an_amount_with_its_unit_is_converted_to_the_unit_of_the_header(content: str, value: Value) -> None:
    assert read_cell(content, "amount", "万元").value == value
    assert read_cell(content, "amount", "万元").shape is Shape.UNIT


@pytest.mark.parametrize(
    ("content", "kind", "unit", "likely"),
    [
        ("1O", "count", None, 10),
        ("l2", "count", None, 12),
        ("O", "count", None, 0),
        ("12 34", "count", None, 1234),
        ("约43", "amount", "万元", 43),
        ("0.5万", "amount", "万元", Decimal("0.5")),
        ("3万", "count", None, 30_000),
        ("1.5万件", "count", None, 15_000),
        ("约1.2 万余件次", "count", None, 12_000),
        ("2千", "count", None, 2_000),
        ("（3百万件）", "count", None, 3_000_000),
        ("0.03亿条（含子公司）", "count", None, 3_000_000),
        ("1.5（万件）", "count", None, 15_000),
        ("3件（单位：万）", "count", None, 30_000),
        ("两万5", "count", None, None),
        ("10余万件", "count", None, 100_000),
        ("1.5萬", "count", None, 15_000),
        ("1.5w件", "count", None, 15_000),
        ("3（W）", "count", None, 30_000),
        ("3wps", "count", None, 3),
        ("5（单位：万 件）", "count", None, 50_000),
        ("1.5（万件，含上年结转）", "count", None, 15_000),
        ("1.5（计量单位为万件）", "count", None, 15_000),
        ("1.5（以万件计）", "count", None, 15_000),
        ("10（余万件）", "count", None, 100_000),
        ("5（单位：万（件））", "count", None, 50_000),
        ("5（单位：万篇）", "count", None, 50_000),
        ("1.5（含结转）（万件）", "count", None, 15_000),
        ("1.5件（注：单位万件）", "count", None, 15_000),
        ("1.5 注：单位万件", "count", None, 15_000),
        ("5（×10000）", "count", None, None),
        ("合计：1.5（万件）。", "count", None, 15_000),
        ("约5（万件）", "count", None, 50_000),
        ("1.5次（万次）", "count", None, 15_000),
        ("1.5【万件】", "count", None, 15_000),
        ("（1.5）万件", "count", None, 15_000),
        ("10 余 万 件", "count", None, 100_000),
        ("5百余万件", "count", None, 5_000_000),
        ("单位：万件 1.5", "count", None, None),
        ("负1.5万件", "count", None, None),
        ("1O万", "count", None, None),
        ("3千灯镇", "count", None, 3),
        ("5万宁市", "count", None, 5),
        ("100W灯泡", "count", None, 100),
        ("5百分点", "count", None, 5),
        ("2件，万无一失", "count", None, 2),
        ("约3万", "amount", "万元", 3),
        ("5元", "count", None, 5),
        ("50%", "count", None, 50),
        ("1.5.2", "count", None, None),
        ("3或4", "count", None, None),
    ],
)
def test_what_is_not_sure_does_not_count_and_is_only_likely(content: str, kind: Kind, unit: str | None, likely: Value | None) -> None:
    reading = read_cell(content, kind, unit)
    assert (reading.value, reading.likely) == (None, likely)


@pytest.mark.parametrize("text", ["3（万宁市）", "3（千岛湖镇2件，其他1件）", "3件（另有万余条）", "3（一万余件中）", "3（其中1.2万元罚款）", "3（10000件以下）", "3件/万人"])
def test_a_note_that_speaks_of_something_else_leaves_the_figure_as_it_is(text: str) -> None:
    reading = read_cell(text, "count")
    assert 3 in (reading.value, reading.likely)
    assert reading.value == 3 or "（" not in text


CONTENTS = st.one_of(st.none(), st.text(max_size=20), st.text("0123456789.,-+OolI十百千万零〇元件（）()/%年 　", max_size=12), st.floats(), st.integers(), st.booleans(), st.dates())


@settings(max_examples=300, deadline=None)
@given(CONTENTS, st.sampled_from(KINDS), st.sampled_from([None, "万元"]))
@example(".1万", "count", None)
@example("2.50万", "count", None)
def test_whatever_stands_in_a_cell_is_read_and_its_number_is_exact(content: object, kind: Kind, unit: str | None) -> None:
    reading = read_cell(content, kind, unit)
    for value in (reading.value, reading.likely):
        assert value is None or type(value) is int or (isinstance(value, Decimal) and value.is_finite() and value != value.to_integral_value())
    assert isinstance(raw_text(content), str)


@settings(max_examples=300, deadline=None)
@given(st.integers(-(10**14), 10**14), st.integers(0, 6))
def test_a_figure_of_15_digits_is_read_back_from_its_float(figure: int, places: int) -> None:
    exact = Decimal(figure).scaleb(-places)
    assert from_float(float(exact)) == exact


@settings(max_examples=200, deadline=None)
@given(st.integers(-(10**20), 10**20))
def test_a_whole_number_reads_alike_as_number_text_and_full_width(figure: int) -> None:
    wide = str(figure).translate(str.maketrans("-0123456789", "－０１２３４５６７８９"))
    assert read_cell(figure, "count").value == read_cell(str(figure), "count").value == read_cell(wide, "count").value == figure


@pytest.mark.parametrize(
    ("content", "kept"),
    [(None, None), ("", None), (True, "TRUE"), (0.1 + 0.2, Decimal("0.3")), (3.0, 3), ("#REF!", "#REF!"), ("若干", "若干"), (dt.datetime(2023, 1, 2), "2023-01-02 00:00:00")],
)
def test_a_saved_value_is_kept_exactly(content: object, kept: object) -> None:
    assert saved_value(content) == kept


def test_blank_zero_and_not_applicable_are_three_things() -> None:
    assert len({read_cell(content, "count").shape for content in (None, 0, "/")}) == 3


def test_a_number_beyond_sense_is_none() -> None:
    assert tidy(Decimal("1e41")) is None
    assert tidy(Decimal("NaN")) is None
    assert tidy(Decimal("1.50")) == Decimal("1.5")


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.integers(-(10**17), 10**17), st.integers(-20, 20), CONTENTS),
    st.one_of(st.integers(-(10**17), 10**17), st.integers(-20, 20), CONTENTS),
    st.sampled_from([None, "=SUM(B2:B9)"]),
    st.sampled_from([None, Look(), Look(is_struck=True), Look(is_faint=True)]),
    st.sampled_from(sorted(editions()["2021"].fields)),
)
@example(10**15, 10**15, None, None, "requests.received.company")
@example(True, True, None, None, "requests.received.company")
@example(None, 3, "=A1", None, "requests.received.company")
def test_a_whole_number_is_read_at_once_as_any_content_is(content: object, result: object, formula: str | None, look: Look | None, name: str) -> None:
    raw, field, place = RawCell(content, formula, look), editions()["2021"].fields[name], Place("表", 3, 4)
    found = whole_cell(raw, content if formula is None else result, place)
    if found is not None:
        assert found == (typed_cell(raw, field) if formula is None else computed_cell(raw, result, field)).at(place)
    else:
        assert look is not None or any(type(one) is not int or abs(one) >= SMALL for one in (content, content if formula is None else result))
