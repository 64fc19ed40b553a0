"""Worker processes that stand ready: each file is read and checked in one of them, within its time and its memory."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from xlplugin.errors import FileMissingError, UsageError
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report
from xlplugin.filing.submissions import Submission
from xlplugin.form import Form, editions
from xlplugin.runs.recipe import Recipe, program_digest
from xlplugin.runs.store.codec import dump, load, load_filing
from xlplugin.runs.workers.failures import Bounds
from xlplugin.runs.workers.guard import Guard
from xlplugin.serve.local.named import READ
from xlplugin.text import Language, Text

LONGEST_WAIT = 300.0
"""Seconds that a request waits for a free process."""


class BusyError(Exception):
    """No process became free in time."""


class Guards:
    """So many processes; `check` may be called from any thread."""

    def __init__(self, count: int = 2, bounds: Bounds | None = None, read: str = READ) -> None:
        self._all: list[Guard] = []
        if count:
            recipe = Recipe(program_digest(), read=read)
            self._all += [Guard(recipe, bounds or Bounds()) for _ in range(count)]
        self._free: queue.LifoQueue[Guard] = queue.LifoQueue()  # the one that was at work last is ready
        for guard in self._all:
            self._free.put(guard)

    def check(self, path: Path, name: str) -> tuple[Report, Filing | None]:
        """What comes of a stored file, under its sender's name. Raises `BusyError`, `StoppedError`, `WorkerFailedError`."""
        with self._one() as guard:
            [outcome] = guard.run([Submission(str(path))])
        filing = load_filing(outcome.filing, _forms()) if outcome.filing is not None else None
        return replace(load(Report, outcome.report), file=name), filing

    def annotate(self, path: Path, name: str, target: Path, language: Language) -> None:
        """Writes a stored file's annotated copy to `target`. Raises `UsageError` for what says why there is none, else as `check`."""
        with self._one() as guard:
            [outcome] = guard.run([Submission(str(path))])
            report = replace(load(Report, outcome.report), file=name)
            said = report.error or FileMissingError().text if outcome.filing is None else None
            if said is None:
                found = guard.errand("xlplugin.outputs.marked.errands:annotate_checked", [str(path), str(target), dump(report), outcome.filing, language])
                said = Text(*found["told"]) if "told" in found else None
        if said is not None:
            raise UsageError(zh=said.zh, en=said.en)

    def close(self) -> None:
        """Ends the processes."""
        for guard in self._all:
            guard.close()

    @contextmanager
    def _one(self) -> Iterator[Guard]:
        try:
            guard = self._free.get(timeout=LONGEST_WAIT)
        except queue.Empty:
            raise BusyError from None
        try:
            yield guard
        finally:
            self._free.put(guard)


@cache
def _forms() -> dict[str, Form]:
    return {shape.key: shape for form in editions().values() for shape in form.shapes}
