"""Makes `.venv` with the pinned dependencies; shared by the scripts here. Standard library only: it runs before anything is installed."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_VENV = ROOT / ".venv"
_STAMP = _VENV / "xlplugin-setup.json"
_CONSTRAINTS = "constraints.txt"
HASHES = "hashes.txt"
"""The same pins with the digest of each file, for one kind of machine: see lock_hashes.py."""
POSIX_ONLY = "this script measures and ends processes by what Linux says of them: run it on Linux"
_OLDEST = (3, 11)
ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": ""}
"""What programs of `.venv` are run with: they speak UTF-8 whatever the locale is, and compile each file once, not at every start: that is half of the time in which pytest collects."""


class SetUpError(SystemExit):
    """The environment cannot be made; the message says what to do. Ends a script with status 1."""


def program(name: str) -> str:
    """The path of a program in `.venv`: `python`, `xlplugin`."""
    folder, suffix = ("Scripts", ".exe") if sys.platform == "win32" else ("bin", "")
    return str(_VENV / folder / f"{name}{suffix}")


def run(*command: str) -> int:
    """Runs a command in the checkout's root; gives its exit status."""
    sys.stdout.flush()
    return subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=False).returncode


def run_quietly(*command: str) -> subprocess.CompletedProcess[str]:
    """As `run`, but what it says is kept."""
    return subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace")


def elsewhere(script: str, *arguments: str) -> int | None:
    """Runs a script once more with `.venv`'s Python, where this one is another; its exit status then, else None. `.venv` holds what the tests need."""
    if Path(sys.prefix) == _VENV:
        return None
    ensure("test")
    return run(program("python"), str(Path(script).resolve()), *arguments)


def ensure(*extras: str) -> None:
    """Makes `.venv` hold this checkout, its dependencies as pinned, and the extras. Returns at once where it does already.

    Extras installed earlier stay. Raises `SetUpError` when Python is too old or something cannot be installed.
    """
    if sys.version_info < _OLDEST:
        raise SetUpError(f"需要 Python 3.11 或更高版本，当前是 {sys.version.split()[0]}。\nPython 3.11 or newer is needed.")
    digest, (made_for, there) = _digest(), _stamped()
    if made_for == digest and there.issuperset(extras) and Path(program("python")).exists():
        return
    print("正在准备运行环境 .venv（首次约一分钟）… / setting up .venv (about a minute the first time)", flush=True)
    _STAMP.unlink(missing_ok=True)
    wanted = sorted({*there, *extras})
    _install(wanted, afresh=made_for != digest)
    _STAMP.write_text(json.dumps([digest, wanted]), "utf-8")


def _digest() -> str:
    """Changes with whatever makes an installation out of date: the pins, the project's settings, Python, the checkout's place."""
    parts = [(ROOT / name).read_bytes() for name in (_CONSTRAINTS, HASHES, "pyproject.toml")]
    parts += [str(ROOT).encode(), sys.version.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _stamped() -> tuple[str, set[str]]:
    """The digest and the extras that `.venv` was made for; empty where nothing readable says so."""
    try:
        digest, extras = json.loads(_STAMP.read_text("utf-8"))
        return str(digest), set(extras)
    except (OSError, ValueError, TypeError):
        return "", set()


def _install(extras: list[str], *, afresh: bool) -> None:
    # This Python's own pip installs into the new environment: a system without ensurepip (Debian's) can do that too,
    # and it saves some seconds. A Python that has no pip, or runs in `.venv` itself, uses the one inside.
    python, inside = program("python"), Path(sys.prefix) == _VENV
    outside = not inside and importlib.util.find_spec("pip") is not None
    if not inside and afresh:
        _must([sys.executable, "-m", "venv", "--clear", *(["--without-pip"] if outside else []), str(_VENV)])
    elif not outside:
        _must([python, "-m", "ensurepip"])
    pip = [sys.executable, "-m", "pip", "--python", python] if outside else [python, "-m", "pip"]
    project = f".[{','.join(extras)}]" if extras else "."
    if (hashed := _hashed(extras)) is not None:
        with tempfile.TemporaryDirectory() as folder:
            listed = Path(folder, HASHES)
            listed.write_text("\n".join(hashed), "utf-8")
            _must([*pip, "install", "--quiet", "--require-hashes", "--no-deps", "--requirement", str(listed)], PIP_DISABLE_PIP_VERSION_CHECK="1")
        _must([*pip, "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", "."], PIP_DISABLE_PIP_VERSION_CHECK="1")
        return
    # The pins reach the build's own environment (hatchling) through the environment only; newer pips have a name of its
    # own for that. The path is relative as pip splits the variable at spaces.
    pins = {"PIP_CONSTRAINT": _CONSTRAINTS, "PIP_BUILD_CONSTRAINT": _CONSTRAINTS, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    _must([*pip, "install", "--quiet", "--editable", project], **pins)


def machine() -> str:
    """The kind of machine and Python that files are made for."""
    return f"{sys.implementation.name} {sys.version_info.major}.{sys.version_info.minor} {sys.platform} {platform.machine()} {platform.libc_ver()[0] or 'other'}"


def _hashed(extras: list[str]) -> list[str] | None:
    """The entries that the extras need; None where there are no digests for this machine, or for one of the extras."""
    head, *lines = (ROOT / HASHES).read_text("utf-8").splitlines()
    made_for, _, known = head.removeprefix("# For ").partition("; extras: ")
    if made_for != machine() or not set(extras) <= set(known.partition(".")[0].split()):
        return None
    pairs = list(zip(lines[1::2], lines[2::2], strict=True))
    return [entry for needed, entry in pairs if {"base", *extras} & set(needed.removeprefix("# ").split())]


def _must(command: list[str], **environment: str) -> None:
    if subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode:
        raise SetUpError(f"运行环境安装失败，原因见上。/ Setting up failed, see above: {' '.join(command)}")
