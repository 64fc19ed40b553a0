"""Recalculation: values as a spreadsheet gives them, and every formula that is not evaluated left alone, with its reason."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlplugin.filing.address import column_number
from xlplugin.filing.cells import Place
from xlplugin.reading.formulas import recalculate as module
from xlplugin.reading.formulas.formula import parse
from xlplugin.reading.formulas.linear import formula_terms
from xlplugin.reading.formulas.recalculate import NotCalculated, recalculate
from xlplugin.reading.formulas.skeleton import skeleton
from xlplugin.reading.formulas.tokens import RefusedError
from xlplugin.reading.workbook.grid import Book, RawCell, Sheet

STALE = 424242


def place(address: str) -> Place:
    sheet, _, cell = address.rpartition("!")
    match = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    assert match is not None
    return Place(sheet or "S", int(match[2]), column_number(match[1]))


def book(cells: dict[str, object], **more: Any) -> Book:
    """A book from contents by address; a text that starts with = is a formula with a wrong saved value."""
    sheets: dict[str, dict[tuple[int, int], RawCell]] = {"S": {}}
    for address, content in cells.items():
        at = place(address)
        is_formula = isinstance(content, str) and content.startswith("=")
        sheets.setdefault(at.sheet, {})[at.row, at.column] = RawCell(STALE, str(content)) if is_formula else RawCell(content)
    return Book(tuple(Sheet(name, by_position) for name, by_position in sheets.items()), **more)


CELLS: dict[str, object] = {
    "A1": 3, "A2": "6", "A3": None, "A4": "无", "A5": -2.5, "A7": "=1/0", "A8": "=A1&\"\"", "A9": 0, "A10": "12件", "A11": "１２", "A12": 0.1, "A13": "1,000",
    "B1": True, "B2": dt.date(2024, 1, 31), "B3": Decimal("0.2"), "B4": "#REF!", "B5": dt.datetime(2024, 1, 31, 12), "三、申请办理!C6": 4, "三、申请办理!D6": "=C6+1",
}  # fmt: skip
NAMES = {"requests.received.other": place("三、申请办理!C6"), "requests.carried_in.other": place("A1"), "gone": None}


def value(formula: str, **more: Any) -> object:
    """What a formula gives on CELLS."""
    at = place("Z99")
    return recalculate(book({**CELLS, "Z99": formula}, names=NAMES, **more), [at])[at]


def reason(formula: str, **more: Any) -> str:
    found = value(formula, **more)
    assert isinstance(found, NotCalculated), found
    assert found.reason.zh
    return found.reason.en


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=SUM(A1:A5)", 0.5),
        ("=SUM(A1:A2,A5,4)", 4.5),
        ("=SUM(A1,,2)", 5),
        ("=SUM(A1:A8)", "#DIV/0!"),
        ("=SUM(A8,1)", 1),
        ("=SUM(A2:A4)", 0),
        ("=SUM(B4)", "#REF!"),
        ("=AVERAGE(A1:A5)", 0.25),
        ("=AVERAGE(A2:A4)", "#DIV/0!"),
        ("=MAX(A2:A5)", -2.5),
        ("=MAX(A2:A4)", 0),
        ("=MIN(A1:A5)", -2.5),
        ("=COUNT(A1:A9)", 3),
        ('=COUNT("6",1)', 2),
        ("=COUNTA(A1:A9)", 7),
        ("=COUNTBLANK(A1:A9)", 2),
        ('=COUNTIF(A1:A9,"<>0")', 8),
        ("=COUNTIF(A1:A13,0)", 1),
        ('=COUNTIF(A1:A13,"*件")', 1),
        ('=SUMIF(A1:A9,">0")', 3),
        ('=SUMIF(A1:A3,"<>3",A3:A5)', -2.5),
        ("=SUBTOTAL(9,A1:A5)", 0.5),
        ("=SUMPRODUCT((A1:A5>0)*1)", 3),
        ('="6"+1', 7),
        ("=A2+1", 7),
        ("=A3+1", 1),
        ("=A4+1", "#VALUE!"),
        ("=A10+1", "#VALUE!"),
        ("=A1/A9", "#DIV/0!"),
        ("=A4/0", "#VALUE!"),
        ("=1/0+A4", "#DIV/0!"),
        ("=A3", 0),
        ("=Y1", 0),
        ('=A3=""', True),
        ("=A3=0", True),
        ("=--A2", 6),
        ("=-2^2", 4),
        ("=2^3^2", 64),
        ("=10%+1", 1.1),
        ("=0.1+0.2-0.3", 0),
        ("=A12+B3=0.3", True),
        ("=ROUND(2.675,2)", 2.68),
        ("=ROUND(-2.5,0)", -3),
        ('=IF(A1>0,"有",1/0)', "有"),
        ("=IF(A1>5,1)", False),
        ("=IF(A1=3,1,A13+1)", 1),
        ('=IFERROR(A7,"错")', "错"),
        ("=ISNUMBER(A2)", False),
        ('=A1&"件"&A3', "3件"),
        ('=VALUE(SUBSTITUTE(A10,"件",""))', 12),
        ("='三、申请办理'!C6*2", 8),
        ("=SUM('三、申请办理'!$C$6:$D$6)", 9),
        ("=requests.received.other+REQUESTS.carried_in.other", 7),
        ("=gone+1", "#REF!"),
        ("=#REF!+1", "#REF!"),
        ("='三、申请办理'!#REF!", "#REF!"),
        ("=B2+1", 45323),
        ("=B5", 45322.5),
        ("=SUM(A:A)", "#DIV/0!"),
        ("=SUM(三、申请办理!C6)", None),
        ("=SUM(C:E,9:20)", 0.1),
        ("=COUNTBLANK(D:D)", 1_048_576),
        ('=COUNTIF(D:D,"<>0")', 1_048_576),
        ('=INDIRECT("A1")', 3),
        ('=SUM(INDIRECT("A"&1&":A5"))', 0.5),
        ('=SUM(INDIRECT("A"&ROW(A1)&":A"&ROWS(A1:A5)))', 0.5),
        ('=INDIRECT("\'三、申请办理\'!C6")', 4),
        ('=INDIRECT("R1C1",FALSE)', 3),
        ('=INDIRECT("R[-98]C[-25]",FALSE)', 3),
        ('=INDIRECT("没有!A1")', "#REF!"),
        ('=INDIRECT("A0")', "#REF!"),
        ('=INDIRECT("")', "#REF!"),
        ("=_xlfn.LET(_xlpm.x,1,x)", 1),
        ("=_xlfn.LET(_xlpm.x,A1+1,_xlpm.y,_xlpm.x*2,_xlpm.x+_xlpm.y)", 12),
        ("=_xlfn.LET(_xlpm.x,A1,_xlfn.LET(_xlpm.x,_xlpm.x+1,_xlpm.x)*_xlpm.x)", 12),
        ("=_xlfn.LET(_xlpm.x,1/0,A1)", 3),
        ("=SUM({1,2;3,-4})", 2),
        ("=SUMPRODUCT({1;2},A1:A2)", 3),
        ("=SUM((A1,A5),A12)", 0.6),
        ("=SUM((A1:A2,A1))", 6),
        ("=A1 A2", "#NULL!"),
        ("=SUM(A1:A5 A3:C12)", -2.5),
        ("=A1:B1 A1:A5", 3),
        ("=SUM(三、申请办理!C6:D6 D6:E6)", None),
        ('=SUMIFS(A1:A5,A1:A5,"<>")', 0.5),
        ('=SUMIFS(A1:A5,A1:A5,">0",A1:A5,"<3")', 0),
        ('=SUMIFS(A1:A5,A1:A4,">0")', "#VALUE!"),
        ('=COUNTIFS(A1:A5,">-9",A1:A5,"<9")', 2),
        ('=COUNTIFS(D:D,"<>0")', 1_048_576),
        ('=_xlfn.MAXIFS(A1:A5,A1:A5,"<9")', 3),
        ('=_xlfn.MINIFS(A1:A5,A1:A5,">9")', 0),
        ("=AGGREGATE(9,6,A1:A9)", 0.5),
        ("=AGGREGATE(9,4,A1:A9)", "#DIV/0!"),
        ("=CEILING(2.1,0.5)", 2.5),
        ("=FLOOR(2.9,0.5)", 2.5),
        ("=FLOOR(2,0)", "#DIV/0!"),
        ("=MROUND(7,5)", 5),
        ("=EVEN(3)", 4),
        ("=ODD(-2)", -3),
        ("=QUOTIENT(-7,2)", -3),
        ("=sum( a1 : a1 )", None),
        ("=Sum( $a$1:a2 ,\n1 )", 4),
    ],
)
def test_a_formula_gives_what_a_spreadsheet_gives(formula: str, expected: object) -> None:
    found = value(formula)
    if expected is None:
        assert isinstance(found, NotCalculated)
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-15)
    else:
        assert found == expected
        assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("=OFFSET(A1,1,1)", "OFFSET"),
        ('=WEBSERVICE("http://example.com/")', "WEBSERVICE"),
        ("=TODAY()", "changes with every calculation"),
        ("=ROUND(1)", "wrong arguments"),
        ("=cmd|'/C calc'!A0", "syntax"),
        ("=[1]Sheet1!A1+1", "/data/去年.xlsx"),
        ("='C:\\data\\[old.xlsx]Sheet1'!A1", "old.xlsx"),
        ("=[9]Sheet1!A1", '"9"'),
        ("=SUM(Table1[数量])", "structured reference"),
        ("=[@数量]", "structured reference"),
        ("=SUM(Sheet1:Sheet3!A1)", "Sheet1"),
        ("=Sheet1:Sheet3!A1", "Sheet1"),
        ('=INDIRECT("A"&ROUND(1.2,0))', "INDIRECT"),
        ('=INDIRECT("[去年.xlsx]Sheet1!A1")', "去年.xlsx"),
        ("=_xlfn.LET(_xlpm.x,_xlpm.x+1,_xlpm.x)", "_xlpm.x"),
        ("=_xlfn.LET(_xlpm.x,1)", "wrong arguments"),
        ("=SUM({1,2;3})", "syntax"),
        ("=SUM({1,A1})", "syntax"),
        ("={1,2}+1", "whole range"),
        ("=(A1,A2)", "whole range"),
        ("=SUMIF((A1,A2),1)", "whole range"),
        ("=SUBTOTAL(8,A1:A5)", "kind of SUBTOTAL"),
        ("=AGGREGATE(14,6,A1:A5,1)", "kind of SUBTOTAL"),
        ("=A1#", "syntax"),
        ("=@A1:A3", "syntax"),
        ("=1+", "syntax"),
        ("=SUM(A1", "syntax"),
        ("=)", "syntax"),
        ("=", "syntax"),
        ('="abc', "syntax"),
        ("=A1:A3", "whole range"),
        ("=IF(A1:A3>1,1,0)", "whole range"),
        ("=unknown.name+1", "unknown.name"),
        ("=消失!A1", "消失"),
        ("=A13+1", "text as a number"),
        ("=A11+1", "text as a number"),
        ("=B1+A1>B1", "TRUE or FALSE"),
        ("=SUM(A1:B1)", "TRUE or FALSE"),
        ("=0^0", "programs differ"),
        ('=A4>"abc"', "which text comes first"),
        ("=COUNTIF(A1:A2,6)", "text as a number"),
        ("=SUM(A1:IV2000)", "too large"),
        ("=Z99", "circular"),
        ("=SUM(Z:Z)", "circular"),
    ],
)
def test_what_is_not_evaluated_says_why(formula: str, words: str) -> None:
    assert words in reason(formula, external_links=("/data/去年.xlsx",))


def test_one_formula_that_cannot_be_evaluated_stops_no_other() -> None:
    found = recalculate(
        book({"A1": "=OFFSET(B1,1,1)", "A2": "=A1+1", "A3": "=A2+1", "A4": "=1+1", "A5": "=A6", "A6": "=A5", "A7": "=A6+A4", "A8": "=SUM(A4,A4)"}),
        [place(f"A{row}") for row in range(1, 9)],
    )
    words = [entry.reason.en if isinstance(entry, NotCalculated) else entry for entry in found.values()]
    depends = "the formula depends on {}, which could not be recalculated"
    circular = "the formula refers back to itself (a circular reference)"
    assert words == [
        "the formula uses OFFSET, a function that is not recalculated here",
        depends.format("S!A1"),
        depends.format("S!A1"),
        2,
        circular,
        circular,
        depends.format("S!A6"),
        4,
    ]


def test_a_function_that_breaks_fails_its_own_formula_only(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    from xlplugin.reading.formulas import functions

    def broken(*_: object) -> object:
        raise OSError("disk")

    monkeypatch.setitem(functions.FUNCTIONS, "SIGN", broken)
    module._compiled.cache_clear()
    found = recalculate(book({"A1": 3, "A2": "=SIGN(A1)+1", "A3": "=A1+1"}), [place("A2"), place("A3")])
    module._compiled.cache_clear()
    assert found == {place("A2"): NotCalculated(module.FAILED), place("A3"): 4}
    assert capfd.readouterr() == ("", "")


def test_threads_that_share_compiled_formulas_get_their_own_numbers() -> None:
    def run(number: int) -> object:
        cells: dict[str, object] = {"A1": number, "A2": 1} | {f"B{row}": "=SUM(A1:A2)*2+A1" for row in range(1, 20)}
        return set(recalculate(book(cells), [place(f"B{row}") for row in range(1, 20)]).values())

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(run, range(60))) == [{3 * number + 2} for number in range(60)]


def test_only_cells_with_a_formula_are_answered_and_only_what_they_need_is_computed() -> None:
    one = book({"A1": 1, "A2": "=A1+1", "A3": "=OFFSET(A1,1,1)"})
    assert recalculate(one, [place("A1"), place("A2"), place("A9"), place("无!A1")]) == {place("A2"): 2}
    assert recalculate(one, [Place("s", 2, 1)]) == {Place("s", 2, 1): 2}


HIDDEN_ROW, FILTER = frozenset({2}), ((1, 1, 3, 1),)


@pytest.mark.parametrize(
    ("formula", "hidden_by_hand", "hidden_by_filter"),
    [
        ("=SUBTOTAL(9,A1:A3)", 7, 5),
        ("=SUBTOTAL(109,A1:A3)", 5, 5),
        ("=SUBTOTAL(3,A1:A3)", 3, 2),
        ("=AGGREGATE(9,5,A1:A3)", 5, 5),
        ("=AGGREGATE(9,4,A1:A3)", 7, None),
        ("=SUM(A1:A3)", 7, 7),
    ],
)
def test_a_subtotal_leaves_out_what_a_filter_hides_and_from_101_on_every_hidden_row(formula: str, hidden_by_hand: int, hidden_by_filter: int | None) -> None:
    for filters, expected in (((), hidden_by_hand), (FILTER, hidden_by_filter)):
        cells = {(1, 1): RawCell(1), (2, 1): RawCell(2), (3, 1): RawCell(4), (5, 1): RawCell(STALE, formula)}
        found = recalculate(Book((Sheet("S", cells, hidden_rows=HIDDEN_ROW, filters=filters),)), [place("A5")])[place("A5")]
        assert found == expected if expected is not None else "hidden rows" in str(found)


def test_a_subtotal_over_hidden_rows_of_a_table_is_not_calculated() -> None:
    cells = {(1, 1): RawCell(1), (2, 1): RawCell(2), (3, 1): RawCell(None, "=SUBTOTAL(9,A1:A2)"), (4, 1): RawCell(None, "=SUBTOTAL(109,A1:A2)")}
    found = recalculate(Book((Sheet("S", cells, hidden_rows=HIDDEN_ROW, has_tables=True),)), [place("A3"), place("A4")])
    assert "hidden rows" in str(found[place("A3")]) and found[place("A4")] == 1


def test_a_subtotal_leaves_out_other_subtotals() -> None:
    nested = book({"A1": 1, "A2": "=SUBTOTAL(9,A1:A1)", "A3": "=SUBTOTAL(9,A1:A2)", "A4": "=AGGREGATE(9,4,A1:A2)", "A5": "=AGGREGATE(9,0,A1:A4)"})
    assert list(recalculate(nested, [place(f"A{row}") for row in range(2, 6)]).values()) == [1, 1, 2, 1]


def test_a_long_chain_of_formulas_is_followed_to_its_end() -> None:
    cells: dict[str, object] = {"A1": 1} | {f"A{row}": f"=A{row - 1}+1" for row in range(2, 3001)}
    assert recalculate(book(cells), [place("A3000")]) == {place("A3000"): 3000}


HOSTILE = {
    "eight thousand characters": "=" + "A1+" * 2700 + "A1",
    "five hundred brackets": "=" + "(" * 500 + "1" + ")" * 500,
    "brackets never closed": "=" + "(" * 3900,
    "nested functions": "=" + "SUM(" * 600 + "1" + ")" * 600,
    "a tower of minuses in brackets": "=" + "--(" * 60 + "1" + ")" * 60,
    "percent signs": "=1" + "%" * 3000,
    "a sum of six hundred": "=" + "+".join(["A1"] * 600),
    "a tower of powers": "=" + "^".join(["9"] * 200),
    "a number beyond all": "=1E+999+1",
    "quotation marks": '="' + '""' * 1900,
    "apostrophes": "='" + "''" * 1900,
    "exponents": "=" + "1E" * 1900,
    "wildcards": '=COUNTIF(B1:B9,"' + "*a" * 1000 + '")',
    "a text that doubles": "=" + 'SUBSTITUTE(' * 60 + '"aaaa"' + ',"a","aaaaaaaa")' * 60,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_formula_raises_nothing(name: str) -> None:
    found = value(HOSTILE[name])
    formula_terms(book({"Z99": HOSTILE[name]}), place("Z99"), {})
    if name in ("eight thousand characters", "five hundred brackets", "nested functions", "wildcards"):
        assert isinstance(found, NotCalculated)


def test_ranges_without_end_use_up_a_limit_and_not_the_machine() -> None:
    cells: dict[str, object] = dict.fromkeys((f"A{row}" for row in range(1, 200)), "=SUM(B1:Z3999)")
    found = recalculate(book(cells), [place(address) for address in cells])
    assert found[place("A1")] == 0
    assert "more than are recalculated" in str(found[place("A199")])


@pytest.mark.slow
def test_a_workbook_of_long_formulas_uses_up_a_limit_and_not_the_machine() -> None:
    cells: dict[str, object] = {f"A{row}": "=" + "+".join(["B1"] * (300 + row % 250)) for row in range(1, 3000)}
    found = recalculate(book(cells), [place(address) for address in cells])
    assert found[place("A1")] == 0
    assert "more than are recalculated" in str(found[place("A2999")])


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="A1B2$:!'\"()+-*/^&=<>%,;{}[]#@|. \n无Ｅ0９ESUMIFx_~?", max_size=60))
def test_no_text_after_an_equals_sign_raises(text: str) -> None:
    assert isinstance(skeleton("=" + text), RefusedError) or parse("=" + text)
    found = value("=" + text)
    assert isinstance(found, (int, float, str, bool, NotCalculated))


@pytest.mark.slow
def test_importing_the_module_does_not_load_formulas() -> None:
    code = "import sys, xlplugin.reading.formulas.recalculate, xlplugin.reading.formulas.linear; sys.exit(any(name in sys.modules for name in ('formulas', 'numpy', 'openpyxl')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_formulas_that_differ_in_their_cells_only_are_compiled_once() -> None:
    module._compiled.cache_clear()
    cells: dict[str, object] = {}
    for row in range(1, 30):
        cells |= {f"I{row}": f"=SUM(C{row}:H{row})", f"J{row}": f"=A{row}+B{row}-7"}
    for _ in range(3):
        recalculate(book(cells), [place(address) for address in cells])
    assert module._compiled.cache_info().misses == 2


FIELDS = {Place("S", 6, column): f"f{column}" for column in range(3, 10)} | {place("三、申请办理!C6"): "x"}


@pytest.mark.parametrize(
    ("formula", "factors", "constant"),
    [
        ("=C6+D6-E6", {"f3": 1, "f4": 1, "f5": -1}, 0),
        ("=SUM(C6:E6)", {"f3": 1, "f4": 1, "f5": 1}, 0),
        ("=SUM(C6:D6,E6,5)", {"f3": 1, "f4": 1, "f5": 1}, 5),
        ("=SUM(C6,SUM(C6:D6))", {"f3": 2, "f4": 1}, 0),
        ("=-(C6-D6)+3", {"f3": -1, "f4": 1}, 3),
        ("='三、申请办理'!$C$6*2", {"x": 2}, 0),
        ("=2*(C6+3)*2", {"f3": 4}, 12),
        ("=C6/4", {"f3": Decimal("0.25")}, 0),
        ("=requests.received.other+C6", {"x": 1, "f3": 1}, 0),
        ("=C6-C6", {}, 0),
        ("=SUM(6:6)", {f"f{column}": 1 for column in range(3, 10)}, 0),
        ("=A2+C6", {"f4": 1, "f5": 1, "f3": 1}, 0),
        ("=SUM(A2:B4)", {"f4": 1, "f5": 1}, 7),
        ("=SUM(I6)", {"f9": 1}, 0),
        ("=B4+0", {}, 6),
        ("=A9", {}, 0),
        ("=C6*D6", None, 0),
        ("=C6/0", None, 0),
        ("=C6^1", None, 0),
        ("=IF(C6,1,2)", None, 0),
        ("=ROUND(C6,0)", None, 0),
        ("=B2+1", None, 0),
        ("=SUM(B5)", None, 0),
        ("=gone", None, 0),
        ("=A1", None, 0),
        ("=C6:D6", None, 0),
        ("=[1]S!A1", None, 0),
    ],
)
def test_the_linear_meaning_of_a_formula(formula: str, factors: dict[str, Decimal] | None, constant: Decimal) -> None:
    cells: dict[str, object] = {"A1": formula, "A2": "=SUM(D6:E6)", "B2": "无", "B3": 7, "B4": "6", "B5": "=1/0", "I6": "=SUM(C6:H6)"}
    found = formula_terms(book(cells | {"三、申请办理!C6": 1}, names=NAMES), place("A1"), FIELDS)
    if factors is None:
        assert found is None
    else:
        assert found is not None and (dict(found.factors), found.constant) == (factors, constant)


@pytest.mark.parametrize("formula", ["=1", "typed", None])
def test_a_cell_without_a_sum_has_no_terms(formula: str | None) -> None:
    found = formula_terms(book({"A1": formula}), place("A1"), FIELDS)
    assert found is None or (formula == "=1" and found.constant == 1 and not found.factors)
    assert formula_terms(book({}), place("无!A1"), FIELDS) is None


def test_a_deep_nest_of_references_has_no_terms_and_raises_nothing() -> None:
    nest = "=" + "-(" * 60 + "{}" + ")" * 60
    cells: dict[str, object] = {f"A{row}": nest.format(f"A{row + 1}") for row in range(1, 60)}
    assert formula_terms(book(cells), place("A1"), {}) is None


_SUMS = st.recursive(
    st.sampled_from(["C6", "D6", "$E$6", "'三、申请办理'!C6", "B3", "A2", "SUM(C6:F6)", "SUM(A2:F6)", "2", "0.5"]),
    lambda part: st.one_of(
        st.tuples(part, st.sampled_from("+-"), part).map("".join),
        part.map("-({})".format),
        st.tuples(st.sampled_from(["2", "3", "0.25"]), part).map(lambda pair: f"{pair[0]}*({pair[1]})"),
        st.tuples(part, part).map(lambda pair: f"SUM({pair[0]},{pair[1]})"),
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(_SUMS, st.lists(st.one_of(st.integers(-9, 99), st.none(), st.sampled_from(["无", "6"])), min_size=8, max_size=8))
def test_the_linear_meaning_of_a_sum_is_what_recalculation_gives(formula: str, contents: list[object]) -> None:
    numbers = [content if isinstance(content, int) else None for content in contents]
    cells: dict[str, object] = {
        "A1": f"={formula}",
        "A2": "=SUM(D6:E6)+1",
        "B3": 7,
        "B4": contents[0] if isinstance(contents[0], str) else "无",
        "三、申请办理!C6": 5,
    }
    cells |= {f"{letter}6": number for letter, number in zip("CDEFGHI", numbers, strict=False)}
    one = book(cells)
    terms = formula_terms(one, place("A1"), FIELDS)
    assert terms is not None
    values = {name: one.cell(at).content or 0 for at, name in FIELDS.items()}
    expected = terms.constant + sum((factor * int(str(values[name])) for name, factor in terms.factors.items()), Decimal(0))
    found = recalculate(one, [place("A1")])[place("A1")]
    assert isinstance(found, (int, float)) and found == pytest.approx(float(expected), abs=1e-9)
