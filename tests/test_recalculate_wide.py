"""The wider functions of recalculation against LibreOffice, cell by cell, over random workbooks that are read from their files.

LibreOffice 7.4 does not know LET: a formula of LET is held against its twin without LET, which LibreOffice computes.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.formula_books import write_formula_book
from tests.office import computed_values, soffice
from xlplugin.filing.cells import Place
from xlplugin.reading.formulas.recalculate import NotCalculated, recalculate
from xlplugin.reading.workbook.workbook import read_book

pytestmark = pytest.mark.slow  # whole workbooks, many of them

WORKBOOKS = int(os.environ.get("XLPLUGIN_FORMULA_BOOKS", "12"))
"""How many random workbooks are compared; 200 were, once, at every change of the functions."""

CODES_THAT_DIFFER = {
    ("#NUM!", "#VALUE!"): "LibreOffice saves its Err:502 (invalid argument) as #VALUE!; Excel gives #NUM!",
    ("#NULL!", "#REF!"): "references that have nothing in common are #NULL! in Excel; LibreOffice saves its Err:521 as #REF!",
}
LEFT_UNDECIDED = {
    "the formula uses a text as a number, and programs read that text differently",
    "programs differ on what the formula gives",
    "the formula's criterion is read differently by different programs",
    "the formula asks which text comes first, and programs sort differently",
    "the formula's result hangs on a floating-point error",
    "a SUBTOTAL or AGGREGATE over hidden rows or other subtotals, where programs differ or the file does not tell, is not recalculated here",
}
"""Reasons to leave a formula uncalculated that these workbooks may meet."""


def _agree(ours: object, theirs: object) -> bool:
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)) and bool not in (type(ours), type(theirs)):
        return abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours), abs(theirs))
    return ours == theirs or (ours, theirs) in CODES_THAT_DIFFER


def _root(reason: str, failed: dict[str, str]) -> str:
    """The reason at the cell on which an uncalculated formula hangs."""
    at = reason.removeprefix("the formula depends on ").removesuffix(", which could not be recalculated")
    return failed.get(at, reason)


@pytest.mark.slow
@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed; CI has it and runs this test")
def test_every_formula_of_random_workbooks_gives_what_libreoffice_computes(tmp_path: Path) -> None:
    books = [write_formula_book(tmp_path / f"book{number}.xlsx", number) for number in range(WORKBOOKS)]
    wrong: list[str] = []
    reasons: Counter[str] = Counter()
    compared = 0
    for made, theirs in zip(books, computed_values([made.path for made in books], tmp_path / "office", timeout=900), strict=True):
        book = read_book(made.path)
        places = [Place(sheet.name, *position) for sheet in book.sheets for position, cell in sheet.cells.items() if cell.formula]
        ours = recalculate(book, places)
        failed = {f"{place.sheet}!{place.address}": value.reason.en for place, value in ours.items() if isinstance(value, NotCalculated)}
        for place, value in ours.items():
            if isinstance(value, NotCalculated):
                reasons[_root(value.reason.en, failed)] += 1
                continue
            compared += 1
            twin = made.twins.get((place.sheet, place.row, place.column))
            if twin is not None and ours[Place(*twin)] != value:
                wrong.append(f"{made.path.name} {place.sheet}!{place.address} {book.cell(place).formula}: {value!r}, without LET {ours[Place(*twin)]!r}")
            their = theirs.get((place.sheet, place.row, place.column), "")
            if twin is None and not _agree(value, their):
                wrong.append(f"{made.path.name} {place.sheet}!{place.address} {book.cell(place).formula}: {value!r}, LibreOffice {their!r}")
    assert not wrong, f"{len(wrong)} of {compared} differ:\n" + "\n".join(wrong[:60])
    assert set(reasons) <= LEFT_UNDECIDED, reasons
    assert compared > 0.9 * (compared + reasons.total()), reasons
