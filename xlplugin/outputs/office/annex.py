"""通报附表: what a circular to the lower offices has as its annex, ready to print: each organ, and where the problems are."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.filing.findings import Severity
from xlplugin.outputs.office.overview import covered
from xlplugin.outputs.office.page import Column, Page
from xlplugin.outputs.office.run import Run
from xlplugin.outputs.tally import Tally
from xlplugin.review.review import STATES, Entry
from xlplugin.rules.declare import Rule
from xlplugin.text import Text

NAME = Text("通报附表", "Annex")
PROBLEMS_NAME = Text("通报附表（问题分布）", "Annex (problems)")
COLUMNS = (
    Column(Text("序号", "no."), 7, "count"),
    Column(Text("单位", "organ"), 40),
    Column(Text("年度", "year"), 9, "count"),
    Column(Text("报送情况", "submission"), 14, "centre"),
    Column(Text("轮次", "rounds"), 9, "count"),
    Column(Text("错误数", "errors"), 11, "count"),
    Column(Text("疑点数", "warnings"), 11, "count"),
    Column(Text("审核结论", "result"), 17, "centre"),
)
PROBLEM_COLUMNS = (
    Column(Text("序号", "no."), 7, "count"),
    Column(Text("等级", "severity"), 10, "centre"),
    Column(Text("问题", "problem"), 72),
    Column(Text("规则", "rule"), 10, "centre"),
    Column(Text("涉及单位（家）", "organs"), 15, "count"),
    Column(Text("处数", "places"), 10, "count"),
)
_MISSING, _LATE, _IN_TIME, _SUBMITTED = Text("未报送", "not submitted"), Text("迟报", "late"), Text("按时", "in time"), Text("已报送", "submitted")
_TOTAL = Text("合计", "total")
_BY_ORGANS = Text("各单位最新一次报送中尚未改正或说明的错误和疑点，按涉及单位多少排列。", "Errors and warnings that are still open in the newest submissions, by the number of organs.")
_NONE = Text("没有尚未改正或说明的错误和疑点。", "No error or warning is open.")


def write_annex(page: Page, run: Run) -> None:
    """Fills the sheet of organs, with a total below."""
    page.head(run.title(Text("报送和审核情况", "submissions and results")), covered(run))
    page.heading()
    for number, entry in enumerate(run.review.entries, 1):
        newest = entry.newest
        is_read = newest is not None and newest.status != "unreadable"
        counts = (newest.errors, newest.warnings) if newest and is_read else (None, None)
        contents = [number, entry.organ, entry.year, submission(entry).show(run.language), newest.round if newest else None, *counts]
        page.row([*contents, STATES[entry.state].show(run.language)], least=22.0)
    page.finish(frozen=2)
    read = [one for entry in run.review.entries if (one := entry.newest)]
    page.sheet.set_portrait()  # a column of names: more rows on a page
    total = [None, _TOTAL.show(run.language), None, None, None, sum(one.errors for one in read), sum(one.warnings for one in read), None]
    page.row(total, dict.fromkeys(range(len(COLUMNS)), "total"), least=22.0)


def write_annex_problems(page: Page, run: Run, tally: Tally, rules: Sequence[Rule]) -> None:
    """Fills the sheet of rules: how many organs each concerns."""
    titles = {rule.id: rule.title for rule in rules}
    found = [(severity, rule, count) for rule, count in tally.rules.items() if (severity := worst(count.severities)) is not None]
    found.sort(key=lambda one: (-one[0], -one[2].organ_count, one[1]))
    page.head(run.title(Text("问题分布", "where the problems are")), _BY_ORGANS if found else _NONE)
    page.heading()
    for number, (severity, rule, count) in enumerate(found, 1):
        title = titles.get(rule, Text(rule, rule)).show(run.language)
        places = count.severities[Severity.ERROR] + count.severities[Severity.WARNING]
        page.row([number, severity.text.show(run.language), title, rule, count.organ_count, places], {1: f"mark_{severity.id}"}, least=22.0)
    page.finish(frozen=0)


def submission(entry: Entry) -> Text:
    """Whether an organ submitted, and in time where a deadline is known."""
    if not entry.submissions:
        return _MISSING
    if entry.is_late:
        return _LATE
    return _IN_TIME if entry.member is not None and entry.member.deadline is not None else _SUBMITTED


def worst(severities: dict[Severity, int]) -> Severity | None:
    """The worst severity above an info; None where there is none."""
    return max((severity for severity, count in severities.items() if count and severity > Severity.INFO), default=None)
