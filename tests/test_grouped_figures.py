"""Thousands set apart by blanks, 1 234: one figure in a workbook and in a report alike, where the total of the row does not speak against it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.plain import plain_tables, written
from tests.documents.plain import read as read_report
from tests.edited import edited, read, told
from tests.filings import filing_of
from xlplugin.checking.check import check
from xlplugin.filing.cells import Cell, Shape
from xlplugin.form import editions
from xlplugin.reading.figures.cells import is_grouped, read_cell
from xlplugin.reading.figures.grouped import settle_groups

FORM = editions()["2021"]
ROW = "requests.received"
COLUMNS = ("natural_person", "company", "research", "public_interest", "legal_service", "other", "total")
BLANKS = {"a space": " ", "no-break": "\u00a0", "thin": "\u2009", "narrow no-break": "\u202f", "figure space": "\u2007"}


ONE = ("1 234", "12\u00a0345 678", "1\u2009234.5")
OTHER = ("1 23", "12 34", "1234 567", "1  234", "1234", "1 2345", "1,234")


@pytest.mark.parametrize(("text", "is_one"), [*((text, True) for text in ONE), *((text, False) for text in OTHER)])
def test_only_groups_of_exactly_three_digits_are_one_figure(text: str, is_one: bool) -> None:
    assert is_grouped(text) == is_one


def row(**figures: object) -> dict[str, Cell]:
    """A row of the requests, with what a person typed in each cell."""
    cells = {}
    for column in COLUMNS:
        content = figures.get(column, "0")
        if isinstance(content, Cell):
            cells[f"{ROW}.{column}"] = content
        else:
            reading = read_cell(content, "count")
            cells[f"{ROW}.{column}"] = Cell(reading.shape, reading.value, str(content or ""), likely=reading.likely)
    return cells


KINDS: dict[str, tuple[dict[str, object], bool, bool]] = {
    "the total agrees": ({"company": "1 234", "other": "2", "total": "1236"}, True, True),
    "the total is set apart too": ({"company": "1 234", "other": "2", "total": "1 236"}, True, True),
    "the total is the only one": ({"company": "1000", "other": "234", "total": "1 234"}, True, True),
    "the total says they are two": ({"company": "1 234", "other": "0", "total": "235"}, False, False),
    "the total says nothing of either": ({"company": "1 234", "total": "9"}, False, False),
    "a blank beside may be the second one's": ({"company": "1 234", "other": None, "total": "1234"}, True, False),
    "the total is blank": ({"company": "1 234", "total": None}, True, False),
    "another cell is no number": ({"company": "1 234", "other": "若干", "total": "1236"}, True, False),
    "the total is a formula, which leaves texts out": ({"company": "1 234", "total": Cell(Shape.NUMBER, 0, "0", formula="=SUM(D6:I6)", saved=0, recalculated=0)}, True, False),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("blank", BLANKS.values(), ids=BLANKS)
def test_the_typed_total_of_the_row_tells_whether_it_is_one_figure(kind: str, blank: str) -> None:
    figures, in_workbook, in_report = KINDS[kind]
    cells = row(**{name: content.replace(" ", blank) if isinstance(content, str) else content for name, content in figures.items()})
    parted = [name for name, cell in cells.items() if is_grouped(cell.raw)]
    for is_document, is_read in ((False, in_workbook), (True, in_report)):
        settled = settle_groups(cells, FORM, is_document=is_document)
        assert [settled[name].value is not None for name in parted] == [is_read] * len(parted)
        assert all(settled[name].value is not None or settled[name].likely is not None for name in parted)


def test_what_is_no_figure_for_sure_is_told_as_an_error_of_its_own() -> None:
    name = f"{ROW}.company"
    [report] = check([filing_of(cells=settle_groups(row(company="1 234", total="9"), FORM, is_document=False))])
    assert (name, "C03") in {(finding.field, finding.rule) for finding in report.findings} and report.values[name] is None


@pytest.mark.slow
@pytest.mark.parametrize("blank", BLANKS.values(), ids=BLANKS)
def test_a_workbook_and_a_report_read_the_same_figure(blank: str, tmp_path: Path) -> None:
    parted, values = f"1{blank}234", dict.fromkeys((f"{ROW}.{column}" for column in COLUMNS), "0")
    report = read_report(written(plain_tables("html", {**values, f"{ROW}.company": parted, f"{ROW}.total": "1234"}), "html", tmp_path))
    assert report.values[f"{ROW}.company"] == 1234
    filing, found = read(edited(tmp_path / "a.xlsx", lambda sheet, cell: setattr(cell, "value", parted), f"{ROW}.company"))
    assert filing.values[f"{ROW}.company"] == 1234 and "C11" in told(found)
