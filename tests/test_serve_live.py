"""The resident helper without a spreadsheet program: what it answers, to whom, whom it keeps waiting, and when it ends."""

from __future__ import annotations

import json
import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from xlplugin import __version__
from xlplugin.addin import helper
from xlplugin.addin.commands import COMMANDS, Answer
from xlplugin.addin.names import SHORT, checked_name
from xlplugin.addin.toolbar.component.pythonpath import xlplugin_helper as client
from xlplugin.errors import HostError, UsageError
from xlplugin.serve.live.jobs import Jobs, Press, StillRunningError
from xlplugin.serve.live.run import serve
from xlplugin.text import Text

NAME = 'C:\\年 报\\a=b "报" %PATH% \u2028 --表𠮷.xlsx'


@dataclass
class Office:
    """Takes the place of the spreadsheet program: what was pressed, and what comes of the next press."""

    pressed: list[Press] = field(default_factory=list)
    outcome: Callable[[], Answer] = lambda: Answer(Text("完成。", "done"), is_quiet=True)

    def act(self, press: Press) -> Answer:
        self.pressed.append(press)
        return self.outcome()


@dataclass(frozen=True)
class Desk:
    """A running helper, and the office behind it."""

    office: Office
    helper: client.Helper

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        return client.ask(self.helper, method, path, body)

    def do(self, command: str, **request: Any) -> tuple[int, dict[str, Any]]:
        return client.do(self.helper, command, request)


@contextmanager
def running(state: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A helper in this process, which leaves word of itself in a folder of the test's."""
    for name in ("XDG_STATE_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(state))
    office, is_there = Office(), threading.Event()
    thread = threading.Thread(target=serve, args=(60.0, lambda press: office.act(press), is_there.set), daemon=True)
    thread.start()
    assert is_there.wait(20)
    found = client.running(helper.file(), __version__)
    assert found is not None
    yield Desk(office, found)
    with suppress(OSError):  # it may have been ended
        client.ask(found, "POST", "/api/live/end", {})
    thread.join(20)
    assert not thread.is_alive() and not Path(helper.file()).exists(), "it takes its word away"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with running(tmp_path / "state", monkeypatch) as one:
        yield one


def test_a_press_is_answered_at_once_and_its_result_fetched_by_its_number(desk: Desk) -> None:
    held = threading.Event()
    desk.office.outcome = lambda: Answer(Text("3 处错误", "3 errors"), held.wait(20))
    status, answer = desk.ask("POST", "/api/live/validate", {"host": "excel", "hwnd": 77, "book": NAME, "lang": "en"})
    assert status == 202 and not held.is_set(), "the command has not ended, nor was it waited for"
    address = f"/api/live/result?job={answer['job']}"
    assert desk.ask("GET", address)[0] == 202
    held.set()
    assert desk.ask("GET", f"{address}&wait=20") == (200, {"text": "3 errors", "is_quiet": True})
    assert desk.ask("GET", address)[0] == 404, "a result is fetched once"
    [press] = desk.office.pressed
    assert press.command == "validate" and press.arguments == {"host": "excel", "book": NAME, "pipe": None, "hwnd": 77, "file": None, "says_yes": False, "language": "en"}


def test_a_refusal_is_its_sentence_and_a_fault_has_its_traceback_in_the_log(desk: Desk) -> None:
    def refuse() -> Answer:
        raise HostError(zh="没有打开的工作簿。", en="no workbook is open")

    def fail() -> Answer:
        raise KeyError("报")

    desk.office.outcome = refuse
    assert desk.do("clear", host="calc", pipe="p") == (422, {"error": "没有打开的工作簿。"})
    desk.office.outcome = fail
    status, answer = desk.do("clear", host="calc", pipe="p")
    assert status == 500 and "KeyError" in answer["error"] and helper.log() in answer["error"]
    assert "Traceback" in Path(helper.log()).read_text("utf-8") and "Traceback" not in answer["error"]
    desk.office.outcome = Office.outcome
    assert desk.do("clear", host="calc", pipe="p")[0] == 200, "it goes on"


def test_one_program_has_one_command_at_a_time_and_a_hung_one_can_be_given_up(desk: Desk) -> None:
    held = threading.Event()
    desk.office.outcome = lambda: Answer(Text("a", "b"), held.wait(20))
    assert desk.ask("POST", "/api/live/fill_totals", {"host": "excel", "hwnd": 1})[0] == 202
    status, answer = desk.ask("POST", "/api/live/clear", {"host": "excel", "hwnd": 1})
    assert status == 409 and "填入合计建议值" in answer["error"]
    assert desk.ask("POST", "/api/live/clear", {"host": "excel", "hwnd": 2})[0] == 202, "another Excel need not wait"
    assert desk.ask("POST", "/api/live/clear", {"host": "excel", "hwnd": 1, "over": True})[0] == 202
    assert desk.ask("GET", "/api/live")[1]["is_busy"]
    held.set()
    end = time.monotonic() + 20
    while desk.ask("GET", "/api/live")[1]["done"] < 3 and time.monotonic() < end:
        time.sleep(0.01)
    assert desk.ask("GET", "/api/live")[1] == {"version": __version__, "pid": os.getpid(), "is_busy": False, "done": 3}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/api/live/frobnicate", {}, 404),
        ("POST", "/api/live/validate", {"host": "word"}, 422),
        ("POST", "/api/live/validate", {"hwnd": "77"}, 422),
        ("POST", "/api/live/validate", {"hwnd": True}, 422),
        ("POST", "/api/live/validate", {"command": "rm"}, 422),
        ("POST", "/api/live/validate", {"book": ["a"]}, 422),
        ("GET", "/api/live/validate", None, 405),
        ("GET", "/api/live/result", None, 404),
        ("GET", "/api/live/result?job=../x&wait=-1", None, 404),
        ("GET", "/", None, 404),
        ("POST", "/api/check", {}, 404),
        ("GET", "/api/rules", None, 404),
    ],
)
def test_what_no_button_asks_for_is_refused(desk: Desk, method: str, path: str, body: dict[str, Any] | None, status: int) -> None:
    found, answer = desk.ask(method, path, body)
    assert found == status and answer["error"] and not desk.office.pressed


def test_who_does_not_hold_the_token_gets_nothing(desk: Desk) -> None:
    stranger = desk.helper._replace(token="x" * 43)
    for method, path, body in (("GET", "/api/live", None), ("POST", "/api/live/validate", {}), ("POST", "/api/live/end", {})):
        assert client.ask(stranger, method, path, body)[0] == 401
    assert not desk.office.pressed


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folder to himself by other means")
def test_no_other_user_can_read_the_token(desk: Desk) -> None:
    file = Path(helper.file())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert file.read_bytes().count(b"\r\n") == 4 and file.read_bytes().isascii(), "lines as VBA reads them"


def test_a_second_start_finds_the_first_and_one_of_another_version_makes_room(desk: Desk) -> None:
    assert serve(60.0) is False
    assert client.running(helper.file(), "0.0.0") is None
    end = time.monotonic() + 20
    while Path(helper.file()).exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert not Path(helper.file()).exists()


def test_a_helper_ends_when_nobody_presses_but_not_while_it_is_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    held, is_there = threading.Event(), threading.Event()
    thread = threading.Thread(target=serve, args=(0.2, lambda press: Answer(Text("a", "b"), held.wait(20)), is_there.set), daemon=True)
    thread.start()
    assert is_there.wait(20)
    found = client.read(helper.file())
    assert found is not None and client.ask(found, "POST", "/api/live/validate", {})[0] == 202
    time.sleep(0.6)
    assert thread.is_alive()
    held.set()
    thread.join(20)
    assert not thread.is_alive()


@pytest.mark.parametrize("content", [b"", b"80", b"x\r\ny\r\nz\r\n", b"1\r\ntoken\r\n0.1\r\n", b"\xff\xfe\x00"])
def test_word_of_a_helper_that_is_not_there_counts_as_none(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "helper.txt").write_bytes(content)
    assert client.running(str(tmp_path / "helper.txt")) is None


# ---- from a terminal


def test_live_has_the_helper_do_it_and_prints_what_it_says(desk: Desk, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "年报.xlsx").touch()
    ran = run("live", "next", "--host", "calc", "--book", "年报.xlsx", "--yes", "--lang", "en")
    assert (ran.status, ran.out, ran.err) == (0, "done\n", "")
    run("live", "import-prior", "--file", "上年.xlsx")
    [first, second] = desk.office.pressed
    assert first.command == "next_problem" and first.arguments["book"] == str(tmp_path / "年报.xlsx") and first.arguments["says_yes"]
    assert second.arguments["file"] == tmp_path / "上年.xlsx" and second.arguments["host"] == "auto", "the helper has another folder"


def test_what_the_helper_refuses_is_a_sentence_and_status_2(desk: Desk, run: Run) -> None:
    def refuse() -> Answer:
        raise UsageError(zh="打开着几个工作簿\x1b[31m", en="several")

    desk.office.outcome = refuse
    ran = run("live", "validate")
    assert (ran.status, ran.out) == (2, "") and "打开着几个工作簿" in ran.err and "\x1b" not in ran.err


def test_without_a_helper_the_command_is_done_here(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from xlplugin.addin import press

    done: list[str] = []

    def do(command: str, *arguments: object, **options: object) -> Answer:
        done.append(command)
        return Answer(Text("好。", "good"))

    monkeypatch.setattr(helper, "started", lambda: None)
    monkeypatch.setattr(press, "press", do)
    assert run("live", "fill-blanks").out == "好。\n" and run("live", "clear", "--here").out == "好。\n"
    assert done == ["fill_blanks", "clear"]


def test_start_and_stop_say_what_is_there(desk: Desk, run: Run) -> None:
    assert "已在运行" in run("addin", "start").out and "已在运行" in run("addin", "start", "--here").out
    assert "已结束" in run("addin", "stop").out
    end = time.monotonic() + 20
    while Path(helper.file()).exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert "no helper was running" in run("addin", "stop", "--lang", "en").out


def test_every_command_has_the_names_that_a_terminal_may_call_it() -> None:
    assert {checked_name(name) for name in (*COMMANDS, *(name.replace("_", "-") for name in COMMANDS), *SHORT)} == set(COMMANDS)
    with pytest.raises(UsageError, match="frobnicate"):
        checked_name("frobnicate")


def test_results_that_nobody_fetches_do_not_pile_up(tmp_path: Path) -> None:
    jobs = Jobs(lambda press: Answer(Text("a", "b")), tmp_path / "log")
    for number in range(70):
        jobs.result(jobs.begin(Press("validate", f"{number}", "zh")), 0)
    end = time.monotonic() + 20
    while jobs.is_busy and time.monotonic() < end:
        time.sleep(0.01)
    jobs.begin(Press("validate", "last", "zh"))
    assert len(jobs._jobs) <= 52
    hung = Jobs(lambda press: Answer(Text("a", "b"), threading.Event().wait(5)), tmp_path / "log")
    hung.begin(Press("validate", "p", "zh"))
    with pytest.raises(StillRunningError):
        hung.begin(Press("clear", "p", "zh"))


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"XDG_STATE_HOME": "/s"}, "/s/xlplugin/helper.txt"),
        ("linux", {}, "~/.local/state/xlplugin/helper.txt"),
        ("win32", {"APPDATA": "/roaming"}, "/roaming/xlplugin/helper.txt"),
        ("darwin", {}, "~/Library/Application Support/xlplugin/helper.txt"),
    ],
)
def test_word_is_left_in_the_users_own_settings_folder(platform: str, environment: dict[str, str], expected: str) -> None:
    assert Path(client.helper_file(environment, platform)) == Path(os.path.expanduser(expected))


def test_what_the_helper_says_is_ascii_for_whoever_cannot_read_utf_8(desk: Desk) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", desk.helper.port, timeout=10)
    connection.request("POST", "/api/live/validate", json.dumps({"host": "word"}), {client.TOKEN: desk.helper.token})
    status = connection.getresponse()
    content = status.read()
    connection.close()
    assert status.status == 422 and content.isascii() and b"\\u" in content
