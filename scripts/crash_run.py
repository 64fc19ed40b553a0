"""Cuts a run off and starts it again: `kill -9` to the whole tree of processes, to its workers, to LibreOffice, then the same command.

    python scripts/crash_run.py            # 900 submissions, ten moments
    python scripts/crash_run.py 60 3       # 60 submissions, three moments

Every second moment is in the writing of the reports, the others are spread over reading and checking once something is kept. Layouts are not
remembered, so that a run lasts. Each result is compared, as sorted JSON
and as CSV, with that of a run that nobody disturbed; neither temporary folders nor unfinished files may be left. Ends with status 1 where
one differs.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from _setup import POSIX_ONLY
from make_samples import main as make_samples

JOBS = 2
STATUS = 2
"""The samples hold errors, and one file that cannot be checked wholly."""
KINDS = ("json", "csv", "xlsx", "html", "sarif")
_UNFINISHED = ".????????????-*"


def main(arguments: Sequence[str]) -> int:
    """The trial; gives the exit status."""
    count, moments = (int(arguments[0]), int(arguments[1])) if len(arguments) == 2 else (900, 10)
    with tempfile.TemporaryDirectory(prefix="xlplugin-crash-") as name:
        folder = Path(name)
        fill(folder / "in", count)
        same = trial(folder / "in", folder, moments, random.Random(count))
        workers = without_workers(folder / "in", folder)
    print(f"{same} of {moments} runs that were cut off ended as the undisturbed one; the one that lost its workers {'too' if workers else 'DID NOT'}")
    return 0 if same == moments and workers else 1


def fill(folder: Path, count: int) -> None:
    """So many submissions: the samples, sound and faulty, again and again."""
    folder.mkdir()
    with tempfile.TemporaryDirectory(prefix="xlplugin-samples-") as samples:
        make_samples(Path(samples))
        kinds = sorted(Path(samples).rglob("*.xlsx"))
        for number in range(count):
            shutil.copyfile(kinds[number % len(kinds)], folder / f"{number:05}{kinds[number % len(kinds)].name}")


def trial(inputs: Path, folder: Path, moments: int, chance: random.Random) -> int:
    """How many of the runs that were cut off, and started again, ended as the undisturbed one."""
    (folder / "temporary").mkdir()
    start = time.monotonic()
    first = run(inputs, folder / "undisturbed")
    until_kept, until_writing = until_written(first, folder / "undisturbed")
    first.communicate()
    length, expected, same = time.monotonic() - start, results(folder / "undisturbed"), 0
    for number in range(moments):
        out, is_late = folder / f"out{number}", number % 2 == 1
        moment = chance.uniform(0, 0.6 * (length - until_writing)) if is_late else chance.uniform(until_kept, until_writing)
        cut = cut_off(inputs, out, moment, is_late=is_late)
        shards = len(list((out / "results").glob("*.jsonl.gz"))) if out.exists() else 0
        unfinished = age(folder)
        again = run(inputs, out)
        said = (again.communicate()[1].decode().splitlines() or [""])[0]
        left = [*(folder / "temporary").iterdir(), *folder.glob(_UNFINISHED)]
        is_same = again.returncode == STATUS and results(out) == expected and not left
        same += is_same
        phase = "in writing" if is_late else "in reading and checking"
        what = f"{'cut off' if cut else 'it had ended'}, {shards} shards, {unfinished} unfinished"
        print(f"{moment:.2f} s {phase} of {length:.2f} ({what}): {said}; {'same' if is_same else f'DIFFERENT, left {left}'}", flush=True)
    return same


def without_workers(inputs: Path, folder: Path) -> bool:
    """Whether a run ends as the undisturbed one though its workers are killed: all while they start, then one after the other again and again."""
    if sys.platform == "win32":
        raise SystemExit(POSIX_ONLY)
    process, killed, starting = run(inputs, folder / "workers"), 0, list[int]()
    while process.poll() is None and not (starting := workers_of(process)):
        time.sleep(0.005)
    for one in starting:  # each before it is ready
        killed += kill(one)
    while process.poll() is None and not any((folder / "workers").glob("results/*.jsonl.gz")):
        time.sleep(0.01)
    while process.poll() is None and killed < 4 + len(starting) and not is_writing(folder / "workers"):
        time.sleep(3.0)  # longer than a new one takes to begin
        for one in workers_of(process)[:1] if not is_writing(folder / "workers") else ():
            killed += kill(one)
    process.communicate()
    is_same = killed > 0 and process.returncode == STATUS and results(folder / "workers") == results(folder / "undisturbed")
    print(f"{killed} workers killed: {'same' if is_same else 'DIFFERENT'}", flush=True)
    return is_same


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The worker processes of a run; each is its thread's."""
    found: list[int] = []
    for task in Path(f"/proc/{process.pid}/task").glob("*/children"):
        with suppress(OSError):
            found += [int(one) for one in task.read_text("ascii").split()]
    return found


def kill(one: int) -> bool:
    """Whether the process was there to be killed."""
    if sys.platform == "win32":
        raise SystemExit(POSIX_ONLY)
    try:
        os.kill(one, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def run(inputs: Path, out: Path) -> subprocess.Popen[bytes]:
    """`xlplugin check` over a folder, results in another. Its processes are a session of their own, so that one signal reaches them all."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TMPDIR": str(out.parent / "temporary"), "XDG_STATE_HOME": str(out.parent / "settings"), "XLPLUGIN_NO_CACHE": "1"}
    reports = [f"--report={kind}={out}.{kind}" for kind in KINDS]
    command = [sys.executable, "-m", "xlplugin", "check", str(inputs), "--out", str(out), "--jobs", str(JOBS), *reports, "--force", "--lang", "en"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, start_new_session=True)


def is_writing(out: Path) -> bool:
    """Whether a run has begun to write its reports."""
    return any(out.parent.glob(_UNFINISHED)) or Path(f"{out}.json").exists()


def until_written(process: subprocess.Popen[bytes], out: Path) -> tuple[float, float]:
    """Seconds until a run has kept its first results, and until it begins to write, or has ended."""
    start, kept = time.monotonic(), 0.0
    while process.poll() is None and not is_writing(out):
        time.sleep(0.01)
        if not kept and any(out.glob("results/*.jsonl.gz")):
            kept = time.monotonic() - start
    return kept, time.monotonic() - start


def cut_off(inputs: Path, out: Path, moment: float, *, is_late: bool = False) -> bool:
    """Whether the run was still going when all its processes were killed. `is_late`: so many seconds after it began to write."""
    if sys.platform == "win32":
        raise SystemExit(POSIX_ONLY)
    process = run(inputs, out)
    if is_late:
        until_written(process, out)
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return True
    process.communicate()
    return False


def age(folder: Path) -> int:
    """Makes what a killed run left look a while old, as it is when somebody comes to start it again; how many unfinished files there are."""
    long_ago, unfinished = time.time() - 600, list(folder.glob(_UNFINISHED))
    for path in [*unfinished, *(folder / "temporary").rglob("*")]:
        os.utime(path, (long_ago, long_ago))
    return len(unfinished)


def results(out: Path) -> str:
    """The reports that the command wrote: as sorted JSON, and as CSV."""
    told = json.dumps(json.loads(Path(f"{out}.json").read_text("utf-8")), sort_keys=True, ensure_ascii=False)
    table = Path(f"{out}.csv")
    return told + (table.read_text("utf-8") if table.exists() else "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
