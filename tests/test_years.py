"""This year against last year, through the command line and real workbooks."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.filings import filing_of
from tests.submissions import CONSISTENT, write_submission
from xlplugin.checking.check import check
from xlplugin.errors import UsageError
from xlplugin.form import editions
from xlplugin.rules.years.before import both_reports
from xlplugin.runs.inputs.prior import read_priors

CARRIED_IN = {**CONSISTENT, "requests.carried_in.natural_person": 3, "requests.carried_over.natural_person": 4}
"""Three carried in, and one more carried over than in `CONSISTENT`: the figures agree with each other."""
CARRIED_OVER = {"requests.received.natural_person": 2, "requests.carried_over.natural_person": 2}
ACROSS = ("Y01", "Y02", "Y03", "Y04", "Y05", "Y06", "Y07", "Y08")


def two_years(folder: Path, *, year: int = 2023, organ: str = "样例一镇人民政府", before: str = "样例一镇") -> tuple[Path, Path]:
    """This year's submission, with 3 carried in, and last year's, with 2 carried over; the organ is worded in two ways."""
    (folder / "上年").mkdir()
    earlier = editions()["2019" if year - 1 <= 2020 else "2021"]
    this = write_submission(folder / "本年报送.xlsx", CARRIED_IN, organ=organ, year=year)
    last = write_submission(folder / "上年" / "去年公布.xlsx", CARRIED_OVER, form=earlier, organ=before, year=year - 1)
    return this, last


def findings(ran_out: str, rule: str) -> list[dict[str, Any]]:
    [file] = json.loads(ran_out)["files"]
    return [finding for finding in file["findings"] if finding["rule"] == rule]


@pytest.mark.parametrize("given", ["file", "folder"])
@pytest.mark.parametrize("year", [2023, 2021])
def test_carried_in_is_compared_with_last_years_carried_over(given: str, year: int, run: Run, tmp_path: Path) -> None:
    this, last = two_years(tmp_path, year=year)
    ran = run("check", this, "--prior", last if given == "file" else last.parent, "--select", "Y01", "--format", "json")
    [finding] = findings(ran.out, "Y01")
    assert (finding["field"], finding["actual"], finding["expected"]) == ("requests.carried_in.total", 3, 2)
    assert "本年报送.xlsx" in finding["message"] and "去年公布.xlsx" in finding["message"]
    assert "“总计”列本年 3、上年 2" in finding["message"] and "“自然人”列本年 3、上年 2" in finding["message"]
    assert finding["severity"] == "warning" and ran.status == 0


def test_the_finding_across_years_names_figures_and_files_in_english_too(run: Run, tmp_path: Path) -> None:
    this, last = two_years(tmp_path)
    ran = run("check", this, "--prior", last, "--select", "Y01", "--lang", "en", "--fail-on", "warning")
    assert '"total (总计)" 3 this year, 2 last year' in ran.out and "本年报送.xlsx" in ran.out and "去年公布.xlsx" in ran.out
    assert ran.status == 1


def test_without_last_years_report_every_rule_across_years_is_listed_as_not_checked(run: Run, tmp_path: Path) -> None:
    this, _ = two_years(tmp_path)
    [file] = json.loads(run("check", this, "--format", "json").out)["files"]
    assert tuple(entry["rule"] for entry in file["not_checked"] if "上年" in entry["reason"]) == ACROSS


@pytest.mark.slow
def test_a_folder_gives_each_organ_its_own_report_of_the_year_before(run: Run, tmp_path: Path) -> None:
    now, before = tmp_path / "2023", tmp_path / "2022"
    now.mkdir()
    before.mkdir()
    for organ, carried_in in (("样例一镇", 2), ("样例二镇", 1), ("样例三镇", 0)):
        write_submission(now / f"{organ}.xlsx", {"requests.carried_in.company": carried_in, "requests.granted.company": carried_in}, organ=organ)
    published = (("样例一镇人民政府", 2022, 2), ("样例一镇人民政府", 2021, 5), ("样例一镇人民政府", 2024, 6), ("样例二镇人民政府", 2022, 3), ("样例三镇人民政府", 2020, 7))
    for organ, year, carried_over in published:
        form = editions()["2019" if year == 2020 else "2021"]
        write_submission(before / f"{organ}{year}.xlsx", {"requests.received.company": carried_over, "requests.carried_over.company": carried_over}, form=form, organ=organ, year=year)
    files = json.loads(run("check", now, "--prior", before, "--select", "Y01", "--format", "json").out)["files"]
    told = {file["organ"]: [(finding["actual"], finding["expected"]) for finding in file["findings"]] for file in files}
    assert told == {"样例一镇": [], "样例二镇": [(1, 3)], "样例三镇": []}
    assert {file["organ"]: [entry["reason"][:6] for entry in file["not_checked"]] for file in files} == {"样例一镇": [], "样例二镇": [], "样例三镇": ["没有上年数据"]}


def test_another_organs_report_is_told_and_nothing_is_compared_with_it(run: Run, tmp_path: Path) -> None:
    this, last = two_years(tmp_path, before="样例九镇")
    [file] = json.loads(run("check", this, "--prior", last, "--select", "Y", "--format", "json").out)["files"]
    assert [finding["rule"] for finding in file["findings"]] == ["Y07"]
    assert {entry["rule"] for entry in file["not_checked"]} == set(ACROSS) - {"Y07"}


def test_an_unreadable_file_among_last_years_is_told_and_the_others_are_used(run: Run, tmp_path: Path) -> None:
    this, last = two_years(tmp_path)
    (last.parent / "坏.xlsx").write_bytes(b"PK\x03\x04 torn")
    ran = run("check", this, "--prior", last.parent, "--select", "Y01")
    assert "坏.xlsx" in ran.err and "上年数据" in ran.err and "(Y01)" in ran.out


@pytest.mark.parametrize("given", ["没有.xlsx", "空文件夹", "坏.xlsx"])
def test_a_path_that_gives_no_report_of_last_year_is_one_sentence_that_names_it(given: str, run: Run, tmp_path: Path) -> None:
    this, _ = two_years(tmp_path)
    (tmp_path / "空文件夹").mkdir()
    (tmp_path / "坏.xlsx").write_bytes(b"")
    for language, words in (("zh", "上年数据"), ("en", "last year's")):
        ran = run("check", this, "--prior", tmp_path / given, "--lang", language)
        assert ran.status == 2 and given in ran.err and words in ran.err and len(ran.err.splitlines()) == 1


def test_a_prior_that_breaks_the_reader_costs_only_its_own_comparison(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("xlplugin.runs.inputs.prior.read_any", broken)
    (tmp_path / "一.xlsx").write_bytes(b"x")
    priors = read_priors(tmp_path)
    assert priors.filings == () and "boom" in priors.unread[0].zh and "一.xlsx" in priors.unread[0].en
    with pytest.raises(UsageError):
        read_priors(tmp_path / "一.xlsx")


def test_files_of_one_name_are_told_apart_by_their_folders() -> None:
    this, last = filing_of(file="报送/2023/样例一镇.xlsx"), filing_of(file=r"C:\报送\2022\样例一镇.xlsx")
    assert [name.zh for name in both_reports(this, last)] == ["2023/样例一镇.xlsx", "2022/样例一镇.xlsx"]
    assert [name.zh for name in both_reports(this, filing_of(file="a/去年.xlsx"))] == ["样例一镇.xlsx", "去年.xlsx"]
    assert [name.zh for name in both_reports(filing_of(file=""), filing_of(file=""))] == ["本年报告", "上年报告"]


def test_a_report_that_agrees_with_last_years_has_no_finding_across_years() -> None:
    before = filing_of({"requests.received.total": 9, "requests.carried_over.total": 2, "proactive.normative_documents.in_force": 4}, year=2022)
    now = filing_of(
        {"requests.carried_in.total": 2, "proactive.normative_documents.issued": 1, "proactive.normative_documents.repealed": 2, "proactive.normative_documents.in_force": 3}, year=2023
    )
    [report] = check([now], priors=[before])
    assert not [finding.message.zh for finding in report.findings if finding.rule.startswith("Y")]
    assert not [entry for entry in report.not_checked if entry.rule.startswith("Y")]


def test_editions_before_and_after_the_change_of_form_are_compared_where_both_have_the_cell() -> None:
    before = filing_of({"proactive.normative_documents.published_total": 40, "review.reconsideration.pending": 2, "requests.received.total": 3}, edition="2019", year=2020)
    now = filing_of({"proactive.normative_documents.in_force": 5, "requests.received.total": 60}, year=2021)
    [report] = check([now], priors=[before])
    told = {finding.rule: finding for finding in report.findings if finding.rule.startswith("Y")}
    assert set(told) == {"Y03", "Y04", "Y08"}
    assert all(re.search(r"40|60|2", finding.message.zh) for finding in told.values())
