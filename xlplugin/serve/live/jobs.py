"""What buttons were pressed: each is answered at once with a number, done in a thread of its own, and its result fetched by that number.

A result is kept until it is fetched, and of those that nobody fetches only the last. One program has one command at a time.
"""

from __future__ import annotations

import itertools
import threading
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xlplugin.addin.commands import Answer
from xlplugin.errors import XlpluginError
from xlplugin.text import Language, Text

LONGEST_WAIT = 60.0
"""Seconds that a question for a result may wait for it."""
_MOST_KEPT = 50
_FAULT = Text("程序内部出错：{last}\n完整信息已保存在：{log}", "internal error: {last}\nthe full text was saved in {log}")


@dataclass(frozen=True, slots=True)
class Press:
    """One press: `command` as `press` takes it, `program` what it is pressed in, and the further arguments of `press`."""

    command: str
    program: str
    language: Language
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it: an answer, or the sentence of a refusal, or of a fault of the program's own. `language`: as it was asked for."""

    language: Language
    answer: Answer | None = None
    error: Text | None = None
    is_fault: bool = False


class StillRunningError(Exception):
    """The program has a command that has not ended."""

    def __init__(self, command: str) -> None:
        self.command = command
        super().__init__(command)


Act = Callable[[Press], Answer]


@dataclass(slots=True, eq=False)
class _Job:
    press: Press
    ended: threading.Event = field(default_factory=threading.Event)
    result: Result | None = None


class Jobs:
    """All presses of the helper, `done` of them so far. `act` does one; it may be called from several threads. `log`: where a fault's traceback is kept."""

    def __init__(self, act: Act, log: Path) -> None:
        self._act, self._log = act, log
        self._lock = threading.Lock()
        self._jobs: dict[str, _Job] = {}
        self._at_work: dict[str, _Job] = {}
        self._numbers = itertools.count(1)
        self.done = 0

    @property
    def is_busy(self) -> bool:
        """Whether a command is under way that somebody waits for."""
        with self._lock:
            return bool(self._at_work)

    def begin(self, press: Press, *, is_over: bool = False) -> str:
        """Begins a command and gives its number. Raises `StillRunningError`; with `is_over` the one that hangs is given up instead."""
        job = _Job(press)
        with self._lock:
            other = self._at_work.get(press.program)
            if other is not None and not is_over:
                raise StillRunningError(other.press.command)
            number = str(next(self._numbers))
            self._jobs[number] = self._at_work[press.program] = job
            for old in [key for key, one in self._jobs.items() if one.ended.is_set()][:-_MOST_KEPT]:
                del self._jobs[old]
        threading.Thread(target=self._do, args=(job,), daemon=True).start()
        return number

    def result(self, number: str, wait: float = 0.0) -> Result | None:
        """What came of a command; None while it is under way. Raises KeyError where there is none of that number, or it was fetched before."""
        with self._lock:
            job = self._jobs[number]
        if not job.ended.wait(max(0.0, min(wait, LONGEST_WAIT))):
            return None
        with self._lock:
            self._jobs.pop(number, None)
        return job.result

    def _do(self, job: _Job) -> None:
        try:
            job.result = Result(job.press.language, self._act(job.press))
        except XlpluginError as error:
            job.result = Result(job.press.language, error=error.text)
        except Exception as error:  # whatever it is, whoever pressed is told
            with suppress(OSError):
                self._log.write_text(traceback.format_exc(), "utf-8", errors="backslashreplace")
            last = f"{type(error).__name__}: {error}"[:300]
            job.result = Result(job.press.language, error=_FAULT.fill(last=last, log=self._log), is_fault=True)
        with self._lock:
            if self._at_work.get(job.press.program) is job:
                del self._at_work[job.press.program]
            self.done += 1
        job.ended.set()
