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
import time
from collections.abc import Iterable, Iterator
from contextlib import chdir, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from typing import IO, Any

from xlplugin import libraries
from xlplugin.filing.submissions import Submission
from xlplugin.runs.recipe import Recipe, build
from xlplugin.runs.store.codec import load, made
from xlplugin.runs.store.packed import Packed, packed
from xlplugin.runs.workers.chunk import check_chunk
from xlplugin.runs.workers.errands import do
from xlplugin.runs.workers.failures import Bounds
from xlplugin.runs.workers.whereabouts import Whereabouts

FOR_FAULTY_FILES = ("openpyxl", "pandera.pandas", "python_calamine", "scipy.optimize", "xlplugin.reading.formulas.functions")
_OBJECTS = 50_000
"""New objects after which circles among them are looked for: about those of a file."""
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
    prepare(FOR_FAULTY_FILES if hello["is_resident"] else ())
    _limit_memory(bounds)
    here, limit = Whereabouts(2), _LimitOfTime(bounds.seconds)
    libraries.around = partial(_beside, here, limit)
    _say(out, {"ready": True})
    sent = _Sent()

    def on_file(position: int) -> None:
        here.step(position)
        limit.renew()

    while True:
        asked = json.loads(lines.get())
        on_file(-1)
        try:
            if "errand" in asked:  # something other than checking (see `errands`), within the limits of one file
                _say(out, {"errand": do(asked["errand"], asked["arguments"], checker)})
                continue
            files = [made(Submission, told) for told in asked["files"]]
            with chdir(asked["folder"]) if asked["folder"] else nullcontext():
                _hand_on(out, map(packed, check_chunk(files, checker, on_file)), sent)
        except MemoryError:
            _say(out, {"memory": True})
            os._exit(0)  # what is left of the memory is in pieces


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


@dataclass(slots=True)
class _Sent:
    """What the other side has by now, and need not be sent once more: most rows have the same."""

    missed: str = ""
    """What was not checked."""
    base: bytes = b""
    """The filing that others are told by, packed."""


def _hand_on(out: IO[bytes], rows: Iterable[Packed], sent: _Sent) -> None:
    """A chunk's rows, packed, which the other side stores as they are: a message that says how long each piece is, and behind it the pieces; of one that was sent before nothing."""
    told: list[Any] = []
    pieces: list[bytes] = []
    for row in rows:
        missed = b"" if row.missed == sent.missed else row.missed.encode("ascii")
        base = b"" if (own := row.texts.get("base", b"")) == sent.base else own
        facts, texts = row.facts.encode("ascii"), {name: base if name == "base" else line for name, line in row.texts.items()}
        told.append([row.file, row.content, row.failure, len(missed), len(facts), {name: len(line) for name, line in texts.items()}])
        pieces += (missed, facts, *texts.values())
        sent.missed, sent.base = row.missed, own or sent.base
    _say(out, {"rows": told}, *pieces)


def prepare(names: Iterable[str] = ()) -> None:
    """Loads libraries, where they are installed. What is loaded by now stays: the collector of circles need not go through it again and again, nor look after every few cells."""
    for name in names:
        with suppress(ImportError):
            libraries.load(name)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS)


@contextmanager
def _beside(here: Whereabouts, limit: _LimitOfTime) -> Iterator[None]:
    """Around the loading of a library: neither its time nor its memory is the file's at hand."""
    here.step(here.position, is_loading=True)
    try:
        with _without_limit_of_memory():
            yield
    finally:
        gc.freeze()
        limit.renew()
        here.step(here.position)


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


class _LimitOfTime:
    """The system's own limit on the seconds computed: anew for each file, but for those that begin while most of the grace is left."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._renewed: float | None = None

    def renew(self) -> None:
        """For a file that begins."""
        now = time.process_time()
        if sys.platform == "win32" or (self._renewed is not None and now - self._renewed < _GRACE / 2):
            return
        import resource

        self._renewed = now
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        wanted = int(now + self._seconds) + _GRACE
        resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
