"""All reports of a run are written in one pass: each submission's report is decoded once, whoever asks for it, and one report that fails costs no other."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import many_run
import pytest
from _many_samples import write_many

from tests.batches import InProcess, run_batch, write_batch
from tests.conftest import Run
from tests.outcomes import BAD, results_of, row
from tests.submissions import CONSISTENT, write_submission
from xlplugin.errors import UsageError
from xlplugin.filing.findings import Report
from xlplugin.filing.submissions import Submission
from xlplugin.outputs import kinds, terminal
from xlplugin.outputs.kinds import FILES, FOLDERS, Wanted
from xlplugin.outputs.slips.options import SlipOptions
from xlplugin.outputs.writer import Checked, write_all
from xlplugin.review.review_run import review
from xlplugin.runs.store import codec
from xlplugin.runs.store.results import Result, Results
from xlplugin.runs.store.shards import Place, Shards
from xlplugin.text import Text, same


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the report of each file was decoded."""
    counts: Counter[str] = Counter()
    real = codec.made

    def counting(kind: Any, told: Any, **besides: Any) -> Any:
        value = real(kind, told, **besides)
        if kind is Report:
            counts[Path(value.file).name] += 1
        return value

    for module in ("results", "bases"):
        monkeypatch.setattr(f"xlplugin.runs.store.{module}.made", counting)
    return counts


def every_kind(folder: Path) -> list[str]:
    return [f"--report={kind}={many_run.report(folder, kind)}" for kind in many_run.KINDS]


@pytest.mark.slow
def test_nine_kinds_of_report_over_ten_files_decode_each_report_once(decoded: Counter[str], tmp_path: Path, run: Run) -> None:
    paths = write_batch(tmp_path / "in", 10)
    ran = run("check", tmp_path / "in", *every_kind(tmp_path))
    assert ran.status == 1 and len(many_run.KINDS) == 10 and all(many_run.report(tmp_path, kind).exists() for kind in many_run.KINDS)
    assert decoded == dict.fromkeys((path.name for path in paths), 1)


@pytest.mark.slow
def test_a_report_is_decoded_once_more_where_it_is_compared_with_an_earlier_round(decoded: Counter[str], tmp_path: Path, run: Run) -> None:
    write_many(10, tmp_path / "in")
    for name in ("一.xlsx", "一（改）.xlsx"):
        write_submission(tmp_path / "in" / name, {**CONSISTENT, "requests.received.other": len(name)}, organ="样例九十镇人民政府")
    run("check", tmp_path / "in", *every_kind(tmp_path))
    assert len(decoded) == 12 and max(decoded.values()) <= 2
    assert decoded["一（改）.xlsx"] == decoded["一.xlsx"] == 2


@pytest.mark.slow
def test_of_a_great_many_files_the_sound_ones_are_counted_without_being_decoded(decoded: Counter[str], tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "MOST_SHOWN", 5)
    write_batch(tmp_path / "in", 10)
    ran = run("check", tmp_path / "in")
    assert "共 10 个文件：8 个通过" in ran.out and "样例4镇人民政府、样例9镇人民政府" in ran.out and sorted(decoded) == ["00004.xlsx"]


@pytest.mark.slow
def test_facts_are_decoded_once_where_only_results_are_printed(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    counts: Counter[str] = Counter()
    real = Shards.submission

    def counting(shards: Shards, place: Place, **besides: Any) -> Submission:
        one = real(shards, place, **besides)
        counts[Path(one.file).name] += 1
        return one

    monkeypatch.setattr(Shards, "submission", counting)
    paths = write_batch(tmp_path / "in", 10)
    run("check", tmp_path / "in", "--format", "json")
    assert counts == dict.fromkeys((path.name for path in paths), 1)


class Noting:
    """A writer that keeps what it is told, and may fail."""

    def __init__(self, fails_at: str = "") -> None:
        self.told: list[str] = []
        self._fails_at = fails_at

    def begin(self, run: Checked, files: ExitStack) -> None:
        files.callback(lambda: self.told.append("closed"))
        self._take("begin")

    def add(self, result: Result) -> None:
        self._take(result.submission.file)

    def end(self) -> tuple[Text, ...]:
        self._take("end")
        return (same("written"),)

    def _take(self, what: str) -> None:
        self.told.append(what)
        if what == self._fails_at:
            raise UsageError(zh="满了", en="full")


@pytest.mark.parametrize("fails_at", ["begin", "1.xlsx", "end"])
def test_a_writer_that_fails_is_closed_and_told_of_and_the_others_go_on(fails_at: str, tmp_path: Path) -> None:
    sound, broken = Noting(), Noting(fails_at)
    with results_of(tmp_path, row("1.xlsx", "样例一镇", BAD), row("2.xlsx", "样例二镇")) as results:
        written = write_all(Checked(results, review(results), "zh"), [broken, sound])
    assert [(one.is_there, [sentence.zh for sentence in one.sentences]) for one in written] == [(False, ["满了"]), (True, ["written"])]
    assert sound.told == ["begin", "1.xlsx", "2.xlsx", "end", "closed"]
    assert broken.told == [*sound.told[: sound.told.index(fails_at) + 1], "closed"]


def test_a_writer_that_breaks_leaves_no_other_half_written(tmp_path: Path) -> None:
    class Broken(Noting):
        def add(self, result: Result) -> None:
            raise ZeroDivisionError

    noting = Noting()
    with results_of(tmp_path / "out", row("1.xlsx", "样例一镇", BAD)) as results, pytest.raises(ZeroDivisionError):
        kinds.write(Checked(results, review(results), "zh"), [Wanted(kind, many_run.report(tmp_path, kind)) for kind in (*FILES, *FOLDERS)], SlipOptions(), Broken())
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [] and noting.told == []


@pytest.mark.slow
def test_the_facts_of_a_submission_are_those_of_its_report(tmp_path: Path) -> None:
    write_many(40, tmp_path / "in")
    run_batch(tmp_path / "in", str(tmp_path / "out"), InProcess())
    with Results(str(tmp_path / "out")) as results:
        for result in results:
            one, report = result.submission, result.report()
            assert (one.file, one.status, one.named, one.named_year, one.edition) == (report.file, report.status, report.organ, report.year, report.edition)
            counting = Counter(problem.finding.rule for problem in report.problems if problem.finding.waived is None)
            assert {found.rule: found.count for found in one.found if found.count} == counting and one.not_checked == report.not_checked
            assert sum(found.grounds for found in one.found) == sum(len(problem.grounds) for problem in report.problems)
            assert one.worst == max((finding.severity for finding in report.findings if finding.waived is None), default=None)
