"""Who runs the chunks: worker processes of this machine here, a Dask cluster in `dask_executor`. The results are the same."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Protocol

from xlplugin.filing.submissions import Submission
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.store.packed import Packed, Row
from xlplugin.runs.workers.failures import Bounds
from xlplugin.runs.workers.guard import Guard, StoppedError

Chunk = Sequence[Submission]
_TICK = 0.5


class Executor(Protocol):
    """Runs chunks of files. Made for one run of the program and closed after it, as a context manager."""

    bounds: Bounds
    """What one file may take."""
    read: str | None
    """See `Recipe.read`."""

    @property
    def slots(self) -> int:
        """How many chunks run at a time."""

    def run(self, recipe: Recipe, chunks: Iterable[Chunk]) -> Generator[Sequence[Row], None, None]:
        """The rows of each chunk as it is done, in any order; now and then an empty list, so that whoever waits can do something else.

        Chunks are taken from the iterable as there is room. Closing the iterator ends the work.
        """

    def close(self) -> None:
        """Ends what still runs."""

    def __enter__(self) -> Executor: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


class LocalExecutor:
    """`jobs` worker processes of this machine; default one for each core that the program may use."""

    def __init__(self, jobs: int | None = None, bounds: Bounds | None = None, read: str | None = None) -> None:
        self._jobs = jobs or cores()
        self.bounds = bounds or Bounds()
        self.read = read

    @property
    def slots(self) -> int:
        """How many chunks run at a time."""
        return self._jobs

    def run(self, recipe: Recipe, chunks: Iterable[Chunk]) -> Generator[Sequence[Row], None, None]:
        """See `Executor.run`. Raises `WorkerFailedError` where no worker process can be started."""
        waiting, taking = iter(chunks), threading.Lock()
        done: queue.Queue[list[Packed] | BaseException | None] = queue.Queue(maxsize=2 * self._jobs)
        guards = [Guard(recipe, self.bounds) for _ in range(self._jobs)]
        is_over = threading.Event()

        def put(result: list[Packed] | BaseException | None) -> None:
            while not is_over.is_set():
                with suppress(queue.Full):
                    done.put(result, timeout=_TICK)
                    break

        def work(guard: Guard) -> None:
            try:
                while not is_over.is_set():
                    with taking:
                        chunk = next(waiting, None)
                    if chunk is None:
                        break
                    put(guard.run(chunk))
                put(None)
            except StoppedError:
                return
            except BaseException as error:
                put(error)
            finally:
                guard.close()

        threads = [threading.Thread(target=work, args=(guard,), daemon=True) for guard in guards]
        try:
            for thread in threads:
                thread.start()
            yield from _gathered(done, len(threads))
        finally:
            is_over.set()
            for guard in guards:
                guard.stop()
            for thread in threads:
                thread.join()

    def close(self) -> None:
        """Nothing outlives a run here."""

    def __enter__(self) -> LocalExecutor:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _gathered(done: queue.Queue[list[Packed] | BaseException | None], at_work: int) -> Iterator[list[Packed]]:
    while at_work:
        try:
            result = done.get(timeout=_TICK)  # with a timeout, as Ctrl-C does not end an endless wait on Windows
        except queue.Empty:
            yield []
            continue
        if isinstance(result, BaseException):
            raise result
        if result is None:
            at_work -= 1
        else:
            yield result


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
