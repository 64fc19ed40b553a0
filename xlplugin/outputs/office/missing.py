"""未报送及迟报名单: whom to press, with the words to send them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from xlplugin.outputs.office.overview import contact, lateness
from xlplugin.outputs.office.page import Column, Content, Page
from xlplugin.outputs.office.run import Run
from xlplugin.review.review import Entry
from xlplugin.text import Text, join, same

NAME = Text("未报送及迟报名单", "Missing and late")
COLUMNS = (
    Column(Text("序号", "no."), 6, "count"),
    Column(Text("单位", "organ"), 30),
    Column(Text("联系人", "contact"), 20),
    Column(Text("截止日期", "deadline"), 12, "date"),
    Column(Text("报送时间", "submitted"), 12, "date"),
    Column(Text("情况", "state"), 12, "centre"),
    Column(Text("催报文字（可复制发送）", "words to send"), 72),
)
_STATE = 5
_ONE_MESSAGE = 40
"""So many organs are named in one message at the most: a longer one nobody reads."""
_COVERED = Text("未报送 {missing} 家，迟报 {late} 家。", "{missing} organs have not submitted, {late} were late.")
_NO_ROSTER = Text("没有提供应报单位名单，无法列出未报送和迟报的单位。", "No roster was given, so nobody can be listed as missing or late.")
_NOT_SUBMITTED = Text("未报送", "not submitted")
_ALL = Text(
    "【催报】截至目前，以下 {n} 家单位尚未报送{report}{deadline}：{organs}。请抓紧报送；已经报送的，请与我们联系核对。",
    "Reminder: {n} organs have not yet submitted the {report}{deadline}: {organs}. Please submit it without delay; if you have done so, please let us know.",
)
_MISSING = Text(
    "【催报】{organ}：你单位{report}{deadline}，目前尚未收到。请抓紧报送；已经报送的，请告知报送时间和方式，以便核对。",
    "Reminder to {organ}: the {report}{deadline} has not been received. Please submit it without delay; if you have done so, please tell us when and how.",
)
_LATE = Text(
    "【提醒】{organ}：你单位{report}{deadline}，于{submitted}报送，{days}。请说明迟报原因，今后按时报送。",
    "Note to {organ}: the {report}{deadline} was submitted on {submitted}, {days}. Please give the reason, and submit in time from now on.",
)
_DUE = Text("应于{date}前报送", ", due by {date},")
_DUE_ALL = Text("（截止日期：{date}）", " (due by {date})")


def write_missing(page: Page, run: Run) -> None:
    """Fills the sheet: the words for all, then one line an organ."""
    entries = run.review.entries
    gone = set(run.review.missing)
    missing = [entry for entry in entries if entry.state == "missing" and entry.organ in gone]
    late = [entry for entry in entries if entry.is_late]
    words = _COVERED.fill(missing=len(missing), late=len(late))
    page.head(run.title(Text("未报送及迟报名单", "missing and late")), words if run.review.has_roster else _NO_ROSTER)
    for message in _messages(missing, run):
        page.across(message.show(page.language), "message")
    page.heading()
    for number, entry in enumerate([*missing, *late], 1):
        newest, deadline = entry.newest, entry.member.deadline if entry.member else None
        is_missing = number <= len(missing)
        state = _NOT_SUBMITTED if is_missing else lateness(entry)
        text = (_MISSING if is_missing else _LATE).fill(
            organ=entry.organ,
            report=_report(entry.year or run.year),
            deadline=_DUE.fill(date=_day(deadline)) if deadline else Text("", ""),
            submitted=_day(newest.submitted) if newest and newest.submitted else Text("", ""),
            days=state,
        )
        contents: list[Content] = [number, entry.organ, contact(entry), deadline, newest.submitted if newest else None, state.show(page.language), text.show(page.language)]
        page.row(contents, {_STATE: "state_missing" if is_missing else "state_explain"}, least=22.0)
    page.finish(frozen=2)


def _messages(missing: Sequence[Entry], run: Run) -> Iterator[Text]:
    """The words for all who have not submitted, some dozens of organs in each."""
    for first in range(0, len(missing), _ONE_MESSAGE):
        some = missing[first : first + _ONE_MESSAGE]
        deadlines = {entry.member.deadline for entry in some if entry.member}
        deadline = deadlines.pop() if len(deadlines) == 1 else None
        due = _DUE_ALL.fill(date=_day(deadline)) if deadline else Text("", "")
        years = {entry.year or run.year for entry in some}
        yield _ALL.fill(n=len(some), report=_report(years.pop() if len(years) == 1 else None), deadline=due, organs=join((same(entry.organ) for entry in some), "、", ", "))


def _report(year: int | None) -> Text:
    return Text(f"{year}年度政府信息公开工作年度报告" if year else "政府信息公开工作年度报告", f"yearly report {year} on information disclosure" if year else "yearly report on information disclosure")


def _day(day: date) -> Text:
    return Text(f"{day.year}年{day.month}月{day.day}日", day.isoformat())
