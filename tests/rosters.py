"""Rosters, reviews and results for tests, made by hand: who stands below whom, who submitted what, and how it was judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.filings import filing_of
from xlplugin.filing.filing import Filing
from xlplugin.filing.submissions import Submission
from xlplugin.form import Form, shapes_by_key
from xlplugin.outputs.rollup.add import Adder, Total
from xlplugin.review.review import Entry, Review, State
from xlplugin.review.roster import Member, Roster
from xlplugin.runs.store.codec import dump
from xlplugin.runs.store.results import Result

CITY, COUNTIES = "样例市人民政府", ("样例市甲县人民政府", "样例市乙县人民政府")
DEPARTMENTS = ("教育局", "财政局", "公安局", "民政局", "水利局", "审计局", "统计局")
TOWNS = ("东镇", "西镇", "南镇", "北镇", "中镇", "上乡", "下乡", "城关街道办事处")


@dataclass(frozen=True)
class Sent:
    """One organ's submission: how it was judged, and what is in it."""

    organ: str
    values: Mapping[str, object] | None = None
    state: State = "accepted"
    scope: str | None = None
    level: str | None = None
    year: int = 2023
    edition: str = "2021"
    shape: tuple[str, ...] = ()
    filing: Filing | None = None

    @property
    def file(self) -> str:
        """Where it lies."""
        return f"报送/{self.organ}{self.year}.xlsx"

    @property
    def contents(self) -> Filing:
        """What was read there."""
        return self.filing or filing_of(self.values, edition=self.edition, shape=self.shape, organ=self.organ, year=self.year, file=self.file)


def roster_of_forty(counties: str = "全域") -> Roster:
    """A city, its seven departments, and two counties of that scope, each with seven departments and eight towns: forty organs."""
    found = [Member(CITY, None, "市级政府", "本机关")]
    found += [Member(f"样例市{name}", CITY, "市直部门", "本机关") for name in DEPARTMENTS]
    for county in COUNTIES:
        short = county.removesuffix("人民政府")
        found.append(Member(county, CITY, "县级政府", counties))
        found += [Member(f"{short}{name}", county, "县直部门", "本机关") for name in DEPARTMENTS]
        found += [Member(f"{short}{name}", county, "街道" if "街道" in name else "乡镇", "本机关") for name in TOWNS]
    return Roster(tuple(found))


def review_of(sent: Iterable[Sent], roster: Roster | None) -> Review:
    """The review of these submissions: an entry for each organ of the roster that was not merged, and for each that submitted."""
    filed: dict[str, list[Sent]] = {}
    for one in sent:
        filed.setdefault(one.organ, []).append(one)
    members = {member.name: member for member in (roster.members if roster else ())}
    entries: list[Entry] = []
    for name in (*members, *(name for name in filed if name not in members)):
        own = filed.get(name, [])
        if not own and members[name].merged_into is None:
            entries.append(Entry(name, "missing", member=members[name]))
        entries += [Entry(name, one.state, one.year, members.get(name), (_submission(one),)) for one in own]
    return Review(tuple(entries), has_roster=roster is not None)


def results_of(sent: Iterable[Sent]) -> list[Result]:
    """The results of a run over these submissions."""
    return [_result(one) for one in sent if one.state != "unreadable"]


def _submission(one: Sent) -> Submission:
    if one.state == "unreadable":
        return Submission(one.file, status="unreadable")
    return Submission(
        one.file, one.organ, one.year, one.organ, content=one.organ, named_year=one.year, edition=one.edition, level=one.level, scope=one.scope, submitted=dt.date(2024, 1, 15)
    )


def _result(one: Sent) -> Result:
    filing = one.contents
    return Result.of(_submission(one), {"filing": dump(filing)}.get, shapes_by_key([filing.form]))


def add_up(filings: Iterable[tuple[str, Filing]], form: Form) -> Total:
    """The sum of filings, each with its organ's name. `form`: their edition as it is prescribed."""
    adder = Adder(form)
    for organ, filing in filings:
        adder.add(organ, filing)
    return adder.total
