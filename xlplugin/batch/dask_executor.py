"""Chunks on a Dask cluster. Each Dask worker runs them in a guarded process of its own, so a file that kills, kills no Dask worker."""

from __future__ import annotations

import queue
import tempfile
import threading
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from xlplugin.batch.executor import Chunk, cores
from xlplugin.batch.failures import Bounds, sentence
from xlplugin.batch.guard import Guard
from xlplugin.batch.outcome import Outcome, Source, outcome_of
from xlplugin.batch.recipe import Recipe, program_digest
from xlplugin.errors import UsageError
from xlplugin.findings import Report

CONNECTING = "30s"
"""How long a scheduler may take to answer."""
_TICK = 0.5
_IN_HAND = 2
"""Chunks for each slot that the cluster holds at a time: one at work, one waiting."""


class DaskExecutor:
    """A cluster at an address such as `tcp://10.0.0.1:8786`, or with `local` one of `jobs` processes made for the run.

    The cluster's workers must reach the files under the same names, and have the same version of the program.
    """

    def __init__(self, scheduler: str, jobs: int | None = None, bounds: Bounds | None = None, read: str | None = None) -> None:
        try:
            import distributed
        except ImportError as error:
            raise UsageError(zh='--scheduler 需要 Dask：pip install "xlplugin[dask]"', en='--scheduler needs Dask: pip install "xlplugin[dask]"') from error
        self.bounds = bounds or Bounds()
        self.read = read
        self._cluster: Any = None
        try:
            if scheduler == "local":
                # Its web server takes a free port of this machine, seen from nowhere else: several runs may be under way.
                options = {"dashboard_address": "127.0.0.1:0", "scheduler_kwargs": {"dashboard": False}}
                self._cluster = distributed.LocalCluster(n_workers=jobs or cores(), threads_per_worker=1, processes=True, **options)  # type: ignore[no-untyped-call]
            self._client: Any = distributed.Client(self._cluster or scheduler, set_as_default=False, timeout=CONNECTING)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise UsageError(zh=f"连接不上 Dask 调度器 {scheduler}：{error}", en=f"cannot connect to the Dask scheduler {scheduler}: {error}") from error

    @property
    def slots(self) -> int:
        """How many chunks run at a time: the threads of all workers."""
        return max(1, sum(map(int, self._client.nthreads().values())))

    def run(self, recipe: Recipe, chunks: Iterable[Chunk]) -> Generator[list[Outcome], None, None]:
        """See `Executor.run`. Files of a chunk whose machine is lost again and again are tried at the end, one at a time and alone on the cluster."""
        priors = Path(recipe.priors_file).read_bytes() if recipe.priors_file else None
        shipped = self._client.scatter(priors, broadcast=True) if priors is not None else None
        suspects: list[Source] = []
        for chunk, found in self._results(recipe, chunks, shipped, _IN_HAND * self.slots):
            suspects += [] if found is not None else chunk
            yield found or []
        for chunk, found in self._results(recipe, [[one] for one in suspects], shipped, 1):
            error = Report(file=chunk[0].file, error=sentence("crash", self.bounds)) if chunk else None
            yield [outcome_of(chunk[0], error, failure="crash")] if found is None and error else found or []

    def _results(self, recipe: Recipe, chunks: Iterable[Chunk], priors: Any, most: int) -> Iterator[tuple[Chunk, list[Outcome] | None]]:
        """Each chunk with its rows as they come, None where its machine was lost; now and then an empty chunk. `most` are in the cluster's hands at a time."""
        from distributed import KilledWorker

        waiting = iter(chunks)
        running: dict[Any, Chunk] = {}
        done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        try:
            while True:
                while len(running) < most and (chunk := next(waiting, None)) is not None:
                    future = self._client.submit(run_chunk, recipe, self.bounds, list(chunk), priors, pure=False)
                    running[future] = chunk
                    future.add_done_callback(done.put)
                if not running:
                    return
                try:
                    future = done.get(timeout=_TICK)
                except queue.Empty:
                    yield [], []
                    continue
                chunk = running.pop(future)
                try:
                    yield chunk, future.result()
                except KilledWorker:
                    yield chunk, None
                future.release()
        finally:
            self._client.cancel(list(running))

    def close(self) -> None:
        """Leaves the cluster; ends one that was made for the run."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()

    def __enter__(self) -> DaskExecutor:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


_guards = threading.local()


def run_chunk(recipe: Recipe, bounds: Bounds, files: list[Source], priors: bytes | None) -> list[Outcome]:
    """What a Dask worker does: a chunk, in the guarded process that this thread keeps for the recipe."""
    if program_digest() != recipe.program:
        raise UsageError(
            zh="Dask 工作机上的 xlplugin 或其依赖与本机版本不同，请装成一致。",
            en="the Dask workers run another version of xlplugin, or of the libraries it uses, than this machine; install the same",
        )
    kept: _Kept | None = getattr(_guards, "kept", None)
    if kept is None or kept.of != (recipe, bounds):
        if kept is not None:
            kept.close()
        _guards.kept = kept = _Kept(recipe, bounds, priors)
    return kept.guard.run(files)


class _Kept:
    """A guard that a thread keeps from one chunk to the next, with last year's filings lying beside it on this machine."""

    def __init__(self, recipe: Recipe, bounds: Bounds, priors: bytes | None) -> None:
        self.of = (recipe, bounds)
        self._folder = tempfile.TemporaryDirectory(prefix="xlplugin-")
        if priors is not None:
            path = Path(self._folder.name, "priors.parquet")
            path.write_bytes(priors)
            recipe = replace(recipe, priors_file=str(path))
        self.guard = Guard(recipe, bounds)

    def close(self) -> None:
        """Ends the process and removes the folder."""
        self.guard.close()
        self._folder.cleanup()
