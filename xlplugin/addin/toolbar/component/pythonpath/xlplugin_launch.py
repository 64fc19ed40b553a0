"""Has a command done by the helper of the recorded interpreter. Runs inside LibreOffice, in its own Python (3.7 or later): standard library only, no UNO here."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or "." in __name__:  # outside the office
    from xlplugin.addin.toolbar.component.pythonpath import xlplugin_helper as helper
else:
    import xlplugin_helper as helper

MOST_SHOWN = 1500
"""Characters of an error that fit a message box."""
MOST_IN_STATUS = 120
"""Characters of an answer that fit the status bar."""
_OFFICE_ONLY = ("PYTHON", "URE_", "UNO_", "PYUNO_")
_LIBRARIES = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LIBPATH")

_NOT_RECORDED = {
    "zh": "工具栏还没有登记 Python。请在命令行运行：xlplugin addin install --host calc，然后重新启动 LibreOffice。",
    "en": "No Python was recorded for this toolbar. Run: xlplugin addin install --host calc, then restart LibreOffice.",
}
_NOT_FOUND = {
    "zh": "找不到安装时登记的 Python：{python}。它可能已被移动或删除。请重新运行 xlplugin addin install --host calc。",
    "en": "The Python recorded at install time is gone: {python}. Run xlplugin addin install --host calc again.",
}
_NOT_INSTALLED = {
    "zh": "登记的 Python（{python}）中没有安装 xlplugin。请重新安装 xlplugin，再运行 xlplugin addin install --host calc。",
    "en": "xlplugin is not installed in the recorded Python ({python}). Install it again, then run xlplugin addin install --host calc.",
}
_CRASHED = {
    "zh": "程序内部出错：{last}\n完整信息已保存在：{log}",
    "en": "Internal error: {last}\nThe full text was saved in: {log}",
}
_NO_WORDS = {
    "zh": "程序意外结束，没有说明原因（代码 {status}）。",
    "en": "The program ended without a word (status {status}).",
}
_GONE = {
    "zh": "审核助手中途结束了。请再点一次；还是不行，请重新启动 LibreOffice。",
    "en": "The helper ended while it was at work. Press again; if that does not help, restart LibreOffice.",
}
IDLE = 15
"""Minutes without a press after which the helper ends."""


def read_record(path: str) -> dict[str, Any]:
    """What the installation recorded: `python` (None where nothing was), `commands` and `title` in both languages."""
    with open(path, encoding="utf-8") as file:
        record: dict[str, Any] = json.load(file)
    return record


def command_line(python: str) -> list[str]:
    """What starts the helper. -I: neither the environment nor a folder adds to what can be imported; UTF-8 whatever the locale."""
    return [python, "-I", "-X", "utf8", "-m", "xlplugin", "addin", "start", "--here", "--idle", str(IDLE)]


def clean_environment(environment: Mapping[str, str], program: str) -> dict[str, str]:
    """The user's environment without what LibreOffice sets for its own Python; `program`: the folder of its libraries."""
    clean = {name: value for name, value in environment.items() if not name.upper().startswith(_OFFICE_ONLY)}
    for name in _LIBRARIES:
        if name in clean:
            clean[name] = os.pathsep.join(part for part in clean[name].split(os.pathsep) if part and not _is_inside(part, program))
            if not clean[name]:
                del clean[name]
    return clean


def attempt(python: str | None, command: str, request: dict[str, Any], environment: Mapping[str, str], language: str, log: str) -> tuple[str, str]:
    """Has a command done; its answer in one line and what went wrong, each empty where there is none. `log`: where the text of a crash is kept."""
    if not python:
        return "", _NOT_RECORDED[language]
    file = helper.helper_file(environment)
    try:
        found = helper.running(file) or helper.start(file, command_line(python), environment)
    except helper.NotStartedError as error:
        status = -1 if error.status is None else error.status
        return "", sentence(status, error.said, python, language, log) or _NO_WORDS[language].format(status=status)
    except OSError:
        return "", _NOT_FOUND[language].format(python=python)
    try:
        status, answer = helper.do(found, command, request)
    except OSError:
        return "", _GONE[language]
    if status != 200:
        return "", str(answer.get("error") or _NO_WORDS[language].format(status=status))[-MOST_SHOWN:]
    # any other answer has been shown, and clicked away
    return (str(answer["text"]).splitlines() or [""])[0][:MOST_IN_STATUS] if answer.get("is_quiet") else "", ""


def sentence(status: int, said: str, python: str, language: str, log: str) -> str:
    """What went wrong in a run that has ended. Status 1 without a word means findings, 130 that the user broke it off."""
    if status == 0 or (status in (1, 130) and not said):
        return ""
    if said.endswith("No module named xlplugin"):
        return _NOT_INSTALLED[language].format(python=python)
    if "Traceback (most recent call last)" in said:
        with suppress(OSError), open(log, "w", encoding="utf-8") as file:
            file.write(said + "\n")
        return _CRASHED[language].format(last=said.splitlines()[-1][:MOST_SHOWN], log=log)
    return said[-MOST_SHOWN:] or _NO_WORDS[language].format(status=status)


def _is_inside(path: str, folder: str) -> bool:
    path, folder = os.path.normcase(os.path.realpath(path)), os.path.normcase(os.path.realpath(folder))
    return path == folder or path.startswith(folder + os.sep)
