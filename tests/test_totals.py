"""What a total adds up stands in one place: the template, the open workbook and the blank cells go by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.filings import filing_of
from tests.submissions import write_submission
from xlplugin.form import Form, editions
from xlplugin.live.totals import lost_formulas, wrong_totals
from xlplugin.reading.read import read_workbook
from xlplugin.rules.cells.blanks import blank_fields
from xlplugin.rules.shared.totals import computed_fields, totals

FORMS = list(editions().values())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.edition)
def test_a_lost_formula_comes_back_as_the_template_has_it_in_every_computed_cell(form: Form, tmp_path: Path) -> None:
    path = write_submission(tmp_path / "表.xlsx", form=form, year=form.first_year)
    book, filing = openpyxl.load_workbook(path), read_workbook(path)
    own = {}
    for name, cell in filing.cells.items():
        content = book[cell.place.sheet].cell(cell.place.row, cell.place.column).value if cell.place else None
        if isinstance(content, str) and content.startswith("="):
            own[name] = content
    emptied = replace(filing, cells={name: replace(cell, formula=None) for name, cell in filing.cells.items()})
    assert set(own) == set(computed_fields(form)) and lost_formulas(emptied) == own


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.edition)
def test_every_computed_cell_has_one_sum_and_needs_no_result_of_its_own(form: Form) -> None:
    sums = totals(form)
    assert set(sums) == set(computed_fields(form))

    def needed(name: str) -> set[str]:
        return {other for term in sums[name].right.terms if term.field in sums for other in (term.field, *needed(term.field))} if name in sums else set()

    assert not [name for name in sums if name in needed(name)]


def test_a_wrong_total_is_put_right_from_what_its_parts_come_to_and_not_from_other_wrong_totals(tmp_path: Path) -> None:
    form = editions()["2021"]
    path = write_submission(tmp_path / "表.xlsx", {"requests.granted.natural_person": 4}, typed=dict.fromkeys(computed_fields(form), 0))
    found = {total.field: total.expected for total in wrong_totals(read_workbook(path))}
    assert found == dict.fromkeys(("requests.granted.total", "requests.results_total.natural_person", "requests.results_total.total"), 4)


def test_a_blank_total_whose_parts_are_filled_is_no_missing_zero() -> None:
    blank = dict.fromkeys(("requests.granted.total", "requests.results_total.natural_person", "requests.received.total"))
    assert blank_fields(filing_of({"requests.granted.natural_person": 4, **blank}, year=2023)) == ["requests.received.total"]
