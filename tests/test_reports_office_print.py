"""The office's workbook on paper: no row of the form and no share is torn between pages, and LibreOffice prints as many pages as the breaks say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.office import convert, soffice
from tests.reports_run import review_of, run_over
from tests.written import write_office_workbook
from xlplugin.outputs.template.paper import columns_on_a3
from xlplugin.runs.store.results import Results

pytestmark = pytest.mark.slow
_ACROSS = 395 / 25.4 * 96


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("printed")
    run_over(folder)
    path = folder / "审核情况.xlsx"
    with Results(str(folder / "out")) as results:
        write_office_workbook(results, review_of(results), path, "zh")
    return path


def breaks_of(sheet: Any) -> list[int]:
    """The first column of each page but the first, counted from 1."""
    return [one.id + 1 for one in sheet.col_breaks.brk]


@pytest.mark.parametrize("name", ["数据台账", "数据台账（2019年版）"])
def test_a_page_of_the_ledger_begins_with_a_row_of_the_form(target: Path, name: str) -> None:
    sheet = openpyxl.load_workbook(target)[name]
    ids = {cell.column: str(cell.value) for cell in sheet[3] if cell.value}
    assert len(breaks_of(sheet)) in range(4, 7)
    for first in breaks_of(sheet):
        assert ids[first].rpartition(".")[0] != ids[first - 1].rpartition(".")[0], "a row is whole on its page"


def test_a_page_of_the_indicators_begins_with_a_share(target: Path) -> None:
    sheet = openpyxl.load_workbook(target)["指标（分单位）"]
    [first] = breaks_of(sheet)
    assert [sheet.cell(4, column).value for column in range(first - 1, first + 3)] == ["比率", "分子", "分母", "比率"]


class Asked:
    """A sheet that keeps what it is told."""

    def __init__(self) -> None:
        self.scale = 0

    def set_print_scale(self, scale: int) -> None:
        self.scale = scale

    def __getattr__(self, name: str) -> Any:
        return lambda *values: None


@pytest.mark.parametrize(("widths", "breaks"), [([6.0, 28.0] + [5.0] * 84, [44]), ([6.0, 28.0] + [9.0] * 120, [42, 82]), ([20.0] * 4, [])])
def test_the_scale_lets_the_widest_page_fit_the_paper_and_nothing_becomes_too_small_to_read(widths: Sequence[float], breaks: Sequence[int]) -> None:
    sheet = Asked()
    columns_on_a3(sheet, widths, 2, breaks)
    ends = [0, *breaks, len(widths)]
    widest = max(sum(8 * width + 5 for width in [*(widths[:2] if first else ()), *widths[first:end]]) for first, end in pairwise(ends))
    assert 30 <= sheet.scale <= 60 and (sheet.scale == 30 or widest * sheet.scale / 100 < _ACROSS)


@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed; CI installs it")
def test_libreoffice_prints_a_page_for_each_stretch_between_the_breaks(target: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(target)
    for name in book.sheetnames:
        if name != "数据台账":
            del book[name]
    few = tmp_path / "台账.xlsx"
    book.save(few)
    [printed] = convert([few], tmp_path, "pdf")
    pages = len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes()))
    assert pages == len(breaks_of(book["数据台账"])) + 1
