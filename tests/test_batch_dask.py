"""A Dask cluster runs the same chunks with the same results, and a worker that dies costs its file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batches import POISON, TIGHT, json_of, run_batch, write_batch
from tests.submissions import CONSISTENT, write_submission
from xlplugin.errors import UsageError
from xlplugin.runs.job import Done, Job, run_job
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.resume import Progress
from xlplugin.runs.store.results import Results
from xlplugin.runs.workers import dask_executor
from xlplugin.runs.workers.dask_chunk import run_chunk
from xlplugin.runs.workers.dask_executor import DaskExecutor
from xlplugin.runs.workers.executor import LocalExecutor
from xlplugin.runs.workers.failures import Bounds

pytestmark = pytest.mark.slow

pytest.importorskip("distributed", reason="the extra dask is not installed")
posix = pytest.mark.skipif(os.name == "nt", reason="kills with a signal that Windows does not have")


@pytest.fixture
def cluster() -> Iterator[DaskExecutor]:
    """Two workers on this machine that obey `tests.poison`."""
    with DaskExecutor("local", 2, TIGHT, POISON) as executor:
        yield executor


@posix
def test_a_cluster_gives_byte_for_byte_what_the_local_processes_give(tmp_path: Path, cluster: DaskExecutor) -> None:
    write_batch(tmp_path / "in", 60, ["00010 kills", "00020 hangs", "00030 swells"])
    prior = write_submission(tmp_path / "prior.xlsx", CONSISTENT, organ="样例0镇", year=2022)
    assert cluster.slots == 2
    assert run_batch(tmp_path / "in", str(tmp_path / "dask"), cluster, prior=str(prior)) == Done(63, 0)
    run_batch(tmp_path / "in", str(tmp_path / "local"), LocalExecutor(2, TIGHT, POISON), prior=str(prior))
    assert json_of(str(tmp_path / "dask")) == json_of(str(tmp_path / "local"))
    assert "Y01" in json_of(str(tmp_path / "dask"))
    # what one executor did, the other need not do again
    assert run_batch(tmp_path / "in", str(tmp_path / "dask"), LocalExecutor(2, TIGHT, POISON), prior=str(prior)) == Done(0, 63)


@posix
def test_a_file_that_takes_the_clusters_worker_along_costs_only_itself(tmp_path: Path) -> None:
    import dask

    write_batch(tmp_path / "in", 6, ["00002 takes its keeper along"])
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), DaskExecutor("local", 2, TIGHT, POISON) as executor:
        run_batch(tmp_path / "in", str(tmp_path / "out"), executor)
    with Results(str(tmp_path / "out")) as results:
        found = {Path(result.file).stem: result.failure for result in results.submissions()}
        error = next(result.report().error for result in results if result.submission.failure)
    assert found == {**dict.fromkeys([f"0000{number}" for number in range(6)], ""), "00002 takes its keeper along": "crash"}
    assert error is not None and "失去联系" in error.zh and "was lost" in error.en


def test_workers_of_another_version_are_refused() -> None:
    with pytest.raises(UsageError, match="another version"):
        run_chunk(Recipe("another"), Bounds(), [], None)


def test_a_scheduler_that_nobody_runs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_executor, "CONNECTING", "1s")
    with pytest.raises(UsageError, match=r"tcp://127\.0\.0\.1:9"):
        DaskExecutor("tcp://127.0.0.1:9")


def test_a_cluster_that_has_no_worker_for_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import distributed

    monkeypatch.setattr(dask_executor, "WITHOUT_WORKERS", 1.0)
    write_batch(tmp_path / "in", 2)
    empty = distributed.LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0", scheduler_kwargs={"dashboard": False})  # type: ignore[no-untyped-call]
    with empty, DaskExecutor(empty.scheduler_address) as executor, pytest.raises(UsageError, match="has had no worker for 1 s"):
        run_batch(tmp_path / "in", str(tmp_path / "out"), executor)


def test_a_scheduler_that_is_lost_is_told_and_what_was_done_is_kept(tmp_path: Path) -> None:
    import distributed

    paths = write_batch(tmp_path / "in", 40, ["00030 hangs"])
    out, local = str(tmp_path / "out"), LocalExecutor(1, TIGHT, POISON)
    cluster = distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0", scheduler_kwargs={"dashboard": False})  # type: ignore[no-untyped-call]
    with DaskExecutor(cluster.scheduler_address, None, TIGHT, POISON) as executor:
        job = Job(tuple(map(str, paths)))

        def leave(progress: Progress) -> None:
            if progress.done:
                cluster.close()

        with pytest.raises(UsageError, match="was lost"):
            run_job(job, executor, out, leave)
    done = run_batch(tmp_path / "in", out, local)
    assert done.kept >= 1 and done.checked + done.kept == 41
