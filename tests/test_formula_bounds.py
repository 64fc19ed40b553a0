"""Hostile workbooks of formulas: what grows, goes round or runs deep ends as not calculated, and nothing is used up.

Every one of these would take hours or all memory if it were followed to its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.office_form import Book as Written
from tests.office_form import array, formula, read
from tests.test_recalculate import book, place
from xlplugin.reading.formulas.linear import formula_terms
from xlplugin.reading.formulas.recalculate import NotCalculated, recalculate
from xlplugin.reading.workbook.grid import Book, RawCell, Settings, Sheet

pytestmark = pytest.mark.slow  # whole workbooks, many of them


def let(count: int, step: str) -> str:
    """LET with variables that each are made of the one before."""
    bound = "".join(f",_xlpm.x{number},{step.format(f'_xlpm.x{number - 1}')}" for number in range(1, count))
    return f"=_xlfn.LET(_xlpm.x0,A1{bound},_xlpm.x{count - 1})"


def doubling(count: int) -> dict[tuple[str, str], str]:
    """Names that each are twice the one before."""
    return {("", f"viel_{number}"): f"viel_{number - 1}+viel_{number - 1}" if number else "S!$A$1" for number in range(count)}


HOSTILE: Mapping[str, tuple[str, dict[str, Any]]] = {
    "variables that double": (let(100, "{0}+{0}"), {}),
    "variables that nest": (let(100, "-(-({0}))"), {}),
    "LET in itself": ("=" + "_xlfn.LET(_xlpm.x,1," * 60 + "1" + ")" * 60, {}),
    "names that double": ("=viel_39", {"definitions": doubling(40)}),
    "a name of itself": ("=a1a+1", {"definitions": {("", "a1a"): "a1a"}}),
    "names in a circle": ("=eins", {"definitions": {("", "eins"): "zwei+1", ("", "zwei"): "eins+1"}}),
    "a name through INDIRECT in a circle": ("=eins", {"definitions": {("", "eins"): 'INDIRECT("eins")'}}),
    "a definition of a megabyte": ("=lang", {"definitions": {("", "lang"): "1+" * 500_000 + "1"}}),
    "INDIRECT to all cells": ('=SUM(INDIRECT("A1:XFD1048576"))', {}),
    "INDIRECT to itself": ('=INDIRECT("Z99")', {}),
    "INDIRECT in INDIRECT": ("=" + "INDIRECT(" * 60 + '"A1"' + ")" * 60, {}),
    "numbers of a million rows": ("=SUMPRODUCT(ROW(1:1048576))", {}),
    "a wide array constant": ("=SUM({" + ",".join("1" * 1900) + "})", {}),
    "a hundred criteria over columns": ("=COUNTIFS(" + ",".join(['A1:A99999,">0"'] * 100) + ")", {}),
    "unions of columns": ("=SUM((" + ",".join(["A1:A99999"] * 300) + "))", {}),
    "intersections in a row": ("=SUM(A:A" + " A:A" * 900 + ")", {}),
    "intersections in brackets": ("=SUM(" + "(A:A " * 60 + "A1" + ")" * 60 + ")", {}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_formula_ends_and_stops_no_other(name: str) -> None:
    text, more = HOSTILE[name]
    cells: dict[str, object] = {"A1": 3, "Z99": text, "Y1": "=A1+1"}
    found = recalculate(book(cells, **more), [place("Y1"), place("Z99")])
    assert found[place("Y1")] == 4
    assert isinstance(found[place("Z99")], (NotCalculated, int, float, str))
    formula_terms(book(cells, **more), place("Z99"), {place("A1"): "x"})


@pytest.mark.parametrize(
    "name",
    [
        "variables that double",
        "names that double",
        "a name of itself",
        "names in a circle",
        "INDIRECT to itself",
        "INDIRECT to all cells",
        "a definition of a megabyte",
    ],
)
def test_what_has_no_end_is_not_calculated(name: str) -> None:
    text, more = HOSTILE[name]
    assert isinstance(recalculate(book({"A1": 3, "Z99": text}, **more), [place("Z99")])[place("Z99")], NotCalculated)


def test_thousands_of_formulas_with_names_use_up_a_limit_and_not_the_machine() -> None:
    cells: dict[str, object] = {f"A{row}": "=" + "+".join(["wert"] * 200) for row in range(1, 3000)}
    found = recalculate(book(cells, definitions={("", "wert"): "S!B1"}), [place(address) for address in cells])
    assert found[place("A1")] == 0
    assert "more than are recalculated" in str(found[place("A2999")])


def test_a_run_over_thousands_of_sheets_uses_up_a_limit_and_not_the_machine() -> None:
    sheets = tuple(Sheet(f"s{number}", {(1, 1): RawCell(1)}) for number in range(4000))
    main = Sheet("S", {(row, 1): RawCell(None, "=SUM(s0:s3999!A1)") for row in range(1, 500)} | {(600, 1): RawCell(None, "=SUM(s0:s99!A1)")})
    found = recalculate(Book((main, *sheets)), [place(f"A{row}") for row in (600, 1, 499)])
    assert found[place("A600")] == 100
    assert isinstance(found[place("A1")], NotCalculated) and isinstance(found[place("A499")], NotCalculated)


@pytest.mark.parametrize(
    "cells",
    [
        {"A1": "=A1+1"},
        {"A1": "=A2*2+1", "A2": "=A1*2+1"},
        {"A1": "=1-A1"},
        {"A1": "=A1"},
        {"A1": '=A1&"x"'},
        {"A1": "=1/A1"},
        {f"A{row}": f"=SUM(A1:A500)+{row}" for row in range(1, 500)},
    ],
    ids=["grows", "grows by two", "swings", "anything", "a text that grows", "an error", "five hundred over five hundred"],
)
def test_a_circle_that_settles_on_nothing_certain_is_not_calculated(cells: dict[str, object]) -> None:
    iterating = book(cells, settings=Settings(iterations=32_767))
    assert all(isinstance(value, NotCalculated) for value in recalculate(iterating, [place(address) for address in cells]).values())


def test_a_circle_is_an_error_where_the_workbook_does_not_iterate() -> None:
    cells: dict[str, object] = {"A1": "=A2/2+1", "A2": "=A1/2+1", "A3": "=A1+1"}
    places = [place(address) for address in cells]
    assert "circular" in str(recalculate(book(cells), places)[place("A1")])
    assert recalculate(book(cells, settings=Settings(iterations=100)), places) == dict(zip(places, (2, 2, 3), strict=True))


@pytest.mark.parametrize("ref", ["A1:XFD1048576", "J23:J1048576", "J23:XFD23", "J23:J60000"])
def test_an_array_over_more_than_a_sheet_is_known_by_its_first_cell(ref: str, tmp_path: Path) -> None:
    filing = read(Written({"requests.received.total": array("SUM(D23:I23)", ref, 7)}), tmp_path / "a.xlsx")
    assert filing.cells["requests.received.total"].formula is not None
    assert filing.cells["requests.carried_in.total"].formula is not None


def test_arrays_that_lie_over_each_other_fill_each_cell_once(tmp_path: Path) -> None:
    cells = {f"J{row}": array(f"SUM(D{row}:I{row})", f"J{row}:J{row + 2000}", 0) for row in range(23, 46)}
    filing = read(Written(cells), tmp_path / "a.xlsx")
    assert filing.values["requests.received.total"] == 7 and filing.values["requests.granted.total"] == 4


def test_a_circle_that_iterates_counts_with_its_saved_value_where_it_settles_on_none(tmp_path: Path) -> None:
    filing = read(Written({"requests.received.total": formula("J23", 7)}, settings='iterate="1"'), tmp_path / "a.xlsx")
    assert filing.values["requests.received.total"] == 7 and filing.cells["requests.received.total"].is_saved_only
