"""What an input may take, and what a guarded process has taken; Linux tells."""

from __future__ import annotations

import re
from pathlib import Path

from xlplugin.runs.workers.guard import Guard

MOST_SECONDS = 10.0
"""Of computing."""
MOST_MEBIBYTES = 1024


def computed(guard: Guard) -> float:
    """The seconds that the process has computed so far; 0 where there is none."""
    words = _told(guard, "stat").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / 100 if words else 0.0


def peak(guard: Guard) -> int:
    """The most MiB that the process held since it was started, or since `fresh_peak`; 0 where there is none."""
    found = re.search(r"VmHWM:\s+(\d+) kB", _told(guard, "status"))
    return int(found[1]) // 1024 if found else 0


def fresh_peak(guard: Guard) -> None:
    """Lets the peak be counted anew (proc(5), clear_refs)."""
    if guard._worker is not None:
        Path(f"/proc/{guard._worker._process.pid}/clear_refs").write_text("5", "ascii")


def _told(guard: Guard, name: str) -> str:
    worker = guard._worker
    return Path(f"/proc/{worker._process.pid}/{name}").read_text("ascii") if worker is not None else ""
