"""Old workbooks (.xls) as LibreOffice writes them: what stands far down is read, and what the reader cannot see is listed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.office import convert, soffice
from tests.parted import TABLES, write_table
from xlplugin.checking.check import check
from xlplugin.reading.read import read_workbook

pytestmark = [pytest.mark.slow, pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed; CI runs it")]
FIGURES = {"requests.received.natural_person": 3, "requests.results_total.natural_person": 3, "requests.received.total": 3, "requests.results_total.total": 3}


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """The form in .xls, by how many rows stand above it."""
    folder = tmp_path_factory.mktemp("old")
    paths = []
    for above in (0, 25_000, 60_000):
        path = write_table(folder / f"{above}.xlsx", TABLES, FIGURES)
        if above:
            book = openpyxl.load_workbook(path)
            book.worksheets[0].insert_rows(4, above)
            merges = list(book.worksheets[0].merged_cells.ranges)
            for area in merges:
                if area.min_row >= 4:
                    area.shift(row_shift=above)
            book.save(path)
        paths.append(path)
    return dict(zip((0, 25_000, 60_000), convert(paths, folder / "work", "xls"), strict=True))


@pytest.mark.parametrize("above", [0, 25_000, 60_000])
def test_no_row_of_an_old_workbook_is_cut_off(above: int, old: dict[int, Path]) -> None:
    filing = read_workbook(old[above])
    assert {name: filing.values[name] for name in FIGURES} == FIGURES and not filing.facts.missing_tables
    [report] = check([filing])
    assert report.coverage is not None and report.coverage.read == report.coverage.fields


def test_a_clean_old_workbook_lists_dates_and_unseen_cells_among_what_was_not_checked(old: dict[int, Path]) -> None:
    [report] = check([read_workbook(old[0])])
    missed = {entry.rule: entry.reason.zh for entry in report.not_checked}
    assert {"C09", "C10", "C15", "W01", "W02", "W03", "W04", "W05", "W06", "W07", "W09"} <= missed.keys()
    assert "另存为 .xlsx" in missed["C09"]
