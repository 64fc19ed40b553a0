"""Whole paths as a clerk walks them, in a Calc with windows: the toolbar's buttons, a Calc started by hand driven from a terminal, two of them at once.

`XLPLUGIN_SCREENSHOTS=<folder>` keeps the pictures of before and after.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings

from tests.calc_host import RunningCalc, screen, started
from tests.desktop import Window, missing_desktop, wait_for
from tests.resident import helper_ended, helper_pid, told
from tests.toolbar_desk import Desk, calc_with_toolbar
from tests.toolbar_profile import missing_unopkg
from xlplugin.addin.press import press
from xlplugin.checking.mended import explained_by_suspects
from xlplugin.errors import HostError
from xlplugin.filing.cells import Place
from xlplugin.form import editions
from xlplugin.form.sheets import FINDINGS
from xlplugin.live import calc_engine
from xlplugin.live.calc_engine import connect
from xlplugin.live.stops import stops
from xlplugin.outputs.marked.marks import marks
from xlplugin.outputs.template.template import write_template
from xlplugin.reading.read import read_workbook
from xlplugin.rules import catalogue
from xlplugin.runs.run import check_files

ROOT = Path(__file__).parent.parent
MISSING = (
    missing_desktop()
    or missing_unopkg()
    or (None if Path("/usr/lib/libreoffice/share/registry/Langpack-zh-CN.xcd").exists() else "libreoffice-l10n-zh-cn is not installed")
)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(MISSING is not None, reason=str(MISSING))]

FORM = editions()["2021"]
FAULTS = {"requests.received.natural_person": 21, "requests.granted.natural_person": 12, "review.reconsideration.upheld": -1, "proactive.fees.amount": "三万元"}


def submission(path: Path) -> Path:
    """A filled template with three planted errors: 21 for 12, a negative number, words for a number."""
    values: dict[str, object] = {**dict.fromkeys(FORM.fields, 0), **FAULTS}
    write_template(FORM, path, catalogue().values(), values=values, cover={"organ": "样例一镇", "year": 2023, "level": "乡镇"})
    return path


def expected(path: Path) -> dict[Place, str]:
    """The notes that the headless check would put at the cells."""
    return {mark.place: mark.note for mark in marks(check_files([path])[0], "zh")}


def photograph(window: Window, name: str, folder: Path) -> Path:
    return window.photograph(Path(os.environ.get("XLPLUGIN_SCREENSHOTS") or folder) / name)


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Calc with the installed toolbar and a submission open."""
    with calc_with_toolbar(lambda folder: submission(folder / "年报.xlsx")) as found:
        yield found


def notes(model: Any) -> dict[Place, str]:
    """Every note of a workbook, over UNO."""
    found = {}
    for number in range(model.Sheets.Count):
        sheet = model.Sheets.getByIndex(number)
        for at in range(sheet.Annotations.Count):
            note = sheet.Annotations.getByIndex(at)
            found[Place(sheet.Name, note.Position.Row + 1, note.Position.Column + 1)] = note.String
    return found


def test_a_click_on_validate_marks_the_cells_and_a_click_on_clear_takes_the_marks_away(desk: Desk, tmp_path: Path) -> None:
    window, workbook, state = desk.window, desk.workbook, desk.state
    model = window.frame.Controller.Model
    before = photograph(window, "before.png", tmp_path)
    window.press("审核全表")
    wait_for(lambda: True if notes(model) == expected(workbook) else None, "the marks at the cells")
    _wait_until_done(state, 1)
    [report] = check_files([workbook])
    first, second, *_ = stops(report, explained_by_suspects(read_workbook(workbook), report))
    wait_for(lambda: True if _selected(model) == first else None, "the first problem to be selected")
    window.press("下一个问题")
    wait_for(lambda: True if _selected(model) == second else None, "the next problem to be selected")
    after = photograph(window, "after.png", tmp_path)
    assert before.read_bytes() != after.read_bytes()
    _wait_until_done(state, 2)
    window.press("清除标记")
    wait_for(lambda: True if not notes(model) else None, "the marks to go")
    wait_for(lambda: True if model.Sheets.getByName(FINDINGS).getCellRangeByName("A3").String == "" else None, "the list to be empty")
    _wait_until_done(state, 3)


def _wait_until_done(state: Path, presses: int) -> None:
    """Waits until the helper has done so many, and a moment for the toolbar to hear of it: while one runs, another button is told to wait."""
    wait_for(lambda: True if told(state)["done"] == presses else None, "the command to end")
    time.sleep(0.5)


def _selected(model: Any) -> Place:
    address = model.CurrentSelection.RangeAddress
    return Place(model.Sheets.getByIndex(address.Sheet).Name, address.StartRow + 1, address.StartColumn + 1)


def opened(running: RunningCalc) -> Any:
    """The workbook, once the office has it open: the lock beside it is there earlier."""
    engine = wait_for(lambda: connect(profile=running.profile), "the office to listen")
    return wait_for(lambda: next((xlwings.Book(impl=book) for book in engine.app.books), None), "the workbook to be open")


def live(state: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`xlplugin live …` as it is typed in a terminal."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "XDG_STATE_HOME": str(state)}
    return subprocess.run([sys.executable, "-m", "xlplugin", "live", *arguments], env=environment, capture_output=True, encoding="utf-8", check=False)


def test_a_calc_that_was_started_by_hand_is_driven_from_a_terminal(tmp_path: Path) -> None:
    workbook = submission(tmp_path / "年报.xlsx")
    state = tmp_path / "state"
    with screen() as display, started(tmp_path, files=[workbook], display=display) as running, helper_ended(state):
        assert running.pipe is None, "it listens to nobody"
        book = opened(running)
        done = live(state, "validate", "--host", "calc", "--book", str(workbook))
        assert done.returncode == 0 and done.stdout.startswith("年报.xlsx：") and "处错误" in done.stdout, done.stderr
        assert notes(book.impl.api) == expected(workbook)
        first = helper_pid(state)
        assert live(state, "next", "--host", "calc", "--book", str(workbook)).returncode == 0
        refused = live(state, "fill-blanks", "--host", "calc", "--book", str(tmp_path / "没有打开.xlsx"))
        assert refused.returncode == 2 and "没有打开这个工作簿" in refused.stderr and str(workbook) in refused.stderr and "Traceback" not in refused.stderr
        assert first is not None and first == helper_pid(state) and told(state)["done"] == 3, "one helper did it all"


def test_a_mended_cell_loses_its_mark_at_the_next_validation(tmp_path: Path) -> None:
    workbook = submission(tmp_path / "年报.xlsx")
    state = tmp_path / "state"
    with screen() as display, started(tmp_path, files=[workbook], display=display) as running, helper_ended(state):
        book = opened(running)
        options = ("--host", "calc", "--book", str(workbook))
        assert live(state, "validate", *options).returncode == 0
        first = notes(book.impl.api)
        place = next(place for place, note in first.items() if "(C06)" in note)
        book.impl.api.Sheets.getByName(place.sheet).getCellByPosition(place.column - 1, place.row - 1).setValue(0)
        assert live(state, "validate", *options).returncode == 0
        second = notes(book.impl.api)
        assert place not in second and {other for other in first if "(C03)" in first[other] or "(C05)" in first[other]} <= set(second)
        assert live(state, "clear", *options).returncode == 0
        assert not notes(book.impl.api)


def test_of_two_offices_with_two_workbooks_the_right_one_is_marked_or_the_choice_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "甲乙":
        (tmp_path / name).mkdir()
    books = [submission(tmp_path / name / f"{name}.xlsx") for name in "甲乙"]
    pipes = [f"xlplugin_test_{secrets.token_hex(8)}" for _ in books]
    with started(tmp_path / "甲", pipe=pipes[0]) as first, started(tmp_path / "乙", pipe=pipes[1]) as second:
        monkeypatch.setattr(calc_engine, "running_offices", lambda profile=None: [first.office, second.office])  # others may run on this machine
        models = [calc_engine.attach(pipe)[0].app.books.open(str(path)).api for pipe, path in zip(pipes, books, strict=True)]  # type: ignore[union-attr] # it answers
        with pytest.raises(HostError) as asked:
            press("validate", "calc")
        assert str(books[0]) in asked.value.text.zh and str(books[1]) in asked.value.text.zh and "--book" in asked.value.text.zh
        assert f"LibreOffice {first.office.pid}" in asked.value.text.en and not notes(models[0]) and not notes(models[1])
        assert press("validate", "calc", "乙.xlsx").text.zh.startswith("乙.xlsx：")
        assert not notes(models[0]) and notes(models[1]) == expected(books[1])
        assert press("validate", "calc", str(books[0]), pipe=pipes[0]).text.zh.startswith("甲.xlsx：")
        assert notes(models[0]) == expected(books[0])
        with pytest.raises(HostError, match="not open"):
            press("clear", "calc", str(books[0]), pipe=pipes[1])
        assert notes(models[0]) == expected(books[0]) and notes(models[1]) == expected(books[1])
