"""Who is below whom, mergers up, down and sideways included: B05, the review and the roll-up give one answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Run
from tests.rosters import Sent, results_of, review_of
from tests.submissions import write_submission
from xlplugin.outputs.rollup.choose import plan
from xlplugin.reading.read import read_workbook
from xlplugin.review.arrange import arrange
from xlplugin.review.review_facts import sums_of
from xlplugin.review.roster import Member, Roster
from xlplugin.review.roster_tree import tree_of

pytestmark = pytest.mark.slow  # whole workbooks, many of them

LEVELS = (None, "县级政府", "乡镇", "县直部门", "开发区管委会")
SCOPES = (None, "本机关", "含下属单位", "全域")
LICENCES = "proactive.licensing.decisions"


def organ(number: int) -> str:
    return f"样例县{number:02}局"


@st.composite
def rosters(draw: st.DrawFn) -> tuple[Roster, tuple[Sent, ...]]:
    """Up to nine organs in any order, each below one or none, some merged into any other, and what they filed."""
    count = draw(st.integers(2, 9))
    ranks, joined = draw(st.permutations(range(count))), draw(st.permutations(range(count)))
    members, sent = [], []
    for number in range(count):
        above = draw(st.sampled_from([None, *(other for other in range(count) if ranks[other] < ranks[number])]))
        into = draw(st.sampled_from([None, None, *(other for other in range(count) if joined[other] < joined[number])]))
        level, scope, filed = draw(st.sampled_from(LEVELS)), draw(st.sampled_from(SCOPES)), draw(st.sampled_from(SCOPES))
        is_included, has_filed = draw(st.integers(0, 6)) > 0, draw(st.integers(0, 6)) > 0
        member = Member(organ(number), None if above is None else organ(above), level, scope, is_included, None if into is None else organ(into))
        members.append(member)
        sent += [Sent(member.name, scope=filed, level=draw(st.sampled_from(LEVELS)))] if has_filed else []
    return Roster(tuple(members)), tuple(sent)


@settings(max_examples=80, deadline=None)
@given(rosters())
def test_a_territory_is_held_against_just_the_reports_that_its_roll_up_adds_up(drawn: tuple[Roster, tuple[Sent, ...]]) -> None:
    roster, sent = drawn
    tree = tree_of(roster)
    for name in tree.parents:
        own = [one for one in sent if one.organ != name] + [Sent(name, scope="全域")]
        held = [one for one in sums_of(arrange([result.submission for result in results_of(own)], roster), roster, ()) if one.organ == name]
        if not tree.children[name]:
            assert held == []
            continue
        [held_against] = held
        rolled_up = plan(review_of(own, roster), roster, target=name)
        assert set(held_against.lacking) <= set(rolled_up.lacking)
        if not held_against.lacking:
            assert sorted(held_against.parts) == sorted(part.submission.file for part in rolled_up.parts)


@settings(max_examples=200, deadline=None)
@given(rosters())
def test_every_roster_is_a_tree_in_which_each_organ_that_owes_a_report_stands_once(drawn: tuple[Roster, tuple[Sent, ...]]) -> None:
    roster, _ = drawn
    tree = tree_of(roster)
    below = [name for root in tree.roots for name in (root, *tree.below(root))]
    assert sorted(below) == sorted(member.name for member in roster.members if member.merged_into is None)
    for member in roster.members:
        if member.merged_into is None and member.parent is not None:
            superiors = {name for name, holder in tree.holders.items() if holder == member.name}
            assert tree.parents[member.name] == tree.holders.get(member.parent, member.parent) or superiors


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ({"甲": ("县", "乙"), "乙": ("甲", None), "丙": ("乙", None)}, {"乙": "县", "丙": "乙"}),
        ({"甲": ("县", "丙"), "乙": ("甲", None), "丙": ("乙", None)}, {"乙": "丙", "丙": "县"}),
        ({"甲": ("县", "乙"), "乙": ("甲", "丙"), "丙": ("乙", None)}, {"丙": "县"}),
        ({"甲": ("县", None), "乙": ("甲", "丙"), "丙": ("甲", None), "丁": ("乙", None)}, {"甲": "县", "丙": "甲", "丁": "丙"}),
        ({"甲": ("县", "丁"), "乙": ("县", "丙"), "丙": ("甲", None), "丁": ("乙", None)}, {"丙": "县", "丁": "县"}),
    ],
    ids=["its superior", "its superior's superior", "one after the other", "a neighbour", "each the other's superior"],
)
def test_an_organ_that_took_in_one_above_it_stands_where_that_stood(links: dict[str, tuple[str, str | None]], expected: dict[str, str]) -> None:
    members = (Member("县"), *(Member(name, above, merged_into=into) for name, (above, into) in links.items()))
    assert tree_of(Roster(members)).parents == {"县": None, **expected}


MERGED_UPWARD = (
    "单位,上级,口径,并入单位\n样例县人民政府,,全域,\n样例县甲镇人民政府,样例县人民政府,,样例县乙镇人民政府\n"
    "样例县乙镇人民政府,样例县甲镇人民政府,本机关,\n样例县丙站,样例县乙镇人民政府,本机关,\n"
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A county, a town that took in the town above it, and a station below that: 99 licences, 10 and 20."""
    (tmp_path / "报送").mkdir()
    for name, licences in (("样例县人民政府", 99), ("样例县乙镇人民政府", 10), ("样例县丙站", 20)):
        write_submission(tmp_path / "报送" / f"{name}.xlsx", {LICENCES: licences}, organ=name)
    (tmp_path / "名册.csv").write_text(MERGED_UPWARD, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
def test_the_town_that_took_in_its_superior_is_summed_by_the_check_as_by_the_roll_up(run: Run, desk: Path) -> None:
    ran = run("check", "报送", "--roster", "名册.csv", "--select", "B05", "--report", "json=结果.json", "--jobs", "1")
    batch = json.loads((desk / "结果.json").read_text("utf-8"))["batch"]
    [found] = [one for one in batch["findings"] if one["rule"] == "B05"]
    assert (found["organ"], found["actual"], found["expected"], len(found["files"])) == ("样例县人民政府", 99, 30, 3) and batch["not_checked"] == []
    assert "下级 2 家合计应为 30" in ran.out
    ran = run("rollup", "报送", "--roster", "名册.csv", "-o", "汇总.xlsx", "--include-unaccepted", "--jobs", "1")
    assert ran.out.startswith("汇总覆盖 2/2 家") and read_workbook(desk / "汇总.xlsx").values[LICENCES] == 30


@pytest.mark.slow
def test_a_slip_is_signed_by_the_organ_that_one_now_reports_to(desk: Path, run: Run) -> None:
    from docx import Document

    write_submission(desk / "报送" / "样例县乙镇人民政府.xlsx", {LICENCES: 10, "requests.received.other": 1}, organ="样例县乙镇人民政府")
    run("check", "报送", "--roster", "名册.csv", "--report", "slips=单子", "--jobs", "1")
    [slip] = [path for path in (desk / "单子").rglob("*.docx") if "乙镇" in path.name]
    text = "\n".join(paragraph.text for paragraph in Document(str(slip)).paragraphs)
    assert "样例县人民政府" in text and "样例县甲镇" not in text


def test_an_organ_that_stays_out_of_the_roll_up_above_has_a_roll_up_of_its_own() -> None:
    roster = Roster((Member("样例市人民政府"), Member("样例县人民政府", "样例市人民政府", is_included=False), Member("样例县甲镇", "样例县人民政府")))
    rolled_up = plan(review_of([Sent("样例县甲镇")], roster), roster, target="样例县人民政府")
    assert [part.organ for part in rolled_up.parts] == ["样例县甲镇"]
