"""Tries files that are nearly right: real packages and documents of every layout, recombined and changed in their structure.

    python scripts/fuzz.py --count 20000 --seed 1       # cases 0 … 19999
    python scripts/fuzz.py --first 4711 --count 1       # one again

Each is read and checked, every eighth copied with its marks, some exported or imported, in a guarded process with 60 seconds and 1 GiB. It must
come to a result or a sentence that is foreseen, in ten seconds of computing, the file left as it was and nothing left beside it. What
does not is listed, and its file kept in `--keep`. Ends with status 1 where something was found.
"""

from __future__ import annotations

import argparse
import collections
import pickle
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.fuzz.bases import bases  # noqa: E402
from xlplugin.runs.recipe import Recipe  # noqa: E402
from xlplugin.runs.workers.failures import Bounds  # noqa: E402
from xlplugin.runs.workers.guard import Guard  # noqa: E402

BOUNDS = Bounds(60, 1024)
AFRESH = 2_000
"""Cases after which another process goes on: what is kept of layouts met before shall not hide a case."""


def main(argv: list[str] | None = None) -> int:
    """Runs the cases; gives the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--keep", type=Path, help="where files stay of which something was found")
    parser.add_argument("--little", action="store_true", help="fewer files to make cases from: quick to begin with")
    chosen = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="xlplugin-fuzz-") as folder:
        keep = chosen.keep or Path(folder, "kept")
        keep.mkdir(parents=True, exist_ok=True)
        kept = Path(folder, "bases.pickle")
        kept.write_bytes(pickle.dumps(bases(4, with_office=False, with_packages=False) if chosen.little else bases()))
        statuses, finds = run(chosen.first, chosen.count, chosen.seed, keep, kept)
    print(f"{chosen.count} cases, seed {chosen.seed}: {', '.join(f'{n} {status}' for status, n in sorted(statuses.items()))}; {len(finds)} found")
    return 1 if finds else 0


def run(first: int, count: int, seed: int, keep: Path, kept: Path) -> tuple[collections.Counter[str], list[str]]:
    """How often each status came about, and what was found."""
    statuses: collections.Counter[str] = collections.Counter()
    finds: list[str] = []
    start, guard = time.monotonic(), None
    try:
        for number in range(first, first + count):
            if guard is None or (number - first) % AFRESH == 0:
                if guard is not None:
                    guard.close()
                guard = Guard(Recipe(""), BOUNDS)
            told = guard.errand("tests.fuzz.case:run_case", [number, seed, str(keep), str(kept)])
            status, *found = told["result"] if "result" in told else ("stopped", told["told"][0])
            statuses[status] += 1
            for one in found:
                finds.append(f"case {number}: {one}")
                print(finds[-1], flush=True)
            if (number - first + 1) % 500 == 0:
                print(f"{number - first + 1} cases in {time.monotonic() - start:.0f} s, {len(finds)} found", file=sys.stderr, flush=True)
    finally:
        if guard is not None:
            guard.close()
    return statuses, finds


if __name__ == "__main__":
    sys.exit(main())
