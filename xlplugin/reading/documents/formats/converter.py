"""Runs LibreOffice so that it never outlives whoever asked for it: between the two stands a small process that ends it with all it started, and removes its folder, when its own input ends.

The process that reads a submission may itself be killed at any moment, together with the one that started it; nobody is then left to do it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

TIMEOUT = 55.0
"""Seconds: less than a guarded process has for a file, so that its own sentence is told."""
_NAMES = ("soffice.exe",) if sys.platform == "win32" else ("soffice", "libreoffice")
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_KEEPER = """
import json, os, shutil, signal, subprocess, sys, threading
command, folder = json.loads(sys.argv[1])
none = subprocess.DEVNULL
run = subprocess.Popen(command, stdin=none, stdout=none, stderr=none, start_new_session=True)
def end():
    if hasattr(os, "killpg"):
        try:
            os.killpg(run.pid, signal.SIGKILL)
        except OSError:
            pass
    else:
        subprocess.run([os.path.join(os.environ["SYSTEMROOT"], "System32", "taskkill.exe"), "/T", "/F", "/PID", str(run.pid)], stdin=none, stdout=none, stderr=none)
left = threading.Event()
def watch():
    os.read(0, 1)
    left.set()
    end()
watching = threading.Thread(target=watch, daemon=True)
watching.start()
run.wait()
if left.is_set():
    watching.join()
    shutil.rmtree(folder, ignore_errors=True)
end()
os._exit(run.returncode & 255)
"""
"""The program of the process between; `-I`: nothing of the folder it is run in, and of no environment, is loaded."""


def find_converter() -> str | None:
    """LibreOffice's program by its whole path; None where it is not installed. Neither the current folder nor a relative entry of PATH is looked into."""
    here = os.path.realpath(os.curdir)
    folders = [folder for folder in os.environ.get("PATH", "").split(os.pathsep) if os.path.isabs(folder) and os.path.realpath(folder) != here]
    found = (Path(folder, name) for name in _NAMES for folder in folders)
    return next((str(path) for path in (*found, *map(Path, _PLACES)) if path.is_file() and os.access(path, os.X_OK)), None)


def run_converter(command: Sequence[str], folder: Path) -> int | None:
    """Runs the converter, with all it leaves in `folder`; its exit status, None where it took too long and was ended."""
    temporary = folder / "tmp"  # what a killed converter leaves there goes with the folder
    temporary.mkdir(exist_ok=True)
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))}
    keeper = [sys.executable, "-I", "-S", "-c", _KEEPER, json.dumps([list(command), str(folder)])]
    # In a session of its own: a signal to all processes of the run is not to reach it, so that it ends the converter when the others are gone.
    with subprocess.Popen(keeper, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, start_new_session=True) as run:
        try:
            run.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            assert run.stdin is not None
            run.stdin.close()  # that ends it
            return None
    return run.returncode
