"""The handle of one worker process: starts it, hands it chunks, and ends it when a file has had its time or its memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import IO, Any

from xlplugin.filing.submissions import Failure, Submission
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.store.codec import dump, dump_once
from xlplugin.runs.store.outcome import TEXTS
from xlplugin.runs.store.packed import Packed
from xlplugin.runs.workers.failures import Bounds
from xlplugin.runs.workers.whereabouts import begin, last_words

_BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from xlplugin.runs.workers.child import main; main()"
_LONGEST_START = 300.0
"""Seconds in which a worker must be ready, on a slow disk too."""
_LOOK_EVERY = 0.1
_TEXTS = frozenset(TEXTS)
_OUT_OF_MEMORY = (b"MemoryError", b"memory allocation of", b"bad_alloc", b"Cannot allocate memory")
"""What a process that ran out of memory leaves on its standard error: Python's words, Rust's, C++'s, the system's."""


class WorkerFailedError(RuntimeError):
    """A worker process could not be started: the installation is at fault, no file. `is_overdue`: it was given all the time there is."""

    def __init__(self, said: str, *, is_overdue: bool = False) -> None:
        self.is_overdue = is_overdue
        super().__init__(said)


class LostError(Exception):
    """The process is gone. `at`: the position of the file it was reading; None where it was checking them all."""

    def __init__(self, failure: Failure, at: int | None, status: int | None) -> None:
        self.failure, self.at, self.status = failure, at, status
        super().__init__(failure, at, status)


class Worker:
    """One process. `ask` is for one thread; `end` for any. `is_resident`: somebody waits for each file, so that what faulty ones need is loaded beforehand."""

    def __init__(self, recipe: Recipe, bounds: Bounds, is_resident: bool = False) -> None:
        self._bounds = bounds
        self._is_at_work = True
        self._is_overdue = self._is_oversized = False
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  # it lives as long as the process
        # Not `-m`, and -P: the folder that the command is run in may hold a submission called json.py.
        command = [sys.executable, "-P", "-c", _BOOT, json.dumps([entry for entry in sys.path if entry])]
        # One thread each: there is a process for each core, and every thread of a library takes address space.
        single = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        try:
            self._whereabouts = begin(self._errors)
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, env={**os.environ, **single, "PYTHONUTF8": "1"}
            )
        except BaseException:
            self._errors.close()
            raise
        self._missed, self._base = "", b""
        self._hello = {"recipe": dump(recipe), "bounds": dump(bounds), "is_resident": is_resident}
        threading.Thread(target=self._watch, daemon=True).start()

    def wait_until_ready(self) -> None:
        """Returns when the process has loaded what it needs; raises `WorkerFailedError` where it does not come to that."""
        try:
            self._write(json.dumps(self._hello))
            self._read()["ready"]
        except (OSError, ValueError, KeyError):
            self.end()
            said = self._last_words().decode("utf-8", "replace") or f"it ended with {self._process.returncode}"
            self.close()
            raise WorkerFailedError(f"no worker process could be started: {said}", is_overdue=self._is_overdue) from None
        self._is_at_work = False

    def ask(self, files: Sequence[Submission], folder: str | None = None) -> list[Packed]:
        """The row of each file; raises `LostError` where the process does not come to the end of them. `folder`: which one the files' paths start from, if not this process's."""
        try:
            told = self._answer(f'{{"files":[{",".join(dump_once.each(files))}],"folder":{json.dumps(folder)}}}', "rows")
            pieces = _pieces(self._process.stdout, [length for *_, missed, facts, texts in told for length in (missed, facts, *texts.values())])
            rows = [self._row(pieces, *one) for one in told]
            if [row.file for row in rows] != [one.file for one in files]:
                raise ValueError("rows of other files")
        except (OSError, ValueError, TypeError, AttributeError):  # the pipe has ended, or what came through it was no message
            raise self._lost(len(files)) from None
        self._is_at_work = False
        return rows

    def errand(self, errand: str, arguments: Sequence[Any]) -> dict[str, Any]:
        """What an errand (see `errands.do`) gives; raises `LostError` where the process does not come to its end."""
        try:
            found = self._answer(json.dumps({"errand": errand, "arguments": list(arguments)}), "errand")
            if not isinstance(found, dict):
                raise ValueError("the errand gave something else")
        except (OSError, ValueError):
            raise self._lost(0) from None
        self._is_at_work = False
        return found

    def _answer(self, asked: str, name: str) -> Any:
        """What the process answers under that name; what it takes from now on is of that work."""
        self._is_at_work = True
        self._write(asked)
        while name not in (message := self._read()):
            self._is_oversized |= "memory" in message
        return message[name]

    def end(self) -> None:
        """Ends the process at once."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Lets go of the pipes of a process that has ended; for the thread that asks."""
        self.end()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            try:
                if stream is not None:
                    stream.close()
            except OSError:  # what was still to be written has no reader any more
                continue

    def _lost(self, files: int) -> LostError:
        try:
            status: int | None = self._process.wait(5)
        except subprocess.TimeoutExpired:
            self.end()
            status = None
        self._is_at_work = False
        position = self._whereabouts.look().position
        at = position if 0 <= position < files else None
        is_memory = self._is_oversized or any(sign in self._last_words() for sign in _OUT_OF_MEMORY)
        return LostError("time" if self._is_overdue else "memory" if is_memory else "crash", at, status)

    def _watch(self) -> None:
        """Ends the process when its file has had its time, or, where the system sets no limit, its memory."""
        resident = _resident(self._process.pid)
        base: int | None = None
        step, since = self._whereabouts.look(), time.monotonic()
        while self._process.poll() is None:
            before, step, now = step, self._whereabouts.look(), time.monotonic()
            if step.number != before.number or not self._is_at_work:
                since = now
            if now - since > (_LONGEST_START if step.is_loading else self._bounds.seconds):
                self._is_overdue = True
                self._process.kill()
            elif resident is not None:
                taken = resident()
                base = taken if base is None or step.is_loading or not self._is_at_work else base
                if taken - base > self._bounds.mebibytes * 2**20:
                    self._is_oversized = True
                    self._process.kill()
            time.sleep(_LOOK_EVERY)

    def _row(self, pieces: Iterator[bytes], file: str, content: str, failure: Failure, missed: int, facts: int, told: dict[str, int]) -> Packed:
        """A row, of which is told how long its pieces are; they themselves come next."""
        if not type(file) is type(content) is type(failure) is str or not told.keys() <= _TEXTS or "report" not in told:
            raise ValueError("a row of another kind")
        if others := next(pieces):  # else it is what was sent last
            self._missed = others.decode("ascii")
        written, texts = next(pieces).decode("ascii"), dict(zip(told, pieces, strict=False))
        if "base" in texts:
            self._base = texts["base"] = texts["base"] or self._base  # the same of it
            if not self._base:
                raise ValueError("a row that is told by nothing")
        return Packed(file, content, failure, written, self._missed, texts)

    def _read(self) -> dict[str, Any]:
        message = json.loads(self._line())
        if not isinstance(message, dict):
            raise ValueError("no message")
        return message

    def _line(self) -> bytes:
        """The next line without its end; raises `ValueError` where it has none, as the process is gone."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise ValueError("the line is not whole")
        return line[:-1]

    def _write(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode("ascii") + b"\n")
        self._process.stdin.flush()

    def _last_words(self) -> bytes:
        """The end of what the process left on its standard error; nothing where another thread has let go of it already."""
        if self._errors.closed:
            return b""
        return last_words(self._errors, 4000)


def _pieces(stream: IO[bytes] | None, lengths: Sequence[int]) -> Iterator[bytes]:
    """The bytes that come next, in pieces of these lengths; raises `ValueError` where they do not come, as the process is gone."""
    assert stream is not None
    size = sum(lengths)
    content = stream.read(max(0, size))
    if len(content) != size or min(lengths, default=0) < 0:
        raise ValueError("the pieces are not whole")
    ends = list(accumulate(lengths))
    return map(content.__getitem__, map(slice, [0, *ends], ends))


def _resident(pid: int) -> Any:
    """A function that gives the bytes a process holds, where its memory is watched from outside; None on Linux, whose limit is inside."""
    if sys.platform.startswith("linux"):
        return None
    import psutil

    process = psutil.Process(pid)

    def resident() -> int:
        try:
            return int(process.memory_info().rss)
        except psutil.Error:  # it has just ended
            return 0

    return resident
