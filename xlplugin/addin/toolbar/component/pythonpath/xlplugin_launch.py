"""Starts the recorded interpreter on a command. Runs inside LibreOffice, in its own Python (3.7 or later): standard library only, no UNO here."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

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


def read_record(path: str) -> dict[str, Any]:
    """What the installation recorded: `python` (None where nothing was), `commands` and `title` in both languages."""
    with open(path, encoding="utf-8") as file:
        record: dict[str, Any] = json.load(file)
    return record


def command_line(python: str, command: str, pipe: str, book: str, language: str) -> list[str]:
    """The arguments of a run. -I: neither the environment nor a folder adds to what can be imported; UTF-8 whatever the locale."""
    door = ["live", command, "--host", "calc", "--pipe", pipe, "--book", book, "--lang", language]
    return [python, "-I", "-X", "utf8", "-m", "xlplugin", *door]


def clean_environment(environment: Mapping[str, str], program: str) -> dict[str, str]:
    """The user's environment without what LibreOffice sets for its own Python; `program`: the folder of its libraries."""
    clean = {name: value for name, value in environment.items() if not name.upper().startswith(_OFFICE_ONLY)}
    for name in _LIBRARIES:
        if name in clean:
            clean[name] = os.pathsep.join(part for part in clean[name].split(os.pathsep) if part and not _is_inside(part, program))
            if not clean[name]:
                del clean[name]
    return clean


def run(arguments: list[str], environment: Mapping[str, str]) -> tuple[int, str, str]:
    """Waits for a run; gives its exit status and what it wrote to stdout and stderr. Raises OSError where it cannot be started."""
    # LibreOffice's Python may take the locale's word for ASCII; bytes say what is meant
    exact: list[Any] = [argument.encode("utf-8") for argument in arguments] if os.name == "posix" else list(arguments)
    done = subprocess.run(
        exact,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=os.path.expanduser("~"),  # never the folder of a workbook
        env=dict(environment),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace").strip(), done.stderr.decode("utf-8", "replace").strip()


def attempt(python: str | None, arguments: list[str], environment: Mapping[str, str], language: str, log: str) -> tuple[str, str]:
    """Runs a command; its answer in one line and what went wrong, each empty where there is none. `log`: where the text of a crash is kept."""
    if not python:
        return "", _NOT_RECORDED[language]
    try:
        status, answer, said = run(arguments, environment)
    except OSError:
        return "", _NOT_FOUND[language].format(python=python)
    problem = sentence(status, said, python, language, log)
    return "" if problem or not answer else answer.splitlines()[0][:MOST_IN_STATUS], problem


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
