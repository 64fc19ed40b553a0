"""Addresses of cells, both ways, against the library that spreadsheets' own letters are counted by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string, get_column_letter

from xlplugin.filing.address import address, column_letters, column_number, position
from xlplugin.filing.cells import Place


@given(st.integers(1, 16384), st.integers(1, 1048576))
def test_an_address_says_the_row_and_column_that_it_was_made_of(column: int, row: int) -> None:
    assert column_letters(column) == get_column_letter(column) and column_number(column_letters(column)) == column == column_index_from_string(column_letters(column))
    assert position(address(row, column)) == (row, column)


@pytest.mark.parametrize(("text", "expected"), [("$I$30:J31", (30, 9)), ("aa7", (7, 27)), ("", None), ("30", None), ("ABCD1", None)])
def test_what_is_no_address_has_no_position(text: str, expected: tuple[int, int] | None) -> None:
    assert position(text) == expected


def test_a_place_in_full_names_its_sheet_first() -> None:
    assert Place("三、申请办理", 30, 9).full == "三、申请办理!I30"
