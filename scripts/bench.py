"""What xlplugin costs beside parsing alone and beside other programs: one command, one table, everything in the same run on the same submissions.

    python scripts/bench.py                     # 1,000 submissions; installs the peers into .venv-peers and .venv-banff
    python scripts/bench.py 200 --no-install    # fewer; peers that are not there are left out, and that is said
    python scripts/bench.py 1000 --grown 10000  # and whether time and memory grow with the number of submissions

Times are CPU time of all processes that take part, a workbook; of this program a run's beginning (starting Python, loading
rules) is told apart by also running it on a few. Each is given in ratio to the floor: unpacking and parsing the sheets' XML,
every element touched, in one process on the same files. All that is compared is taken turn about, several times; told are the
middle one of the rounds and, of the ratios, the least and the greatest.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from operator import itemgetter
from pathlib import Path
from statistics import median

from _bench_peers import BANFF, PEERS, install, peers
from _bench_runs import ROUNDS, Cost, cold, floor, told, warm
from _bench_sets import SETS, make_sets
from _many_samples import LIST, write_many
from make_samples import main as write_samples

ROOT = Path(__file__).resolve().parent.parent
_FEW, _FAULTS_OF_ALL_KINDS, _GROWN_ROUNDS = 4, 40, 3
"""Sound submissions with which a run has begun; mixed ones, after which the libraries that faults need are loaded, too; and how often it is looked at what grows."""
_ROUNDS_OF_WHOLE = 15
"""How often whole runs are measured: each is told by a difference of two, in which the swings of both are."""


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
            ("| 送来的 / set | 一份 / a workbook | 最低 / floor | 倍 / ratio | 内存：主进程＋工作进程 / memory: main + worker |", _own(folders)),
            ("| 其他程序 / peer | 一份 / a workbook | 最低 / floor | 本程序快 / xlplugin is faster |", peers(folders, ROOT)),
            ("| 份数 / submissions | 一份 / a workbook | 倍 / ratio | 内存：主进程＋工作进程 / memory: main + worker |", _growth(asked.count, asked.grown, Path(scratch))),
            ("| 第一次 / cold | CPU | | × import pandera.pandas |", cold(_samples(Path(scratch) / "samples"))),
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
    """This program on each of the sets: the whole command, then a warm worker."""
    for name, words in SETS.items():
        with _few(folders["templates" if name == "mixed" else name], _FEW) as few:  # libraries that faults need are no beginning
            yield from _one_set(words, folders[name], few, (1, 2) if name == "mixed" else (1,))


def _one_set(words: str, folder: Path, few: Path, workers: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Its rows. `few`: what a run has begun with."""
    own: dict[str, Callable[[], Cost]] = {"warm": partial(warm, folder), "unknown": partial(warm, folder, is_kept=False)}
    whole: dict[str, Callable[[], Cost]] = {}
    for number in workers:
        whole |= {f"whole {number}": partial(told, folder, number), f"beginning {number}": partial(told, few, number)}
    in_workers, in_all = (_rounds({"floor": partial(floor, folder), **measures}, times) for measures, times in ((own, ROUNDS), (whole, _ROUNDS_OF_WHOLE)))

    def row(said: str, cost: Callable[[dict[str, Cost]], Cost], rounds: Sequence[dict[str, Cost]]) -> tuple[str, ...]:
        costs = [cost(one) for one in rounds]
        ratios = sorted(cost.milliseconds / one["floor"].milliseconds for cost, one in zip(costs, rounds, strict=True))
        base = median(one["floor"].milliseconds for one in rounds)
        return said, f"{median(cost.milliseconds for cost in costs):.2f} ms", f"{base:.2f} ms", f"{median(ratios):.2f} × ({ratios[0]:.2f}–{ratios[-1]:.2f})", _peaks(costs)

    for number in workers:
        yield row(f"{words}, {number} worker{'s' if number > 1 else ''}", lambda one, number=number: _without(one[f"whole {number}"], one[f"beginning {number}"]), in_all)  # type: ignore[misc]
        wall = median(one[f"whole {number}"].wall for one in in_all)
        yield row(f"… with the run's beginning; {wall:.1f} s by the clock", itemgetter(f"whole {number}"), in_all)
    yield row(f"{words}: reading and checking in a warm worker, before anything is stored and printed", itemgetter("warm"), in_workers)
    yield row(f"{words}: reading and checking the same, with nothing kept of layouts: each at first sight", itemgetter("unknown"), in_workers)


def _rounds(measures: Mapping[str, Callable[[], Cost]], times: int) -> list[dict[str, Cost]]:
    return [{name: measure() for name, measure in measures.items()} for _ in range(times)]


def _samples(folder: Path) -> Path:
    """The samples, written there."""
    write_samples(folder)
    return folder


@contextmanager
def _few(folder: Path, few: int) -> Iterator[Path]:
    """A folder with the first submissions of another."""
    with tempfile.TemporaryDirectory() as scratch:
        files = [one for one in sorted(folder.iterdir()) if one.suffix == ".xlsx"]
        for path in files[: min(few, len(files) // 2)]:
            shutil.copy(path, scratch)
        yield Path(scratch)


def _without(whole: Cost, beginning: Cost) -> Cost:
    return Cost((whole.seconds - beginning.seconds) * 1000 / (whole.files - beginning.files), whole.files, whole.peaks, whole.wall)


def _peaks(costs: Sequence[Cost]) -> str:
    """The greatest memory of the main process and of a worker."""
    return " + ".join(f"{max(peaks)}" for peaks in zip(*(cost.peaks for cost in costs), strict=True)) + " MiB" if costs[0].peaks else ""


def _growth(count: int, grown: int, scratch: Path) -> Iterator[tuple[str, ...]]:
    """Fewer, as many, and more mixed submissions, and how many times as long as among `count` one of them takes."""
    sizes = {number: scratch / f"of {number}" for number in sorted({100, count, grown} - {0})}
    for number, folder in sizes.items():
        write_many(number, folder)
        (folder / LIST).unlink()
    turns: list[dict[int, Cost]] = []
    with _few(sizes[min(sizes)], _FAULTS_OF_ALL_KINDS) as few:
        for _ in range(_GROWN_ROUNDS):
            beginning = told(few, 1)
            turns.append({number: _without(told(folder, 1), beginning) for number, folder in sizes.items()})
    for number in sizes:
        ratio = median(turn[number].milliseconds / turn[count].milliseconds for turn in turns)
        yield f"{number:,}", f"{median(turn[number].milliseconds for turn in turns):.2f} ms", f"{ratio:.2f} ×", _peaks([turn[number] for turn in turns])


if __name__ == "__main__":
    main()
