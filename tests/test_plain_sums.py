"""Plain sums of whole numbers are told from their terms; the engine, asked for the same, says the same."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_recalculate import book, place
from xlplugin.reading.formulas.linear import sums_of
from xlplugin.reading.formulas.plain import LARGEST, plan_sums
from xlplugin.reading.formulas.recalculate import NotCalculated, recalculate
from xlplugin.reading.workbook.grid import Book, ErrorValue, Settings

ENTRIES = [f"{column}{row}" for column in "ABC" for row in range(1, 5)]
TOTALS = ["D1", "D2", "D3", "A5", "B5", "D5"]
FIELDS = {place(address): address for address in (*ENTRIES, *TOTALS)}
_CONTENTS = st.one_of(
    st.integers(-3, 400),
    st.none(),
    st.sampled_from(["3", "无", "", True, False, 0.1, 2.0, Decimal("0.2"), 10**15, -(10**16), 2**53 + 1, ErrorValue("#N/A"), dt.datetime(2024, 1, 31)]),
)
_WHOLE = st.one_of(st.integers(0, 400), st.none())
_FORMULAS = st.sampled_from(
    ["=SUM(A1:C1)", "=A1+B1+C1", "=SUM(A1:A4)", "=SUM(B1:B4)-B4", "=A1-A1", "=2*A1+SUM(B:B)*1", "=A1/2", "=SUM(D1:D3)", "=D1", "=-C4", "=SUM(A1:C4)+D9", "=D5+1", "=50%*A1", "=SUM(A1:B2,C3)", "=A1&B1", "=IF(A1>1,A2,A3)"]
)


def compared(the_book: Book) -> dict[str, tuple[object, object]]:
    """By address what was told from the terms, and what the engine gives."""
    places = {name: at for at, name in FIELDS.items()}
    formulas = {name: at for name, at in places.items() if the_book.cell(at).formula}
    plan = plan_sums(the_book, places, sums_of(the_book, formulas, FIELDS)[0])
    told = {places[name]: given for name, given in plan.results({name: the_book.cell(at) for name, at in places.items()}).items()}
    engine = recalculate(the_book, told)
    return {at.address: (told[at], engine[at]) for at in told}


@given(st.lists(_CONTENTS, min_size=12, max_size=12), st.lists(_FORMULAS, min_size=6, max_size=6))
@settings(max_examples=150, deadline=None)
@pytest.mark.slow
def test_what_is_told_from_the_terms_is_what_the_engine_gives(contents: list[object], formulas: list[str]) -> None:
    cells = {name: content for name, content in zip(ENTRIES, contents, strict=True) if content is not None}
    for address, (told, engine) in compared(book({**cells, **dict(zip(TOTALS, formulas, strict=True)), "D9": 5})).items():
        assert type(told) is int and told == engine, address


@given(st.lists(_WHOLE, min_size=12, max_size=12))
@settings(max_examples=30, deadline=None)
def test_totals_over_whole_numbers_and_blanks_need_no_engine(contents: list[int | None]) -> None:
    cells: dict[str, int] = {name: content for name, content in zip(ENTRIES, contents, strict=True) if content is not None}
    the_book = book({**cells, "D1": "=SUM(A1:C1)", "D2": "=A2+B2+C2", "D3": "=SUM(D1:D2)", "A5": "=SUM(A1:A4)"})
    assert {address: told for address, (told, _) in compared(the_book).items()} == {
        "D1": sum(cells.get(name, 0) for name in ("A1", "B1", "C1")),
        "D2": sum(cells.get(name, 0) for name in ("A2", "B2", "C2")),
        "D3": sum(cells.get(name, 0) for name in ("A1", "B1", "C1", "A2", "B2", "C2")),
        "A5": sum(cells.get(name, 0) for name in ("A1", "A2", "A3", "A4")),
    }


_ERRORS = ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"]
_BROKEN = [form.replace("E", error) for error in _ERRORS for form in ("=E", "=SUM(E)", "=SUM(A1:C1,E)", "=A1+E", "=E-A1*2", "=-E", "=E*0", "=0*E", "=E/2", "=E/0", "=2/E", "=E*E", "=SUM(E,E,3)", "=E%", "=SUM(#REF!)+E")]


@given(st.lists(_CONTENTS, min_size=12, max_size=12), st.lists(st.one_of(st.sampled_from(_BROKEN), _FORMULAS), min_size=6, max_size=6))
@settings(max_examples=150, deadline=None)
@pytest.mark.slow
def test_an_error_written_in_a_sum_comes_out_as_the_engine_says(contents: list[object], formulas: list[str]) -> None:
    cells = {name: content for name, content in zip(ENTRIES, contents, strict=True) if content is not None}
    for address, (told, engine) in compared(book({**cells, **dict(zip(TOTALS, formulas, strict=True)), "D9": 5})).items():
        assert (type(told), told) == (type(engine), engine), address


@pytest.mark.parametrize("error", _ERRORS)
def test_an_error_written_in_a_sum_needs_no_engine_nor_do_the_sums_that_add_it(error: str) -> None:
    the_book = book({"A1": 1, "A2": 2, "D1": f"=SUM({error})", "D2": f"={error}", "A5": f"=A1+{error}", "D3": "=SUM(D1:D2)", "B5": "=A1+A2"})
    assert compared(the_book) == {"D1": (error, error), "D2": (error, error), "A5": (error, error), "D3": (error, error), "B5": (3, 3)}


@pytest.mark.parametrize("formula", ["=#REF!+#N/A", "=SUM(A1:B1,#REF!)", "=#REF!+A2", "=D2+#REF!"])
def test_two_errors_and_errors_beside_texts_and_error_values_are_the_engines(formula: str) -> None:
    assert "D1" not in compared(book({"A1": 1, "B1": ErrorValue("#N/A"), "A2": "无", "D1": formula, "D2": "=#N/A"}))


@pytest.mark.parametrize(
    "content",
    ["3", "无", True, 0.5, 2.0, ErrorValue("#N/A"), LARGEST],
    ids=["a number as text", "words", "a boolean", "a decimal", "a float", "an error", "a huge number"],
)
def test_anything_but_whole_numbers_and_blanks_is_the_engines(content: object) -> None:
    assert compared(book({"A1": 1, "B1": content, "D1": "=SUM(A1:C1)", "D2": "=D1"})) == {}


@pytest.mark.parametrize("formulas", [{"D1": "=D2", "D2": "=D1"}, {"D1": "=SUM(D1:D2)"}, {"D1": "=A1*0.5"}, {"D1": "=[1]S!A1+A1"}, {"D1": "=IF(1,A1,A2)"}])
def test_circles_decimals_other_workbooks_and_other_formulas_are_the_engines(formulas: dict[str, object]) -> None:
    assert compared(book({"A1": 2, "A2": 3, **formulas})) == {}


def test_with_precision_as_shown_every_formula_is_the_engines() -> None:
    assert compared(book({"A1": 2, "D1": "=SUM(A1:C1)"}, settings=Settings(is_precision_as_shown=True))) == {}


def test_a_formula_without_a_plain_value_is_still_recalculated() -> None:
    found = recalculate(book({"A1": "3", "A2": 4, "D1": "=SUM(A1:A2)"}), [place("D1")])[place("D1")]
    assert found == 4 and not isinstance(found, NotCalculated)
