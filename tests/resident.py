"""The resident helper in tests: an interpreter that becomes it from a checkout, a folder of its own for its state, and its end."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from xlplugin.addin.toolbar.component.pythonpath import xlplugin_helper as client

ROOT = Path(__file__).parent.parent
_RUNNER = """#!{python}
import sys
sys.path.insert(0, {root!r})
sys.argv = ["xlplugin", *sys.argv[sys.argv.index("xlplugin") + 1 :]]
from xlplugin.cli import main
main()
"""
_PATIENCE = 10.0


def runner(folder: Path) -> Path:
    """Takes the place of the recorded interpreter: the real command, also where the checkout is not installed."""
    path = folder / "python"
    path.write_text(_RUNNER.format(python=sys.executable, root=str(ROOT)), "utf-8")
    path.chmod(0o755)
    return path


def helper_pid(state: Path) -> int | None:
    """The process that has left word in a state folder; None where none has."""
    with suppress(OSError, ValueError, IndexError):
        return int((state / "xlplugin" / "helper.txt").read_text("ascii").split()[3])
    return None


def told(state: Path) -> dict[str, Any]:
    """What the helper of a state folder says of itself; `done` is -1 where there is none."""
    with suppress(OSError):
        found = client.read(str(state / "xlplugin" / "helper.txt"))
        return client.ask(found, "GET", "/api/live")[1] if found else {"done": -1}
    return {"done": -1}


def _is_dead(pid: int) -> bool:
    """Whether a process has ended and only its parent, an office that starts and forgets, has not asked about it yet."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
    return False


@contextmanager
def helper_ended(state: Path) -> Iterator[None]:
    """Ends the helper of a state folder afterwards, by its process id."""
    try:
        yield
    finally:
        pid = helper_pid(state)
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
                end = time.monotonic() + _PATIENCE
                while time.monotonic() < end and not _is_dead(pid):
                    os.kill(pid, 0)
                    time.sleep(0.05)
                os.kill(pid, signal.SIGKILL)
