"""A run that was cut off goes on where it was, and ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import crash_run
import fsspec
import pytest

from tests.batches import POISON, InProcess, iter_reports, json_of, reports_json, run_batch, write_batch
from tests.submissions import CONSISTENT, write_submission
from xlplugin.errors import UsageError
from xlplugin.filing.submissions import Submission
from xlplugin.runs.inputs.addresses import find_inputs
from xlplugin.runs.job import Done, Job, folder_for, run_job
from xlplugin.runs.progress import left, rate, remaining, shown
from xlplugin.runs.resume import Progress, _chunks
from xlplugin.runs.store.outcome import Outcome
from xlplugin.runs.store.results import Results
from xlplugin.runs.store.shards import ShardWriter
from xlplugin.runs.store.storage import BESIDE, Folder
from xlplugin.runs.workers.executor import LocalExecutor
from xlplugin.runs.workers.failures import Bounds

pytestmark = pytest.mark.slow

posix = pytest.mark.skipif(os.name == "nt", reason="sends signals that Windows does not have")


def test_the_same_command_again_checks_only_what_is_new_or_changed(tmp_path: Path) -> None:
    inputs, out = tmp_path / "in", str(tmp_path / "out")
    write_batch(inputs, 6)
    assert run_batch(inputs, out, InProcess()) == Done(6, 0)
    assert run_batch(inputs, out, again := InProcess()) == Done(0, 6) and again.asked == []
    write_submission(inputs / "00002.xlsx", CONSISTENT, organ="样例七十镇人民政府")
    write_submission(inputs / "new.xlsx", CONSISTENT)
    (inputs / "00005.xlsx").touch()
    assert run_batch(inputs, out, again := InProcess()) == Done(2, 5) and again.asked == ["00002", "new"]
    assert [report.organ for report in iter_reports(out)][2] == "样例七十镇人民政府"
    (inputs / "00000.xlsx").unlink()
    shutil.copyfile(inputs / "00001.xlsx", inputs / "copy.xlsx")
    assert run_batch(inputs, out, again := InProcess()) == Done(1, 6) and again.asked == ["copy"]
    run_batch(inputs, str(tmp_path / "fresh"), InProcess())
    assert json_of(out) == json_of(str(tmp_path / "fresh"))


def test_other_rules_thresholds_or_last_year_are_another_run(tmp_path: Path) -> None:
    inputs, out = tmp_path / "in", str(tmp_path / "out")
    write_batch(inputs, 2)
    (tmp_path / "own.toml").write_text("[limits.R09]\nshare = 0.5\n", "utf-8")
    for options in ({}, {"select": "R"}, {"ignore": "C"}, {"prior": str(inputs)}, {"rules": tmp_path / "own.toml"}):
        assert run_batch(inputs, out, InProcess(), **options) == Done(2, 0), options
        assert run_batch(inputs, out, InProcess(), **options) == Done(0, 2), options
    (tmp_path / "own.toml").write_text("[limits.R09]\nshare = 0.4\n", "utf-8")
    assert run_batch(inputs, out, InProcess(), rules=tmp_path / "own.toml") == Done(2, 0)


@posix
def test_a_file_that_killed_its_worker_is_tried_again_with_other_bounds_or_on_request(tmp_path: Path) -> None:
    inputs, out = tmp_path / "in", str(tmp_path / "out")
    write_batch(inputs, 2, ["kills"])
    roomy, roomier = Bounds(30), Bounds(31)
    assert run_batch(inputs, out, LocalExecutor(1, roomy, POISON)) == Done(3, 0)
    assert run_batch(inputs, out, LocalExecutor(1, roomy, POISON)) == Done(0, 3)
    assert run_batch(inputs, out, LocalExecutor(1, roomier, POISON)) == Done(1, 2)
    assert run_batch(inputs, out, LocalExecutor(1, roomier, POISON), retry=True) == Done(1, 2)
    assert [report.status for report in iter_reports(out)] == ["clean", "clean", "unreadable"]


def test_a_file_that_cannot_be_opened_is_tried_each_time(tmp_path: Path) -> None:
    inputs, out = tmp_path / "in", str(tmp_path / "out")
    write_batch(inputs, 1)
    (inputs / "gone.xlsx").symlink_to(tmp_path / "nowhere.xlsx")
    files = (str(inputs / "00000.xlsx"), str(inputs / "gone.xlsx"))
    assert [run_job(Job(files), InProcess(), out) for _ in range(2)] == [Done(2, 0), Done(1, 1)]
    assert [report.status for report in iter_reports(out)] == ["clean", "unreadable"]
    write_submission(tmp_path / "nowhere.xlsx", CONSISTENT)
    run_job(Job(files), InProcess(), out)
    assert [report.status for report in iter_reports(out)] == ["clean", "clean"]


def test_a_half_written_or_damaged_shard_costs_its_files_another_check_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlplugin.runs.store.shards.LONGEST_WAIT", 3600.0)  # one shard, however slow the machine is
    inputs, out = tmp_path / "in", tmp_path / "out"
    write_batch(inputs, 5)
    run_batch(inputs, str(out), InProcess())
    expected = json_of(str(out))
    [shard] = (out / "results").iterdir()
    content = shard.read_bytes()
    for broken in (content[: len(content) // 2], b"", content[:-1]):
        shard.write_bytes(broken)
        (out / "results" / f"{BESIDE}0-part-000009.jsonl.gz").write_bytes(content)
        assert list(iter_reports(str(out))) == []
        assert run_batch(inputs, str(out), InProcess()) == Done(5, 0)
        assert json_of(str(out)) == expected
        [shard] = (out / "results").iterdir()
    (out / "manifest.json").write_text('{"files"', "utf-8")
    with pytest.raises(UsageError, match="no results"):
        Results(str(out))
    assert run_batch(inputs, str(out), InProcess()) == Done(0, 5) and json_of(str(out)) == expected


def test_shards_that_no_file_needs_any_more_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlplugin.runs.store.shards.LONGEST_WAIT", 3600.0)
    inputs, out = tmp_path / "in", tmp_path / "out"
    write_batch(inputs, 3)
    for select in ("R", "C", "V"):
        run_batch(inputs, str(out), InProcess(), select=select)
    assert len(list((out / "results").iterdir())) == 1


def test_what_was_done_before_an_interruption_is_kept(tmp_path: Path) -> None:
    inputs, out = tmp_path / "in", str(tmp_path / "out")
    write_batch(inputs, 40)
    with pytest.raises(KeyboardInterrupt):
        run_batch(inputs, out, InProcess(limit=3))
    with Results(out) as results:
        assert len(list(results)) == 15 and not results.manifest.is_complete
    assert run_batch(inputs, out, InProcess()) == Done(25, 15)
    run_batch(inputs, str(tmp_path / "fresh"), InProcess())
    assert json_of(out) == json_of(str(tmp_path / "fresh"))


@posix
def test_ctrl_c_ends_the_run_and_its_workers_and_keeps_what_is_done(tmp_path: Path) -> None:
    if sys.platform == "win32":
        raise NotImplementedError
    inputs, out = tmp_path / "in", tmp_path / "out"
    write_batch(inputs, 200)
    program = """
import sys
from xlplugin.runs.workers.executor import LocalExecutor
from xlplugin.runs.job import Job, run_job
from xlplugin.runs.inputs.addresses import find_inputs
try:
    files = find_inputs([sys.argv[1]]).files
    run_job(Job(files), LocalExecutor(2, read="tests.poison:slow"), sys.argv[2], lambda progress: print(progress.done, flush=True))
except KeyboardInterrupt:
    sys.exit(130)
"""
    paths = os.pathsep.join(entry for entry in sys.path if entry)
    with subprocess.Popen(
        [sys.executable, "-c", program, str(inputs), str(out)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}, start_new_session=True
    ) as run:
        assert run.stdout is not None and run.stderr is not None
        while int(run.stdout.readline()) == 0:
            pass
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to every process of the group
        _, said = run.communicate(timeout=60)
    assert run.returncode == 130 and said == b""
    kept = len(list(iter_reports(str(out))))
    assert 0 < kept < 200
    deadline = time.monotonic() + 20
    while _has_members(run.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _has_members(run.pid)


def _has_members(group: int) -> bool:
    """Whether any process of a group is left."""
    if sys.platform == "win32":
        raise NotImplementedError
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@posix
def test_kill_9_at_random_moments_leaves_a_run_that_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    crash_run.fill(tmp_path / "in", 60)
    assert crash_run.trial(tmp_path / "in", tmp_path, 3, random.Random(5)) == 3


def test_two_runs_do_not_write_to_one_folder_at_a_time(tmp_path: Path) -> None:
    write_batch(tmp_path / "in", 1)
    out = str(tmp_path / "out")
    with Folder(out).locked(), pytest.raises(UsageError, match="another run"):
        run_batch(tmp_path / "in", out, InProcess())
    assert run_batch(tmp_path / "in", out, InProcess()) == Done(1, 0)


def test_inputs_and_results_may_lie_behind_an_address(tmp_path: Path) -> None:
    write_batch(tmp_path / "in" / "county", 3)
    (tmp_path / "in" / ".hidden").mkdir()
    shutil.copyfile(tmp_path / "in" / "county" / "00000.xlsx", tmp_path / "in" / ".hidden" / "a.xlsx")
    (tmp_path / "in" / "notes.txt").touch()
    found = find_inputs([f"file://{tmp_path}/in"])
    assert found.files == tuple(f"file://{tmp_path}/in/county/0000{number}.xlsx" for number in range(3)) and found.skipped == 1
    out = "memory://results-of-a-test"
    try:
        with LocalExecutor(1) as executor:
            assert [run_job(Job(found.files), executor, out) for _ in range(2)] == [Done(3, 0), Done(0, 3)]
        assert [(report.file, report.organ) for report in iter_reports(out)] == [(file, f"样例{number}镇人民政府") for number, file in enumerate(found.files)]
        assert not [name for name in Folder(out).names("results") if BESIDE in name]
    finally:
        fsspec.filesystem("memory").rm("/results-of-a-test", recursive=True)
    with pytest.raises(UsageError, match="nosuch://"):
        find_inputs(["nosuch://bucket/folder"])


def test_a_run_without_a_folder_leaves_nothing(tmp_path: Path) -> None:
    with folder_for(None) as out:
        Folder(out).write("results/a", b"a")
        assert Path(out, "results", "a").exists()
    assert not Path(out).exists()
    with folder_for(str(tmp_path)) as out:
        assert out == str(tmp_path)


def test_a_shard_is_written_when_its_first_row_has_waited_long_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    writer = ShardWriter(Folder(str(tmp_path)), 1)
    outcome = Outcome(Submission("a.xlsx"), "{}")
    writer.add([("1", outcome)])
    now[0] = 1.5
    writer.add([("2", outcome)])
    assert not (tmp_path / "results").exists()
    now[0] = 2.5
    writer.add([])
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["part-000001.jsonl.gz"]


FLAT = """
import resource, sys
from dataclasses import replace
from pathlib import Path
from tests.batches import InProcess, iter_reports
from xlplugin.runs.workers.chunk import check_chunk
from xlplugin.runs.job import Job, run_job
from xlplugin.filing.submissions import Submission
from xlplugin.runs.recipe import build
from xlplugin.outputs.machine.objects import write_reports_json

class Instant(InProcess):
    def run(self, recipe, chunks):
        [row] = check_chunk([Submission(sys.argv[1])], build(recipe), lambda position: None)
        for chunk in chunks:
            yield [replace(row, submission=replace(row.submission, file=one.file, content=one.content)) for one in chunk]

files = tuple(str(path) for path in sorted(Path(sys.argv[2]).iterdir()))
run_job(Job(files), Instant(), sys.argv[3])
with open(sys.argv[3] + ".json", "w") as stream:
    write_reports_json(stream, iter_reports(sys.argv[3]), "zh")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@posix
def test_ten_times_the_submissions_take_less_than_twice_the_memory(tmp_path: Path) -> None:
    model = write_submission(tmp_path / "model.xlsx", {**CONSISTENT, "requests.received.other": 6})
    paths = os.pathsep.join(entry for entry in sys.path if entry)
    peaks = []
    for count in (300, 3000):
        folder = tmp_path / str(count)
        folder.mkdir()
        for number in range(count):
            (folder / f"{number:06}.xlsx").write_text(str(number), "utf-8")
        ran = subprocess.run(
            [sys.executable, "-c", FLAT, str(model), str(folder), str(tmp_path / f"out{count}")], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths}, check=True
        )
        peaks.append(int(ran.stdout))
        assert (tmp_path / f"out{count}.json").read_text("utf-8").count('"status": "error"') == count
    assert peaks[1] < 2 * peaks[0]


def test_an_empty_run_is_a_run(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert run_batch(tmp_path / "in", str(tmp_path / "out")) == Done(0, 0)
    assert json_of(str(tmp_path / "out")) == reports_json([], "zh")


def test_a_bar_is_drawn_on_a_terminal_and_nothing_elsewhere(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with shown("zh") as on_progress:
        on_progress(Progress("check", 3, 10, 0))
    assert capsys.readouterr() == ("", "")
    clock = iter([0.0, 4.0])
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr("xlplugin.runs.progress.time", SimpleNamespace(monotonic=lambda: next(clock)))
    with shown("zh") as on_progress:
        on_progress(Progress("check", 2, 10, 2))
        on_progress(Progress("check", 6, 10, 2))
    out, err = capsys.readouterr()
    assert out == "" and "6/10" in err and "1.0 个/秒" in err and "约剩 4 秒" in err


def test_rate_and_time_left_are_of_what_is_done_now() -> None:
    progress = Progress("check", done=600, total=1000, kept=500)
    assert rate(100, 10.0) == 10.0 and left(progress, 10.0) == 40.0
    assert rate(100, 0.5) is None and left(Progress("check", 500, 1000, 500), 10.0) is None
    assert remaining(40).zh == "约剩 40 秒" and remaining(150).en == "about 2 min left"


@pytest.mark.parametrize(("files", "size", "lengths"), [(1000, 9_000, {64, 40}), (1000, 200_000, {32, 8}), (10, 9_000, {2}), (3, 2**30, {1}), (0, 0, set())])
def test_small_files_are_checked_more_at_a_time_than_large_ones(files: int, size: int, lengths: set[int]) -> None:
    sent = [Submission(f"{number}.xlsx", size=size) for number in range(files)]
    chunks = list(_chunks(sent, 2))
    assert [one for chunk in chunks for one in chunk] == sent and set(map(len, chunks)) == lengths
