"""What counts where a formula cannot be recalculated: its saved number, told as one, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.formula_kinds import CARRIED_IN, FEES, GRANTED, RECEIVED, RESULTS
from tests.office_form import Book, Cell, formula, not_checked, read, told
from xlplugin.filing.cells import Shape

TOTALS = {RECEIVED: 23, CARRIED_IN: 24, GRANTED: 25, RESULTS: 46}
SAVED = {RECEIVED: 7, CARRIED_IN: 1, GRANTED: 4, RESULTS: 7}


def by_offset(saved: dict[str, object]) -> Book:
    """Totals by a function that is not recalculated."""
    return Book({name: formula(f"SUM(OFFSET(D{row},0,0,1,6))", saved[name]) for name, row in TOTALS.items()})


def test_a_saved_number_counts_and_the_arithmetic_runs_on_it(tmp_path: Path) -> None:
    filing = read(by_offset(dict(SAVED)), tmp_path / "a.xlsx")
    assert told(filing) == []
    assert {name: filing.values[name] for name in TOTALS} == SAVED
    assert {name for name, cell in filing.cells.items() if cell.is_saved_only} == set(TOTALS)
    assert all(filing.cells[name].shape is Shape.NUMBER and filing.cells[name].recalculated is None for name in TOTALS)
    missed = not_checked(filing)
    assert {(entry.rule, entry.field) for entry in missed} == {("W05", name) for name in TOTALS}
    assert all("OFFSET" in entry.reason.zh and "保存值（未经重算）" in entry.reason.zh and "not recalculated" in entry.reason.en for entry in missed)


@pytest.mark.parametrize(
    ("name", "saved", "found"),
    [
        (CARRIED_IN, 99, [f"R01 {RESULTS}", f"R03 {CARRIED_IN}"]),
        (GRANTED, 5, [f"R02 {RESULTS}", f"R03 {GRANTED}"]),
        (RESULTS, 8, [f"R01 {RESULTS}", f"R02 {RESULTS}", f"R03 {RESULTS}"]),
        (RECEIVED, -7, [f"C06 {RECEIVED}", f"R01 {RESULTS}", f"R03 {RECEIVED}", f"R07 {RESULTS}"]),
    ],
)
def test_a_wrong_saved_number_does_not_pass(name: str, saved: int, found: list[str], tmp_path: Path) -> None:
    assert told(read(by_offset({**SAVED, name: saved}), tmp_path / "a.xlsx")) == found


@pytest.mark.parametrize("saved", ["无", "#REF!", None, ""])
def test_what_is_saved_and_is_no_number_does_not_count(saved: object, tmp_path: Path) -> None:
    filing = read(by_offset({**SAVED, RECEIVED: saved}), tmp_path / "a.xlsx")
    assert filing.values[RECEIVED] is None and not filing.cells[RECEIVED].is_saved_only and not filing.is_known(RECEIVED)
    [entry] = [entry for entry in not_checked(filing) if entry.rule == "W05" and entry.field == RECEIVED]
    assert "保存值" not in entry.reason.zh
    assert {"R01", "R03"} <= {entry.rule for entry in not_checked(filing)}


@pytest.mark.parametrize(
    "text",
    [
        "[1]去年!A1",
        "Table1[数量]",
        "TODAY()-TODAY()+7",
        "OFFSET(D23,0,0)+2",
        "J23",
        "VLOOKUP(1,A1:B2,2)",
        "D23+没有的名称",
        "1,000",
        'INDIRECT("D"&ROUND(23,0))+2',
    ],
)
def test_whatever_the_reason_the_saved_number_counts(text: str, tmp_path: Path) -> None:
    filing = read(Book({RECEIVED: formula(text, 7)}), tmp_path / "a.xlsx")
    assert filing.values[RECEIVED] == 7 and filing.cells[RECEIVED].is_saved_only and filing.cells[RECEIVED].reason is not None
    assert [words for words in told(filing) if words != "W06"] == []


def test_a_formula_over_one_that_is_not_recalculated_counts_with_its_own_saved_number(tmp_path: Path) -> None:
    filing = read(Book({GRANTED: formula("SUM(OFFSET(D25,0,0,1,6))", 4), RESULTS: formula("SUM(J25:J45)", 7)}), tmp_path / "a.xlsx")
    assert {name for name, cell in filing.cells.items() if cell.is_saved_only} == {GRANTED, RESULTS}
    assert told(filing) == []


def test_a_saved_number_keeps_its_places_and_is_no_date(tmp_path: Path) -> None:
    filing = read(Book({FEES: formula("OFFSET(E17,0,0)", 1.5, "yyyy-mm-dd")}), tmp_path / "a.xlsx")
    assert filing.values[FEES] == Decimal("1.5") and filing.cells[FEES].is_saved_only


def test_a_formula_that_is_recalculated_is_not_taken_as_saved_only(tmp_path: Path) -> None:
    filing = read(Book({"requests.granted.other": Cell("<v>0</v>")}), tmp_path / "a.xlsx")
    assert not any(cell.is_saved_only for cell in filing.cells.values())
