"""LibreOffice's program for extensions, `unopkg`: where it is, what it says, and where it puts things."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from xlplugin.addin.machine import Machine
from xlplugin.errors import UsageError

_SECONDS = 120
_PLAIN_PATH = "/usr/bin:/bin"
_CRASHES = frozenset({-11, -6, 134, 139})
"""SIGSEGV and SIGABRT, by themselves or through a shell. On a new profile LibreOffice may crash once; the second time the profile is there."""


def run_unopkg(machine: Machine, profile: Path | None, *arguments: str) -> tuple[int, str]:
    """Runs `unopkg`; its exit status and all it said, -1 where it could not be run to its end. `profile`: another than the user's usual one.

    Raises `UsageError` where LibreOffice is not there.
    """
    place = [f"-env:UserInstallation={profile.resolve().as_uri()}"] if profile else []
    # Without what makes Python import other things: LibreOffice starts its own in there, which takes the libraries of the first
    # `python3` on the PATH for its own. Those of a virtual environment or of pyenv may end it.
    environment = {name: value for name, value in machine.variables.items() if not name.startswith("PYTHON")}
    if machine.platform != "win32":
        environment["PATH"] = _PLAIN_PATH
    command = [str(find_unopkg(machine)), *arguments, *place]
    status, said = _ran(command, environment)
    return _ran(command, environment) if status in _CRASHES else (status, said)


def _ran(command: Sequence[str], environment: Mapping[str, str]) -> tuple[int, str]:
    # a file, not a pipe: an office that unopkg wakes would hold a pipe open after it ended
    with tempfile.TemporaryFile() as output:
        try:
            ended = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return -1, str(error)
        output.seek(0)
        return ended.returncode, output.read().decode("utf-8", "replace").strip()


def find_unopkg(machine: Machine) -> Path:
    """LibreOffice's program for extensions. Raises `UsageError` where there is none."""
    name = "unopkg.com" if machine.platform == "win32" else "unopkg"
    found = next((folder / name for folder in _program_folders(machine) if (folder / name).is_file()), None)
    if found is None:
        raise UsageError(
            zh="找不到 LibreOffice（它的 unopkg 程序）。请先安装 LibreOffice Calc，或把它的 program 文件夹加入 PATH。",
            en="LibreOffice (its program unopkg) was not found; install LibreOffice Calc, or put its folder `program` on the PATH",
        )
    return found


def _program_folders(machine: Machine) -> Iterator[Path]:
    """Where LibreOffice's programs may be: the PATH first, then where its packages put them."""
    yield from (Path(folder) for folder in machine.variables.get("PATH", "").split(os.pathsep) if folder)
    if machine.platform == "win32":
        yield from (
            Path(machine.variables[name], "LibreOffice", "program")
            for name in ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)")
            if name in machine.variables
        )
    elif machine.platform == "darwin":
        yield Path("/Applications/LibreOffice.app/Contents/MacOS")
    else:
        yield from (Path("/usr/lib/libreoffice/program"), Path("/usr/lib64/libreoffice/program"))
        yield from sorted(Path("/opt").glob("[Ll]ibre[Oo]ffice*/program"), reverse=True)


def usual_profile(machine: Machine) -> Path:
    """The profile that LibreOffice uses when it is told none."""
    if machine.platform == "win32":
        return Path(machine.variables.get("APPDATA", ""), "LibreOffice", "4")
    if machine.platform == "darwin":
        return machine.home / "Library" / "Application Support" / "LibreOffice" / "4"
    return Path(machine.variables.get("XDG_CONFIG_HOME") or machine.home / ".config") / "libreoffice" / "4"


def refusal(said: str) -> UsageError:
    """What to tell of a run that failed, made of what `unopkg` said."""
    if "as root" in said:
        return UsageError(
            zh="LibreOffice 不允许以 root 身份安装扩展。请用平时登录桌面的普通用户运行。",
            en="LibreOffice takes no extension from root; run this as the user who works at the desktop",
        )
    last = (said.replace("ERROR: unopkg failed.", "").strip().splitlines() or ["?"])[-1].removeprefix("ERROR: ")
    return UsageError(
        zh=f"LibreOffice 没有接受扩展：{last}。请关闭全部 LibreOffice 窗口后重试。",
        en=f"LibreOffice did not take the extension: {last}; close all its windows and try again",
    )
