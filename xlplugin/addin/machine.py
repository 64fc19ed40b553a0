"""What installing needs to know of the computer it runs on: one object, so that any computer can be described in a test."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlplugin.errors import HostError

_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Machine:
    """One computer as its user sees it."""

    platform: str
    """As `sys.platform`."""
    home: Path
    variables: Mapping[str, str]
    """The environment."""
    interpreter: Path
    base: Path
    """Where the interpreter's standard library is at home, also in a virtual environment."""
    bits: int
    run: Callable[[Sequence[str]], tuple[int, str]]
    """Runs a command; its exit status and all it printed. An exit status of -1: it could not be started."""
    registry: Callable[[str, str], object]
    """A value of the Windows registry by key (`HKCU\\…`, `HKLM\\…`) and name, in any view of it; None where it is not there."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the add-in's files go. None of them depends on a workbook."""

    addin: Path
    settings: Path

    @property
    def interpreter(self) -> Path:
        """The file that names the interpreter, for the add-in to read."""
        return self.settings / "interpreter.txt"

    @property
    def starter(self) -> Path:
        """What a user of Windows clicks to start the helper."""
        return self.settings / "start-helper.cmd"

    @property
    def record(self) -> Path:
        """What was installed, for taking it away again."""
        return self.settings / "excel-addin.json"


def this_machine() -> Machine:
    """The computer that this runs on."""
    return Machine(
        sys.platform, Path.home(), os.environ, Path(sys.executable), Path(sys.base_prefix), struct.calcsize("P") * 8, run=_run, registry=_registry
    )


def places(machine: Machine) -> Places:
    """Excel's start-up folder of this user, and our settings folder. Raises `HostError` where there is no Excel to install into."""
    if machine.platform == "win32":
        roaming = machine.variables.get("APPDATA")
        if not roaming:
            raise HostError(zh="环境变量 APPDATA 没有设置，找不到 Excel 的启动文件夹。", en="APPDATA is not set, so Excel's start-up folder cannot be found")
        return Places(Path(roaming, "Microsoft", "Excel", "XLSTART", "xlplugin.xlam"), Path(roaming, "xlplugin"))
    if machine.platform == "darwin":
        library = machine.home / "Library"
        start = library / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized" / "Startup.localized" / "Excel"
        return Places(start / "xlplugin.xlam", library / "Application Support" / "xlplugin")
    raise HostError(
        zh="Excel 加载项只能装在 Windows 或 macOS 上，本机系统没有 Excel。可以在这里用 xlplugin addin build 生成加载项文件，或用 --host calc 安装 LibreOffice 工具栏。",
        en="the Excel add-in can only be installed on Windows or macOS; here `xlplugin addin build` writes its file, and `--host calc` installs the toolbar of LibreOffice",
    )


def _run(command: Sequence[str]) -> tuple[int, str]:
    try:
        ended = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return -1, str(error)
    return ended.returncode, ended.stdout.decode("utf-8", errors="replace")


def _registry(key: str, name: str) -> object:
    if sys.platform != "win32":
        return None
    import winreg

    root, _, path = key.partition("\\")
    hive = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}[root]
    for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
        try:
            with winreg.OpenKey(hive, path, 0, winreg.KEY_READ | view) as opened:
                return winreg.QueryValueEx(opened, name)[0]
        except OSError:
            continue
    return None
