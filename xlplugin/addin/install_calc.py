"""Puts the toolbar into LibreOffice with LibreOffice's own `unopkg`, records the interpreter in it, and takes both away again."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from xlplugin.addin.interpreter import fault
from xlplugin.addin.machine import Machine, this_machine
from xlplugin.addin.toolbar.build import RECORD, build_toolbar
from xlplugin.addin.toolbar.registry import IDENTIFIER
from xlplugin.addin.unopkg import refusal, run_unopkg, usual_profile
from xlplugin.errors import UsageError
from xlplugin.text import Text
from xlplugin.version import __version__

_FILE = "xlplugin-calc.oxt"
_CACHE = "$UNO_USER_PACKAGES_CACHE"


@dataclass(frozen=True, slots=True)
class CalcStatus:
    """What is installed. `version` and `python` are as recorded, empty where nothing is; `fault`: why that Python cannot be used."""

    is_installed: bool
    version: str = ""
    python: str = ""
    fault: Text | None = None

    @property
    def text(self) -> Text:
        """The state in a few lines."""
        if not self.is_installed:
            return Text("LibreOffice 工具栏没有安装。", "the LibreOffice toolbar is not installed")
        text = Text(
            f"LibreOffice 工具栏已安装，版本 {self.version or '不详'}。\n登记的 Python：{self.python or '读不到'}",
            f"the LibreOffice toolbar is installed, version {self.version or 'unknown'}\nrecorded Python: {self.python or 'could not be read'}",
        )
        if self.version != __version__:
            text += Text(
                f"\n版本与本程序（{__version__}）不一致，请重新安装：xlplugin addin install --host calc",
                f"\nthis program is version {__version__}; install again: xlplugin addin install --host calc",
            )
        return text + Text("\n", "\n") + self.fault if self.fault else text


def install_calc(machine: Machine | None = None, profile: Path | None = None) -> Text:
    """Installs or renews the toolbar for this user; gives what to tell him. `profile`: a LibreOffice profile other than his usual one.

    Raises `UsageError` where LibreOffice is not there, will not take the extension, or this interpreter cannot be started in isolation.
    """
    machine = machine or this_machine()
    wrong = fault(machine, machine.interpreter)
    if wrong is not None:
        raise UsageError(zh=wrong.zh, en=wrong.en)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        package = build_toolbar(Path(folder) / _FILE, machine.interpreter)
        status, said = run_unopkg(machine, profile, "add", "--suppress-license", "--force", str(package))
    if status != 0:
        raise refusal(said)
    return Text(
        f"已安装 LibreOffice 工具栏“年报审核”。\n登记的 Python：{machine.interpreter}\n请关闭全部 LibreOffice 窗口后重新启动，Calc 中会出现工具栏和菜单。",
        f"the LibreOffice toolbar is installed\nrecorded Python: {machine.interpreter}\nclose all windows of LibreOffice and start it again; Calc then has the toolbar and a menu",
    )


def uninstall_calc(machine: Machine | None = None, profile: Path | None = None) -> Text:
    """Takes the toolbar away; gives what to tell the user. Raises `UsageError` as `install_calc` does."""
    machine = machine or this_machine()
    if _location(machine, profile) is None:
        return Text("没有安装过 LibreOffice 工具栏，什么也没有删除。", "the LibreOffice toolbar was not installed; nothing was removed")
    status, said = run_unopkg(machine, profile, "remove", IDENTIFIER)
    if status != 0:
        raise refusal(said)
    return Text("已卸载 LibreOffice 工具栏，重新启动 LibreOffice 后生效。", "the LibreOffice toolbar is removed; start LibreOffice again")


def status_calc(machine: Machine | None = None, profile: Path | None = None) -> CalcStatus:
    """What is installed for this user. Raises `UsageError` where LibreOffice is not there."""
    machine = machine or this_machine()
    location = _location(machine, profile)
    if location is None:
        return CalcStatus(is_installed=False)
    record = Path(location.replace(_CACHE, str((profile or usual_profile(machine)) / "user" / "uno_packages" / "cache")), RECORD)
    try:
        values = json.loads(record.read_text("utf-8"))
        version, python = str(values["version"]), str(values["python"] or "")
    except (OSError, ValueError, KeyError, TypeError):
        return CalcStatus(is_installed=True)
    return CalcStatus(True, version, python, fault(machine, Path(python)) if python else None)


def _location(machine: Machine, profile: Path | None) -> str | None:
    """Where the installed extension is, as `unopkg` words it; None where it is not installed."""
    status, said = run_unopkg(machine, profile, "list", IDENTIFIER)
    if status != 0 and "There is no such extension deployed" not in said:
        raise refusal(said)
    lines = (line.strip() for line in said.splitlines())
    return next((line.partition(":")[2].strip().removeprefix("vnd.sun.star.expand:") for line in lines if line.startswith("URL:")), None)
