"""The add-in's VBA, run by LibreOffice, and the Python line in it, run by Python. What only Windows has is played by stand-ins."""

from __future__ import annotations

import ctypes
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.addin_parts import CALLBACKS, SOURCE
from tests.office import soffice
from xlplugin import __version__
from xlplugin.addin.build import build_addin
from xlplugin.addin.messages import MESSAGES
from xlplugin.addin.package import write_package
from xlplugin.addin.vba_project import Module, document_module, write_vba_project

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
Call = tuple[str, str, list[str]]
Drive = Callable[[Path, list[Call]], list[object]]

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
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as office:

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


def test_libreoffice_loads_the_modules_and_runs_every_callback_to_its_message(drive: Drive, tmp_path: Path) -> None:
    """There is no Windows here, so each press must end in the sentence about that, and not in the debugger."""
    calls = [call for command in CALLBACKS.values() for call in (press(command), ask("XlpluginLastTold"))]
    modules, *results = drive(build_addin(tmp_path / "xlplugin.xlam"), calls)
    assert modules == ["Sheet1", "ThisWorkbook", "XlpluginRibbon"]
    expected = re.escape(MESSAGES["internal"].zh).replace(re.escape("{error}"), ".+")
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
    _, *quoted = drive(build_addin(tmp_path / "xlplugin.xlam"), [ask("Quoted", argument) for argument in ARGUMENTS])
    assert split_like_windows(" ".join(map(str, quoted))) == ARGUMENTS


def test_the_request_names_the_workbook_on_a_line_of_its_own(drive: Drive, tmp_path: Path) -> None:
    name = 'C:\\年 报\\a=b "报" %PATH% --表.xlsx'
    calls = [ask("RequestText", "validate", "77", "zh", name), ask("RequestText", "about", "77", "en", "")]
    _, with_book, without = drive(build_addin(tmp_path / "xlplugin.xlam"), calls)
    assert str(with_book).split("\n") == ["live", "validate", "--host=excel", "--hwnd=77", "--lang=zh", f"--book={name}"]
    assert str(without).split("\n") == ["live", "about", "--host=excel", "--hwnd=77", "--lang=en"]


# A computer with Windows, played in Basic: files are texts in memory, the process ends when the test says so.
WINDOWS = '''Attribute VB_Name = "Windows"
Option Explicit
Public Paths(20) As String
Public Texts(20) As String
Public Current As String
Public Started As String
Public StartedIn As String
Public Told As String
Public Answer As Long
Public ProcessStatus As Long
Public ProcessExit As Long
Public WasEnded As Boolean
Public CannotStart As Boolean

Public Sub PutFile(ByVal Path As String, ByVal Text As String)
    Dim At As Long
    For At = 1 To 20
        If Paths(At) = "" Or Paths(At) = Path Then
            Paths(At) = Path
            Texts(At) = Text
            Exit Sub
        End If
    Next At
End Sub
Public Function Place(ByVal Path As String) As Long
    Dim At As Long
    For At = 1 To 20
        If Paths(At) = Path Then Place = At
    Next At
End Function
Public Function FileText(ByVal Path As String) As String
    FileText = "(none)"
    If Place(Path) > 0 Then FileText = Texts(Place(Path))
End Function
Public Sub EndProcess(ByVal Code As String)
    ProcessStatus = 1
    ProcessExit = CLng(Code)
End Sub
Public Sub Refuse()
    CannotStart = True
End Sub
Public Sub AnswerYes()
    Answer = 6
End Sub
Public Function State(ByVal What As String) As String
    Select Case What
    Case "started": State = Started
    Case "started in": State = StartedIn
    Case "current": State = Current
    Case "ended": State = CStr(WasEnded)
    Case "told"
        State = Told
        Told = ""
    End Select
End Function
'''
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
Public Function Exec(ByVal Command As String) As Object
    If CannotStart Then Err.Raise 70, "WshShell", "forbidden"
    Started = Command
    StartedIn = Current
    ProcessStatus = 0
    Set Exec = New StandInProcess
End Function
Public Function Popup(ByVal Text As String, ByVal Seconds As Long, ByVal Title As String, ByVal Kind As Long) As Long
    Told = Text
    Popup = Answer
End Function
"""
PROCESS = """
Public Property Get Status() As Long
    Status = ProcessStatus
End Property
Public Property Get ExitCode() As Long
    ExitCode = ProcessExit
End Property
Public Sub Terminate()
    WasEnded = True
End Sub
"""
FILES = """
Private Function Make(ByVal Name As String) As Object
    Set Make = New StandInShell
End Function
Private Function FileThere(ByVal Path As String) As Boolean
    FileThere = Place(Path) > 0
End Function
Private Function ParentFolder(ByVal Path As String) As String
    ParentFolder = Left(Path, InStrRev(Path, "\\") - 1)
End Function
Private Sub RemoveFile(ByVal Path As String)
    If Place(Path) > 0 Then Paths(Place(Path)) = "-"
End Sub
Private Function ReadText(ByVal Path As String) As String
    ReadText = FileText(Path)
End Function
Private Sub WriteText(ByVal Path As String, ByVal Text As String)
    PutFile Path, Text
End Sub
"""


def stand_in(name: str, code: str) -> Module:
    """A class module."""
    attributes = {"VB_Name": f'"{name}"', "VB_Base": '"0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"', "VB_Creatable": "False", "VB_Exposed": "False"}
    return Module(name, "".join(f"Attribute {key} = {value}\n" for key, value in attributes.items()) + "Option Explicit\n" + code, "class")


@pytest.fixture(scope="module")
def on_windows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The add-in with its last part, all that touches Windows, exchanged for stand-ins; the rest is the code as it is."""
    code, mark, _ = SOURCE.partition("' ---- Below: all that touches Windows. ----")
    assert mark
    modules = [document_module("ThisWorkbook", is_workbook=True), document_module("Sheet1"), Module("XlpluginRibbon", code + FILES)]
    modules += [Module("Windows", WINDOWS), stand_in("StandInShell", SHELL), stand_in("StandInProcess", PROCESS)]
    path = tmp_path_factory.mktemp("windows") / "xlplugin.xlam"
    path.write_bytes(write_package("<customUI/>", write_vba_project("Xlplugin", modules), MESSAGES, __version__))
    return path


PYTHON = "C:\\Python 张三\\pythonw.exe"
RECORD = "C:\\APPDATA\\xlplugin\\interpreter.txt"
REQUEST, LOG = "C:\\TEMP\\xlplugin-0.txt", "C:\\TEMP\\xlplugin-0.log"


def windows(function: str, *arguments: str) -> Call:
    return "Windows", function, list(arguments)


TOLD = windows("State", "told")
INSTALLED = [windows("PutFile", RECORD, f"{PYTHON}\r\n"), windows("PutFile", PYTHON, "program")]


def after(results: list[object], calls: list[Call], call: Call, turn: int = -1) -> object:
    """The result of one of several equal calls."""
    return [result for result, made in zip(results[1:], calls, strict=True) if made == call][turn]


def test_a_press_starts_the_recorded_interpreter_in_its_own_folder(drive: Drive, on_windows: Path) -> None:
    started, where, back, request = (windows("State", name) for name in ("started", "started in", "current")), None, None, windows("FileText", REQUEST)
    asked = [*started, request, TOLD]
    _, *results = drive(on_windows, [*INSTALLED, press("next_problem"), *asked])
    line, where, back, text, told = results[-5:]
    program, isolated, option, python, *files = split_like_windows(str(line))
    assert (program, isolated, option, files) == (PYTHON, "-I", "-c", [REQUEST, LOG])
    assert python == bootstrap()
    assert where == "C:\\Python 张三" and back == "", "the current folder is put back"
    assert str(text).startswith("live\nnext_problem\n--host=excel\n--hwnd=0\n--lang=zh\n--book=")
    assert told == ""


def test_a_run_that_ends_well_says_nothing_and_leaves_no_request(drive: Drive, on_windows: Path) -> None:
    calls = [*INSTALLED, press("validate"), ask("XlpluginPoll"), windows("EndProcess", "0"), ask("XlpluginPoll"), TOLD, windows("FileText", REQUEST)]
    assert drive(on_windows, calls)[-2:] == ["", "(none)"]


def test_the_error_text_of_a_failed_run_is_shown_with_the_place_of_its_log(drive: Drive, on_windows: Path) -> None:
    said = "x" * 3000 + "没有打开的工作簿。"
    calls = [*INSTALLED, press("validate"), windows("PutFile", LOG, said), ask("XlpluginPoll"), TOLD, windows("EndProcess", "2"), ask("XlpluginPoll"), TOLD]
    results = drive(on_windows, calls)
    assert after(results, calls, TOLD, 0) == "", "nothing is said while it runs"
    told = str(results[-1])
    assert "没有打开的工作簿。" in told and LOG in told and "退出码 2" in told and "..." in told and len(told) < 1700


def test_a_second_press_while_a_command_runs_starts_nothing(drive: Drive, on_windows: Path) -> None:
    started, ended = windows("State", "started"), windows("State", "ended")
    calls = [*INSTALLED, press("validate"), press("clear"), TOLD, windows("FileText", REQUEST), ended]
    *_, told, request, was_ended = drive(on_windows, calls)
    assert told == MESSAGES["busy"].zh and "validate" in str(request) and was_ended == "False"
    calls = [*INSTALLED, press("validate"), windows("AnswerYes"), press("clear"), ended, windows("FileText", REQUEST), started]
    *_, was_ended, request, _ = drive(on_windows, calls)
    assert was_ended == "True" and "clear" in str(request), "a hung command can be ended, and the next one starts"


@pytest.mark.parametrize(
    ("before", "key", "names"),
    [
        pytest.param([], "not_installed", [], id="not installed"),
        pytest.param(INSTALLED[:1], "no_interpreter", [PYTHON], id="Python is gone"),
        pytest.param([*INSTALLED, windows("Refuse")], "not_started", [PYTHON, "forbidden"], id="a policy forbids it"),
    ],
)
def test_what_keeps_python_from_starting_is_a_sentence(drive: Drive, on_windows: Path, before: list[Call], key: str, names: list[str]) -> None:
    *_, told, folder = drive(on_windows, [*before, press("validate"), TOLD, windows("State", "current")])
    assert str(told).startswith(MESSAGES[key].zh.split("{")[0]) and "{" not in str(told)
    assert all(name in str(told) for name in names)
    assert folder == ""


# ---- the Python line in the VBA


def bootstrap() -> str:
    """The program that the VBA hands to Python, put together from its source."""
    found = re.search(r'Const BOOTSTRAP As String = (.*?)\n(?!    ")', SOURCE, re.DOTALL)
    assert found
    return "".join(re.findall(r'"([^"]*)"', found.group(1)))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter in which xlplugin is installed, in a folder with a space and Chinese in its name."""
    home = tmp_path_factory.mktemp("人 of the office") / "Python 环境"
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    (packages,) = home.glob("[Ll]ib/**/site-packages")
    ours = [str(ROOT), *(path for path in sys.path if path.endswith("site-packages"))]
    (packages / "here.pth").write_text("\n".join(ours) + "\n", "utf-8")
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def start(python: Path, folder: Path, lines: list[str], **variables: str) -> tuple[int, str]:
    """Runs a request as the add-in does, in `folder`; its exit status and its log."""
    request, log = folder / "要求 request.txt", folder / "记录.log"
    request.write_text("\n".join(lines), "utf-8-sig")  # ADODB.Stream writes a byte order mark
    ended = subprocess.run([python, "-I", "-c", bootstrap(), request, log], cwd=folder, env={**os.environ, **variables}, capture_output=True, check=False)
    assert (ended.stdout, ended.stderr) == (b"", b""), "all that is printed goes to the log"
    return ended.returncode, log.read_text("utf-8")


def test_the_line_has_no_quote_of_its_own() -> None:
    assert '"' not in bootstrap() and bootstrap().isascii() and "\n" not in bootstrap()


@pytest.mark.skipif(os.name == "nt", reason='a Windows file name cannot have a " in it')
def test_a_workbooks_name_arrives_as_it_is(installed: Path, tmp_path: Path) -> None:
    workbook = tmp_path / 'a=b "报" %PATH% $(x) & 表\u2028.xlsx'
    shutil.copy(next((ROOT / "workbook_templates").glob("*.xlsx")), workbook)
    status, log = start(installed, tmp_path, ["check", "--format=json", "--fail-on=never", str(workbook)])
    assert status == 0, log
    assert [file["file"] for file in json.loads(log)["files"]] == [str(workbook)]


def test_a_mistake_comes_back_as_its_sentence_and_a_status(installed: Path, tmp_path: Path) -> None:
    status, log = start(installed, tmp_path, ["explain", "没有这条规则"])
    assert status == 2 and "没有这条规则" in log and "Traceback" not in log


def test_a_python_without_xlplugin_leaves_its_traceback_in_the_log(tmp_path: Path) -> None:
    venv.create(tmp_path / "bare", with_pip=False, symlinks=os.name != "nt")
    python = tmp_path / "bare" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    status, log = start(python, tmp_path, ["live", "validate"])
    assert status == 1 and "No module named 'xlplugin'" in log


HOSTILE = "import pathlib; pathlib.Path(__file__).with_name('taken').touch(); raise SystemExit(99)\n"


def test_nothing_beside_the_workbook_is_run_or_read(installed: Path, tmp_path: Path) -> None:
    """A folder full of traps as the current one, also named by the environment: none of them springs."""
    for name in ("xlplugin.py", "typer.py", "sitecustomize.py", "usercustomize.py", "encodings.py", "re.py", "xlwings.py"):
        (tmp_path / name).write_text(HOSTILE, "utf-8")
    (tmp_path / "xlplugin.conf").write_text('"INTERPRETER_WIN","C:\\evil\\python.exe"\n"PYTHONPATH","."\n', "utf-8")
    (tmp_path / "pyvenv.cfg").write_text("home = .\n", "utf-8")
    (tmp_path / "interpreter.txt").write_text("C:\\evil\\python.exe\n", "utf-8")
    variables = {"PYTHONPATH": str(tmp_path), "PYTHONSTARTUP": str(tmp_path / "re.py"), "PYTHONUSERBASE": str(tmp_path)}
    status, log = start(installed, tmp_path, ["--version"], **variables)
    assert (status, log.strip()) == (0, f"xlplugin {__version__}")
    assert not (tmp_path / "taken").exists()


def test_the_traps_would_spring_without_isolation(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "xlplugin.py").write_text(HOSTILE, "utf-8")
    ended = subprocess.run([installed, "-c", "import xlplugin"], cwd=tmp_path, capture_output=True, check=False)
    assert ended.returncode == 99 and (tmp_path / "taken").exists()
