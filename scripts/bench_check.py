"""What one call of `check` costs a filing: reading and printing left out, in CPU time, beside another commit in the same run.

    python scripts/make_samples.py --many 200 FOLDER
    python scripts/bench_check.py FOLDER                           # this commit
    python scripts/bench_check.py FOLDER OTHER/.venv/bin/python    # and another one's, turn about

Each round is a process of its own; told is the least of the rounds, in ms a filing: every filing by itself, and all in one call.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

ROUNDS = 2
_GROUPS = ("clean", "faulty")


def main(folder: Path, pythons: Sequence[str]) -> None:
    """Prints a line for each python and measure, and how many times as much each costs as the first."""
    rounds: dict[str, list[dict[str, float]]] = {python: [] for python in pythons}
    for _ in range(ROUNDS):
        for python in pythons:
            ended = subprocess.run([python, __file__, "--measure", str(folder)], stdout=subprocess.PIPE, check=True)
            rounds[python].append(json.loads(ended.stdout))
    least = {python: {name: min(one[name] for one in measured) for name in measured[0]} for python, measured in rounds.items()}
    for python, measured in least.items():
        print(python)
        for name, milliseconds in measured.items():
            print(f"  {name:24} {milliseconds:8.3f} ms a filing   {milliseconds / least[pythons[0]][name]:5.2f} x the first")


def measure(folder: Path) -> dict[str, float]:
    """CPU milliseconds a filing of the package that this python has."""
    from xlplugin import check, read_workbook
    from xlplugin.errors import XlpluginError

    filings = []
    for path in sorted(folder.rglob("*.xlsx")):
        with suppress(XlpluginError):
            filings.append(read_workbook(path))
    is_faulty = [any(finding.severity.name == "ERROR" for finding in report.findings) for report in check(filings)]
    found: dict[str, float] = {}
    for group in _GROUPS:
        members = [filing for filing, faulty in zip(filings, is_faulty, strict=True) if faulty == (group == "faulty")]
        if members:
            found[f"{group}, one a call"] = _cost(lambda members=members: [check([filing]) for filing in members], len(members))  # type: ignore[misc]
            found[f"{group}, all in a call"] = _cost(lambda members=members: check(members), len(members))  # type: ignore[misc]
    return found


def _cost(action: Callable[[], object], count: int) -> float:
    action()  # what is loaded and compiled once is not counted
    start = time.process_time()
    action()
    return (time.process_time() - start) * 1000 / count


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(Path(sys.argv[2]))))
    else:
        main(Path(sys.argv[1]), [sys.executable, *sys.argv[2:]])
