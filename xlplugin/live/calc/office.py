"""The LibreOffice that the user has started: which one it is, and how it is made to listen.

An office started from the desktop listens to nobody. Starting `soffice` once more with the same profile hands its
arguments to the one that runs; with `--accept` that one opens a pipe. Were none running, a hidden office would start
instead: so a running one is looked for first, and its own program and profile are used.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from xlplugin.errors import HostSilentError

PROCESSES = Path("/proc")
_PROGRAM = "soffice.bin"
_PROFILE = "-env:UserInstallation="


@dataclass(frozen=True, slots=True)
class Office:
    """A running LibreOffice of this user. `profile` is a file URL; None is the user's ordinary one."""

    pid: int
    program: Path
    profile: str | None = None
    pipes: tuple[str, ...] = ()
    """The pipes it was started to listen on."""

    @property
    def own_pipe(self) -> str:
        """The pipe that we make it listen on."""
        return f"xlplugin_{self.pid}"


def running_offices(profile: str | None = None, processes: Path = PROCESSES) -> list[Office]:
    """This user's running offices, the one started last first; with `profile` (a file URL) only those that use it."""
    found: list[Office] = []
    parents: dict[int, int] = {}
    for folder in processes.iterdir() if processes.is_dir() else ():
        if not folder.name.isdecimal():
            continue
        try:
            if folder.stat().st_uid != _user():
                continue
            arguments = (folder / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
        except OSError:  # it ended while we looked
            continue
        if Path(arguments[0]).name == _PROGRAM:
            found.append(_office(int(folder.name), arguments))
            parents[found[-1].pid] = _parent(folder)
    own = [office for office in found if parents[office.pid] not in parents]  # a helper that an office is just starting looks like it for a moment
    chosen = [office for office in own if profile is None or (office.profile or "").rstrip("/") == profile.rstrip("/")]
    return sorted(chosen, key=lambda office: office.pid, reverse=True)


def listens(pipe: str, sockets: Path = PROCESSES / "net" / "unix") -> bool:
    """Whether a process of this user listens on a pipe of that name. True where the system does not tell, so that it is tried."""
    try:
        lines = sockets.read_text("utf-8", "replace").splitlines()
    except OSError:
        return True
    return any(line.endswith(f"OSL_PIPE_{_user()}_{pipe}") for line in lines)


def make_listen(office: Office, pipe: str, timeout: float = 20) -> None:
    """Makes a running office listen on a pipe and waits until it does.

    Raises HostSilentError when it does not within `timeout` seconds; whatever was started for it is ended then.
    """
    profile = [f"{_PROFILE}{office.profile}"] if office.profile else []
    command = [str(office.program), *profile, f"--accept=pipe,name={pipe};urp;", "--norestore", "--nologo"]
    try:
        messenger = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    except OSError as error:
        raise HostSilentError(detail=f"{office.program.name}: {error.strerror}") from error
    end = time.monotonic() + timeout
    try:
        while time.monotonic() < end:
            if messenger.poll() is not None and listens(pipe):
                return
            time.sleep(0.05)
        raise HostSilentError(detail=pipe)
    finally:
        if messenger.poll() is None:  # it hangs, or became a hidden office itself
            _end(messenger)
            messenger.wait(10)


def _user() -> int:
    """This user's number; Windows gives none, and has no `/proc` to hold it against."""
    if sys.platform == "win32":
        return -1
    return os.getuid()


def _end(messenger: subprocess.Popen[bytes]) -> None:
    """Ends a program with all that it started."""
    if sys.platform == "win32":
        messenger.terminate()
    else:
        os.killpg(messenger.pid, signal.SIGTERM)


def _parent(folder: Path) -> int:
    """The process id of a process's parent; 0 where it cannot be told."""
    try:
        return int((folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])
    except (OSError, IndexError, ValueError):
        return 0


def _office(pid: int, arguments: Iterable[str]) -> Office:
    program, *rest = arguments
    profile = next((argument.removeprefix(_PROFILE) for argument in rest if argument.startswith(_PROFILE)), None)
    accepts = [argument.partition("=")[2] for argument in rest if argument.lstrip("-").startswith("accept=")]
    pipes = [part.removeprefix("name=") for accept in accepts if accept.startswith("pipe,") for part in accept.split(";")[0].split(",") if part.startswith("name=")]
    return Office(pid, Path(program).parent / "soffice", profile, tuple(pipes))
