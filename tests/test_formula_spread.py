"""Ranges that a formula takes cell by cell: a column and a row spread over all cells between them."""

from __future__ import annotations

import pytest

from tests.test_recalculate import place
from xlplugin.reading.formulas.coerce import SPREAD, UNDECIDED
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
