"""The worker process: takes chunks of files from its standard input, and says on its standard output what it is doing and what it found.

Lines of JSON go both ways, and behind some of them, as they say, bytes that are stored as they are. Nothing that comes out of a workbook is ever unpickled by the process that started this one.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import chdir, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from typing import IO, Any

from xlplugin import libraries
from xlplugin.filing.submissions import Submission
from xlplugin.runs.recipe import Recipe, build
from xlplugin.runs.store.codec import load
from xlplugin.runs.store.packed import Packed, packed
from xlplugin.runs.workers.checker import Checker
from xlplugin.runs.workers.chunk import check_chunk
from xlplugin.runs.workers.errands import do
from xlplugin.runs.workers.failures import Bounds

FOR_FAULTY_FILES = ("openpyxl", "pandera.pandas", "python_calamine", "scipy.optimize", "xlplugin.reading.formulas.functions")
_OBJECTS = 50_000
"""New objects after which circles among them are looked for: about those of a file."""
_GRACE = 60
"""Seconds of computing beyond a file's limit after which the system ends the process: for when nobody is left to do it."""


@dataclass
class _At:
    """The position of the file that is read; -1 while all are checked."""

    position: int = 0


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
    prepare(FOR_FAULTY_FILES if hello["is_resident"] else ())
    _limit_memory(bounds)
    at = _At()
    libraries.around = partial(_beside, out, bounds, at)
    _say(out, {"ready": True})
    missed = ""
    while True:
        asked = json.loads(lines.get())
        if "errand" in asked:
            at.position = 0
            _errand(out, asked, checker, bounds)
            continue
        files = [load(Submission, text) for text in asked["files"]]

        def on_file(position: int) -> None:
            at.position = position
            _limit_time(bounds)
            _say(out, {"at": position})

        try:
            with chdir(asked["folder"]) if asked["folder"] else nullcontext():
                for outcome in check_chunk(files, checker, on_file):
                    missed = _hand_on(out, packed(outcome), missed)
        except MemoryError:
            _say(out, {"memory": True})
            os._exit(0)  # what is left of the memory is in pieces
        _say(out, {"done": True})


def _errand(out: IO[bytes], asked: dict[str, Any], checker: Checker, bounds: Bounds) -> None:
    """Does something other than checking (see `errands`), within the limits of one file."""
    _limit_time(bounds)
    _say(out, {"at": 0})
    try:
        _say(out, {"errand": do(asked["errand"], asked["arguments"], checker)})
    except MemoryError:
        _say(out, {"memory": True})
        os._exit(0)


def _listen(stream: IO[bytes], lines: queue.SimpleQueue[str]) -> None:
    """Hands on the input's lines; when it ends, nobody waits for this process any more."""
    for line in stream:
        lines.put(line.decode())
    os._exit(0)


def _say(out: IO[bytes], message: dict[str, Any], *pieces: bytes) -> None:
    try:
        out.write(b"".join((json.dumps(message).encode("ascii"), b"\n", *pieces)))
        out.flush()
    except BrokenPipeError:
        os._exit(0)


def _hand_on(out: IO[bytes], row: Packed, before: str) -> str:
    """A file's row, packed, which the other side stores as it is: a message that says how long each piece is, and behind it the pieces.

    What was not checked is among them where it is not the same as in the row before. Gives it.
    """
    missed = b"" if row.missed == before else row.missed.encode("ascii")
    facts, texts = row.facts.encode("ascii"), row.texts
    sizes = {"missed": len(missed), "facts": len(facts), "texts": {name: len(line) for name, line in texts.items()}}
    _say(out, {"row": [row.file, row.content, row.failure], **sizes}, missed, facts, *texts.values())
    return row.missed


def prepare(names: Iterable[str] = ()) -> None:
    """Loads libraries, where they are installed. What is loaded by now stays: the collector of circles need not go through it again and again, nor look after every few cells."""
    for name in names:
        with suppress(ImportError):
            libraries.load(name)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS)


@contextmanager
def _beside(out: IO[bytes], bounds: Bounds, at: _At) -> Iterator[None]:
    """Around the loading of a library: neither its time nor its memory is the file's at hand."""
    _say(out, {"loading": True})
    try:
        with _without_limit_of_memory():
            yield
    finally:
        gc.freeze()
        _limit_time(bounds)
        _say(out, {"at": at.position})


def _limit_memory(bounds: Bounds) -> None:
    """On Linux the system refuses memory beyond the limit. Elsewhere whoever started this process watches it from outside."""
    if not sys.platform.startswith("linux"):
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _taken() + bounds.mebibytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


@contextmanager
def _without_limit_of_memory() -> Iterator[None]:
    """Lifts the limit, and sets it higher by what was taken meanwhile."""
    if not sys.platform.startswith("linux"):
        yield
        return
    import resource

    before = _taken()
    limit, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        wanted = limit + max(0, _taken() - before)
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _taken() -> int:
    """The bytes of address space that this process has, on Linux."""
    if sys.platform == "win32":
        return 0
    import resource

    with open("/proc/self/statm", encoding="ascii") as status:
        return int(status.read().split()[0]) * resource.getpagesize()


def _limit_time(bounds: Bounds) -> None:
    """The system's own limit, anew for each file, on the seconds computed."""
    if sys.platform == "win32":
        return
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(usage.ru_utime + usage.ru_stime + bounds.seconds) + _GRACE
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
