"""An open workbook is read to its last filled cell, however far its formats reach, in a few calls for each sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
import xlwings
from openpyxl.styles import PatternFill

from tests.calc_host import calc, missing
from xlplugin.errors import TooLargeError
from xlplugin.live import grid
from xlplugin.live.calc_engine import Engine
from xlplugin.live.calc_host import CalcHost
from xlplugin.live.excel_host import ExcelHost
from xlplugin.reading.workbook.grid import Sheet

__all__ = ["calc"]
live = pytest.mark.skipif(missing() is not None, reason=f"{missing()}; CI installs it")


def _book(path: Path, filled: dict[str, int | str], coloured: str = "") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for at, value in filled.items():
        sheet[at] = value
    if coloured:
        sheet[coloured].fill = PatternFill("solid", fgColor="FFFF00")
    book.save(path)
    return path


@pytest.fixture
def read(calc: Engine, tmp_path: Path) -> Iterator[Any]:
    """Reads a workbook of these cells, opened in Calc."""

    def read_it(filled: dict[str, int | str], coloured: str = "") -> Sheet:
        opened = xlwings.App(impl=calc.app).books.open(str(_book(tmp_path / "甲.xlsx", filled, coloured)))
        return grid.read_grid(opened, CalcHost()).sheets[0]

    yield read_it
    for book in list(calc.app.books):
        book.close()


@live
@pytest.mark.slow
@pytest.mark.parametrize("rows_at_once", [1, 2, 3, 4, 5_000])
def test_a_sheet_read_in_bands_of_any_height_is_the_same_sheet(rows_at_once: int, read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "ROWS_AT_ONCE", rows_at_once)
    cells = read({"A1": "甲", "B2": 3, "C4": "=B2+1", "A7": 7}).cells
    assert {at: (cell.content, cell.formula) for at, cell in cells.items()} == {(1, 1): ("甲", None), (2, 2): (3, None), (4, 3): (4, "=B2+1"), (7, 1): (7, None)}


@live
@pytest.mark.slow
def test_a_figure_far_below_is_read_and_a_colour_far_below_is_not_waited_for(read: Any) -> None:
    cells = read({"A1": 1, "C6001": 9}, coloured="AMJ1048576").cells
    assert {at: cell.content for at, cell in cells.items()} == {(1, 1): 1, (6001, 3): 9}


@live
@pytest.mark.slow
def test_a_sheet_filled_beyond_every_form_is_refused_and_never_read_in_part(read: Any) -> None:
    with pytest.raises(TooLargeError, match="1048576"):
        read({"A1": 1, "C1048576": 9})


@live
@pytest.mark.slow
def test_an_empty_sheet_holds_nothing(read: Any) -> None:
    assert read({}, coloured="D9").cells == {}


@pytest.mark.parametrize(("last", "filled"), [((9, 4), (9, 4)), (None, (0, 0))])
def test_excel_is_asked_for_the_last_filled_row_and_column(last: tuple[int, int] | None, filled: tuple[int, int]) -> None:
    asked: list[dict[str, object]] = []

    def find(**how: object) -> SimpleNamespace | None:
        asked.append(how)
        by_row = SimpleNamespace(Row=last[0], Column=1) if last else None
        by_column = SimpleNamespace(Row=1, Column=last[1]) if last else None
        return by_row if how["SearchOrder"] == 1 else by_column

    assert ExcelHost().last_filled(SimpleNamespace(used_range=SimpleNamespace(api=SimpleNamespace(Find=find)))) == filled
    assert [how["SearchOrder"] for how in asked] == [1, 2] and {how["LookIn"] for how in asked} == {-4123} and {how["SearchDirection"] for how in asked} == {2}
