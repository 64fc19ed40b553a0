"""Worker processes that stand ready: each file is read and checked in one of them, within its time and its memory; others put together what came of many."""

from __future__ import annotations

import math
import queue
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from xlplugin.errors import FileMissingError, UsageError
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report
from xlplugin.filing.submissions import Submission
from xlplugin.form import editions
from xlplugin.runs.recipe import Recipe, program_digest
from xlplugin.runs.store.codec import dump
from xlplugin.runs.store.outcome import Outcome
from xlplugin.runs.store.results import Result
from xlplugin.runs.workers.executor import cores
from xlplugin.runs.workers.failures import Bounds
from xlplugin.runs.workers.guard import Guard, StoppedError
from xlplugin.runs.workers.worker import WorkerFailedError
from xlplugin.scratch import scratch
from xlplugin.serve.blanks import blank, blanks
from xlplugin.serve.local import sitting
from xlplugin.serve.local.named import READ
from xlplugin.serve.local.progress import Job, Jobs
from xlplugin.text import Language, Text

_Free = queue.LifoQueue[Guard]
LONGEST_WAIT = 300.0
"""Seconds that a request waits for a free process."""
DESK = Bounds(seconds=900.0, mebibytes=4096)
"""What putting a whole archive together may take."""
FEW = 8
"""Of so few files one process checks all: starting another takes longer."""
_LARGEST_CHUNK = 8


class BusyError(Exception):
    """No process became free in time."""


class Guards:
    """So many processes that check, by default one for each core, and two that put together; each is started when it is first needed. Every method may be called from any thread."""

    def __init__(self, count: int | None = None, bounds: Bounds | None = None, read: str = READ) -> None:
        self._count = max(2, cores()) if count is None else count
        self._all: list[Guard] = []
        self._free, self._desks = _Free(), _Free()  # the one that was at work last is ready
        self.jobs = Jobs()
        self._is_warm = not self._count
        self._is_ready = threading.Event()
        self._is_ready.set()
        if self._count:
            recipe = Recipe(program_digest(), read=read)
            for place, limits, number in ((self._free, bounds or Bounds(), self._count), (self._desks, DESK, 2)):
                for _ in range(number):
                    self._all.append(guard := Guard(recipe, limits, is_resident=True))
                    place.put(guard)

    def check(self, path: Path, name: str) -> tuple[Report, Filing | None]:
        """What comes of a stored file, under its sender's name. Raises `BusyError`, `StoppedError`, `WorkerFailedError`."""
        with self._one() as guard:
            result = Result.from_outcome(guard.run([Submission(str(path))])[0].unpacked(), editions().values())
        return replace(result.report(), file=name), result.filing()

    def annotate(self, path: Path, name: str, target: Path, language: Language) -> None:
        """Writes a stored file's annotated copy to `target`. Raises `UsageError` for what says why there is none, else as `check`."""
        with self._one() as guard:
            result = Result.from_outcome(guard.run([Submission(str(path))])[0].unpacked(), editions().values())
            report, filing = replace(result.report(), file=name), result.filing()
            said = report.error or FileMissingError().text if filing is None else None
            if said is None:
                found = guard.errand("xlplugin.outputs.marked.errands:annotate_checked", [str(path), str(target), dump(report), dump(filing), language])
                said = Text(*found["told"]) if "told" in found else None
        if said is not None:
            raise UsageError(zh=said.zh, en=said.en)

    def together(self, folder: Path, outright: Sequence[str], language: Language, kind: str, job: Job) -> dict[str, Any]:
        """What came of a folder with `submissions` and a `roster` in it (see `sitting.finish`). `outright`: the submissions that were named.

        Raises `UsageError` where there is nothing to check, or the job was stopped; else as `check`.
        """
        self._is_ready.wait(LONGEST_WAIT)  # what is being started is sooner there than others would be
        return self._together(folder, outright, language, kind, job)

    def _together(self, folder: Path, outright: Sequence[str], language: Language, kind: str, job: Job) -> dict[str, Any]:
        files: list[str] = self._at_desk(sitting.BEGIN, folder, outright, language)
        job.begin(files)
        sitting.leave(folder, self._checked(folder / "submissions", files, job))
        found: dict[str, Any] = self._at_desk(sitting.FINISH, folder, outright, language, kind)
        return found

    def warm(self) -> None:
        """Has a process of each kind look at a blank form, once, while whoever opened the page is still choosing files."""
        if not self._is_warm:
            self._is_warm = True
            self._is_ready.clear()
            threading.Thread(target=self._try, daemon=True).start()

    def _try(self) -> None:
        try:
            with suppress(OSError, UsageError, BusyError, StoppedError, WorkerFailedError), scratch() as own:
                folder = Path(own)
                (folder / "submissions").mkdir()
                (folder / "submissions" / "blank.xlsx").write_bytes(blank(blanks()[0])[1])
                self._together(folder, [], "zh", "page", Job())
        finally:
            self._is_ready.set()

    def _at_desk(self, errand: str, folder: Path, *arguments: Any) -> Any:
        with self._one(self._desks) as guard:
            found = guard.errand(errand, [str(folder), *arguments])
        if "told" in found:
            zh, en = found["told"]
            raise UsageError(zh=zh, en=en)
        return found["result"]

    def _checked(self, folder: Path, files: Sequence[str], job: Job) -> list[Outcome]:
        """What came of each file, in any order."""
        at_once = 1 if len(files) <= FEW else self._count
        size = max(1, min(_LARGEST_CHUNK, math.ceil(len(files) / (8 * at_once))))
        waiting = iter([files[start : start + size] for start in range(0, len(files), size)])
        taking, found = threading.Lock(), list[Outcome]()

        def work(_: int) -> None:
            while not job.is_stopped:
                with taking:
                    chunk = next(waiting, None)
                if chunk is None:
                    return
                job.at(chunk[0])
                with self._one() as guard:
                    some = [row.unpacked() for row in guard.run([Submission(file) for file in chunk], str(folder))]
                job.done(some)
                found.extend(some)

        with ThreadPoolExecutor(at_once) as pool:
            list(pool.map(work, range(at_once)))
        if job.is_stopped:
            raise UsageError(zh="已停止。", en="stopped")
        return found

    def close(self) -> None:
        """Ends the processes."""
        for guard in self._all:
            guard.close()

    @contextmanager
    def _one(self, place: _Free | None = None) -> Iterator[Guard]:
        place = place or self._free
        try:
            guard = place.get(timeout=LONGEST_WAIT)
        except queue.Empty:
            raise BusyError from None
        try:
            yield guard
        finally:
            place.put(guard)
