"""Prints what each hostile input costs the service and the watch: `python -m tests.hostile.services serve|watch [--log FILE] [--every N] [--from N] [PART OF A NAME …]`.

One service, or one watch, is started as a user starts it, and given one input after the other: the service by `/api/check`, `/api/annotate` and, in an archive, by
`/api/report/page`, as the page does; the watch by a file that appears in its folder (looked at more often than for a user, so that it does not take an hour). Told are
the seconds on the clock, the seconds of computing of the whole tree of processes, and the most MiB that it took beyond what it held before; a `!` marks what is beyond
the limits, is an unforeseen case, or ended the service or the watch. See `tests.hostile.commands` for the options.
"""

from __future__ import annotations

import argparse
import http.client
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from tests.hostile import INPUTS
from tests.hostile.commands import MOST_WAITED, Log, chosen, parsed
from tests.hostile.trees import Tree
from tests.submissions import write_submission
from xlplugin.runs.inputs.files import find_files
from xlplugin.serve.local.handler import TOKEN

_QUICK_WATCH = """
import sys
from xlplugin.outputs.answers import watch
from xlplugin.outputs.answers.arrivals import Pace
watch.Pace = lambda: Pace(settle=0.2, patience=1.0, look=0.1)
from xlplugin.cli import main
sys.argv = ["xlplugin", "watch", sys.argv[1]]
main()
"""
_SETTLES = 0.3
"""Seconds after an answer in which what was started for it ends."""


def main(arguments: Sequence[str]) -> int:
    """The measurement; gives the exit status."""
    asked = parsed(arguments[1:])
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_STATE_HOME"] = str(Path(scratch, "state"))
        beyond = {"serve": serve, "watch": watch}[arguments[0]](asked, Path(scratch))
    sys.stdout.write(f"{beyond} beyond the limits\n")
    return 1 if beyond else 0


def serve(asked: argparse.Namespace, folder: Path) -> int:
    """Hands each input to one service; gives how many were beyond the limits."""
    log, beyond = Log(asked.log), 0
    sound = write_submission(folder / "无误.xlsx", {}).read_bytes()
    command = [sys.executable, "-P", "-m", "xlplugin", "serve"]
    with (folder / "said").open("wb") as said, subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said) as process, Tree(process.pid) as tree:
        assert process.stdout is not None
        host, token = re.search(rb"http://([^/]+)/#(\S+)", process.stdout.readline()).groups()  # type: ignore[union-attr]  # it says so or the measurement is at fault
        ways = ("check", "annotate", "report/page")
        for way in ways * 2:
            ask(host.decode(), token.decode(), way, "无误.xlsx", sound)
        for name in chosen(asked):
            content = b""
            for way in ways:
                if log.holds(f"serve {way}", name):
                    continue
                content = content or INPUTS[name]()
                seconds, computing, memory, (status, answer) = cost(tree, partial(ask, host.decode(), token.decode(), way, name, content))
                is_well = process.poll() is None and status in (200, 422)
                beyond += log.tell(f"serve {way}", name, seconds, computing, memory, 0 if is_well else status or -1, answer)
                if process.poll() is not None:
                    raise RuntimeError("the service has ended")
        tree.kill()
    return beyond


def ask(host: str, token: str, way: str, name: str, content: bytes) -> tuple[int, str]:
    """Status and words of an answer."""
    if way.startswith("report"):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(f"submissions/{name}", content)
        content = buffer.getvalue()
    connection = http.client.HTTPConnection(host, timeout=2 * MOST_WAITED)
    try:
        connection.request("POST", f"/api/{way}?{urllib.parse.urlencode({'name': name})}", content, {TOKEN: token, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"})
        answer = connection.getresponse()
        body = answer.read()
        is_told = answer.getheader("Content-Type", "").startswith("application/json")
        return answer.status, json.dumps(json.loads(body), ensure_ascii=False) if is_told else f"{len(body)} bytes"
    except OSError as error:
        return -1, str(error)
    finally:
        connection.close()


def watch(asked: argparse.Namespace, folder: Path) -> int:
    """Drops each input into one watched folder; gives how many were beyond the limits."""
    log, beyond = Log(asked.log), 0
    box = folder / "in"
    box.mkdir()
    command = [sys.executable, "-P", "-c", _QUICK_WATCH, str(box)]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process, Tree(process.pid) as tree:
        said = Said(process)
        said.wait_for(str(box), MOST_WAITED)
        for name in chosen(asked):
            if log.holds("watch", name):
                continue
            content = INPUTS[name]()
            path = box / name
            unfinished = folder / "unfinished"
            unfinished.write_bytes(content)
            before = len(said.lines)

            def drop(unfinished: Path = unfinished, path: Path = path, before: int = before) -> tuple[int, str]:
                unfinished.rename(path)
                if not find_files([box]).paths:
                    return 0, "no submission"
                is_told = said.wait_for(f"{path.name}：", MOST_WAITED, before)
                return 0 if is_told else -1, " ".join(said.lines[before:])

            seconds, computing, memory, (status, words) = cost(tree, drop)
            beyond += log.tell("watch", name, seconds, computing, memory, status if process.poll() is None else -1, words)
            path.unlink()
            if process.poll() is not None:
                raise RuntimeError("the watch has ended")
        tree.kill()
    return beyond


class Said:
    """The lines that a process has printed so far."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.lines: list[str] = []
        self._stream = process.stdout
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._stream is not None
        for line in self._stream:
            self.lines.append(line.decode("utf-8", "replace").strip())

    def wait_for(self, words: str, most: float, since: int = 0) -> bool:
        """Whether a line with these words came in time."""
        deadline = time.monotonic() + most
        while time.monotonic() < deadline:
            if any(words in line for line in self.lines[since:]):
                return True
            time.sleep(0.02)
        return False


def cost(tree: Tree, doing: Callable[[], tuple[int, str]]) -> tuple[float, float, float, tuple[int, str]]:
    """Seconds on the clock and of computing, MiB beyond what was held before, and what `doing` gave."""
    time.sleep(_SETTLES)
    start = time.monotonic()
    before, held = tree.look()
    tree.most()
    found = doing()
    seconds = time.monotonic() - start
    time.sleep(_SETTLES)
    return seconds, tree.look()[0] - before, max(0.0, tree.most() - held), found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
