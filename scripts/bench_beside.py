"""What a whole check costs a workbook in this checkout and in another one, turn about in the same minutes, beside parsing alone.

    git worktree add ../before 0cc2c97                          # with a .venv of its own
    python scripts/bench_beside.py FOLDER ../before             # one worker, JSON out; the run's beginning is taken off
    python scripts/bench_beside.py FOLDER ../before --rounds 8  # on a machine that is busy with other things, too

Told are the least of the rounds, in CPU time of all processes that take part; and how many times the floor it was in the middle one
of the rounds, each compared by itself, which a machine that is fast and slow by turns leaves alone.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from _bench_runs import spent

ROOT = Path(__file__).resolve().parent.parent
_FEW = 64
"""Files with which a run has begun, and their layouts are known."""


def main() -> None:
    """Prints a line for each checkout."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--rounds", type=int, default=4)
    asked = parser.parse_args()
    files = sorted(path.resolve() for path in asked.folder.iterdir() if path.is_file())
    checkouts = {"here": ROOT, str(asked.other): asked.other.resolve()}
    floors: list[float] = []
    whole: dict[str, list[float]] = {name: [] for name in checkouts}
    begun: dict[str, list[float]] = {name: [] for name in checkouts}
    warm: dict[str, list[float]] = {name: [] for name in checkouts}
    with tempfile.TemporaryDirectory(prefix="xlplugin-bench-") as few:
        for path in files[:_FEW]:
            shutil.copy(path, few)
        for _ in range(asked.rounds):
            floors.append(_told(ROOT, "floor", files))
            for name, checkout in checkouts.items():
                whole[name].append(_checked(checkout, asked.folder.resolve()))
                begun[name].append(_checked(checkout, Path(few)))
                warm[name].append(_told(checkout, "own", files))
    floor = min(floors)
    print(f"{len(files)} files, parsing alone {floor:.2f} ms")
    for name in checkouts:
        running = (min(whole[name]) - min(begun[name])) * 1000 / (len(files) - _FEW)
        each = [(all_ - few_) * 1000 / (len(files) - _FEW) / one for all_, few_, one in zip(whole[name], begun[name], floors, strict=True)]
        middle = f"(the middle round {statistics.median(each):.2f} x, all from {min(each):.2f} to {max(each):.2f})"
        print(f"{name}: JSON out {running:.2f} ms, {running / floor:.2f} x {middle}; reading and checking in a warm worker {min(warm[name]):.2f} ms, {min(warm[name]) / floor:.2f} x")


def _python(checkout: Path) -> Path:
    return checkout / ".venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _checked(checkout: Path, folder: Path) -> float:
    """CPU seconds of a run."""
    return spent([_python(checkout), "-m", "xlplugin", "check", folder, "--format", "json", "--jobs", "1"], cwd=checkout)[0]


def _told(checkout: Path, what: str, files: list[Path]) -> float:
    """What a checkout's own measure says, in ms a workbook."""
    command = [_python(checkout), checkout / "scripts" / "_bench_runs.py", what]
    ended = subprocess.run(list(map(str, command)), cwd=checkout, input=json.dumps(list(map(str, files))), stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return float(ended.stdout)


if __name__ == "__main__":
    main()
