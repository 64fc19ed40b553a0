"""The Python that the buttons start: which program it is, and whether it can do the work."""

from __future__ import annotations

from pathlib import Path

from xlplugin.addin.machine import Machine
from xlplugin.text import Text
from xlplugin.version import __version__

# As the add-in starts it: isolated, so that packages of the user's own folder (pip install --user) are not seen.
_TRIAL = "import xlplugin.cli, xlwings; {more}; print('xlplugin=' + xlplugin.__version__)"
_MORE = {"win32": "import win32com.client", "darwin": "import appscript"}


def windowed(machine: Machine) -> Path:
    """The interpreter without a console window where there is one (`pythonw.exe`), else the one that runs."""
    if machine.platform == "win32":
        quiet = machine.interpreter.with_name(machine.interpreter.name.lower().replace("python.exe", "pythonw.exe"))
        if quiet.is_file():
            return quiet
    return machine.interpreter


def fault(machine: Machine, interpreter: Path) -> Text | None:
    """Why the add-in cannot use an interpreter, and how to mend it; None where it can."""
    shown = str(interpreter)
    if "WindowsApps" in shown or "WindowsApps" in str(machine.base):
        return Text(
            "这是微软商店版 Python，它写入的设置 Excel 看不到。请从 python.org 安装 Python，再重新安装 xlplugin。",
            "this is Python from the Microsoft Store, whose settings Excel cannot see; install Python from python.org and xlplugin in it",
        )
    if any(character in shown for character in '%"\r\n'):
        return Text(
            f"Python 的路径含有 % 或引号，无法可靠启动：{shown}。请装到别的文件夹。",
            f"the path of Python has a % or a quote in it and cannot be started safely: {shown}; install it elsewhere",
        )
    if not interpreter.is_file():
        return Text(f"找不到 Python：{shown}。", f"there is no Python at {shown}")
    status, said = machine.run([str(_with_console(interpreter)), "-I", "-c", _TRIAL.format(more=_MORE.get(machine.platform, "pass"))])
    if status != 0:
        last = said.strip().splitlines()[-1:] or [str(status)]
        return Text(
            f"Python 以隔离方式（-I）启动时缺少所需的包：{last[0]}。请把 xlplugin 装在虚拟环境里，或安装时不加 --user。",
            f"started in isolation (-I), Python lacks a package: {last[0]}; install xlplugin in a virtual environment, or without --user",
        )
    found = next((line.removeprefix("xlplugin=") for line in said.split() if line.startswith("xlplugin=")), "?")
    if found != __version__:
        return Text(
            f"该 Python 里的 xlplugin 是 {found}，现在运行的是 {__version__}。请只保留一个版本。",
            f"the xlplugin in that Python is {found}, this one is {__version__}; keep one of them",
        )
    return None


def _with_console(interpreter: Path) -> Path:
    """The interpreter whose output can be read."""
    console = interpreter.with_name(interpreter.name.replace("pythonw.exe", "python.exe"))
    return console if console.is_file() else interpreter
