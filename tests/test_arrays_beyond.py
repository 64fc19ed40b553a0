"""Array formulas over more cells than are filled in: what stands in the others is told as not recalculated, and is no typed figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office_form import Book, Cell, array, not_checked, number, read
from xlplugin.filing.address import address
from xlplugin.reading.workbook import sheet_formulas
from xlplugin.reading.workbook.grid import ArrayArea, RawCell
from xlplugin.reading.workbook.sheet_formulas import fill_arrays

COMPANY, PERSON, TOTAL = (f"requests.received.{column}" for column in ("company", "natural_person", "total"))


def test_a_figure_of_an_array_formula_beyond_the_most_is_not_read_as_typed(tmp_path: Path) -> None:
    cells = {"L1": array("台账!A1:A50000", "L1:L50000", 0), PERSON: array("台账!A1:F1", "D23:I23", 5), COMPANY: Cell("<v>2</v>")}
    filing = read(Book(cells, sheets={"台账": {"A1": number(5), "B1": number(99)}}), tmp_path / "a.xlsx")
    assert filing.cells[PERSON].formula == "=台账!A1:F1"
    assert filing.cells[COMPANY].formula == "="
    assert [entry for entry in not_checked(filing) if entry.field == COMPANY]


@pytest.mark.parametrize("most", [1_000_000, 0], ids=["looked at one by one", "too many to look at"])
def test_every_filled_cell_of_an_area_beyond_the_most_has_a_formula_that_nobody_knows(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_formulas, "_MOST_LOOKED_AT", most)
    cells = {(1, 1): RawCell(0, "=X1:X60000"), (2, 1): RawCell(3), (3, 1): RawCell(4, "=1+3"), (70_000, 1): RawCell(5), (2, 2): RawCell(6), (5, 1): RawCell()}
    small = {(4, 1): RawCell(7, "=Y1:Z1"), (4, 2): RawCell(8)}
    cells |= small
    filled = fill_arrays(cells, [(ArrayArea(1, 1, 60_000, 1), "=X1:X60000"), (ArrayArea(4, 1, 4, 2), "=Y1:Z1")])
    found = {address(*at): cell.formula for at, cell in cells.items()}
    assert found == {"A1": "=X1:X60000", "A2": "=", "A3": "=1+3", "A4": "=Y1:Z1", "B4": "=Y1:Z1", "A70000": None, "B2": None, "A5": None}
    assert set(filled) == {(1, 1), (4, 1), (4, 2)}


def test_thousands_of_areas_beyond_the_most_are_looked_through_as_one() -> None:
    cells = {(row, column): RawCell(1) for row in range(1, 2001) for column in range(1, 11)}
    fill_arrays(cells, [(ArrayArea(row, 1, 60_000, 10), "=X1") for row in range(1, 2001)])
    assert {cell.formula for cell in cells.values()} == {"=X1", "="}
