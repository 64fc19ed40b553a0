"""Formulas as the world writes them, kind by kind: the figures that count, and nothing found but what is there."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

from tests.formula_kinds import ALL, CARRIED_IN, FEES, GRANTED, RECEIVED, Kind
from tests.office import computed_values, soffice
from tests.office_form import SHEET, not_checked, read, told
from xlplugin.filing.cells import Shape
from xlplugin.reading.read import read_workbook
from xlplugin.reading.workbook.workbook import read_book

pytestmark = pytest.mark.slow  # whole workbooks, many of them

CASES = Path(__file__).parent.parent.parent / "shared" / "cases" / "workbooks"


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: f"{kind.kind}: {kind.name}")
def test_a_workbook_of_a_kind_is_read_as_its_program_computes_it(kind: Kind, tmp_path: Path) -> None:
    filing = read(kind.book, tmp_path / "a.xlsx")
    found = told(filing)
    if kind.kind == "dates" and not kind.told:
        found = [words for words in found if words[0] in "WR"]
    assert tuple(found) == kind.told
    assert {name: filing.values[name] for name in kind.values} == {name: None if value is None else Decimal(str(value)) for name, value in kind.values.items()}
    assert not [entry for entry in not_checked(filing) if entry.rule.startswith("W")]
    assert not any(cell.is_saved_only or cell.shape is Shape.NOT_CALCULATED for cell in filing.cells.values())


@pytest.mark.slow
@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed; CI has it and runs this test")
def test_libreoffice_computes_the_same_for_every_kind(tmp_path: Path) -> None:
    kinds = [kind for kind in ALL if not kind.is_lone]
    paths = [kind.book.write(tmp_path / f"{number}.xlsx") for number, kind in enumerate(kinds)]
    wrong = []
    for kind, path, theirs in zip(kinds, paths, computed_values(paths, tmp_path / "office", timeout=600), strict=True):
        for name, cell in read_workbook(path).cells.items():
            if cell.formula is None or cell.place is None:
                continue
            their = theirs.get((SHEET, cell.place.row, cell.place.column))
            if isinstance(their, dt.datetime):  # a cell that shows a date
                their = to_excel(their, CALENDAR_MAC_1904 if read_book(path).settings.is_1904 else CALENDAR_WINDOWS_1900)  # type: ignore[no-untyped-call]
            ours = cell.recalculated
            if str(ours) != str(their) and not (isinstance(their, (int, float)) and ours is not None and abs(float(ours) - their) < 1e-9):
                wrong.append(f"{kind.kind}: {kind.name}: {name} {cell.formula}: {ours!r}, LibreOffice {their!r}")
    assert not wrong, "\n".join(wrong)


CASES_OF_FORMULAS: dict[str, tuple[tuple[str, ...], dict[str, float]]] = {
    "04": ((), {FEES: 1.23}),
    "05": ((), {RECEIVED: 7}),
    "06t": (("C14",), {RECEIVED: 0, GRANTED: 0}),
    "115": ((f"W01 {CARRIED_IN}",), {CARRIED_IN: 1, RECEIVED: 7}),
}
"""By the number that a case's name begins with: what is found, and figures that must be read."""


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not part of the repository; they lie beside it in CI")
@pytest.mark.parametrize("case", CASES_OF_FORMULAS)
def test_a_case_of_the_world_is_read_as_its_program_computes_it(case: str) -> None:
    [path] = CASES.glob(f"{case}[!0-9a-z]*")
    expected, values = CASES_OF_FORMULAS[case]
    filing = read_workbook(path)
    assert tuple(told(filing)) == expected
    assert {name: filing.values[name] for name in values} == {name: Decimal(str(value)) for name, value in values.items()}
    assert not [entry for entry in not_checked(filing) if entry.rule[0] in "RVW"]


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not part of the repository; they lie beside it in CI")
def test_a_number_that_shows_as_a_date_keeps_its_serial_in_sums() -> None:
    [path] = CASES.glob("09c*")
    filing = read_workbook(path)
    assert [words for words in told(filing) if words[0] in "RW"] == []
    assert filing.values[GRANTED] == 4 and filing.cells[GRANTED].saved == 4
