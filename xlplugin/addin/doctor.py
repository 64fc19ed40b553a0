"""Looks for what keeps the Excel add-in from working, and says how to mend it. Nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xlplugin.addin import helper
from xlplugin.addin.check import Check, helper_check, interpreter_check
from xlplugin.addin.install import status
from xlplugin.addin.interpreter import fault, windowed
from xlplugin.addin.machine import Machine, places, this_machine
from xlplugin.addin.policies import policies
from xlplugin.errors import HostError
from xlplugin.text import Text, same
from xlplugin.version import __version__

_EXCEL = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\excel.exe"
Answers = Callable[[], str | None]
"""The version of the helper that answers; None where none does."""


def diagnose(machine: Machine | None = None, answers: Answers = helper.version) -> tuple[Check, ...]:
    """All checks, in the order in which they should be mended; on a system without Excel a single one that says so."""
    machine = machine or this_machine()
    try:
        where = places(machine)
    except HostError as error:
        return (Check(Text("系统", "system"), "bad", same(machine.platform), error.text),)
    closed = policies(machine, where.addin, status(machine).starts_process) if machine.platform == "win32" else (_mac(),)
    installed = (_installed(machine), _recorded(machine))
    return (_excel(machine), *closed, _bits(machine), _python(machine), *installed, *((_helper(machine, answers),) if machine.platform == "win32" else ()))


def _excel(machine: Machine) -> Check:
    name = Text("Excel", "Excel")
    if machine.platform == "darwin":
        found = next((str(path) for folder in (Path("/Applications"), machine.home / "Applications") if (path := folder / "Microsoft Excel.app").is_dir()), None)
    else:
        value = machine.registry(_EXCEL, "")
        found = str(value) if value else None
    if found:
        return Check(name, "ok", same(found))
    return Check(
        name,
        "bad",
        Text("没有找到", "not found"),
        Text(
            "请安装 Microsoft Excel 2016 或更新版本。WPS 不能加载本加载项，可在命令行用 xlplugin check 审核文件。",
            "install Microsoft Excel 2016 or newer; WPS cannot load the add-in, but `xlplugin check` checks its files",
        ),
    )


def _mac() -> Check:
    return Check(
        Text("按钮", "buttons"),
        "warning",
        Text("Mac 版 Excel 的按钮暂不能用", "in Excel for Mac the buttons do not work yet"),
        Text("请打开工作簿后在“终端”里运行 xlplugin live validate。", "open the workbook and run `xlplugin live validate` in Terminal"),
    )


def _bits(machine: Machine) -> Check:
    """Python runs beside Excel, not in it: their word sizes need not agree, but the packages exist for 64 bits only."""
    name, found = Text("Python 位数", "Python bitness"), Text(f"{machine.bits} 位", f"{machine.bits} bits")
    if machine.bits == 64:
        return Check(name, "ok", found + Text("（与 Excel 的位数无须一致）", " (need not be the same as Excel's)"))
    return Check(name, "bad", found, Text("请安装 64 位 Python；Excel 是 32 位也没有关系。", "install a 64-bit Python; a 32-bit Excel does not matter"))


def _python(machine: Machine) -> Check:
    interpreter = windowed(machine)
    return interpreter_check(Text("Python", "Python"), str(interpreter), fault(machine, interpreter))


def _installed(machine: Machine) -> Check:
    name, found = Text("加载项文件", "add-in file"), status(machine)
    again = Text("请运行 xlplugin addin install，然后重新启动 Excel。", "run `xlplugin addin install` and start Excel again")
    if not found.is_installed:
        return Check(name, "bad", Text("没有安装", "not installed"), again)
    if not found.is_current:
        version = found.version or "?"
        return Check(name, "bad", Text(f"安装的是 {version}，本程序是 {__version__}，两者不一致", f"{version} is installed, this is {__version__}: they do not match"), again)
    return Check(name, "ok", Text(f"{found.places.addin}（{__version__}）", f"{found.places.addin} ({__version__})"))


def _recorded(machine: Machine) -> Check:
    """The interpreter that would be started, which may be another than the one that runs now."""
    name, recorded = Text("登记的 Python", "recorded Python"), status(machine).interpreter
    again = Text("请重新运行 xlplugin addin install。", "run `xlplugin addin install` again")
    if not recorded:
        return Check(name, "bad", Text("没有登记", "none"), again)
    wrong = None if Path(recorded) == windowed(machine) else fault(machine, Path(recorded))
    return interpreter_check(name, recorded, wrong + Text("", " ") + again if wrong else None)


def _helper(machine: Machine, answers: Answers) -> Check:
    where = places(machine)
    starts = Text(
        f"请启动它：双击 {where.starter}，或运行 xlplugin addin start；点按钮之前都要有它。",
        f"start it with {where.starter}, or `xlplugin addin start`: the buttons need it",
    )
    if status(machine).starts_process:
        starts = Text("点按钮时加载项会启动它，不用管。", "the add-in starts it when a button is pressed")
    return helper_check(answers(), str(where.settings / "helper.txt"), starts)
