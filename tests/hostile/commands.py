"""Prints what each hostile input costs by every command: `python -m tests.hostile.commands [--log FILE] [--every N] [--from N] [PART OF A NAME …]`.

Each command is started as a user starts it. Told are the seconds on the clock, the seconds of computing and the most MiB of all its processes together, and its
exit status; a `!` marks what is beyond the limits, a traceback, or what the program did not foresee. `--every 10` takes every tenth input only, `--from 185` those
from that one on; with `--log FILE` the lines are kept there too, and what it holds already is not run again. `--all` runs two commands over all inputs in one folder,
each within the limits times their number; `--only` takes some commands, by name.
Ends with status 1 where something was beyond its limits.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.hostile import INPUTS
from tests.hostile.limits import MOST_MEBIBYTES, MOST_SECONDS
from tests.hostile.trees import Tree
from tests.submissions import write_submission

MOST_WAITED = 60.0
"""Seconds on the clock."""
OFFICE_SECONDS, OFFICE_MEBIBYTES = 60.0, 2048
"""What a .doc may take, which LibreOffice reads."""
UNFORESEEN = re.compile("Traceback|E07|未预料|did not foresee|命令用法有误")
"""What no command may say of an input; the last: the measurement itself is at fault."""
_SOUND = "无误.xlsx"


def main(arguments: Sequence[str]) -> int:
    """The measurement; gives the exit status."""
    asked = parsed(arguments)
    log = Log(asked.log)
    beyond = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "in").mkdir()
        write_submission(folder / _SOUND, {})
        for name in chosen(asked):
            path = folder / "in" / name
            for command in commands(path, folder):
                title = " ".join(command[:1] + [word for word in command if word in ("--prior", "--parent")])
                if (asked.only and title not in asked.only) or log.holds(title, name):
                    continue
                if not path.exists():
                    path.write_bytes(INPUTS[name]())
                beyond += log.tell(title, name, *measured(command, folder, MOST_WAITED))
                for made in folder.glob("*ported.*"):
                    made.unlink()
            if not asked.all:
                path.unlink(missing_ok=True)
            elif not path.exists():
                path.write_bytes(INPUTS[name]())
        if asked.all:
            count = len(list((folder / "in").iterdir()))
            for command in (["check", "in", "--jobs", "1", "--format", "jsonl"], ["rollup", "in", "-o", "out.xlsx", "--force", "--include-unaccepted"]):
                beyond += log.tell(command[0], f"{count} inputs", *measured(command, folder, MOST_WAITED * count), count=count)
    sys.stdout.write(f"{beyond} beyond the limits of {MOST_SECONDS:.0f} s of computing, {MOST_MEBIBYTES} MiB and {MOST_WAITED:.0f} s, or unforeseen\n")
    return 1 if beyond else 0


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--log", type=Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("parts", nargs="*")
    return parser.parse_args(arguments)


def chosen(asked: argparse.Namespace) -> list[str]:
    """The names of the inputs."""
    return [
        name for number, name in enumerate(INPUTS) if number >= asked.first and number % asked.every == 0 and (not asked.parts or any(part in name for part in asked.parts))
    ]


def commands(path: Path, folder: Path) -> Iterator[list[str]]:
    """Every command that opens a submission, on one."""
    yield ["check", str(path), "--format", "json"]
    yield ["check", _SOUND, "--prior", str(path)]
    yield ["check", _SOUND, "--parent", str(path)]
    yield ["annotate", str(path), "-o", str(folder / f"copy{path.suffix}"), "--force"]
    yield ["import", str(path), "-o", str(folder / "imported.xlsx")]
    yield ["export", str(path), "-o", str(folder / "exported.docx"), "--accept-saved"]


class Log:
    """Prints lines, and keeps them in a file where one is given."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        kept = file.read_text("utf-8").splitlines() if file is not None and file.exists() else []
        self._held = {tuple(line.split("\t")[1:3]) for line in kept}

    def holds(self, title: str, name: str) -> bool:
        """Whether this was measured before."""
        return (title, name) in self._held

    def tell(self, title: str, name: str, seconds: float, computing: float, memory: float, status: int, said: str, count: int = 1) -> bool:
        """Prints a line; whether it is beyond the limits (of computing, for each of `count` inputs)."""
        is_old = name.endswith(".doc")
        most_seconds, most_memory = (OFFICE_SECONDS, OFFICE_MEBIBYTES) if is_old else (MOST_SECONDS * count, MOST_MEBIBYTES)
        is_beyond = computing > most_seconds or memory > most_memory or status not in (0, 1, 2) or UNFORESEEN.search(said) is not None
        line = f"{'!' if is_beyond else ' '}{seconds:6.1f} s {computing:6.1f} s {memory:5.0f} MiB  {status}"
        sys.stdout.write(f"{line}  {title:16}  {name}\n")
        sys.stdout.flush()
        if self._file is not None:
            with self._file.open("a", encoding="utf-8") as stream:
                stream.write(f"{line}\t{title}\t{name}\t{' '.join(said.split())[:200]}\n")
        return is_beyond


def measured(command: list[str], folder: Path, most: float) -> tuple[float, float, float, int, str]:
    """Seconds on the clock and of computing, the most MiB of the whole tree of processes, the exit status (-1: it was ended here), and what was said."""
    start, is_late = time.monotonic(), False
    whole = [sys.executable, "-P", "-m", "xlplugin", *command]
    with tempfile.TemporaryFile() as said, subprocess.Popen(whole, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said) as process, Tree(process.pid) as tree:
        try:
            status = process.wait(most)
        except subprocess.TimeoutExpired:
            is_late = True
            tree.kill()
            status = process.wait()
        seconds = time.monotonic() - start
        said.seek(0)
        return seconds, tree.look()[0], tree.most(), -1 if is_late else status, said.read().decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
