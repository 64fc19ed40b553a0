"""The file that the roster wants to count (采用文件) and the day it has under 收到: which round and which year they are of."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.outcomes import results_of, row
from xlplugin.filing.submissions import Submission
from xlplugin.review.arrange import arrange
from xlplugin.review.review_run import review
from xlplugin.review.roster import Member, Roster

SENT = tuple(row(f"{folder}/{name}.xlsx", "样例一镇", modified=f"2024-01-0{day}T00:00:00Z") for day, (folder, name) in enumerate((("第一次", "年报"), ("第二次", "年报"), ("第三次", "草稿")), 1))
SEVERAL = "名册“采用文件”所写的名字，“样例一镇” 2023 年度有 2 份都符合（第一次/年报.xlsx、第二次/年报.xlsx），以其中最新的 第二次/年报.xlsx（2024-01-02，按工作簿保存日期）为准"


@pytest.mark.parametrize(
    ("chosen", "newest", "is_told"),
    [("年报.xlsx", "第二次/年报.xlsx", True), ("年报", "第二次/年报.xlsx", True), ("第一次/年报.xlsx", "第一次/年报.xlsx", False), ("草稿.xlsx", "第三次/草稿.xlsx", False), (None, "第三次/草稿.xlsx", False)],
)
def test_of_several_rounds_that_have_the_name_the_newest_counts_and_is_told(chosen: str | None, newest: str, is_told: bool, tmp_path: Path) -> None:
    with results_of(tmp_path, *SENT) as results:
        reviewed = review(results, Roster((Member("样例一镇", chosen=chosen),)))
    [entry] = reviewed.entries
    assert entry.newest is not None and entry.newest.file == newest
    assert [one.message.zh.startswith(SEVERAL) for one in reviewed.findings if one.rule == "B01"] == ([True, False] if is_told else [False])


def test_copies_of_one_round_that_have_the_name_are_not_told_as_several(tmp_path: Path) -> None:
    copies = [row(f"{folder}/年报.xlsx", "样例一镇", content="same") for folder in "甲乙"]
    with results_of(tmp_path, *copies) as results:
        reviewed = review(results, Roster((Member("样例一镇", chosen="年报.xlsx"),)))
    assert ["都符合" in one.message.zh for one in reviewed.findings if one.rule == "B01"] == [False]


@pytest.mark.parametrize("asked", [None, 2023])
def test_the_day_under_received_is_of_the_year_at_hand_alone(asked: int | None) -> None:
    roster = Roster((Member("样例0镇", received=dt.date(2024, 1, 20)),))
    sent = [Submission(f"{year}.xlsx", named="样例0镇", named_year=year, signed=f"{year + 1}-01-15") for year in (2022, 2023)]
    arranged = arrange(sent, roster, asked)
    assert {one.year: (one.submitted, one.dated_by) for one in (*arranged.sent, *arranged.others)} == {2022: (dt.date(2023, 1, 15), "signed"), 2023: (dt.date(2024, 1, 20), "received")}
