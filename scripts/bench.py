"""What xlplugin costs beside parsing alone and beside other programs: one command, one table, everything in the same run on the same submissions.

    python scripts/bench.py                     # 1,000 submissions; installs the peers into .venv-peers and .venv-banff
    python scripts/bench.py 200 --no-install    # fewer; peers that are not there are left out, and that is said
    python scripts/bench.py 1000 --grown 10000  # and whether time and memory grow with the number of submissions

Times are CPU time of all processes that take part, a workbook; of this program a run's beginning (starting Python, loading
rules) is told apart by also running it on a few. Each is given in ratio to the floor: unpacking and parsing the sheets' XML,
every element touched, in one process on the same files.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from _bench_peers import BANFF, PEERS, install, peers
from _bench_runs import Cost, cold, floor, told, warm
from _bench_sets import SETS, make_sets
from _many_samples import write_many

ROOT = Path(__file__).resolve().parent.parent
_FEW, _FAULTS_OF_ALL_KINDS = 4, 40
"""Sound submissions with which a run has begun; and mixed ones, after which the libraries that faults need are loaded, too."""


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=1000)
    parser.add_argument("--grown", type=int, default=0, help="also so many submissions, to see what grows")
    parser.add_argument("--no-install", action="store_true", help="peers that are not there are left out")
    asked = parser.parse_args()
    if not asked.no_install:
        install(ROOT)
    with tempfile.TemporaryDirectory(prefix="xlplugin-bench-") as scratch:
        folders = make_sets(asked.count, Path(scratch))
        print(f"{asked.count} submissions, {platform.machine()}, Python {platform.python_version()}\n", flush=True)
        for title, rows in (
            ("| 送来的 / set | 一份 / a workbook | 最低 / floor | 倍 / ratio | 峰值 / peak |", _own(folders)),
            ("| 其他程序 / peer | 一份 / a workbook | 最低 / floor | 本程序快 / xlplugin is faster |", peers(folders, ROOT)),
            ("| 份数 / submissions | 一份 / a workbook | | 主进程峰值 / parent's peak |", _growth(folders["mixed"], asked.count, asked.grown, Path(scratch))),
            ("| 第一次 / cold | CPU | | × import pandera.pandas |", cold(ROOT)),
        ):
            columns = title.count("|") - 1
            print(f"{title}\n|{' --- |' * columns}", flush=True)
            for row in rows:
                print(f"| {' | '.join(row)} |", flush=True)
            print(flush=True)
    for name, path in (("peers", PEERS), ("Banff", BANFF)):
        if not (ROOT / path).exists():
            print(f"{name}: not installed ({path} is not there)")


def _own(folders: dict[str, Path]) -> Iterator[tuple[str, ...]]:
    """This program on each of the sets: a warm worker, then the whole command."""
    for name, words in SETS.items():
        base = floor(folders[name])
        for workers in (1, 2) if name == "mixed" else (1,):
            whole = told(folders[name], workers)
            running = _without(whole, _beginning(folders["templates" if name == "mixed" else name], workers))  # libraries that faults need are no beginning
            yield (f"{words}, {workers} worker{'s' if workers > 1 else ''}", running.words, base.words, f"{running.milliseconds / base.milliseconds:.2f} ×", whole.memory)
            if name == "mixed":
                yield (f"… with the run's beginning; {whole.wall:.1f} s by the clock", whole.words, base.words, f"{whole.milliseconds / base.milliseconds:.2f} ×", whole.memory)
        for is_kept, how in ((True, "in a warm worker, before anything is stored and printed"), (False, "the same, with nothing kept of layouts: each at first sight")):
            own = warm(folders[name], is_kept=is_kept)
            yield (f"{words}: reading and checking {how}", own.words, base.words, f"{own.milliseconds / base.milliseconds:.2f} ×", "")


def _beginning(folder: Path, workers: int, few: int = _FEW) -> Cost:
    """A run on a few submissions: what it costs to begin."""
    with tempfile.TemporaryDirectory() as scratch:
        for path in [one for one in sorted(folder.iterdir()) if one.suffix == ".xlsx"][:few]:
            shutil.copy(path, scratch)
        return told(Path(scratch), workers)


def _without(whole: Cost, beginning: Cost) -> Cost:
    return Cost((whole.seconds - beginning.seconds) * 1000 / (whole.files - beginning.files), whole.files, whole.peak, whole.wall)


def _growth(mixed: Path, count: int, grown: int, scratch: Path) -> Iterator[tuple[str, ...]]:
    """Fewer, as many, and more submissions."""
    few = scratch / "few"
    write_many(100, few)
    start = _beginning(few, 1, _FAULTS_OF_ALL_KINDS)
    more = scratch / "grown"
    if grown:
        write_many(grown, more)
    for number, folder in ((100, few), (count, mixed), *(((grown, more),) if grown else ())):
        cost = told(folder, 1)
        yield (f"{number:,}", _without(cost, start).words, "", cost.memory)


if __name__ == "__main__":
    main()
