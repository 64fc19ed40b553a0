"""Rosters of any shape: each organ's figures are in the total at most once, and just those are there that a definition of its own says."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.filings import filing_of
from tests.rosters import Sent, add_up, review_of
from xlplugin.form import editions
from xlplugin.outputs.rollup.choose import plan
from xlplugin.outputs.rollup.plan import Plan
from xlplugin.review.review import State
from xlplugin.review.roster import Member, Roster

pytestmark = pytest.mark.slow  # whole workbooks, many of them

FORM = editions()["2021"]
FIELD = "proactive.licensing.decisions"
TAKING = {"全域", "含下属单位"}
"""The organs here are departments, whose units are those below them."""


@dataclass(frozen=True)
class Organ:
    """One organ of a drawn roster; above and holder are numbers of earlier ones."""

    number: int
    above: int | None
    holder: int | None
    is_included: bool
    listed: str | None
    filed: str | None
    state: State
    year: int

    @property
    def name(self) -> str:
        return f"样例县{self.number:02}局"

    @property
    def bit(self) -> int:
        return 1 << self.number

    @property
    def scope(self) -> str | None:
        return (self.filed if self.has_sent else None) or self.listed

    @property
    def has_sent(self) -> bool:
        return self.state not in ("missing", "unreadable")


@st.composite
def rosters(draw: st.DrawFn) -> tuple[Organ, ...]:
    """Up to thirteen organs; every one but the first stands below an earlier one, some are merged into an earlier one."""
    found = []
    scope = st.sampled_from([None, "本机关", "含下属单位", "全域"])
    for number in range(draw(st.integers(1, 13))):
        above = draw(st.integers(0, number - 1)) if number else None
        holder = draw(st.one_of(st.none(), st.none(), st.none(), st.integers(0, number - 1))) if number else None
        state: State = draw(st.sampled_from(["accepted", "accepted", "accepted", "return", "explain", "missing", "unreadable"]))
        is_included = number == 0 or draw(st.integers(0, 9)) > 0
        year = draw(st.sampled_from([2023, 2023, 2023, 2022]))
        found.append(Organ(number, above, holder, is_included, draw(scope), draw(scope), state, year))
    return tuple(found)


def holding(organs: tuple[Organ, ...], number: int) -> int:
    """The organ that holds the figures of one in the end."""
    holder = organs[number].holder
    return number if holder is None else holding(organs, holder)


def above(organs: tuple[Organ, ...], number: int) -> int | None:
    up = organs[number].above
    return None if up is None else holding(organs, up)


def below(organs: tuple[Organ, ...], number: int) -> list[Organ]:
    """Those directly below one, without the merged and the excluded."""
    return [one for one in organs if one.holder is None and one.is_included and above(organs, one.number) == number]


def whole(organs: tuple[Organ, ...], number: int) -> int:
    """The figures of an organ and of everything below it."""
    return organs[number].bit + sum(whole(organs, one.number) for one in below(organs, number))


def expected(organs: tuple[Organ, ...], number: int, year: int, include_unaccepted: bool) -> int:
    """The definition: a report that takes in those below goes in alone; any other goes in beside theirs; the target's whole report never does."""
    organ = organs[number]
    is_usable = organ.year == year and (organ.state == "accepted" or (include_unaccepted and organ.state in ("return", "explain")))
    takes_in = organ.scope in TAKING and bool(below(organs, number) or any(above(organs, one.number) == number and one.holder is None for one in organs))
    if is_usable and number == 0 and organ.scope == "全域":
        is_usable = False
    if is_usable and takes_in:
        return whole(organs, number)
    return (organ.bit if is_usable else 0) + sum(expected(organs, one.number, year, include_unaccepted) for one in below(organs, number))


def planned(organs: tuple[Organ, ...], include_unaccepted: bool, year: int) -> tuple[Plan, list[Sent]]:
    members = [
        Member(one.name, None if one.above is None else organs[one.above].name, "县直部门", one.listed, one.is_included, None if one.holder is None else organs[one.holder].name)
        for one in organs
    ]
    sent = [Sent(one.name, {FIELD: figure(organs, one)}, one.state, one.filed, year=one.year) for one in organs if one.state != "missing"]
    roster = Roster(tuple(members))
    return plan(review_of(sent, roster), roster, include_unaccepted=include_unaccepted, year=year), sent


def figure(organs: tuple[Organ, ...], one: Organ) -> int:
    """What an organ's report holds: its own bit, or everything below it too."""
    return whole(organs, one.number) if one.scope in TAKING and one.holder is None else one.bit


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(rosters(), st.booleans(), st.sampled_from([2022, 2023]))
def test_each_organs_figures_are_in_the_total_at_most_once(organs: tuple[Organ, ...], include_unaccepted: bool, year: int) -> None:
    made, sent = planned(organs, include_unaccepted, year)
    filings = {one.file: one for one in sent}
    parts = [(part.organ, filings[part.submission.file]) for part in made.parts]
    total = add_up([(organ, filing_of(one.values)) for organ, one in parts], FORM).values[FIELD]
    by_name = {one.name: one for one in organs}
    assert total == sum(by_name[name].bit for name in made.covered), "a bit that is added twice carries into another"
    assert total == expected(organs, 0, year, include_unaccepted)
    assert sum(len(part.covers) for part in made.parts) == len(made.covered)


@settings(max_examples=200, deadline=None)
@given(rosters(), st.booleans())
def test_every_organ_and_every_submission_is_either_in_or_told(organs: tuple[Organ, ...], include_unaccepted: bool) -> None:
    made, sent = planned(organs, include_unaccepted, 2023)
    inside = [part.submission.file for part in made.parts]
    outside = [one.submission.file for one in made.left_out if one.submission]
    assert sorted([*inside, *outside]) == sorted(one.file for one in sent)
    told = {part.organ for part in made.parts} | {one.organ for one in made.left_out}
    is_the_sum = organs[0].scope == "全域" and organs[0].listed in (None, "全域")
    assert {one.name for one in organs} - told <= ({organs[0].name} if is_the_sum else set())
    assert {one.organ for one in made.left_out if one.is_lacking} == set(made.lacking)
    assert made.owed is not None and made.covered <= set(made.owed)
    merged = {one.name for one in organs if one.holder is not None}
    assert not merged & set(made.owed)


@settings(max_examples=100, deadline=None)
@given(rosters())
def test_the_order_of_the_roster_changes_nothing(organs: tuple[Organ, ...]) -> None:
    made, sent = planned(organs, True, 2023)
    members = [
        Member(one.name, None if one.above is None else organs[one.above].name, "县直部门", one.listed, one.is_included, None if one.holder is None else organs[one.holder].name)
        for one in reversed(organs)
    ]
    roster = Roster(tuple(members))
    turned = plan(review_of(sent, roster), roster, include_unaccepted=True, year=2023)
    assert {part.organ: frozenset(part.covers) for part in turned.parts} == {part.organ: frozenset(part.covers) for part in made.parts}
    assert turned.note == made.note


def test_another_years_report_of_an_excluded_organ_is_left_out_once() -> None:
    roster = Roster((Member("样例县", None, "县级政府", "全域"), Member("甲镇", "样例县"), Member("园区", "样例县", is_included=False), Member("园区一局", "园区")))
    sent = [Sent("甲镇"), *(Sent(name, year=year) for name in ("园区", "园区一局") for year in (2022, 2023))]
    left_out = [(one.organ, one.reason.zh) for one in plan(review_of(sent, roster), roster).left_out]
    assert left_out == [("园区", "年度不同（2022 年）"), ("园区", "名册注明不纳入汇总"), ("园区一局", "年度不同（2022 年）"), ("园区一局", "上级园区不纳入汇总，随之不计")]


def test_the_definition_can_tell_a_double_count() -> None:
    organs = (
        Organ(0, None, None, True, None, "本机关", "accepted", 2023),
        Organ(1, 0, None, True, "全域", None, "accepted", 2023),
        Organ(2, 1, None, True, None, None, "accepted", 2023),
    )
    assert expected(organs, 0, 2023, False) == 7
    assert expected((*organs[:1], replace(organs[1], listed="本机关"), organs[2]), 0, 2023, False) == 7
    assert expected((*organs[:1], replace(organs[1], state="return"), organs[2]), 0, 2023, False) == 5
    assert figure(organs, organs[1]) + figure(organs, organs[2]) != whole(organs, 1)
