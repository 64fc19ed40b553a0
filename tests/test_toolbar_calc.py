"""The toolbar in a Calc with windows: installed with `unopkg`, pressed with the mouse; the helper that it starts is a recorded double that tells what it was asked for."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.desktop import Window, missing_desktop, visible_calc, wait_for
from tests.resident import helper_ended, helper_pid, told
from tests.toolbar_profile import missing_unopkg, ordinary_user
from xlplugin.addin.install_calc import install_calc
from xlplugin.addin.toolbar.labels import GROUPS, LABELS, TITLE
from xlplugin.addin.toolbar.registry import TOOLBAR

ROOT = Path(__file__).parent.parent
MISSING = (
    missing_desktop()
    or missing_unopkg()
    or (None if Path("/usr/lib/libreoffice/share/registry/Langpack-zh-CN.xcd").exists() else "libreoffice-l10n-zh-cn is not installed")
)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(MISSING is not None, reason=str(MISSING))]

DOUBLE = """#!{python}
import json, os, sys, time
sys.path.insert(0, {root!r})
here = os.path.dirname(os.path.abspath(__file__))
json.dump({{"arguments": sys.argv[1:], "environment": dict(os.environ), "folder": os.getcwd()}}, open(os.path.join(here, "started.json"), "w", encoding="utf-8"))
from xlplugin.addin.commands import Answer
from xlplugin.errors import UsageError
from xlplugin.live.calc.bridge import resolve
from xlplugin.serve.live.run import serve
from xlplugin.text import same

def act(press):
    plan = json.load(open(os.path.join(here, "plan.json"), encoding="utf-8"))
    context = resolve(press.arguments["pipe"])
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    seen = {{"command": press.command, **press.arguments, "sheets": desktop.getFrames().getByIndex(0).Controller.Model.Sheets.ElementNames}}
    target = os.path.join(here, "run%d.json" % len([name for name in os.listdir(here) if name.startswith("run")]))
    json.dump(seen, open(target + ".part", "w", encoding="utf-8"))
    os.rename(target + ".part", target)
    while plan["waits"] and not os.path.exists(os.path.join(here, "go")):
        time.sleep(0.02)
    if plan["crash"]:
        raise KeyError(plan["crash"])
    if plan["err"]:
        raise UsageError(zh=plan["err"], en=plan["err"])
    return Answer(same(plan["out"]), is_quiet=True)

serve(300, act)
"""


@dataclass(frozen=True)
class Bench:
    """The office with the toolbar, and the double that its buttons start and ask."""

    window: Window
    folder: Path
    workbook: Path

    def plan(self, out: str = "", err: str = "", crash: str = "", waits: bool = False) -> None:
        """What the double does the next time; whatever it recorded before is forgotten."""
        for path in (*self.folder.glob("run*"), self.folder / "go"):
            path.unlink(missing_ok=True)
        (self.folder / "plan.json").write_text(json.dumps({"out": out, "err": err, "crash": crash, "waits": waits}), "utf-8")

    @property
    def state(self) -> Path:
        """Where the helper leaves word of itself."""
        return self.folder.parent / "state"

    def seen(self) -> dict[str, Any]:
        """What the double was asked for, once it is."""
        run = self.folder / "run0.json"
        return wait_for(lambda: json.loads(run.read_text("utf-8")) if run.exists() else None, "the helper to be asked")

    def press(self, label: str) -> None:
        """Presses a button until the double is asked: a click that comes while a message is still being put away is lost."""
        for _ in range(3):
            self.window.press(label)
            with suppress(AssertionError):
                wait_for(lambda: True if (self.folder / "run0.json").exists() else None, "the helper to be asked", 10)
                return

    def go(self) -> None:
        """Lets a waiting double go on, and waits until the toolbar has heard of it: the status bar no longer says that a command runs."""
        bar = self.window.element("statusbar/statusbar")
        while_running = self.window.pixels(bar)
        (self.folder / "go").touch()
        wait_for(lambda: None if told(self.state)["is_busy"] else True, "the command to end")
        with suppress(AssertionError):  # on a busy machine it may not have been drawn before
            wait_for(lambda: True if self.window.pixels(bar) != while_running else None, "the status bar to change", 10)
        time.sleep(0.5)


@contextmanager
def started() -> Iterator[Bench]:
    """A workbook with a trying name, beside it and in it what must not count, and Calc in Chinese with the toolbar."""
    folder = Path(tempfile.mkdtemp(prefix="xlplugin-toolbar-"))
    folder.chmod(0o777)
    try:
        double, workbook = _furnish(folder)
        with visible_calc(folder, workbook) as window, helper_ended(folder / "state"):
            yield Bench(window, double.parent, workbook)
    finally:
        shutil.rmtree(folder)


def _furnish(folder: Path) -> tuple[Path, Path]:
    """The double, recorded in an installed toolbar, and the workbook."""
    profile = folder / "profile"
    profile.mkdir()
    profile.chmod(0o777)
    double = folder / "double" / "python"
    double.parent.mkdir()
    double.write_text(DOUBLE.format(python=sys.executable, root=str(ROOT)), "utf-8")
    double.chmod(0o755)
    install_calc(ordinary_user(folder, double), profile)
    workbook = folder / "报 表" / "a=b 报 表.xlsx"
    (workbook.parent / "xlplugin").mkdir(parents=True)
    (workbook.parent / "xlplugin" / "__init__.py").write_text("raise SystemExit('hostile')\n", "utf-8")
    for name in ("xlplugin.conf", "toolbar.json"):
        (workbook.parent / name).write_text('{"python": "/bin/false"}', "utf-8")
    book = openpyxl.Workbook()
    sheet = book.create_sheet("xlplugin.conf")
    sheet.append(["INTERPRETER", "/bin/false"])
    book.save(workbook)
    return double, workbook


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with started() as one:
        yield one


def test_the_menu_and_the_toolbar_are_there_in_chinese(bench: Bench) -> None:
    manager = bench.window.frame.LayoutManager
    assert manager.isElementVisible(TOOLBAR) and manager.isElementDocked(TOOLBAR)
    own, *others = [bench.window.element(f"toolbar/{name}").y for name in (TOOLBAR.rpartition("/")[2], "standardbar", "formatobjectbar")]
    assert own > max(others), "in a row of its own, below Calc's"
    bar = manager.getElement("private:resource/menubar/menubar").XMenuBar
    titles = {bar.getItemText(bar.getItemId(number)): bar.getItemId(number) for number in range(bar.getItemCount())}
    menu = bar.getPopupMenu(titles[TITLE.zh])
    entries = [menu.getItemText(menu.getItemId(number)) if menu.getItemId(number) else "-" for number in range(menu.getItemCount())]
    assert entries == [entry for number, group in enumerate(GROUPS) for entry in (*(["-"] if number else []), *(label.zh for label in group.values()))]


def test_every_button_can_be_seen_with_its_picture(bench: Bench, tmp_path: Path) -> None:
    boxes = {label.zh: bench.window.find(label.zh) for label in LABELS.values()}
    wait_for(lambda: True if all(box.width > 40 and len(_vivid(bench.window.pixels(box))) > 12 for box in boxes.values()) else None, "thirteen pictures", 15)
    photograph = bench.window.photograph(Path(os.environ.get("XLPLUGIN_SCREENSHOTS") or tmp_path) / "toolbar.png")
    assert photograph.stat().st_size > 20_000


def _vivid(pixels: bytes) -> set[bytes]:
    """The colours among pixels that are neither grey nor nearly so."""
    colours = {pixels[at : at + 3] for at in range(0, len(pixels), 3)}
    return {colour for colour in colours if max(colour) - min(colour) > 60}


def test_a_click_starts_the_recorded_interpreter_once_and_its_commands_reach_calc(bench: Bench) -> None:
    if sys.platform == "win32":
        raise NotImplementedError
    bench.plan(waits=True)
    bench.window.press("审核全表")
    seen = bench.seen()
    started = json.loads((bench.folder / "started.json").read_text("utf-8"))
    assert started["arguments"] == ["-I", "-X", "utf8", "-m", "xlplugin", "addin", "start", "--here", "--idle", "15"]
    assert started["folder"] == str(Path.home().resolve()), "not the workbook's folder"
    assert [name for name in started["environment"] if name.startswith(("PYTHON", "URE_", "UNO_", "PYUNO"))] == []
    pipe = seen["pipe"]
    assert (seen["command"], seen["host"], seen["book"], seen["language"], seen["says_yes"]) == ("validate", "calc", str(bench.workbook), "zh", False)
    assert len(pipe) >= 40 and set(pipe.removeprefix("xlplugin")) <= set("0123456789abcdef")
    assert seen["sheets"] == ["Sheet", "xlplugin.conf"], "the pipe leads to the open workbook"
    socket = Path(f"/tmp/OSL_PIPE_{os.getuid()}_{pipe}")
    assert socket.is_socket() and socket.stat().st_mode & 0o022 == 0, "nobody else may write to it, and so nobody else connects"
    bench.go()
    helper, before = helper_pid(bench.state), (bench.folder / "started.json").stat().st_mtime_ns
    bench.plan(waits=True)
    bench.window.press("审核全表")
    assert bench.seen()["pipe"] == pipe
    bench.go()
    assert helper_pid(bench.state) == helper and (bench.folder / "started.json").stat().st_mtime_ns == before, "the second press starts nothing"


@pytest.mark.parametrize("command", [name for name in LABELS if name != "validate"])
def test_every_other_button_asks_for_its_own_command(bench: Bench, command: str) -> None:
    bench.plan(waits=True)
    bench.window.press(LABELS[command].zh)
    assert bench.seen()["command"] == command
    bench.go()


def test_calc_goes_on_while_a_command_runs(bench: Bench) -> None:
    bench.plan(waits=True)
    bar = bench.window.element("statusbar/statusbar")
    at_rest = bench.window.pixels(bar)
    bench.window.press("审核全表")
    bench.seen()
    running = bench.window.pixels(bar)
    assert running != at_rest, "the status bar says so"
    sheet = bench.window.frame.Controller.Model.Sheets.getByIndex(0)
    for number in range(20):
        sheet.getCellByPosition(5, number).Value = number
    assert sum(row[0] for row in sheet.getCellRangeByName("F1:F20").getDataArray()) == 190
    bench.go()
    # Not as it was at rest: the sign of a workbook that was changed may stand there now.
    wait_for(lambda: True if bench.window.pixels(bar) != running else None, "the status bar to say so no longer")


def test_a_double_click_runs_once_and_another_button_is_told_to_wait(bench: Bench) -> None:
    bench.plan(waits=True)
    bench.window.press("审核全表", times=2)
    bench.seen()
    bench.window.press("清除标记")
    assert bench.window.message() == ("年报审核", "“审核全表”还没有结束，请稍候再点。")
    bench.window.dismiss("确定")
    bench.go()
    time.sleep(0.5)
    assert len(list(bench.folder.glob("run*.json"))) == 1


def test_an_error_comes_back_as_a_message(bench: Bench) -> None:
    words = "工作簿中没有找到政府信息公开工作年度报告的三张表。\n请打开年报工作簿后再点。"
    bench.plan(out="没有用", err=words)
    bench.press("审核本表")
    assert bench.window.message() == ("年报审核", words)
    bench.window.dismiss("确定")


def test_a_fault_is_told_with_the_place_of_its_log_and_the_helper_goes_on(bench: Bench) -> None:
    bench.plan(crash="报")
    bench.window.press("问题清单")
    log = bench.state / "xlplugin" / "helper.log"
    assert bench.window.message() == ("年报审核", f"程序内部出错：KeyError: '报'\n完整信息已保存在：{log}")
    bench.window.dismiss("确定")
    assert log.read_text("utf-8").startswith("Traceback (most recent call last):")
    bench.plan(out="好")
    bench.window.press("问题清单")
    assert bench.seen()["command"] == "list_problems"


def test_a_helper_that_ended_is_started_again(bench: Bench) -> None:
    bench.plan(waits=True)
    bench.window.press("审核全表")
    bench.seen()
    first = helper_pid(bench.state)
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert bench.window.message()[1].startswith("审核助手中途结束了。")
    bench.window.dismiss("确定")
    bench.plan(waits=True)
    bench.window.press("审核全表")
    bench.seen()
    bench.go()
    assert helper_pid(bench.state) not in (first, None)


def test_a_quiet_answer_is_shown_in_the_status_bar_and_no_message_opens(bench: Bench, tmp_path: Path) -> None:
    bar = bench.window.element("statusbar/statusbar")
    at_rest = bench.window.pixels(bar)
    bench.plan(out="3 处错误，2 处需核实。\n第二行", waits=True)
    bench.window.press("审核全表")
    bench.seen()
    while_running = bench.window.pixels(bar)
    bench.go()
    wait_for(lambda: True if bench.window.pixels(bar) not in (at_rest, while_running) else None, "the answer in the status bar")
    bench.window.photograph(Path(os.environ.get("XLPLUGIN_SCREENSHOTS") or tmp_path) / "status.png")
    assert not bench.window.has_message()
    wait_for(lambda: True if bench.window.pixels(bar) == at_rest else None, "the status bar as it was, after a while")


def test_an_address_that_is_no_command_starts_nothing(bench: Bench) -> None:
    bench.plan()
    helper = bench.window.service("com.sun.star.frame.DispatchHelper")
    for command in ("--help", "validate --book x", "validate?x", "../validate", ""):
        helper.executeDispatch(bench.window.frame, f"vnd.xlplugin:{command}", "_self", 0, ())
    time.sleep(1)
    assert not list(bench.folder.glob("run*")) and not bench.window.has_message()


def test_calc_closes_though_a_command_still_runs() -> None:
    with started() as own:
        own.plan(waits=True)
        own.window.press("审核全表")
        own.seen()
        own.window.service("com.sun.star.frame.Desktop").terminate()
        assert own.window.process.wait(30) == 0
        (own.folder / "go").touch()
