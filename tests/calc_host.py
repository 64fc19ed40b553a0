"""A real LibreOffice Calc for tests: started on a profile of its own, ended by its process id."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.office import soffice
from xlplugin.errors import HostError
from xlplugin.live.calc.bridge import host_errors, load_uno, resolve
from xlplugin.live.calc.office import Office, listens, running_offices
from xlplugin.live.calc_engine import Engine, connect

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="LastCompatibilityCheckID" oor:op="fuse"><value>none</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""
_PATIENCE = 90.0


@dataclass(frozen=True)
class RunningCalc:
    """An office that a test started. `pipe` is None where it listens to nobody."""

    office: Office
    profile: Path
    pipe: str | None


def missing() -> str | None:
    """Why no Calc can be driven here; None where one can."""
    if soffice() is None:
        return "LibreOffice is not installed"
    try:
        load_uno()
    except HostError as error:
        return error.text.en
    return None


def missing_screen() -> str | None:
    """Why no visible Calc can be started here; None where one can."""
    return missing() or (None if shutil.which("Xvfb") else "Xvfb is not installed")


@contextmanager
def started(folder: Path, *, pipe: str | None = None, files: Sequence[Path] = (), display: str | None = None) -> Iterator[RunningCalc]:
    """Starts an office with its profile in `folder`, waits until it is there, and ends it.

    With a `display` (`:99`) it has windows, as one that a user starts; else it is headless. Without a `pipe` it listens to nobody.
    """
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    program = soffice()
    assert program is not None
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--norestore", "--nologo"]
    command += ["--headless"] if display is None else []
    command += ["--nodefault"] if not files else []
    command += [f"--accept=pipe,name={pipe};urp;"] if pipe else []
    environment = {**os.environ, **({"DISPLAY": display} if display else {})}
    said = folder / "said.txt"
    with said.open("wb") as output:
        process = subprocess.Popen([*command, *map(str, files)], env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        try:
            office = _wait(process, profile, pipe, files)
        except RuntimeError as error:
            raise RuntimeError(f"{error}: {said.read_text('utf-8', 'replace')}") from None
        yield RunningCalc(office, profile, pipe)
    finally:
        _end(process, profile, pipe)


@contextmanager
def screen() -> Iterator[str]:
    """A display of its own (Xvfb), 1600 by 1000; gives its name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"]
    process = subprocess.Popen(command, pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as numbers:
            yield f":{numbers.readline().strip()}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A headless Calc for a test file, and the engine that is connected with it. It is gone before the next file's starts."""
    if reason := missing():
        pytest.skip(reason)
    name = f"xlplugin_test_{secrets.token_hex(8)}"  # of two offices that listen on one pipe neither is sure to answer
    with started(tmp_path_factory.mktemp("calc"), pipe=name):
        yield connect(name)


@pytest.fixture
def workbook(calc: Engine) -> Iterator[Any]:
    """A new, empty workbook in that Calc, as xlwings' object; every workbook is closed afterwards."""
    import xlwings

    yield xlwings.Book(impl=calc.app.books.add())
    for book in list(calc.app.books):
        book.close()


def _end(process: subprocess.Popen[bytes], profile: Path, pipe: str | None) -> None:
    """Asks the office to end, so that it takes its pipes away; ends its process group where it does not."""
    if sys.platform == "win32":
        raise NotImplementedError
    for name in (pipe, *(office.own_pipe for office in running_offices(profile.as_uri()))):
        if name is not None and listens(name):
            with suppress(HostError), host_errors():
                context = resolve(name)
                desktop = context.getServiceManager().createInstanceWithContext("com.sun.star.frame.Desktop", context)
                components = desktop.getComponents().createEnumeration()
                while components.hasMoreElements():  # or it would ask whether to save, and wait
                    components.nextElement().setModified(False)
                desktop.terminate()
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            process.wait(10)
            return
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
    process.wait(10)


def _wait(process: subprocess.Popen[bytes], profile: Path, pipe: str | None, files: Sequence[Path]) -> Office:
    """The office once it is up: it listens, or has locked the files it was given."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        offices = running_offices(profile.as_uri())
        is_up = listens(pipe) if pipe else all((path.parent / f".~lock.{path.name}#").exists() for path in files)
        if offices and is_up:
            return offices[0]
        if process.poll() is not None:
            raise RuntimeError(f"LibreOffice ended with status {process.returncode}")
        time.sleep(0.1)
    raise RuntimeError(f"LibreOffice was not up after {_PATIENCE:.0f} s")
