"""D11: the years of title, period and signature disagree."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from xlplugin.filing.document import Document, Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.days import day
from xlplugin.rules.report.shared.numerals import year_of
from xlplugin.rules.report.shared.period import period_of, years_disagree
from xlplugin.rules.report.shared.samples import DOCUMENT, OPENING, report
from xlplugin.rules.report.shared.texts import quote, unspaced, with_document
from xlplugin.text import Text, join

_TITLE = Text("标题是 {year} 年度", "the title is of {year}")
_PERIOD = Text("统计期限是 {year} 年（{seen}）", "the period is of {year} ({seen})")
_SIGNED = Text("落款日期是 {day}", "the date is {day}")


def _check(filing: Filing, document: Document, context: Context) -> Iterator[Hit | Unknown]:
    if not years_disagree(filing):
        return
    title, period = year_of(unspaced(document.title)), period_of(filing)
    parts = [_TITLE.fill(year=title)] if title is not None else []
    if period is not None and period.year is not None:
        parts.append(_PERIOD.fill(year=period.year, seen=quote(period.seen)))
    if document.signed is not None:
        parts.append(_SIGNED.fill(day=day(document.signed)))
    yield Hit(actual=join(parts, "，").zh, words={"years": join(parts, "，", "; ")}, span=Span(words=period.seen) if period else None)


RULE = Rule(
    id="D11",
    severity=Severity.ERROR,
    title=Text("标题、统计期限、落款的年份对不上", "the years of title, period and signature disagree"),
    fact=Text("标题、统计期限、落款的年份对不上：{years}。", "title, period and signature disagree: {years}"),
    ask=Text(
        "三者应为同一报告年度，落款在次年；请改正写错的一处。",
        "All are of one report year, and the signature of the year after; correct the one that is wrong",
    ),
    rationale=Text("沿用上年报告而漏改年份，公众无法判断这是哪一年的数据。", "A year left over from last year's report leaves readers in doubt which year the figures are for."),
    source=Text("《政府信息公开条例》第四十九条（每年报告上一年度）", "Regulation on disclosure, article 49: each year's report is of the year before"),
    check=with_document(_check),
    subject="report",
    needs=Needs(document=True),
    covers=("D13",),
    examples=(
        Example(document=report()),
        Example(document=report(title="样例一镇2020年政府信息公开工作年度报告"), fails_at=(None,), says="标题是 2020 年度，统计期限是 2021 年（“2021年1月1日至12月31日”），落款日期是 2022年1月20日。"),
        Example(document=report(opening=OPENING.replace("2021年1月", "2020年1月").replace("至12月", "至2020年12月")), fails_at=(None,)),
        Example(document=report(signed=dt.date(2021, 1, 20)), fails_at=(None,)),
        Example(document=replace(DOCUMENT, signed=dt.date(2021, 10, 8))),
        Example(document=report(title="样例一镇政府信息公开工作年度报告", opening="")),
        Example(document=report(title="样例一镇2020年政府信息公开工作年度报告", opening="本报告数据统计期限为2021年度。", signed=None), fails_at=(None,), says="标题是 2020 年度，统计期限是 2021 年（“报告数据统计期限为2021年度”）。"),
        Example(document=report(title="样例一镇2020年政府信息公开工作年度报告", opening=""), fails_at=(None,), says="标题是 2020 年度，落款日期"),
        Example(document=report(title="样例一镇政府信息公开工作年度报告", signed=dt.date(2021, 1, 20)), fails_at=(None,), says="：统计期限是 2021 年"),
    ),
)
