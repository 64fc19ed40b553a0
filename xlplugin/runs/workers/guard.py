"""Runs chunks so that a file that hangs, eats memory or kills its process costs itself, and never the others.

The worker says which file it is reading, so the file is known. It is named as the cause only after it failed alone, too, in a
process of its own: one may also die of something that no file has to do with, of a machine that is being switched off, say.
For a file that takes too long once is enough. A process that ends before it is ready is started again, a few times, for the same reason.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from xlplugin.filing.findings import Report
from xlplugin.filing.submissions import Submission
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.store.outcome import outcome_of
from xlplugin.runs.store.packed import Packed, packed
from xlplugin.runs.workers.failures import Bounds, sentence
from xlplugin.runs.workers.worker import LostError, Worker, WorkerFailedError

T = TypeVar("T")
MOST_STARTS = 3
"""Of one process, until it is ready."""


class StoppedError(Exception):
    """The guard was stopped while it worked."""


class Guard:
    """Keeps one worker process, starting another when it is gone. `run` and `close` are for one thread; `stop` for any."""

    def __init__(self, recipe: Recipe, bounds: Bounds, is_resident: bool = False) -> None:
        self._recipe, self._bounds, self._is_resident = recipe, bounds, is_resident
        self._worker: Worker | None = None
        self._is_stopped = False
        self._lock = threading.Lock()

    def run(self, files: Sequence[Submission], folder: str | None = None) -> list[Packed]:
        """A row for each file, in any order. `folder`: see `Worker.ask`. Raises `WorkerFailedError` where no worker starts, `StoppedError` after `stop`."""
        if not files:
            return []
        try:
            return self._ask(files, folder)
        except LostError as error:
            lost = error
        culprit = files[0] if len(files) == 1 else files[lost.at] if lost.at is not None else None
        if culprit is None:
            return [outcome for one in files for outcome in self.run([one], folder)]
        rest = self.run([one for one in files if one is not culprit], folder)
        return [*rest, self._failed(culprit, lost) if lost.failure == "time" else self._once_more(culprit, folder)]

    def close(self) -> None:
        """Ends the process and lets go of it."""
        self.stop()
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def stop(self) -> None:
        """Ends the process at once; whoever waits for it gets a `StoppedError`."""
        with self._lock:
            self._is_stopped = True
            if self._worker is not None:
                self._worker.end()

    def _once_more(self, one: Submission, folder: str | None) -> Packed:
        try:
            return self._ask([one], folder)[0]
        except LostError as lost:
            return self._failed(one, lost)

    def _failed(self, one: Submission, lost: LostError) -> Packed:
        error = sentence(lost.failure, self._bounds, lost.status)
        return packed(outcome_of(one, Report(file=one.file, error=error), failure=lost.failure))

    def errand(self, errand: str, arguments: Sequence[Any]) -> dict[str, Any]:
        """What an errand (see `errands.do`) gives; of one that its process does not survive, what is to be told. It is run once more where the process ended by itself."""
        try:
            try:
                return self._held(lambda worker: worker.errand(errand, arguments))
            except LostError as lost:
                if lost.failure != "crash":
                    raise
            return self._held(lambda worker: worker.errand(errand, arguments))
        except LostError as lost:
            said = sentence(lost.failure, self._bounds, lost.status)
            return {"told": [said.zh, said.en]}

    def _ask(self, files: Sequence[Submission], folder: str | None) -> list[Packed]:
        return self._held(lambda worker: worker.ask(files, folder))

    def _held(self, asking: Callable[[Worker], T]) -> T:
        worker = self._ready()
        try:
            return asking(worker)
        except LostError:
            worker.close()
            self._worker = None
            if self._is_stopped:
                raise StoppedError from None
            raise

    def _ready(self) -> Worker:
        starts = 0
        while True:
            with self._lock:
                if self._is_stopped:
                    raise StoppedError
                if self._worker is not None:
                    return self._worker
                worker = self._worker = Worker(self._recipe, self._bounds, self._is_resident)
            starts += 1
            try:
                worker.wait_until_ready()
                return worker
            except WorkerFailedError as failed:
                with self._lock:
                    self._worker = None
                if self._is_stopped:
                    raise StoppedError from None
                if failed.is_overdue or starts == MOST_STARTS:
                    raise
