"""Cuts a run off at random moments and starts it again: `kill -9` to the whole tree of processes, then the same command.

    python scripts/crash_run.py            # 300 submissions, ten moments
    python scripts/crash_run.py 60 3       # 60 submissions, three moments

Each result is compared, as sorted JSON, with that of a run that nobody disturbed. Ends with status 1 where one differs.
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
from pathlib import Path

from make_samples import main as make_samples

JOBS = 2
STATUS = 2
"""The samples hold errors, and one file that cannot be checked wholly."""


def main(arguments: Sequence[str]) -> int:
    """The trial; gives the exit status."""
    count, moments = (int(arguments[0]), int(arguments[1])) if len(arguments) == 2 else (300, 10)
    with tempfile.TemporaryDirectory(prefix="xlplugin-crash-") as folder:
        inputs = Path(folder, "in")
        fill(inputs, count)
        same = trial(inputs, Path(folder), moments, random.Random(count))
    print(f"{same} of {moments} runs that were cut off ended as the undisturbed one")
    return 0 if same == moments else 1


def fill(folder: Path, count: int) -> None:
    """So many submissions: the samples, sound and faulty, again and again."""
    folder.mkdir()
    with tempfile.TemporaryDirectory(prefix="xlplugin-samples-") as samples:
        make_samples(Path(samples))
        kinds = sorted(Path(samples).rglob("*.xlsx"))
        for number in range(count):
            shutil.copyfile(kinds[number % len(kinds)], folder / f"{number:05}{kinds[number % len(kinds)].name}")


def trial(inputs: Path, folder: Path, moments: int, chance: random.Random) -> int:
    """How many of the runs that were cut off at a random moment, and started again, ended as the undisturbed one."""
    start = time.monotonic()
    run(inputs, folder / "undisturbed").communicate()
    length = time.monotonic() - start
    expected, same = results(folder / "undisturbed"), 0
    for number in range(moments):
        out = folder / f"out{number}"
        moment = chance.uniform(0, length)
        cut = cut_off(inputs, out, moment)
        shards = len(list((out / "results").glob("*.jsonl.gz"))) if out.exists() else 0
        again = run(inputs, out)
        said = again.communicate()[1].decode().splitlines()[0]
        is_same = again.returncode == STATUS and results(out) == expected
        same += is_same
        print(f"cut off after {moment:.2f} s of {length:.2f} ({'in the middle' if cut else 'it had ended'}, {shards} shards): {said}; {'same' if is_same else 'DIFFERENT'}", flush=True)
    return same


def run(inputs: Path, out: Path) -> subprocess.Popen[bytes]:
    """`xlplugin check` over a folder, results in another. Its processes are a session of their own, so that one signal reaches them all."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "xlplugin", "check", str(inputs), "--out", str(out), "--jobs", str(JOBS), "--report", f"json={out}.json", "--lang", "en"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, start_new_session=True)


def cut_off(inputs: Path, out: Path, moment: float) -> bool:
    """Whether the run was still going when all its processes were killed."""
    if sys.platform == "win32":
        raise NotImplementedError
    process = run(inputs, out)
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return True
    process.communicate()
    return False


def results(out: Path) -> str:
    """The report that the command wrote, as sorted JSON."""
    return json.dumps(json.loads(Path(f"{out}.json").read_text("utf-8")), sort_keys=True, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
