"""The add-in's VBA, run by LibreOffice, and Python as it is started. What only Windows has is played by stand-ins."""

from __future__ import annotations

import ctypes
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from tests.addin_parts import CALLBACKS, SOURCE, START_NOTHING, START_PROCESS
from tests.office import soffice
from xlplugin import __version__
from xlplugin.addin.build import build_addin
from xlplugin.addin.messages import MESSAGES
from xlplugin.addin.package import write_package
from xlplugin.addin.toolbar.component.pythonpath.xlplugin_helper import TOKEN
from xlplugin.addin.vba_project import Module, document_module, write_vba_project
from xlplugin.serve.live.answers import request
from xlplugin.serve.live.run import leave_word
from xlplugin.serve.local.service import Service

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
Call = tuple[str, str, list[str]]
Drive = Callable[[Path, list[Call]], list[object]]
APPDATA: list[Path] = []
"""What the office has for %APPDATA%."""

# ---- the VBA in LibreOffice


@pytest.fixture(scope="module")
def drive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drive]:
    """Runs calls in a LibreOffice of this file's own."""
    if sys.platform == "win32":
        raise NotImplementedError
    program = soffice()
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    pipe = f"xlplugin{secrets.token_hex(6)}"
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;"]
    APPDATA[:] = [folder / "roaming"]
    environment = {**os.environ, "APPDATA": str(APPDATA[0])}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as office:

        def run(workbook: Path, calls: list[Call]) -> list[object]:
            (folder / "calls.json").write_text(json.dumps(calls), "utf-8")
            driver = [sys.executable, str(ROOT / "tests" / "vba_driver.py"), str(workbook), pipe, str(folder / "calls.json")]
            ended = subprocess.run(driver, capture_output=True, text=True, timeout=150, check=False)
            assert ended.returncode == 0, ended.stderr
            return list(json.loads(ended.stdout))

        yield run
        os.killpg(office.pid, signal.SIGKILL)


def ask(function: str, *arguments: str) -> Call:
    return "XlpluginRibbon", function, list(arguments)


def press(command: str) -> Call:
    return ask(next(sub for sub, own in CALLBACKS.items() if own == command), "<button>")


@pytest.mark.parametrize("starts_process", [False, True])
def test_libreoffice_loads_the_modules_and_runs_every_callback_to_its_message(drive: Drive, tmp_path: Path, starts_process: bool) -> None:
    """There is no helper and no Windows here, so each press must end in the sentence about that, and not in the debugger."""
    calls = [call for command in CALLBACKS.values() for call in (press(command), ask("XlpluginLastTold"))]
    modules, *results = drive(build_addin(tmp_path / "xlplugin.xlam", starts_process=starts_process), calls)
    assert modules == ["Sheet1", "ThisWorkbook", "XlpluginRibbon", "XlpluginStart"]
    words = MESSAGES["internal" if starts_process else "no_helper"]  # English where the office's code page has no Chinese
    expected = "|".join(re.escape(text).replace(re.escape("{error}"), ".+") for text in (words.zh, words.en))
    assert len(results) == 2 * len(CALLBACKS) == 26
    for command, told in zip(CALLBACKS.values(), results[1::2], strict=True):
        assert re.fullmatch(expected, str(told)), command


ARGUMENTS = ["plain", "", "a b", 'say "yes"', "C:\\张 三\\", "C:\\a\\\\", 'x\\"', '\\\\"', '"', "&|<>^%PATH%!", "a=b 报 表.xlsx", "'", "𠮷"]


def split_like_windows(line: str) -> list[str]:
    """The rules of CommandLineToArgvW for what follows the program's name, as Microsoft publishes them for C programs."""
    found: list[str] = []
    at = 0
    while at < len(line):
        if line[at] == " ":
            at += 1
            continue
        word, is_quoted = "", False
        while at < len(line) and (is_quoted or line[at] != " "):
            slashes = len(line[at:]) - len(line[at:].lstrip("\\"))
            at += slashes
            if at < len(line) and line[at] == '"':
                word += "\\" * (slashes // 2)
                if slashes % 2:
                    word += '"'
                else:
                    is_quoted = not is_quoted
                at += 1
            else:
                word += "\\" * slashes
                if not slashes:
                    word += line[at]
                    at += 1
        found.append(word)
    return found


@pytest.mark.parametrize("arguments", [ARGUMENTS, ["-I", "-c", "print('x')", "C:\\a b\\c.txt"]])
def test_windows_splits_a_line_as_python_quotes_it(arguments: list[str]) -> None:
    """The splitter above is right: Python's own quoting, proven on Windows, comes back through it."""
    assert split_like_windows(subprocess.list2cmdline(arguments)) == arguments
    if sys.platform == "win32":
        count = ctypes.c_int()
        split = ctypes.windll.shell32.CommandLineToArgvW
        split.restype = ctypes.POINTER(ctypes.c_wchar_p)
        assert split("x " + subprocess.list2cmdline(arguments), ctypes.byref(count))[1 : count.value] == arguments


def test_the_code_quotes_any_argument_so_that_windows_reads_it_back(drive: Drive, tmp_path: Path) -> None:
    built = build_addin(tmp_path / "xlplugin.xlam", starts_process=True)
    _, *quoted = drive(built, [("XlpluginStart", "Quoted", [argument]) for argument in ARGUMENTS])
    assert split_like_windows(" ".join(map(str, quoted))) == ARGUMENTS


# A computer with Windows, played in Basic: the helper answers what the test has laid out, the message box is a text.
WINDOWS = '''Attribute VB_Name = "Windows"
Option Explicit
Public Statuses(40) As Long
Public Answers(40) As String
Public Laid As Long
Public Taken As Long
Public Seen As String
Public Told As String
Public Reply As Long
Public HelperPort As String
Public Started As String
Public StartedIn As String
Public Current As String
Public CannotStart As Boolean
Public Record As String
Public Program As String

Public Sub Lay(ByVal Status As String, ByVal Answer As String)
    Laid = Laid + 1
    Statuses(Laid) = CLng(Status)
    Answers(Laid) = Answer
End Sub
Public Sub Give(ByVal What As String, ByVal Value As String)
    Select Case What
    Case "port": HelperPort = Value
    Case "reply": Reply = CLng(Value)
    Case "record": Record = Value
    Case "program": Program = Value
    Case "forbidden": CannotStart = True
    End Select
End Sub
Public Function State(ByVal What As String) As String
    Select Case What
    Case "seen": State = Seen
    Case "started": State = Started
    Case "started in": State = StartedIn
    Case "current": State = Current
    Case "left": State = CStr(Laid - Taken)
    Case "told"
        State = Told
        Told = ""
    End Select
End Function
'''
REQUEST = """
Private Head As String
Public ResponseText As String
Public Status As Long
Public Sub SetProxy(ByVal Kind As Long)
    Head = Head & "proxy " & Kind & vbLf
End Sub
Public Sub SetTimeouts(ByVal A As Long, ByVal B As Long, ByVal C As Long, ByVal D As Long)
End Sub
Public Sub OpenIt(ByVal Method As String, ByVal Address As String, ByVal IsLater As Boolean)
    Head = Head & Method & " " & Address & vbLf
End Sub
Public Sub SetRequestHeader(ByVal Name As String, ByVal Value As String)
    Head = Head & Name & ": " & Value & vbLf
End Sub
Public Sub Send(Optional ByVal Body As String)
    Seen = Seen & Head & Body & vbLf & "----" & vbLf
    If Taken >= Laid Then Err.Raise 12029, "WinHttp", "no connection"
    Taken = Taken + 1
    Status = Statuses(Taken)
    ResponseText = Answers(Taken)
    If Status = 0 Then Err.Raise 12029, "WinHttp", "no connection"
End Sub
"""
SHELL = """
Public Property Get CurrentDirectory() As String
    CurrentDirectory = Current
End Property
Public Property Let CurrentDirectory(ByVal Path As String)
    Current = Path
End Property
Public Function ExpandEnvironmentStrings(ByVal Text As String) As String
    ExpandEnvironmentStrings = "C:\\" & Replace(Text, "%", "")
End Function
Public Function Run(ByVal Command As String, ByVal Window As Long, ByVal IsWaiting As Boolean) As Long
    If CannotStart Then Err.Raise 70, "WshShell", "forbidden"
    Started = Command & " [" & Window & " " & IsWaiting & "]"
    StartedIn = Current
End Function
"""
HELPER_THERE = """
Private Function Make(ByVal Name As String) As Object
    If Name <> "WinHttp.WinHttpRequest.5.1" Then Err.Raise 429, "Make", Name
    Set Make = New StandInRequest
End Function
Private Function SettingsFolder() As String
    SettingsFolder = "C:\\Users"
End Function
Private Sub ReadLines(ByVal Path As String)
    If HelperPort = "" Or Path <> "C:\\Users\\xlplugin\\helper.txt" Then Err.Raise 53, "ReadLines", "no file"
    Port = HelperPort
    Token = "0123456789-0123456789-0123456789"
End Sub
Private Function ShowMessage(ByVal Text As String, ByVal Kind As Long) As Long
    Told = Told & Text
    ShowMessage = Reply
End Function
Private Function CanShow(ByVal Text As String) As Boolean
    CanShow = True
End Function
"""
FILES = """
Private Function Make(ByVal Name As String) As Object
    Set Make = New StandInShell
End Function
Private Function FileThere(ByVal Path As String) As Boolean
    FileThere = (Path = Program And Len(Program) > 0) Or (Path = "C:\\APPDATA\\xlplugin\\interpreter.txt" And Len(Record) > 0)
End Function
Private Function ParentFolder(ByVal Path As String) As String
    ParentFolder = Left(Path, InStrRev(Path, "\\") - 1)
End Function
Private Function ReadText(ByVal Path As String) As String
    ReadText = Record & vbCr & vbLf
End Function
"""
MARK = "' ---- Below: all that touches the machine. ----"


def stand_in(name: str, code: str) -> Module:
    """A class module."""
    attributes = {"VB_Name": f'"{name}"', "VB_Base": '"0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"', "VB_Creatable": "False", "VB_Exposed": "False"}
    return Module(name, "".join(f"Attribute {key} = {value}\n" for key, value in attributes.items()) + "Option Explicit\n" + code, "class")


def with_stand_ins(path: Path, start: Module) -> Path:
    """The add-in with its last part, all that touches Windows, exchanged for stand-ins; the rest is the code as it is.

    LibreOffice lets no class have a method called Open, so that one call is renamed.
    """
    code, mark, _ = SOURCE.partition(MARK)
    assert mark and code.count("Request.Open ") == 1
    code = code.replace("Request.Open ", "Request.OpenIt ")
    modules = [document_module("ThisWorkbook", is_workbook=True), document_module("Sheet1"), Module("XlpluginRibbon", code + HELPER_THERE), start]
    modules += [Module("Windows", WINDOWS), stand_in("StandInRequest", REQUEST), stand_in("StandInShell", SHELL)]
    path.write_bytes(write_package("<customUI/>", write_vba_project("Xlplugin", modules), MESSAGES, __version__))
    return path


@pytest.fixture(scope="module")
def on_windows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The add-in as it is built by default."""
    return with_stand_ins(tmp_path_factory.mktemp("windows") / "xlplugin.xlam", Module("XlpluginStart", START_NOTHING))


@pytest.fixture(scope="module")
def where_allowed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The add-in that starts the helper itself."""
    code, mark, _ = START_PROCESS.partition(MARK)
    assert mark
    return with_stand_ins(tmp_path_factory.mktemp("allowed") / "xlplugin.xlam", Module("XlpluginStart", code + FILES))


def windows(function: str, *arguments: str) -> Call:
    return "Windows", function, list(arguments)


def lay(status: int, **answer: str) -> Call:
    """What the helper answers next, in its own JSON; status 0: nobody answers."""
    return windows("Lay", str(status), json.dumps(answer))


PORT = windows("Give", "port", "45678")
TOLD, SEEN, POLL = windows("State", "told"), windows("State", "seen"), ask("XlpluginPoll")


def requests(seen: object) -> list[tuple[list[str], str]]:
    """Head lines and body of each request that was sent."""
    return [(lines[:-1], lines[-1]) for one in str(seen).split("----\n")[:-1] if (lines := one.rstrip("\n").split("\n"))]


def test_a_press_asks_the_helper_on_this_machine_with_its_token_and_without_a_proxy(drive: Drive, on_windows: Path) -> None:
    *_, told, seen = drive(on_windows, [PORT, lay(202, job="7"), press("next_problem"), TOLD, SEEN])
    [(head, body)] = requests(seen)
    token = f"{TOKEN}: 0123456789-0123456789-0123456789"
    assert head == ["proxy 1", "POST http://127.0.0.1:45678/api/live/next_problem", token, "Content-Type: application/json"]
    wanted = request(body.encode("ascii"))
    assert (wanted["host"], wanted["hwnd"], wanted["lang"]) == ("excel", 0, "zh") and "over" not in wanted and wanted["book"]
    assert told == ""


def test_a_result_is_fetched_and_a_command_that_is_done_says_nothing_more(drive: Drive, on_windows: Path) -> None:
    calls = [PORT, lay(202, job="7"), press("validate"), lay(202, state="running"), POLL, lay(200, text="年报.xlsx：审核通过。"), POLL, TOLD, POLL, SEEN]
    *_, told, _, seen = drive(on_windows, calls)
    asked = [head[1] for head, _ in requests(seen)]
    assert asked[1:] == ["GET http://127.0.0.1:45678/api/live/result?job=7"] * 2, "and nobody is asked once it is there"
    assert told == ""


@pytest.mark.parametrize("status", [422, 409, 500, 404])
def test_what_the_helper_refuses_is_told_as_it_says_it(drive: Drive, on_windows: Path, status: int) -> None:
    words = '“年报.xlsx”：没有找到三张表。\n"C:\\a" 𠮷'
    at_once = [PORT, lay(status, error=words), press("validate"), TOLD, POLL, SEEN]
    later = [PORT, lay(202, job="7"), press("validate"), lay(status, error=words), POLL, TOLD, POLL, SEEN]
    for calls, count in ((at_once, 1), (later, 2)):
        *_, told, _, seen = drive(on_windows, calls)
        assert told == words and len(requests(seen)) == count


def test_a_long_refusal_fits_a_message_box_and_an_empty_one_is_none(drive: Drive, on_windows: Path) -> None:
    *_, told, _, _, other = drive(on_windows, [PORT, lay(422, error="长" * 4000), press("validate"), TOLD, lay(500), press("validate"), TOLD])
    assert len(str(told)) == 1503 and str(told).endswith("...")
    assert other == MESSAGES["internal"].zh.replace("{error}", "500")


def test_a_second_press_while_a_command_runs_asks_first(drive: Drive, on_windows: Path) -> None:
    running = [PORT, lay(202, job="7"), press("validate"), lay(202, state="running")]
    *_, told, seen = drive(on_windows, [*running, press("clear"), TOLD, SEEN])
    assert told == MESSAGES["busy"].zh and len(requests(seen)) == 2, "no answer but yes begins anything"
    *_, seen = drive(on_windows, [*running, windows("Give", "reply", "6"), lay(202, job="8"), press("clear"), lay(200), POLL, SEEN])
    (_, _), (_, _), (head, body), (last, _) = requests(seen)
    assert head[1].endswith("/clear") and request(body.encode())["over"] is True and "job=8" in last[1]
    ended = [PORT, lay(202, job="7"), press("validate"), lay(200), lay(202, job="8"), press("clear"), TOLD]
    assert drive(on_windows, ended)[-1] == "", "one that has ended in the meantime is nobody's affair"


@pytest.mark.parametrize("there", [[], [PORT], [PORT, lay(0)], [PORT, lay(401, error="x")], [PORT, lay(421, error="x")]], ids=["none", "gone", "silent", "other token", "other service"])
def test_where_no_helper_runs_the_message_says_how_to_start_it_and_nothing_is_started(drive: Drive, on_windows: Path, there: list[Call]) -> None:
    *_, told, started = drive(on_windows, [*there, press("validate"), TOLD, windows("State", "started")])
    assert told == MESSAGES["no_helper"].zh and "xlplugin addin start" in str(told) and started == ""


def test_a_helper_that_ends_at_work_is_told_and_the_buttons_are_free(drive: Drive, on_windows: Path) -> None:
    *_, told, _, _, again = drive(on_windows, [PORT, lay(202, job="7"), press("validate"), lay(0), POLL, TOLD, lay(202, job="1"), press("validate"), TOLD])
    assert told == MESSAGES["gone"].zh and again == ""


def test_every_character_arrives_as_it_is_and_comes_back(drive: Drive, on_windows: Path) -> None:
    calls = [call for argument in ARGUMENTS for call in (ask("JsonText", argument), ask("Field", json.dumps({"job": "x", "error": argument}), "error"))]
    _, *results = drive(on_windows, [*calls, ask("Field", "{}", "error")])
    assert [json.loads(str(text)) for text in results[:-1:2]] == ARGUMENTS and all(str(text).isascii() for text in results[:-1:2])
    assert results[1:-1:2] == ARGUMENTS and results[-1] == ""


def test_port_and_token_are_read_by_vbas_own_statements_as_the_helper_leaves_them(drive: Drive, tmp_path: Path) -> None:
    """The code as it is, in LibreOffice: `Open … For Input` on the file that the real helper writes."""
    file = APPDATA[0].with_name(f"{APPDATA[0].name}\\xlplugin\\helper.txt")  # no folder here: the name of one file on Linux
    service = SimpleNamespace(server_port=45678, token="x" * 43)
    leave_word(file, cast("Service", service))
    try:
        assert file.read_bytes().startswith(b"45678\r\n" + b"x" * 43 + b"\r\n")
        assert drive(build_addin(tmp_path / "a.xlam"), [ask("ReadHelper")])[1] in (True, -1)
    finally:
        file.unlink()
    assert drive(build_addin(tmp_path / "a.xlam"), [ask("ReadHelper")])[1] in (False, 0)


# ---- where Excel may start programs

PYTHON = "C:\\Python 张三\\pythonw.exe"
INSTALLED = [windows("Give", "record", PYTHON), windows("Give", "program", PYTHON)]


def test_an_add_in_built_for_it_starts_the_recorded_interpreter_and_then_asks(drive: Drive, where_allowed: Path) -> None:
    state = [windows("State", name) for name in ("started", "started in", "current")]
    begun = [*INSTALLED, press("validate"), *state, POLL, press("clear"), PORT, lay(202, job="1"), POLL, SEEN, TOLD]
    line, where, back, *_, seen, told = drive(where_allowed, begun)[4:]
    command, _, how = str(line).rpartition(" [")
    assert split_like_windows(command) == [PYTHON, "-I", "-X", "utf8", "-m", "xlplugin", "addin", "start", "--here", "--idle", "15"]
    assert how == "0 False]" and where == "C:\\Python 张三" and back == "", "hidden, not waited for; the current folder is put back"
    assert [head[1].rpartition("/")[2] for head, _ in requests(seen)] == ["validate"] and told == "", "the press that started it; one in between is none"


@pytest.mark.parametrize(
    ("before", "key", "names"),
    [
        pytest.param([], "not_installed", [], id="not installed"),
        pytest.param(INSTALLED[:1], "no_interpreter", [PYTHON], id="Python is gone"),
        pytest.param([*INSTALLED, windows("Give", "forbidden", "")], "not_started", [PYTHON, "forbidden"], id="a policy forbids it"),
    ],
)
def test_what_keeps_python_from_starting_is_a_sentence(drive: Drive, where_allowed: Path, before: list[Call], key: str, names: list[str]) -> None:
    *_, told, folder = drive(where_allowed, [*before, press("validate"), TOLD, windows("State", "current")])
    assert str(told).startswith(MESSAGES[key].zh.split("{")[0]) and "{" not in str(told)
    assert all(name in str(told) for name in names)
    assert folder == ""


def test_a_helper_that_never_answers_is_given_up(drive: Drive, where_allowed: Path) -> None:
    *_, told, after = drive(where_allowed, [*INSTALLED, press("validate"), *[POLL] * 60, TOLD, windows("State", "started")])
    assert told == MESSAGES["no_helper"].zh and after


# ---- Python as it is started


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter in which xlplugin is installed, in a folder with a space and Chinese in its name."""
    home = tmp_path_factory.mktemp("人 of the office") / "Python 环境"
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    (packages,) = home.glob("[Ll]ib/**/site-packages")
    ours = [str(ROOT), *(path for path in sys.path if path.endswith("site-packages"))]
    (packages / "here.pth").write_text("\n".join(ours) + "\n", "utf-8")
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def start(python: Path, folder: Path, *arguments: str, **variables: str) -> tuple[int, str]:
    """Runs Python as the add-in and the toolbar do, in `folder`; its exit status and what it said."""
    command = [str(python), "-I", "-X", "utf8", "-m", "xlplugin", *arguments]
    ended = subprocess.run(command, cwd=folder, env={**os.environ, **variables}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False)
    return ended.returncode, ended.stdout


def test_a_python_without_xlplugin_says_so(tmp_path: Path) -> None:
    venv.create(tmp_path / "bare", with_pip=False, symlinks=os.name != "nt")
    python = tmp_path / "bare" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    status, said = start(python, tmp_path, "addin", "start", "--here")
    assert status == 1 and said.strip().endswith("No module named xlplugin")


HOSTILE = "import pathlib; pathlib.Path(__file__).with_name('taken').touch(); raise SystemExit(99)\n"


def test_nothing_beside_the_workbook_is_run_or_read(installed: Path, tmp_path: Path) -> None:
    """A folder full of traps as the current one, also named by the environment: none of them springs."""
    for name in ("xlplugin.py", "typer.py", "sitecustomize.py", "usercustomize.py", "encodings.py", "re.py", "xlwings.py"):
        (tmp_path / name).write_text(HOSTILE, "utf-8")
    (tmp_path / "xlplugin.conf").write_text('"INTERPRETER_WIN","C:\\evil\\python.exe"\n"PYTHONPATH","."\n', "utf-8")
    (tmp_path / "pyvenv.cfg").write_text("home = .\n", "utf-8")
    (tmp_path / "interpreter.txt").write_text("C:\\evil\\python.exe\n", "utf-8")
    variables = {"PYTHONPATH": str(tmp_path), "PYTHONSTARTUP": str(tmp_path / "re.py"), "PYTHONUSERBASE": str(tmp_path)}
    status, log = start(installed, tmp_path, "--version", **variables)
    assert (status, log.strip()) == (0, f"xlplugin {__version__}")
    assert not (tmp_path / "taken").exists()


def test_the_traps_would_spring_without_isolation(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "xlplugin.py").write_text(HOSTILE, "utf-8")
    ended = subprocess.run([installed, "-c", "import xlplugin"], cwd=tmp_path, capture_output=True, check=False)
    assert ended.returncode == 99 and (tmp_path / "taken").exists()
