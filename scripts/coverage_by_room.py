"""Prints how much of each room the fast tests reach, from the `.coverage` that their run left behind. What slow tests and other processes (the command line, workers, an office) run is not counted."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from coverage import Coverage

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "xlplugin"
LEAST_NAMED = 5
"""So many of the files that are reached least are named."""


def by_room(files: Iterable[tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    """Statements and those never run, a room, and last in all; `files`: the path below the package, statements, those never run."""
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for path, statements, missed in files:
        for room in (path.split("/")[0].removesuffix(".py"), "xlplugin"):
            found[room] = (found[room][0] + statements, found[room][1] + missed)
    total = found.pop("xlplugin", (0, 0))
    return {**dict(sorted(found.items())), "xlplugin": total}


def share(statements: int, missed: int) -> str:
    """How much is reached, in per cent, cut and not rounded: 100 means all."""
    return f"{100 * (statements - missed) // statements if statements else 100} %"


def main() -> int:
    """0; 1 where no run has left its coverage."""
    coverage = Coverage(data_file=str(ROOT / ".coverage"))
    coverage.load()
    # Lines of a page's templates are measured too, since jinja2 runs them under their own names; they are no Python.
    measured = [path for file in coverage.get_data().measured_files() if (path := Path(file)).suffix == ".py"]
    files = []
    for path in sorted(path for path in measured if path.is_relative_to(PACKAGE) and path.exists()):
        _, statements, _, missed, _ = coverage.analysis2(str(path))
        files.append((path.relative_to(PACKAGE).as_posix(), len(statements), len(missed)))
    if not files:
        print("没有测试覆盖的数据 / no run of the tests has left its coverage", file=sys.stderr)
        return 1
    for room, counts in by_room(files).items():
        print(f"{room:12} {share(*counts):>6}  {counts[0]:6} statements, {counts[1]} never run")
    for name, count, unreached in sorted(files, key=lambda file: -file[2])[:LEAST_NAMED]:
        print(f"  {name}: {unreached} of {count} never run")
    return 0


if __name__ == "__main__":
    sys.exit(main())
