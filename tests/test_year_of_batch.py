"""Which year a batch is of, who is told of another year's report, and lists that were not what they were given as."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.hostile import INPUTS
from tests.outcomes import results_of, row
from tests.submissions import CONSISTENT, write_submission
from xlplugin.cli.one_file import Format
from xlplugin.errors import UsageError
from xlplugin.filing.submissions import Submission
from xlplugin.review.arrange import arrange
from xlplugin.review.read_roster import read_roster
from xlplugin.review.review_run import review
from xlplugin.review.roster import Member, Roster
from xlplugin.review.year import year_of_batch
from xlplugin.rules.declare import default_limits


def sent(*years: int) -> list[Submission]:
    return [Submission(f"{number}.xlsx", named=f"样例{number}镇", named_year=year) for number, year in enumerate(years)]


@pytest.mark.parametrize(
    ("years", "deadline", "asked", "year", "says"),
    [
        ((2023, 2023), None, None, 2023, None),
        ((2022,) * 4 + (2023,) * 3, None, None, 2023, "按 2023 年度审核（报送较齐的最近一年）；另收到 2022 年度 4 份。只审一个年度请加 --year。"),
        ((2022,) * 9 + (2023,), None, None, 2022, "按 2022 年度审核（报送较齐的最近一年）；另收到 2023 年度 1 份"),
        ((2022,) * 9 + (2023,), 2024, None, 2023, "按 2023 年度审核（名册的截止日期在 2024 年）；另收到 2022 年度 9 份"),
        ((2023, 2023, 2203), None, None, 2023, "按 2023 年度审核（报送较齐的最近一年）；另收到 2203 年度 1 份"),
        ((2023, 2023, 2203), 2204, None, 2023, "按 2023 年度审核（报送较齐的最近一年）；另收到 2203 年度 1 份"),
        ((203, 203, 203, 2023), None, None, 2023, "按 2023 年度审核（报送较齐的最近一年）；另收到 203 年度 3 份"),
        ((2023, 2203), None, 2203, 2203, "按 2203 年度审核；另收到 2023 年度 1 份"),
        ((203, 2203), None, None, 2203, "按 2203 年度审核（报送较齐的最近一年）；另收到 203 年度 1 份"),
        ((2021, 2022, 2023), None, 2022, 2022, "按 2022 年度审核；另收到 2023 年度 1 份、2021 年度 1 份，只列出，不审核。"),
        ((), None, None, None, None),
    ],
)
def test_the_year_is_the_one_asked_for_or_the_deadlines_or_the_newest_that_is_nearly_complete(
    years: tuple[int, ...], deadline: int | None, asked: int | None, year: int | None, says: str | None
) -> None:
    roster = Roster((Member("样例0镇", deadline=dt.date(deadline, 1, 31)),)) if deadline else None
    found, words = year_of_batch(sent(*years), roster, asked)
    assert found == year and (words.zh if words else None or "").startswith(says or "") and (words is None) == (says is None)


def test_the_years_that_a_batch_may_be_of_are_those_that_f08_calls_plausible() -> None:
    limits = {**default_limits(), "F08": {"earliest": 2023}}
    assert [arrange(sent(2022, 2022, 2022, 2023), None, limits=given).year for given in (None, limits)] == [2022, 2023]


def test_one_who_mistypes_the_year_makes_nobody_else_missing(tmp_path: Path) -> None:
    rows = [row(f"样例{name}镇.xlsx", f"样例{name}镇", year=2203 if name == "三" else 2023) for name in "一二三"]
    with results_of(tmp_path, *rows) as results:
        reviewed = review(results, Roster(tuple(Member(f"样例{name}镇") for name in "一二三")))
    assert (reviewed.year, reviewed.missing) == (2023, ("样例三镇",)) and reviewed.year_note is not None


def test_files_of_other_years_are_set_apart_where_one_year_is_asked_for() -> None:
    arranged = arrange(sent(2021, 2022, 2023, 2023), None, 2023)
    assert [one.year for one in arranged.sent] == [2023, 2023] and {one.year for one in arranged.others} == {2021, 2022}
    assert arrange(sent(2021, 2023), None).others == ()


@pytest.mark.parametrize("day", [1.0, 3e9])
def test_what_cannot_be_read_is_not_set_apart_for_the_year_in_its_name_and_takes_no_reports_place(day: float) -> None:
    damaged = Submission("样例0镇2022年度报告.xlsx", status="unreadable", mtime=day)
    known = [replace(one, mtime=2.0) for one in sent(2023)]
    last_year = Submission("0.docx", named="样例0镇", named_year=2022, mtime=2.0)
    arranged = arrange([damaged, *known, last_year], Roster((Member("样例0镇"),)), 2023)
    assert [(one.file, one.year, one.is_newest) for one in arranged.sent] == [(damaged.file, 2022, True), ("0.xlsx", 2023, True)]
    assert [one.file for one in arranged.others] == ["0.docx"]


def test_a_damaged_report_is_told_whatever_year_is_asked_for(tmp_path: Path, run: Run) -> None:
    (tmp_path / "in").mkdir()
    write_submission(tmp_path / "in" / "a.xlsx", CONSISTENT)
    (tmp_path / "in" / "样例二镇2022年度报告.xlsx").write_bytes(b"PK damaged")
    write_submission(tmp_path / "in" / "二.xlsx", CONSISTENT, organ="样例二镇", year=2022)
    ran = run("check", tmp_path / "in", "--year", "2023", "--format", "json")
    assert ran.status == 2 and {Path(one["file"]).name: one["status"] for one in json.loads(ran.out)["files"]} == {"a.xlsx": "clean", "样例二镇2022年度报告.xlsx": "unreadable"}
    assert run("check", tmp_path / "in", "--year", "2023", "--quiet").status == 2


def test_what_the_office_noted_goes_before_every_date_that_files_bear() -> None:
    roster = Roster((Member("样例0镇", received=dt.date(2024, 1, 20), deadline=dt.date(2024, 1, 31)),))
    [one] = arrange([Submission("0.xlsx", named="样例0镇", named_year=2023, modified="2024-02-09T10:00:00")], roster).sent
    assert (one.submitted, one.dated_by) == (dt.date(2024, 1, 20), "received")


@pytest.mark.parametrize("format_", [one.value for one in Format])
def test_files_of_other_years_are_told_in_every_format(format_: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path)  # the text cuts long paths
    write_submission(tmp_path / "in" / "a.xlsx", CONSISTENT)
    for number in range(4):
        write_submission(tmp_path / "in" / f"旧{number}.xlsx", CONSISTENT, organ=f"样例{number}镇", year=2022)
    asked = ("check", "in", "--year", "2023", "--format", format_)
    ran = run(*asked)
    assert ran.status == 0 and (format_ == "text" or "没有审核其他年度的 4 个文件" in ran.err) and "旧0.xlsx" in ran.err + ran.out
    assert "4 file(s) of other years were not judged" in run(*asked, "--lang", "en").err or format_ == "text"
    if format_ == "json":
        assert [(Path(one["file"]).name, one["year"]) for one in json.loads(ran.out)["other_years"]] == [(f"旧{number}.xlsx", 2022) for number in range(4)]
        assert "其他年度的 4 个文件" in run(*asked, "--statistics").err and "其他年度" not in run(*asked, "--quiet").err
    assert "其他年度" not in run("check", "in", "--format", format_).err


@pytest.mark.slow
def test_a_submission_that_is_given_as_a_roster_is_refused_by_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as told:
        read_roster(write_submission(tmp_path / "年报.xlsx"))
    assert "这是一份年度报告" in told.value.text.zh and "不是名册" in told.value.text.zh


@pytest.mark.parametrize("kind", ["html", "xlsx"])
def test_a_batch_in_which_nothing_says_of_which_year_it_is_gets_every_report(kind: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.docx").write_bytes(INPUTS["表，许多.docx"]())
    ran = run("check", tmp_path / "in", "--report", f"{kind}={tmp_path / 'a'}.{kind}")
    assert ran.status == 2 and "已写出" in ran.err and "E07" not in ran.err and (tmp_path / f"a.{kind}").stat().st_size > 1000
