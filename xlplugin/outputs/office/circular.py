"""通报: one page for the leader: how many submitted, in which state, who is missing or goes back, what is wrong most often, and the main indicators."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.filing.findings import Severity
from xlplugin.indicators.declare import INDICATORS
from xlplugin.outputs.indicators.lines import Indicated, Line
from xlplugin.outputs.office.annex import worst
from xlplugin.outputs.office.overview import covered
from xlplugin.outputs.office.page import Column, Page
from xlplugin.outputs.office.run import Run
from xlplugin.outputs.tally import Tally
from xlplugin.review.review import STATES, Entry
from xlplugin.rules.declare import Rule
from xlplugin.text import Text, join, number, same

NAME = Text("通报", "Circular")
COLUMNS = (Column(Text("情况", "state"), 40, "text"), Column(Text("家数", "organs"), 10, "count"), Column(Text("占比", "share"), 12, "centre"), Column(Text("单位", "which organs"), 62, "text"))
_PROBLEMS = (Text("主要问题", "main problems"), Text("家数", "organs"), Text("处数", "places"), Text("等级", "severity"))
_INDICATORS = (Text("主要指标", "main indicators"), Text("{year} 年", "{year}"), Text("{year} 年", "{year}"), Text("怎样算", "formula"))
_LATE = Text("迟报", "late")
_MORE = Text(" 等 {n} 家", " and others, {n} in all")
_NONE = Text("没有尚未改正或说明的错误和疑点。", "No error or warning is open.")
_REST = Text("全部单位见“审核情况一览表”和“通报附表”，全部问题见“问题清单”。", "All organs are on the sheets Overview and Annex, all problems on the sheet Problems.")
_MOST_NAMED, _MOST_PROBLEMS = 12, 8


def write_circular(page: Page, run: Run, tally: Tally, rules: Sequence[Rule], found: Indicated | None) -> None:
    """Fills the sheet, which prints on one page."""
    page.head(run.title(Text("审核情况通报", "results of the check")), covered(run))
    page.heading()
    entries = run.review.entries
    for state, words in STATES.items():
        some = [entry for entry in entries if entry.state == state]
        if some:
            _row(page, words, some, len(entries), f"state_{state}", is_named=state != "accepted")
    if late := [entry for entry in entries if entry.is_late]:
        _row(page, _LATE, late, len(entries), "text", is_named=True)
    _heads(page, _PROBLEMS)
    titles = {rule.id: rule.title for rule in rules}
    told = [(severity, rule, count) for rule, count in tally.rules.items() if (severity := worst(count.severities)) is not None]
    told.sort(key=lambda one: (-one[0], -one[2].organ_count, one[1]))
    for severity, rule, count in told[:_MOST_PROBLEMS]:
        places = count.severities[Severity.ERROR] + count.severities[Severity.WARNING]
        page.row([titles.get(rule, same(rule)).show(page.language), count.organ_count, places, severity.text.show(page.language)], {2: "count"})
    if not told:
        page.row([_NONE.show(page.language), None, None, None])
    if found is not None:
        _indicators(page, found)
    page.across(_REST.show(page.language), "covered")
    page.finish(frozen=0)
    page.sheet.set_portrait()
    page.sheet.fit_to_pages(1, 1)


def _row(page: Page, words: Text, some: Sequence[Entry], of: int, look: str, *, is_named: bool) -> None:
    named = join((same(entry.organ) for entry in some[:_MOST_NAMED]), "、", ", ") + (_MORE.fill(n=len(some)) if len(some) > _MOST_NAMED else same(""))
    page.row([words.show(page.language), len(some), f"{len(some) / of:.1%}", named.show(page.language) if is_named else None], {0: look}, least=22.0)


def _indicators(page: Page, found: Indicated) -> None:
    now = found.whole[0]
    before = next((line for line in found.whole if line.year == now.year - 1), None)
    heads = (_INDICATORS[0], _INDICATORS[1].fill(year=str(now.year)), _INDICATORS[2].fill(year=str(now.year - 1)), _INDICATORS[3])
    _heads(page, heads)
    for one in INDICATORS:
        page.row([one.title.show(page.language), _figure(now, one.id, bool(one.under)), _figure(before, one.id, bool(one.under)), one.formula.show(page.language)], {1: "centre"})


def _figure(line: Line | None, name: str, is_share: bool) -> str:
    if line is None:
        return "–"
    share = line.measured.shares[name]
    if is_share:
        return "–" if share.value is None else f"{share.value:.1%}"
    return "–" if share.over is None else number(share.over)


def _heads(page: Page, titles: Sequence[Text]) -> None:
    page.sheet.set_row(page.next_row, 24)
    for at, title in enumerate(titles):
        page.put(at, title.show(page.language), "header")
    page.next_row += 1
