"""How far the checking of what was sent is, for the page that waits for it, and whether it is to go on."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from xlplugin.runs.store.outcome import Outcome
from xlplugin.serve.desk import told

_NAME = re.compile(r"[0-9a-f]{16,64}")


class Job:
    """One request's work. What is told of a file is what the page's list shows of it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: Sequence[str] | None = None
        self._now: str | None = None
        self._done: list[dict[str, object]] = []
        self.is_stopped = False

    def begin(self, files: Sequence[str]) -> None:
        """Notes which files there are."""
        with self._lock:
            self._files = list(files)

    def at(self, file: str) -> None:
        """Notes that a file's turn has come."""
        with self._lock:
            self._now = file

    def done(self, outcomes: Sequence[Outcome]) -> None:
        """Notes what came of files."""
        new = [{name: value for name, value in told(one).items() if name != "outcome"} for one in outcomes]
        with self._lock:
            self._done += new

    def shown(self, since: int = 0) -> str:
        """How far it is, as JSON; of the files that are done those from a number on."""
        with self._lock:
            return json.dumps({"files": self._files if since == 0 else None, "now": self._now, "done": self._done[since:]})


class Jobs:
    """Those at work now, by the names that the page gave them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_name: dict[str, Job] = {}

    @contextmanager
    def begun(self, name: str) -> Iterator[Job]:
        """A job, known by its name, if that is one, until the block ends."""
        job = Job()
        if not _NAME.fullmatch(name):
            yield job
            return
        with self._lock:
            self._by_name[name] = job
        try:
            yield job
        finally:
            with self._lock:
                self._by_name.pop(name, None)

    def of(self, name: str) -> Job:
        """The job of that name; an empty one where there is none, as it may be on its way still."""
        with self._lock:
            return self._by_name.get(name) or Job()
