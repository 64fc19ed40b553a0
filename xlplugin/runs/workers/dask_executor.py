"""Chunks on a Dask cluster. Each Dask worker runs them in a guarded process of its own, so a file that kills, kills no Dask worker."""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import os
import queue
import re
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from xlplugin.errors import UsageError
from xlplugin.filing.findings import Report
from xlplugin.filing.submissions import Submission
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.store.outcome import outcome_of
from xlplugin.runs.store.packed import Packed, packed
from xlplugin.runs.workers.dask_chunk import run_chunk
from xlplugin.runs.workers.executor import Chunk, cores
from xlplugin.runs.workers.failures import Bounds, sentence

CONNECTING = "30s"
"""How long a scheduler may take to answer."""
WITHOUT_WORKERS = 120.0
"""Seconds that a run waits for a worker while the cluster has none."""
_TICK = 0.5
_SAFE = "PYTHONSAFEPATH"
_IN_HAND = 2
"""Chunks for each slot that the cluster holds at a time: one at work, one waiting."""


@contextmanager
def _safe_path() -> Iterator[None]:
    """For the cluster's processes, whenever one is started: nothing that lies in the current folder, a submission called socket.py say, is imported."""
    before = os.environ.get(_SAFE)
    os.environ[_SAFE] = "1"
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(_SAFE, None)
        else:
            os.environ[_SAFE] = before


class DaskExecutor:
    """A cluster at an address such as `tcp://10.0.0.1:8786`, or with `local` one of `jobs` processes made for the run.

    The cluster's workers must reach the files under the same names, and have the same version of the program.
    """

    def __init__(self, scheduler: str, jobs: int | None = None, bounds: Bounds | None = None, read: str | None = None) -> None:
        try:
            import distributed
        except ImportError as error:
            raise UsageError(zh='--scheduler 需要 Dask：pip install "xlplugin[dask]"', en='--scheduler needs Dask: pip install "xlplugin[dask]"') from error
        if scheduler != "local" and not re.search(r":\d+$", scheduler):
            raise UsageError(zh=f"--scheduler {scheduler} 写法有误：写 local，或 tcp://主机:端口。", en=f"--scheduler {scheduler} is no address: write local, or tcp://host:port")
        for name in ("distributed.client", "distributed.core"):  # what a user has to know of a lost connection is told below
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self.bounds = bounds or Bounds()
        self.read = read
        self._scheduler = scheduler
        self._cluster: Any = None
        self._stack = ExitStack()
        try:
            if scheduler == "local":
                # Its web server takes a free port of this machine, seen from nowhere else: several runs may be under way.
                self._stack.enter_context(_safe_path())
                options = {"dashboard_address": "127.0.0.1:0", "scheduler_kwargs": {"dashboard": False}}
                self._cluster = distributed.LocalCluster(n_workers=jobs or cores(), threads_per_worker=1, processes=True, **options)  # type: ignore[no-untyped-call]
            self._client: Any = distributed.Client(self._cluster or scheduler, set_as_default=False, timeout=CONNECTING)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise UsageError(zh=f"连接不上 Dask 调度器 {scheduler}：{error}", en=f"cannot connect to the Dask scheduler {scheduler}: {error}") from error

    @property
    def slots(self) -> int:
        """How many chunks run at a time: the threads of all workers."""
        return max(1, sum(map(int, self._client.nthreads().values())))

    def run(self, recipe: Recipe, chunks: Iterable[Chunk]) -> Generator[list[Packed], None, None]:
        """See `Executor.run`. Files of a chunk whose machine is lost again and again are tried at the end, one at a time and alone on the cluster."""
        priors = Path(recipe.priors_file).read_bytes() if recipe.priors_file else None
        shipped = self._client.scatter(priors, broadcast=True) if priors is not None else None
        suspects: list[Submission] = []
        for chunk, found in self._results(recipe, chunks, shipped, _IN_HAND * self.slots):
            suspects += [] if found is not None else chunk
            yield found or []
        for chunk, found in self._results(recipe, [[one] for one in suspects], shipped, 1):
            error = Report(file=chunk[0].file, error=sentence("crash", self.bounds)) if chunk else None
            yield [packed(outcome_of(chunk[0], error, failure="crash"))] if found is None and error else found or []

    def _results(self, recipe: Recipe, chunks: Iterable[Chunk], priors: Any, most: int) -> Iterator[tuple[Chunk, list[Packed] | None]]:
        """Each chunk with its rows as they come, None where its machine was lost; now and then an empty chunk. `most` are in the cluster's hands at a time."""
        from distributed import KilledWorker

        waiting = iter(chunks)
        running: dict[Any, Chunk] = {}
        done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        since = time.monotonic()
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
                    since = self._still_there(since)
                    yield [], []
                    continue
                chunk = running.pop(future)
                try:
                    yield chunk, future.result()
                except KilledWorker:
                    yield chunk, None
                except (asyncio.CancelledError, concurrent.futures.CancelledError):
                    raise self._lost() from None
                future.release()
        finally:
            self._client.cancel(list(running))

    def _still_there(self, since: float) -> float:
        """The moment at which the cluster was last seen with a worker, given the one before; raises `UsageError` where it has had none for long."""
        if self._client.status != "running":
            raise self._lost()
        now = time.monotonic()
        if now - since < WITHOUT_WORKERS / 10:
            return since
        try:
            if self._client.nthreads():
                return now
        except (OSError, RuntimeError, TimeoutError) as error:
            raise self._lost() from error
        if now - since < WITHOUT_WORKERS:
            return since
        raise UsageError(
            zh=f"Dask 集群已有 {WITHOUT_WORKERS:.0f} 秒没有工作机。用了 --out 的，已审完的结果还在；工作机恢复后再运行同一条命令，只审没审完的。",
            en=f"the Dask cluster has had no worker for {WITHOUT_WORKERS:.0f} s; with --out what is done is kept, and the same command goes on from there once there are workers",
        )

    def _lost(self) -> UsageError:
        return UsageError(
            zh=f"与 Dask 调度器 {self._scheduler} 失去联系。用了 --out 的，已审完的结果还在；恢复后再运行同一条命令，只审没审完的。",
            en=f"the Dask scheduler {self._scheduler} was lost; with --out what is done is kept, and the same command goes on from there",
        )

    def close(self) -> None:
        """Leaves the cluster; ends one that was made for the run."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()
        self._stack.close()

    def __enter__(self) -> DaskExecutor:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
