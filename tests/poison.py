"""Readers for worker processes, named to an executor as `tests.poison:read`: they do what a file's name says, and read the others as the program does."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from xlplugin.errors import UsageError
from xlplugin.filing.cells import Cell
from xlplugin.filing.filing import Filing
from xlplugin.form import Form
from xlplugin.runs.whole_file import beside
from xlplugin.runs.workers.checker import Checker
from xlplugin.runs.workers.checker import read as read_file
from xlplugin.serve.local.named import NAME

Cells = dict[str, Cell]


class KillsWhenChecked(Cells):
    """Cells that end the process when a rule looks at them."""

    def get(self, *_: object) -> Cell:
        return _kill()

    __getitem__ = get


class HangsWhenChecked(KillsWhenChecked):
    """Cells that a rule never comes back from."""

    def get(self, *_: object) -> Cell:
        return _hang()

    __getitem__ = get


class FailsWhenChecked(KillsWhenChecked):
    """Cells that nobody foresaw."""

    def get(self, *_: object) -> Cell:
        raise LookupError("planted")

    __getitem__ = get


def read(path: Path, forms: Sequence[Form], file: str) -> Filing:
    """Reads a file, or does what its name asks for."""
    if sys.platform == "win32":
        raise NotImplementedError
    name = path.stem
    if "prints" in name:
        os.write(1, b"{} a line that is no message\n")
        print("and another", flush=True)  # noqa: T201  # it is meant to be in the way
    if "kills" in name:
        _kill()
    if "hangs" in name:
        _hang()
    if "swells" in name:
        swollen = [b""]
        while swollen:
            swollen.append(bytes(2**24))
    if "takes its keeper along" in name:
        os.kill(os.getppid(), signal.SIGKILL)
        _hang()
    once = path.with_suffix(".once")
    if "dies once" in name and not once.exists():
        once.touch()
        _kill()
    filing = read_file(path, forms, file)
    for word, cells in (("dies checked", KillsWhenChecked), ("sleeps checked", HangsWhenChecked), ("fails checked", FailsWhenChecked)):
        if word in name:
            return replace(filing, cells=cells(filing.cells))
    return filing


def read_by_told_name(path: Path, forms: Sequence[Form], file: str) -> Filing:
    """Does what the name asks for that the local service wrote beside the file."""
    told = path.with_name(path.with_name(NAME).read_text("utf-8"))
    return read(told, forms, file)


def slow(path: Path, forms: Sequence[Form], file: str) -> Filing:
    """Reads a file as the program does, after a while: a run takes long enough to be interrupted."""
    time.sleep(0.05)
    return read_file(path, forms, file)


def _kill() -> Cell:
    if sys.platform == "win32":
        raise NotImplementedError
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still here")


def _hang() -> Cell:
    while True:
        time.sleep(1)


def hangs(checker: Checker, target: str) -> None:
    """An errand."""
    time.sleep(3600)


def swells(checker: Checker, target: str) -> int:
    """An errand."""
    held = [bytes(2**20)]
    while held:
        held.append(bytes(2**24))
    return 0


def dies(checker: Checker, target: str) -> None:
    """An errand that is ended while it writes."""
    with beside(Path(target)) as path:
        path.write_bytes(b"half")
        os.kill(os.getpid(), signal.SIGKILL)


def dies_once(checker: Checker, mark: str) -> str:
    """An errand that is ended the first time."""
    if not Path(mark).exists():
        Path(mark).touch()
        _kill()
    return "done"


def refuses(checker: Checker, target: str) -> None:
    """An errand."""
    raise UsageError(zh="不行。", en="no")


def fails(checker: Checker, target: str) -> None:
    """An errand."""
    raise LookupError("planted")
