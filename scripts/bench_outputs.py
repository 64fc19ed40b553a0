"""What each kind of report costs a file: CPU time in this process, and room; and how long a browser takes to show the page first.

    python scripts/bench_outputs.py                 # 3,000 submissions, made and checked first
    python scripts/bench_outputs.py 300             # as many as wanted
    python scripts/bench_outputs.py --of IN OUT     # submissions in IN, checked with `--out OUT` before

Told is one pass for each kind by itself, reading the results back included; then all in one pass.
The page's first paint is Chromium's `first-contentful-paint`, the median of several openings, beside that of the page of the 36 samples:
at most 3 times as long for 3,000 submissions, in at most 6 MB.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from _many_samples import write_many
from make_samples import main as write_samples

from xlplugin.outputs.kinds import FILES, FOLDERS, Wanted, write
from xlplugin.outputs.slips.options import SlipOptions
from xlplugin.outputs.writer import Checked
from xlplugin.review.review import Review
from xlplugin.review.review_run import review
from xlplugin.runs.inputs.addresses import find_inputs
from xlplugin.runs.job import Job, run_job
from xlplugin.runs.store.results import Result, Results
from xlplugin.runs.workers.executor import LocalExecutor
from xlplugin.text import Text

KINDS = (*FILES, *FOLDERS)
OPENINGS = 7
LARGEST_PAGE, SLOWEST_PAINT = 6_000_000, 3.0
"""Bytes of the page of 3,000 submissions, and how many times as long as the page of the samples it may take."""
_TOGETHER = "all together"
_PAINTED = "new Promise(done => new PerformanceObserver(seen => done(seen.getEntriesByName('first-contentful-paint')[0].startTime)).observe({type: 'paint', buffered: true}))"
_LOADED = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one kind of report: CPU milliseconds a submission, and bytes a submission."""

    kind: str
    milliseconds: float
    size: float


class _Nothing:
    """Prints nothing: the command always has somebody who prints."""

    def begin(self, run: Checked, files: object) -> None:
        """See `Writer.begin`."""

    def add(self, result: Result) -> None:
        """See `Writer.add`."""

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        return ()


def main(arguments: Sequence[str]) -> int:
    """Prints the tables; 1 where the page is too large or too slow."""
    with tempfile.TemporaryDirectory(prefix="xlplugin-outputs-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        if arguments[:1] == ["--of"]:
            out = arguments[2]
        else:
            write_many(int(arguments[0]) if arguments else 3000, folder / "in")
            out = checked(folder / "in", folder / "out")
        kinds = [kind for kind in KINDS if _can_be_written(kind)]
        for cost in costs(out, folder / "reports", kinds):
            print(f"{cost.kind:14} {cost.milliseconds:8.2f} ms a file   {cost.size / 1024:8.1f} KiB a file", flush=True)
        for kind in sorted(set(KINDS).difference(kinds)):
            print(f"{kind:14} left out: the library that writes it is not installed")
        return _told_of_the_page(folder)


def _can_be_written(kind: str) -> bool:
    """Whether the library that writes this kind is installed, where it needs one that is optional."""
    return kind != "parquet" or find_spec("pyarrow") is not None


def checked(inputs: Path, out: Path) -> str:
    """Checks a folder of submissions; gives the folder of the results."""
    with LocalExecutor() as executor:
        run_job(Job(find_inputs([str(inputs)]).files), executor, str(out))
    return str(out)


def costs(out: str, folder: Path, kinds: Sequence[str] = KINDS) -> list[Cost]:
    """What each kind costs over a run's results, and all of them in one pass. The reports are left in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with Results(out) as results:
        reviewed = review(results, None, [])
        count = sum(1 for _ in results.submissions())
        _pass(results, reviewed, ["json"], folder)  # loads what all share
        found = [Cost(kind, 1000 * _pass(results, reviewed, [kind], folder) / count, _size(target(folder, kind)) / count) for kind in kinds]
        together = 1000 * _pass(results, reviewed, kinds, folder / "together") / count
        return [*found, Cost(_TOGETHER, together, sum(cost.size for cost in found))]


def target(folder: Path, kind: str) -> Path:
    """Where a kind of report goes."""
    return folder / (kind if kind in FOLDERS else f"report.{'xml' if kind == 'junit' else kind}")


def _pass(results: Results, reviewed: Review, kinds: Sequence[str], folder: Path) -> float:
    """CPU seconds of one pass that writes these kinds."""
    folder.mkdir(parents=True, exist_ok=True)
    began = time.process_time()
    written = write(Checked(results, reviewed, "zh"), [Wanted(kind, target(folder, kind)) for kind in kinds], SlipOptions(), _Nothing())
    took = time.process_time() - began
    missing = [sentence.en for made in written if not made.is_there for sentence in made.sentences]
    if missing:
        raise SystemExit("; ".join(missing))
    return took


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else sum(one.stat().st_size for one in path.rglob("*") if one.is_file())


def _told_of_the_page(folder: Path) -> int:
    large = target(folder / "reports", "html")
    size = large.stat().st_size
    print(f"the page: {size / 1e6:.2f} MB (at most {LARGEST_PAGE / 1e6:.0f})")
    small = samples_page(folder)
    seen = openings([small, large], folder)
    if seen is None:
        print("first paint: chromium is not installed")
        return int(size > LARGEST_PAGE)
    for what, (few, many) in zip(("first paint", "ready to be used"), zip(*seen, strict=True), strict=True):
        print(f"{what}: {many:.0f} ms, of the page of the samples ({small.stat().st_size / 1e6:.2f} MB) {few:.0f} ms: {many / few:.2f} times")
    return int(size > LARGEST_PAGE or seen[1][0] > SLOWEST_PAINT * seen[0][0])


def samples_page(folder: Path) -> Path:
    """The page of the 36 samples."""
    write_samples(folder / "samples")
    with Results(checked(folder / "samples", folder / "samples-out")) as results:
        _pass(results, review(results, None, []), ["html"], folder / "few")
    return target(folder / "few", "html")


def openings(pages: Sequence[Path], folder: Path) -> list[tuple[float, float]] | None:
    """For each page the medians over several openings, turn about, of the milliseconds until something is seen and until its script has run; None without a browser."""
    from tests.chromium import browser, chromium

    if os.name != "posix" or chromium() is None:
        return None
    found: list[list[tuple[float, float]]] = [[] for _ in pages]
    (folder / "browser").mkdir(exist_ok=True)
    with browser(folder / "browser") as running:
        for number in range(OPENINGS + 1):
            for page, times in zip(pages, found, strict=True):
                running.open(page)
                if number:  # the first opening warms the browser up
                    times.append((float(running.evaluate(_PAINTED)), float(running.evaluate(_LOADED))))
    return [(statistics.median(painted for painted, _ in times), statistics.median(loaded for _, loaded in times)) for times in found]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
