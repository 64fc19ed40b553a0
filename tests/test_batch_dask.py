"""A Dask cluster runs the same chunks with the same results, and a worker that dies costs its file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batches import POISON, TIGHT, json_of, run_batch, write_batch
from tests.submissions import CONSISTENT, write_submission
from xlplugin.batch import dask_executor
from xlplugin.batch.dask_executor import DaskExecutor, run_chunk
from xlplugin.batch.executor import LocalExecutor
from xlplugin.batch.failures import Bounds
from xlplugin.batch.job import Done
from xlplugin.batch.recipe import Recipe
from xlplugin.batch.results import Results
from xlplugin.errors import UsageError

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
        found = {Path(result.source.file).stem: result.failure for result in results}
        error = next(result.report().error for result in results if result.failure)
    assert found == {**dict.fromkeys([f"0000{number}" for number in range(6)], ""), "00002 takes its keeper along": "crash"}
    assert error is not None and "失去联系" in error.zh and "was lost" in error.en


def test_workers_of_another_version_are_refused() -> None:
    with pytest.raises(UsageError, match="another version"):
        run_chunk(Recipe("another"), Bounds(), [], None)


def test_a_scheduler_that_nobody_runs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_executor, "CONNECTING", "1s")
    with pytest.raises(UsageError, match=r"tcp://127\.0\.0\.1:9"):
        DaskExecutor("tcp://127.0.0.1:9")
