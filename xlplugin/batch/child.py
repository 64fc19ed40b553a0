"""The worker process: takes chunks of files from its standard input, and says on its standard output what it is doing and what it found.

Lines of JSON go both ways. Nothing that comes out of a workbook is ever unpickled by the process that started this one.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from typing import IO, Any

from xlplugin.batch.chunk import check_chunk
from xlplugin.batch.codec import dump, load
from xlplugin.batch.failures import Bounds
from xlplugin.batch.outcome import Source
from xlplugin.batch.recipe import Recipe, build

_GRACE = 60
"""Seconds of computing beyond a file's limit after which the system ends the process: for when nobody is left to do it."""


def main() -> None:
    """Works until its input ends. The first line of the input holds the recipe and the bounds, each other one a chunk."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one, which then ends the input
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get among the lines
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, lines), daemon=True).start()
    hello = json.loads(lines.get())
    checker = build(load(Recipe, hello["recipe"]))
    bounds = load(Bounds, hello["bounds"])
    _warm_up()
    _limit_memory(bounds)
    _say(out, {"ready": True})
    while True:
        files = [load(Source, text) for text in json.loads(lines.get())]

        def on_file(position: int) -> None:
            _limit_time(bounds)
            _say(out, {"at": position})

        try:
            for outcome in check_chunk(files, checker, on_file):
                _say(out, {"outcome": dump(outcome)})
        except MemoryError:
            _say(out, {"memory": True})
            os._exit(0)  # what is left of the memory is in pieces
        _say(out, {"done": True})


def _listen(stream: IO[bytes], lines: queue.SimpleQueue[str]) -> None:
    """Hands on the input's lines; when it ends, nobody waits for this process any more."""
    for line in stream:
        lines.put(line.decode())
    os._exit(0)


def _say(out: IO[bytes], message: dict[str, Any]) -> None:
    try:
        out.write(json.dumps(message).encode() + b"\n")
        out.flush()
    except BrokenPipeError:
        os._exit(0)


def _warm_up() -> None:
    """Loads what the first file would: neither its time nor its memory is the file's."""
    import openpyxl
    import pandera.pandas
    import python_calamine
    import scipy.optimize

    from xlplugin.reading import functions

    assert openpyxl and pandera and python_calamine and scipy and functions


def _limit_memory(bounds: Bounds) -> None:
    """On Linux the system refuses memory beyond the limit. Elsewhere whoever started this process watches it from outside."""
    if not sys.platform.startswith("linux"):
        return
    import resource

    with open("/proc/self/statm", encoding="ascii") as status:
        taken = int(status.read().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = taken + bounds.mebibytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _limit_time(bounds: Bounds) -> None:
    """The system's own limit, anew for each file, on the seconds computed."""
    if os.name == "nt":
        return
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(usage.ru_utime + usage.ru_stime + bounds.seconds) + _GRACE
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
