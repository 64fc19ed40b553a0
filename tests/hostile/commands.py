"""Prints what each hostile input costs by every command: `python -m tests.hostile.commands [--every N] [PART OF A NAME …]`.

Each command is started as a user starts it. Told are the seconds on the clock, the seconds of computing and the most MiB of all its processes together, and its
exit status; a `!` marks what is beyond the limits, or a traceback. `--every 10` takes every tenth input only. Two commands over all of them come last. Ends with
status 1 where something was beyond its limits.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

from tests.hostile import INPUTS
from tests.hostile.limits import MOST_MEBIBYTES, MOST_SECONDS
from tests.submissions import write_submission

MOST_WAITED = 60.0
"""Seconds on the clock."""
_LOOK_EVERY = 0.05
_SOUND = "无误.xlsx"


def main(arguments: list[str]) -> int:
    """The measurement; gives the exit status."""
    step = int(arguments[1]) if arguments[:1] == ["--every"] else 1
    parts = arguments[2:] if arguments[:1] == ["--every"] else arguments
    chosen = [name for number, name in enumerate(INPUTS) if number % step == 0 and (not parts or any(part in name for part in parts))]
    beyond = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "in").mkdir()
        write_submission(folder / _SOUND, {})
        for name in chosen:
            path = folder / "in" / name
            path.write_bytes(INPUTS[name]())
            beyond += sum(_told(name, command, folder) for command in commands(path, folder))
        every = list((folder / "in").iterdir())
        for command in (["check", "in", "--jobs", "1", "--format", "jsonl"], ["rollup", "in", "-o", "out.xlsx", "--force", "--include-unaccepted"]):
            beyond += _told(f"{len(every)} inputs", command, folder, len(every))
    sys.stdout.write(f"{len(chosen)} inputs; {beyond} beyond the limits of {MOST_SECONDS:.0f} s of computing, {MOST_MEBIBYTES} MiB and {MOST_WAITED:.0f} s, or with a traceback\n")
    return 1 if beyond else 0


def commands(path: Path, folder: Path) -> Iterator[list[str]]:
    """Every command that opens a submission, on one."""
    yield ["check", str(path), "--format", "json"]
    yield ["check", _SOUND, "--prior", str(path)]
    yield ["check", _SOUND, "--parent", str(path)]
    yield ["annotate", str(path), "-o", str(folder / f"copy{path.suffix}"), "--force"]
    yield ["import", str(path), "-o", str(folder / "imported.xlsx"), "--force"]
    yield ["export", str(path), "-o", str(folder / "exported.docx"), "--force", "--accept-saved"]


def _told(name: str, command: list[str], folder: Path, count: int = 1) -> bool:
    """Prints a line; whether it is beyond the limits (of computing, for each of `count` inputs)."""
    seconds, computing, memory, status, said = measured(command, folder, MOST_WAITED * count)
    is_beyond = computing > MOST_SECONDS * count or memory > MOST_MEBIBYTES or status not in (0, 1, 2) or "Traceback" in said or "E07" in said
    sys.stdout.write(f"{'!' if is_beyond else ' '}{seconds:6.1f} s {computing:6.1f} s {memory:5.0f} MiB  {status}  {' '.join(command[:1] + [word for word in command if word in ('--prior', '--parent')]):16}  {name}\n")
    sys.stdout.flush()
    return is_beyond


def measured(command: list[str], folder: Path, most: float) -> tuple[float, float, float, int, str]:
    """Seconds on the clock and of computing, the most MiB of the whole tree of processes, the exit status (-1: it was ended here), and what was said."""
    start, memory, computing = time.monotonic(), 0.0, dict[int, float]()
    with tempfile.TemporaryFile() as said, subprocess.Popen([sys.executable, "-P", "-m", "xlplugin", *command], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said) as process:
        root = psutil.Process(process.pid)
        while process.poll() is None:
            held = 0
            with suppress(psutil.NoSuchProcess):
                for one in [root, *root.children(recursive=True)]:
                    with suppress(psutil.NoSuchProcess):
                        times = one.cpu_times()
                        computing[one.pid] = times.user + times.system
                        held += one.memory_info().rss
            memory = max(memory, held / 2**20)
            if time.monotonic() - start > most:
                for one in [*root.children(recursive=True), root]:
                    one.kill()
                break
            time.sleep(_LOOK_EVERY)
        is_late = time.monotonic() - start > most
        status = process.wait()
        said.seek(0)
        return time.monotonic() - start, sum(computing.values()), memory, -1 if is_late else status, said.read().decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
