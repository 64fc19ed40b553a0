"""One formula that nobody can read costs one formula: the file is read, and the other formulas are recalculated."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.test_openxml import read, sheet_xml
from tests.test_recalculate import book, place
from xlplugin.filing.cells import Place
from xlplugin.reading.formulas.recalculate import NotCalculated, recalculate
from xlplugin.reading.formulas.shown import as_shown
from xlplugin.reading.formulas.tokens import NOT_UNDERSTOOD
from xlplugin.reading.workbook.grid import Book, RawCell, Settings, Sheet

BROKEN = ['"abc', "[1", "#foo", "'", 'A1"', "A1)+1", "'abc!A1", "SUM(A1))", "{1,2"]


@pytest.mark.parametrize("text", BROKEN)
def test_a_shared_formula_that_cannot_be_moved_costs_its_cells_and_no_other(text: str, tmp_path: Path) -> None:
    shared = f"<row r='1'><c r='A1'><f t='shared' ref='A1:A2' si='0'>{escape(text)}</f><v>1</v></c><c r='B1'><v>4</v></c></row>"
    found = read(sheet_xml(tmp_path / "a.xlsx", f"{shared}<row r='2'><c r='A2'><f t='shared' si='0'/><v>2</v></c><c r='B2'><f>B1+1</f><v>9</v></c></row>"))
    [sheet] = found.sheets
    values = recalculate(found, [Place(sheet.name, *at) for at in sheet.cells])
    assert values[Place(sheet.name, 2, 2)] == 5
    assert isinstance(values[Place(sheet.name, 1, 1)], NotCalculated) and values[Place(sheet.name, 2, 1)] == NotCalculated(NOT_UNDERSTOOD)


@pytest.mark.parametrize("text", ['A1+"abc', "A1+[1", "A1#foo", "A1+'", "A1)+1"])
def test_a_name_that_cannot_be_moved_costs_the_formulas_that_use_it(text: str) -> None:
    cells: dict[str, object] = {"A1": 3, "B2": "=坏+1", "B3": "=A1+1"}
    found = recalculate(book(cells, definitions={("", "坏"): text}), [place("B2"), place("B3")])
    assert found == {place("B2"): NotCalculated(NOT_UNDERSTOOD), place("B3"): 4}


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (1e20, "0.0000000000", 1e20),
        (1.5e13, "0.000000000000000", 1.5e13),
        (-1e300, "0.00", -1e300),
        (1.7976931348623157e308, "0", 1.7976931348623157e308),
        (1e20, "0.00E+00", 1e20),
        (2e308, "0.00", 2e308),
        (1e20, "0" + "," * 500_000, 0.0),
        (0.1 + 0.2, "0.0000000000", 0.3),
        (2.675, "0.00", 2.68),
    ],
)
def test_a_number_is_rounded_as_shown_however_large_it_is(number: float, code: str, shown: float) -> None:
    assert as_shown(number, code) == shown


def test_a_workbook_that_calculates_as_shown_is_recalculated_with_a_large_number_in_it() -> None:
    cells = {(1, 1): RawCell(1e20), (1, 2): RawCell(2.345), (2, 1): RawCell(0, "=A1*1"), (2, 2): RawCell(0, "=B1*1")}
    sheet = Sheet("S", cells, formats={(1, 1): "0.0000000000", (1, 2): "0.00", (2, 1): "0.000000000000000"})
    found = recalculate(Book((sheet,), settings=Settings(is_precision_as_shown=True)), [place("A2"), place("B2")])
    assert found == {place("A2"): 1e20, place("B2"): 2.35}
