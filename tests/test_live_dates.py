"""A number in a date's format keeps its number in an open workbook too, whichever day the workbook counts from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
import xlwings
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.calc_host import calc, missing
from tests.submissions import CONSISTENT, write_submission
from xlplugin.live.calc_engine import Engine
from xlplugin.live.calc_host import CalcHost
from xlplugin.live.excel_host import ExcelHost
from xlplugin.live.grid import _cell, read_grid
from xlplugin.reading.read import read_filing, read_workbook

__all__ = ["calc"]
FIELD = "requests.received.company"
BASES = {False: dt.datetime(1899, 12, 30), True: dt.datetime(1904, 1, 1)}


@pytest.mark.parametrize("is_1904", [False, True])
@pytest.mark.parametrize("number", [0, 3, 59, 61, 1462, 45000, 3.5])
def test_a_date_of_an_open_workbook_is_the_number_that_its_cell_keeps(is_1904: bool, number: float) -> None:
    first = BASES[is_1904]
    assert _cell(first + dt.timedelta(days=number), None, first).content == number


@pytest.mark.parametrize(("value", "number"), [(dt.time(12), 0.5), (dt.timedelta(hours=36), 1.5), (7.0, 7.0)])
def test_a_time_of_day_is_counted_from_no_day(value: Any, number: float) -> None:
    assert _cell(value, None, BASES[True]).content == _cell(value, None, BASES[False]).content == number


@pytest.mark.parametrize("is_1904", [False, True])
def test_excel_is_asked_which_day_its_workbook_counts_from(is_1904: bool) -> None:
    assert ExcelHost().first_day(SimpleNamespace(api=SimpleNamespace(Date1904=is_1904))) == BASES[is_1904]


@pytest.mark.slow
@pytest.mark.skipif(missing() is not None, reason=f"{missing()}; CI installs it")
@pytest.mark.parametrize("is_1904", [False, True])
def test_calc_and_the_saved_file_give_the_same_number_for_a_date(is_1904: bool, calc: Engine, tmp_path: Path) -> None:
    path = write_submission(tmp_path / "a.xlsx", {**CONSISTENT, FIELD: 1})
    place = read_workbook(path).cells[FIELD].place
    assert place is not None
    book = openpyxl.load_workbook(path)
    if is_1904:
        book.epoch = CALENDAR_MAC_1904
    book[place.sheet][place.address].number_format = "yyyy-mm-dd"
    book.save(path)
    saved = read_workbook(path)
    opened = xlwings.App(impl=calc.app).books.open(str(path))
    try:
        live = read_filing(read_grid(opened, CalcHost()), str(path), is_calculated=True)
    finally:
        opened.close()
    for filing in (saved, live):
        assert filing.values[FIELD] == 1 and filing.values["requests.received.total"] == 16
        assert filing.cells[FIELD].shape.value == "date"
