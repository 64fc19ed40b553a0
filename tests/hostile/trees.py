"""What a process and all that it started take together: seconds of computing, and the most memory at a time."""

from __future__ import annotations

import threading
from contextlib import suppress
from types import TracebackType

import psutil

_LOOK_EVERY = 0.05


class Tree:
    """Looks at a process and its descendants until it is closed, as a context manager."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self._computed = dict[int, float]()
        self._most, self._over = 0.0, threading.Event()
        self._watch = threading.Thread(target=self._look_on, daemon=True)
        self._watch.start()

    def look(self) -> tuple[float, float]:
        """Seconds computed so far, and MiB held now."""
        held = 0
        with suppress(psutil.Error):
            for one in [self._root, *self._root.children(recursive=True)]:
                with suppress(psutil.Error):
                    times = one.cpu_times()
                    self._computed[one.pid] = times.user + times.system
                    held += one.memory_info().rss
        self._most = max(self._most, held / 2**20)
        return sum(self._computed.copy().values()), held / 2**20

    def most(self) -> float:
        """The most MiB since this was last asked."""
        found, self._most = self._most, 0.0
        return found

    def kill(self) -> None:
        """Ends them all."""
        with suppress(psutil.Error):
            for one in [*self._root.children(recursive=True), self._root]:
                with suppress(psutil.Error):
                    one.kill()

    def _look_on(self) -> None:
        while not self._over.wait(_LOOK_EVERY):
            self.look()

    def __enter__(self) -> Tree:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        self._watch.join()
