"""Worker processes: one poisonous file costs itself, the others come out as they would alone, and nothing is lost on the way."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import time
from decimal import Decimal
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.batches import POISON, TIGHT, iter_reports, json_of, reports_json, run_batch, write_batch
from tests.submissions import CONSISTENT, write_submission
from xlplugin.errors import DefinitionError, UsageError
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report
from xlplugin.filing.submissions import Submission
from xlplugin.form import editions, load_form
from xlplugin.reading.read import read_workbook
from xlplugin.rules.declare import Context
from xlplugin.rules.own.own_rules import load_blocks
from xlplugin.rules.select import choose
from xlplugin.runs.inputs.addresses import find_inputs
from xlplugin.runs.inputs.prior import read_priors
from xlplugin.runs.inputs.releases import read_releases
from xlplugin.runs.job import Done
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.run import check_files
from xlplugin.runs.store.codec import dump, load, load_filing
from xlplugin.runs.store.results import Results
from xlplugin.runs.workers.executor import LocalExecutor
from xlplugin.runs.workers.failures import Bounds
from xlplugin.runs.workers.guard import Guard
from xlplugin.runs.workers.worker import WorkerFailedError
from xlplugin.text import Text

pytestmark = pytest.mark.slow

posix = pytest.mark.skipif(os.name == "nt", reason="kills with a signal that Windows does not have")
OWN_RULE = """
[limits.R09]
share = 0.01

[[rule]]
id = "U07"
severity = "warning"
field = "requests.received.natural_person"
most = 18
title = { zh = "自然人申请过多", en = "many requests of natural persons" }
"""


def failures(out: str) -> dict[str, tuple[str, Text | None]]:
    """By file name: why the process failed, and what is said of it."""
    with Results(out) as results:
        return {Path(result.submission.file).stem: (result.submission.failure, result.report().error) for result in results if result.submission.failure}


@posix
def test_three_poisonous_files_among_three_hundred_are_named_and_the_others_are_checked(tmp_path: Path) -> None:
    write_batch(tmp_path / "in", 297, ["00100 kills", "00150 hangs", "00200 swells"])
    assert run_batch(tmp_path / "in", str(tmp_path / "out"), LocalExecutor(4, TIGHT, POISON)) == Done(300, 0)
    reports = list(iter_reports(str(tmp_path / "out")))
    unreadable = [Path(report.file).stem for report in reports if report.status == "unreadable"]
    assert len(reports) == 300 and unreadable == ["00100 kills", "00150 hangs", "00200 swells"]
    assert {report.status for report in reports} == {"clean", "error", "unreadable"}
    said = failures(str(tmp_path / "out"))
    assert {name: failure for name, (failure, _) in said.items()} == {"00100 kills": "crash", "00150 hangs": "time", "00200 swells": "memory"}
    for name, zh, en in (("00100 kills", "SIGKILL", "SIGKILL"), ("00150 hangs", "超过 5 秒", "more than 5 s"), ("00200 swells", "超过 400 MB", "more than 400 MB")):
        text = said[name][1]
        assert text is not None and zh in text.zh and en in text.en
    # the ones that came after a poisonous file in its chunk are as good as any
    others = [Path(report.file) for report in reports if report.status != "unreadable"]
    assert [report for report in reports if report.status != "unreadable"] == check_files(others)


@posix
def test_a_file_that_fails_while_the_rules_run_costs_only_itself(tmp_path: Path) -> None:
    write_batch(tmp_path / "in", 12, ["00003 dies checked", "00005 sleeps checked", "00007 fails checked"])
    run_batch(tmp_path / "in", str(tmp_path / "out"))
    assert {name: failure for name, (failure, _) in failures(str(tmp_path / "out")).items()} == {"00003 dies checked": "crash", "00005 sleeps checked": "time"}
    errors = {Path(report.file).stem: report.error for report in iter_reports(str(tmp_path / "out")) if report.error}
    unforeseen = errors["00007 fails checked"]
    assert len(errors) == 3 and unforeseen is not None and "LookupError: planted" in unforeseen.en


@posix
def test_a_process_that_ends_once_is_not_blamed_on_the_file_it_was_at(tmp_path: Path) -> None:
    write_batch(tmp_path / "in", 8, ["00002 dies once"])
    run_batch(tmp_path / "in", str(tmp_path / "out"))
    assert (tmp_path / "in" / "00002 dies once.once").exists() and failures(str(tmp_path / "out")) == {}
    assert len(list(iter_reports(str(tmp_path / "out")))) == 9


def test_what_a_library_prints_does_not_get_among_the_results(tmp_path: Path) -> None:
    write_batch(tmp_path / "in", 4, ["00004 prints"])
    run_batch(tmp_path / "in", str(tmp_path / "out"))
    assert {report.status for report in iter_reports(str(tmp_path / "out"))} == {"clean", "error"}


@pytest.mark.parametrize("jobs", [1, 3])
def test_processes_give_byte_for_byte_what_this_process_gives(tmp_path: Path, jobs: int) -> None:
    paths = write_batch(tmp_path / "in", 37)
    (tmp_path / "in" / "empty.xlsx").touch()
    (tmp_path / "in" / "letter.xlsx").write_bytes(b"%PDF-1.7 dear office")
    run_batch(tmp_path / "in", str(tmp_path / "out"), LocalExecutor(jobs))
    assert json_of(str(tmp_path / "out")) == reports_json(check_files([*paths, tmp_path / "in" / "empty.xlsx", tmp_path / "in" / "letter.xlsx"]), "zh")


def test_rules_editions_releases_and_last_year_reach_the_processes(tmp_path: Path) -> None:
    paths = write_batch(tmp_path / "in", 10)
    (tmp_path / "before").mkdir()
    for number in range(3):
        write_submission(tmp_path / "before" / f"{number}.xlsx", CONSISTENT, organ=f"样例{number}镇", year=2022)
    (tmp_path / "before" / "broken.xlsx").write_bytes(b"PK\x03\x04 not much")
    (tmp_path / "own.toml").write_text(OWN_RULE, "utf-8")
    own_form = (resources.files("xlplugin.form") / "editions" / "2021.toml").read_text("utf-8").replace("本年新收政府信息公开申请数量", "本年新收申请数量")
    (tmp_path / "form.toml").write_text(own_form, "utf-8")
    (tmp_path / "pass.csv").write_text("单位,年度,规则,字段,现为,姓名,理由,日期\n样例4镇人民政府,2023,R01,,,甲乙,账册已核,2024-01-20\n", "utf-8")
    releases, forms = read_releases(tmp_path / "pass.csv"), list({**editions(), "2021": load_form(tmp_path / "form.toml")}.values())
    done = run_batch(
        tmp_path / "in", str(tmp_path / "out"), ignore="C", rules=tmp_path / "own.toml", forms=(tmp_path / "form.toml",), releases=releases, prior=str(tmp_path / "before")
    )
    blocks, priors = load_blocks(tmp_path / "own.toml", forms), read_priors(tmp_path / "before", forms)
    rules = choose(None, "C", {rule.id: rule for rule in blocks.rules})
    expected = check_files(paths, rules, Context(limits=blocks.limits), forms, priors=priors, releases=releases)
    assert list(iter_reports(str(tmp_path / "out"))) == expected
    found = {finding.rule for report in expected for finding in report.findings}
    assert {"U07", "Y01", "F03"} <= found
    assert len(done.unread) == 1 and "broken.xlsx" in done.unread[0].zh and done.unread[0].zh.startswith("上年数据")


def test_one_workbook_of_last_year_is_held_against_every_filing_and_must_be_readable(tmp_path: Path) -> None:
    paths = write_batch(tmp_path / "in", 3)
    prior = write_submission(tmp_path / "prior.xlsx", CONSISTENT, organ="样例0镇", year=2022)
    run_batch(tmp_path / "in", str(tmp_path / "out"), prior=str(prior))
    assert list(iter_reports(str(tmp_path / "out"))) == check_files(paths, priors=read_priors(prior))
    prior.write_bytes(b"%PDF")
    with pytest.raises(UsageError, match="PDF"):
        run_batch(tmp_path / "in", str(tmp_path / "out"), prior=str(prior))
    with pytest.raises(UsageError, match="no-such"):
        run_batch(tmp_path / "in", str(tmp_path / "out"), prior=str(tmp_path / "no-such"))


def test_a_mistake_in_a_rule_file_is_told_before_anything_runs(tmp_path: Path) -> None:
    write_batch(tmp_path / "in", 1)
    (tmp_path / "own.toml").write_text("[[rule]]\nid = 'R01'\n", "utf-8")
    with pytest.raises(DefinitionError, match="R01"):
        run_batch(tmp_path / "in", str(tmp_path / "out"), rules=tmp_path / "own.toml")
    with pytest.raises(UsageError, match="Q77"):
        run_batch(tmp_path / "in", str(tmp_path / "out"), select="Q77")
    assert not (tmp_path / "out").exists()


def test_a_worker_that_cannot_start_is_no_files_fault() -> None:
    guard = Guard(Recipe("", read="no_such_module:read"), Bounds())
    with pytest.raises(WorkerFailedError, match="no_such_module"):
        guard.run([Submission("a.xlsx")])
    guard.close()


def test_a_submission_named_like_a_library_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_batch(tmp_path / "in", 2)
    (tmp_path / "json.py").write_text("raise SystemExit('imported')", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    run_batch(tmp_path / "in", str(tmp_path / "out"), LocalExecutor(1))
    assert len(list(iter_reports(str(tmp_path / "out")))) == 2


@posix
def test_workers_end_when_whoever_started_them_is_gone(tmp_path: Path) -> None:
    write_batch(tmp_path / "in", 0, ["hangs"])
    program = """
import sys
from xlplugin.runs.workers.failures import Bounds
from xlplugin.filing.submissions import Submission
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.workers.worker import Worker
worker = Worker(Recipe("", read="tests.poison:read"), Bounds(seconds=1000))
worker.wait_until_ready()
print(worker._process.pid, flush=True)
worker.ask([Submission(sys.argv[1])])
"""
    paths = os.pathsep.join(entry for entry in sys.path if entry)
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "in" / "hangs.xlsx")], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert _is_alive(worker)
        parent.kill()
    deadline = time.monotonic() + 30
    while _is_alive(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_alive(worker)


def _is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked for does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


words = st.text(st.characters(codec=None), max_size=5)
st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False))
st.register_type_strategy(str, words)


@settings(max_examples=60, deadline=None)
@given(st.from_type(Report))
def test_a_report_comes_back_from_the_disk_as_it_was(report: Report) -> None:
    assert load(Report, dump(report)) == report


@settings(max_examples=30, deadline=None)
@given(st.builds(Filing, form=st.sampled_from([shape for form in editions().values() for shape in form.shapes])))
def test_a_filing_comes_back_from_the_disk_as_it_was(filing: Filing) -> None:
    assert load_filing(dump(filing), {filing.form.key: filing.form}) == filing


def test_a_real_filing_comes_back_with_everything_that_was_noticed(tmp_path: Path) -> None:
    filing = read_workbook(write_submission(tmp_path / "a.xlsx", CONSISTENT, typed={"requests.received.total": "１６"}))
    again = load_filing(dump(filing), {filing.form.key: filing.form})
    assert again == filing and again.values == filing.values and again.facts.formula_terms
    assert {type(cell.value) for cell in again.cells.values()} == {type(cell.value) for cell in filing.cells.values()} >= {int, Decimal}
    assert dataclasses.is_dataclass(again)


def test_facts_of_a_file_are_at_hand_without_its_report(tmp_path: Path) -> None:
    [path] = write_batch(tmp_path / "in", 1)
    run_batch(tmp_path / "in", str(tmp_path / "out"))
    with Results(str(tmp_path / "out")) as results:
        [result] = results
        one = result.submission
        assert (one.named, one.named_year, one.edition, one.status, one.failure) == ("样例0镇人民政府", 2023, "2021", "clean", "")
        assert one.modified is not None and one.modified.startswith("20") and one.mtime == path.stat().st_mtime
        filing = result.filing()
        assert filing is not None and filing.values == result.report().values and filing.cells["requests.received.natural_person"].raw == "15"
        assert result.narrative() == dict(filing.narrative)


def test_a_file_name_that_is_no_valid_text_keeps_its_result(tmp_path: Path) -> None:
    [path] = write_batch(tmp_path / "in", 1)
    odd = os.fsdecode(os.fsencode(str(path.parent)) + b"/\xd1\xf9\xc0\xfd.xlsx")
    try:
        path.rename(odd)
    except OSError:
        pytest.skip("this file system takes only valid text for a name")
    run_batch(tmp_path / "in", str(tmp_path / "out"))
    [report] = iter_reports(str(tmp_path / "out"))
    assert report.file == odd and report.organ == "样例0镇人民政府"
    assert run_batch(tmp_path / "in", str(tmp_path / "out")) == Done(0, 1)
    assert find_inputs([str(path.parent)]).files == (odd,)
