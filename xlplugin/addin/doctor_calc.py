"""Looks for what keeps the LibreOffice toolbar from working, and says how to mend it. Nothing is changed."""

from __future__ import annotations

from pathlib import Path

from xlplugin.addin import helper
from xlplugin.addin.check import Check, helper_check, interpreter_check
from xlplugin.addin.doctor import Answers
from xlplugin.addin.install_calc import CalcStatus, status_calc
from xlplugin.addin.interpreter import fault
from xlplugin.addin.machine import Machine, this_machine
from xlplugin.addin.unopkg import find_unopkg
from xlplugin.errors import HostError, UsageError
from xlplugin.live.calc.bridge import load_uno
from xlplugin.text import Text, same
from xlplugin.version import __version__


def diagnose_calc(machine: Machine | None = None, profile: Path | None = None, answers: Answers = helper.version) -> tuple[Check, ...]:
    """All checks, in the order in which they should be mended; without LibreOffice a single one that says so."""
    machine = machine or this_machine()
    name = Text("LibreOffice", "LibreOffice")
    try:
        office = Check(name, "ok", same(str(find_unopkg(machine).parent)))
        found = status_calc(machine, profile)
    except UsageError as error:
        return (Check(name, "bad", Text("不能用", "cannot be used"), error.text),)
    python = interpreter_check(Text("Python", "Python"), str(machine.interpreter), fault(machine, machine.interpreter))
    starts = Text("点工具栏按钮时会自动启动，不用管。", "a press of the toolbar starts it")
    return (office, _bridge(), python, _toolbar(found), *_recorded(found), helper_check(answers(), helper.file(), starts))


def _bridge() -> Check:
    """Whether this Python can talk to LibreOffice."""
    name = Text("与 LibreOffice 的接口", "bridge to LibreOffice")
    try:
        load_uno()
    except HostError as error:
        return Check(name, "bad", Text("不能用", "cannot be used"), error.text)
    return Check(name, "ok", Text("可用", "works"))


def _toolbar(found: CalcStatus) -> Check:
    name = Text("工具栏", "toolbar")
    again = Text("请运行 xlplugin addin install --host calc，然后重新启动 LibreOffice。", "run `xlplugin addin install --host calc` and start LibreOffice again")
    if not found.is_installed:
        return Check(name, "bad", Text("没有安装", "not installed"), again)
    if found.version != __version__:
        version = found.version or "?"
        return Check(name, "bad", Text(f"安装的是 {version}，本程序是 {__version__}，两者不一致", f"{version} is installed, this is {__version__}: they do not match"), again)
    return Check(name, "ok", same(__version__))


def _recorded(found: CalcStatus) -> tuple[Check, ...]:
    """The interpreter that the toolbar would start."""
    return (interpreter_check(Text("登记的 Python", "recorded Python"), found.python or "?", found.fault),) if found.is_installed else ()
