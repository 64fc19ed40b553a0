"""Worker processes that are killed while they start, or while they do an errand: one such death costs nothing, the same again and again ends the run."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.batches import iter_reports, run_batch, write_batch
from xlplugin.runs.job import Done
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.run import check_files
from xlplugin.runs.store.results import Results
from xlplugin.runs.workers.executor import LocalExecutor
from xlplugin.runs.workers.failures import Bounds
from xlplugin.runs.workers.guard import MOST_STARTS, Guard
from xlplugin.runs.workers.worker import Worker, WorkerFailedError

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal that Windows does not have")]


def dying(monkeypatch: pytest.MonkeyPatch, times: int) -> list[int]:
    """Kills the next so many processes while they start, before they say that they are ready; gives the numbers of all that are started."""
    started: list[int] = []
    waits = Worker.wait_until_ready

    def killed(worker: Worker) -> None:
        started.append(worker._process.pid)
        if len(started) <= times:
            os.kill(worker._process.pid, signal.SIGKILL)
        waits(worker)

    monkeypatch.setattr(Worker, "wait_until_ready", killed)
    return started


def test_a_process_that_is_killed_while_it_starts_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write_batch(tmp_path / "in", 9)
    started = dying(monkeypatch, MOST_STARTS - 1)
    assert run_batch(tmp_path / "in", str(tmp_path / "out"), LocalExecutor(1)) == Done(9, 0)
    assert len(started) == MOST_STARTS
    assert list(iter_reports(str(tmp_path / "out"))) == check_files(paths)
    with Results(str(tmp_path / "out")) as results:
        assert not any(result.submission.failure for result in results)


def test_processes_that_are_killed_again_and_again_end_the_run_and_the_next_one_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_batch(tmp_path / "in", 3)
    started = dying(monkeypatch, MOST_STARTS)
    with pytest.raises(WorkerFailedError, match="it ended with -9"):
        run_batch(tmp_path / "in", str(tmp_path / "out"), LocalExecutor(1))
    assert len(started) == MOST_STARTS
    assert run_batch(tmp_path / "in", str(tmp_path / "out"), LocalExecutor(1)) == Done(3, 0)


def test_a_guard_whose_process_could_not_be_started_starts_another_when_it_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    dying(monkeypatch, MOST_STARTS)
    guard = Guard(Recipe(""), Bounds())
    with pytest.raises(WorkerFailedError):
        guard.errand("tests.poison:refuses", ["a"])
    assert guard.errand("tests.poison:refuses", ["a"])["told"][0] == "不行。"
    guard.close()


def test_an_errand_whose_process_is_killed_once_is_done_all_the_same(tmp_path: Path) -> None:
    guard = Guard(Recipe(""), Bounds())
    assert guard.errand("tests.poison:dies_once", [str(tmp_path / "once")]) == {"result": "done"}
    guard.close()
