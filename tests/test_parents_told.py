"""A parent that is given by name and was not held against those below it is told, with the reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.filings import filing_of
from tests.outcomes import results_of, row
from tests.submissions import CONSISTENT, write_submission
from xlplugin.filing.filing import Filing
from xlplugin.review.review import Review
from xlplugin.review.review_run import review
from xlplugin.review.roster import Member, Roster

FEES = "proactive.fees.amount"
COUNTY = "样例县人民政府"
UNCLEAR = "给了几份上级报告而没有名册，不知道各管哪些单位，不能核对上下级合计（用 --roster 指定名册）"
OWN_ONLY = "“样例县人民政府”的上级报告口径是“本机关”，不是“全域”，没有与下级单位比对合计"
TOWN = row("一镇.xlsx", "样例一镇", values={FEES: 20})


def parent(scope: str | None, organ: str = COUNTY) -> Filing:
    return replace(filing_of({FEES: 40}, organ=organ, year=2023, file=f"/elsewhere/{organ}.xlsx"), scope=scope)


def said(reviewed: Review) -> tuple[list[str | None], list[str]]:
    """What B05 found, by organ, and why it did not run."""
    return [one.organ for one in reviewed.findings if one.rule == "B05"], [one.reason.zh for one in reviewed.not_checked if one.rule == "B05"]


@pytest.mark.parametrize(
    ("given", "found", "reasons"),
    [
        ([parent(None)], [COUNTY], []),
        ([parent("本机关")], [], [OWN_ONLY]),
        ([parent("含下属单位")], [], [OWN_ONLY.replace("本机关", "含下属单位")]),
        ([parent("全域"), parent(None, "别县人民政府")], [], [UNCLEAR]),
        ([parent("本机关"), parent("全域", "样例市人民政府")], ["样例市人民政府"], [OWN_ONLY]),
    ],
    ids=["compared", "its own figures", "with its units", "several", "one of several"],
)
def test_without_a_roster_a_parent_that_is_not_compared_is_told(given: list[Filing], found: list[str], reasons: list[str], tmp_path: Path) -> None:
    with results_of(tmp_path, TOWN) as results:
        assert said(review(results, parents=given)) == (found, reasons)


@pytest.mark.parametrize(("listed", "filed"), [(None, "本机关"), ("全域", "本机关"), ("本机关", None)])
def test_a_parent_of_the_roster_that_is_not_of_its_whole_territory_is_told(listed: str | None, filed: str | None, tmp_path: Path) -> None:
    roster = Roster((Member(COUNTY, scope=listed), Member("样例一镇", parent=COUNTY)))
    with results_of(tmp_path, TOWN) as results:
        assert said(review(results, roster, [parent(filed)])) == ([], [OWN_ONLY])


def test_the_runs_own_whole_report_is_compared_beside_a_parent_that_is_not(tmp_path: Path) -> None:
    roster = Roster((Member(COUNTY, scope="全域"), Member("样例一镇", parent=COUNTY)))
    with results_of(tmp_path, TOWN, row("县.xlsx", COUNTY, scope="全域", values={FEES: 40})) as results:
        assert said(review(results, roster, [parent("本机关")])) == ([COUNTY], [OWN_ONLY])


@pytest.mark.slow
def test_two_parents_without_a_roster_are_told_on_the_terminal(run: Run, tmp_path: Path) -> None:
    files = [write_submission(tmp_path / f"{name}.xlsx", CONSISTENT, organ=name) for name in ("样例一镇人民政府", COUNTY, "别县人民政府")]
    ran = run("check", files[0], "--parent", files[1], "--parent", files[2], "--jobs", "1")
    assert ran.status == 0 and f"未审核  B05：{UNCLEAR}" in ran.out
