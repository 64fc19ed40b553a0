"""What differs on Windows and macOS, with the differing call replaced: nobody has run the program there."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from xlplugin.errors import UsageError
from xlplugin.live.calc import office
from xlplugin.outputs.file_names import safe_name
from xlplugin.reading.documents.formats import converter
from xlplugin.runs.store import storage
from xlplugin.runs.store.storage import Folder
from xlplugin.runs.whole_file import beside
from xlplugin.runs.workers import child, worker
from xlplugin.runs.workers.failures import Bounds
from xlplugin.serve.local.service import token_file


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The modules believe to be on Windows, which has neither `fcntl` nor `resource` nor the calls of POSIX in `os`."""
    monkeypatch.setattr(sys, "platform", "win32")
    for name in ("fcntl", "resource"):
        monkeypatch.setitem(sys.modules, name, None)
    for name in ("getuid", "killpg"):
        monkeypatch.delattr(os, name, raising=False)
    return monkeypatch


def test_two_runs_into_one_folder_are_told_apart_by_the_lock_of_windows(tmp_path: Path, on_windows: pytest.MonkeyPatch) -> None:
    held: set[int] = set()

    def locking(descriptor: int, mode: int, count: int) -> None:
        node = os.fstat(descriptor).st_ino
        if node in held:
            raise PermissionError(13, "Permission denied")
        held.add(node)

    on_windows.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2))
    with Folder(str(tmp_path)).locked(), pytest.raises(UsageError, match="another run is writing"), Folder(str(tmp_path)).locked():
        pass
    assert len(held) == 1
    storage._sync_folder(tmp_path / "no folder")  # windows cannot open one to put it on the disk


def test_limits_that_only_linux_has_are_left_to_whoever_watches_the_process(on_windows: pytest.MonkeyPatch) -> None:
    child._LimitOfTime(1).renew()
    child._limit_memory(Bounds(mebibytes=1))
    assert psutil is not None  # loaded before the system was another one
    resident = worker._resident(os.getpid())
    assert resident is not None and resident() > 10**6


def test_a_mac_has_a_limit_of_seconds_and_none_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    names = {"RLIMIT_CPU": "cpu", "RLIM_INFINITY": -1}
    resource = SimpleNamespace(**names, getrlimit=lambda what: (-1, -1), setrlimit=lambda *limit: asked.append(limit))
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setitem(sys.modules, "resource", resource)
    child._limit_memory(Bounds(mebibytes=1))
    child._LimitOfTime(10).renew()
    assert [(what, soft > 10, hard) for what, (soft, hard) in asked] == [("cpu", True, -1)]


@pytest.mark.parametrize(
    "there", [r"C:\Program Files\LibreOffice\program\soffice.exe", r"C:\Program Files (x86)\LibreOffice\program\soffice.exe", "/Applications/LibreOffice.app/Contents/MacOS/soffice"]
)
def test_libreoffice_is_found_where_its_installer_puts_it(there: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(os, "access", lambda path, mode: True)
    monkeypatch.setattr(Path, "is_file", lambda path: str(path) == there)
    assert converter.find_converter() == there


def test_no_office_is_looked_for_in_proc_where_there_is_none(tmp_path: Path, on_windows: pytest.MonkeyPatch) -> None:
    assert office.running_offices(processes=tmp_path / "proc") == [] and office.listens("pipe", tmp_path / "proc" / "net" / "unix")


def test_the_token_lies_in_the_users_own_folder(tmp_path: Path, on_windows: pytest.MonkeyPatch) -> None:
    on_windows.setenv("LOCALAPPDATA", str(tmp_path))
    assert token_file() == tmp_path / "xlplugin" / "serve.json"
    on_windows.delenv("LOCALAPPDATA")
    assert token_file().is_relative_to(Path.home())


@pytest.mark.parametrize(
    ("organ", "name"),
    [("CON", "_CON"), ("con.样例镇", "_con.样例镇"), ("LPT1", "_LPT1"), ("COM¹", "_COM¹"), ("样例镇. ", "样例镇"), ("甲:乙|丙?", "甲_乙_丙_"), ("NULL", "NULL"), ("\u202e镇", "镇")],
)
def test_no_file_is_called_what_windows_reserves(organ: str, name: str) -> None:
    assert safe_name(organ) == name


def test_an_output_that_excel_holds_open_is_told_and_left_as_it_is(tmp_path: Path, on_windows: pytest.MonkeyPatch) -> None:
    target = tmp_path / "审核情况.xlsx"
    target.write_bytes(b"old")

    def refuse(path: Path, other: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path), 32, str(other))

    on_windows.setattr(Path, "replace", refuse)
    with pytest.raises(UsageError) as refused, beside(target) as path:
        path.write_bytes(b"new")
    assert "正在 Excel、WPS 等程序中打开" in refused.value.text.zh and "open in Excel" in refused.value.text.en
    assert target.read_bytes() == b"old" and list(tmp_path.iterdir()) == [target]


def test_a_path_that_is_too_long_for_windows_is_told_as_that(tmp_path: Path, on_windows: pytest.MonkeyPatch) -> None:
    target = tmp_path / ("长" * 60) / ("路" * 60) / ("径" * 60) / ("深" * 80) / "审核情况.xlsx"
    with pytest.raises(UsageError, match="Windows allows 259") as refused, beside(target):
        pass
    assert f"路径有 {len(str(target))} 个字符" in refused.value.text.zh


def test_elsewhere_the_system_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file or directory"), beside(tmp_path / "no folder" / "a.xlsx"):
        pass
