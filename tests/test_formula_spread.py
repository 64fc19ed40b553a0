"""Ranges that a formula takes cell by cell: a column and a row spread over all cells between them, and N takes the first cell in Excel."""

from __future__ import annotations

import pytest

from tests.test_recalculate import place
from xlplugin.reading.formulas.coerce import DIALECT, SPREAD, UNDECIDED
from xlplugin.reading.formulas.recalculate import NotCalculated, recalculate
from xlplugin.reading.workbook.grid import ArrayArea, Book, RawCell, Sheet

AT = place("AAB1")


def given(formula: str, is_array: bool = False) -> object:
    """What a formula gives on a sheet of a few figures."""
    cells = {(1, 1): RawCell(1), (1, 2): RawCell(2), (2, 1): RawCell(3), (AT.row, AT.column): RawCell(0, formula)}
    arrays = {(AT.row, AT.column): ArrayArea(AT.row, AT.column, AT.row, AT.column)} if is_array else {}
    return recalculate(Book((Sheet("S", cells, arrays=arrays),)), [AT])[AT]


@pytest.mark.parametrize(
    ("formula", "is_array"),
    [
        ("=SUMPRODUCT(A1:A40000*A1:CV1)", False),
        ("=SUMPRODUCT((A1:A40000>0)*(A1:CV1=1))", False),
        ("=SUMPRODUCT(ROUND(A1:A40000,A1:CV1))", False),
        ("=SUM(IF(A1:A40000>0,A1:CV1))", True),
        ("=SUM(IFERROR(A1:A40000,A1:CV1))", True),
        ("=SUM(IFS(A1:A40000>0,A1:CV1))", True),
        ("=IFERROR(SUM(A1:A40000*A1:CV1),0)", True),
    ],
)
def test_a_column_and_a_row_that_spread_too_far_are_not_recalculated(formula: str, is_array: bool) -> None:
    assert given(formula, is_array) == NotCalculated(UNDECIDED[SPREAD])


@pytest.mark.parametrize(
    ("formula", "is_array", "expected"),
    [
        ("=SUMPRODUCT(A1:A300*A1:CV1)", False, 12),
        ("=SUMPRODUCT(A1:A90000*1)", False, 4),
        ("=SUMPRODUCT(A1:A90000*A1:A90000)", False, 10),
        ("=SUM(IF(A1:A3>0,A1:B1))", True, 6),
        ("=SUMPRODUCT(A1:A3*A1:A2)", False, "#VALUE!"),
    ],
)
def test_ranges_that_spread_less_are(formula: str, is_array: bool, expected: object) -> None:
    assert given(formula, is_array) == expected


@pytest.mark.parametrize(("formula", "is_array"), [("=SUMPRODUCT(N(A1:A3))", False), ("=SUMPRODUCT(N(A1:B1)*2)", False), ("=SUM(N(A1:A3))", True), ("=SUMPRODUCT(N(A:A))", False)])
def test_n_of_several_cells_is_left_undecided(formula: str, is_array: bool) -> None:
    """Excel takes the first cell, LibreOffice each."""
    assert given(formula, is_array) == NotCalculated(UNDECIDED[DIALECT])


@pytest.mark.parametrize(("formula", "expected"), [("=SUMPRODUCT(N(A1:A3>1))", 1), ("=SUMPRODUCT(N(A1))", 1), ("=N(A2)", 3), ("=SUMPRODUCT(N(-A1:A3))", -4)])
def test_n_of_one_cell_or_of_computed_values_is_recalculated(formula: str, expected: int) -> None:
    assert given(formula) == expected
