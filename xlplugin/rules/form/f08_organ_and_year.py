"""F08: organ or year was found nowhere, or the year is not plausible."""

import datetime as dt
from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Case, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.report_years import plausible_years
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding for each: no organ, no year, a year before the regulation or in the future."""
    if not (filing.organ or "").strip():
        yield Hit(case="no_organ")
    if filing.year is None:
        yield Hit(case="no_year")
        return
    earliest, latest = plausible_years(context.limits)
    if not earliest <= filing.year <= latest:
        yield Hit(actual=filing.year, words={"earliest": earliest, "latest": latest})


RULE = Rule(
    id="F08",
    severity=Severity.ERROR,
    title=Text("找不到单位或年度，或年度不合理", "organ or year not found, or the year is not plausible"),
    fact=Text("报告年度是 {actual}，应在 {earliest} 到 {latest} 之间。", "the report year is {actual}; it should lie between {earliest} and {latest}"),
    ask=Text("请在封面或标题中改正。", "Correct it on the cover or in the title"),
    rationale=Text(
        "不知道是谁、哪一年的报告，就无法汇总、催报，也无法与上年衔接。封面、标题、正文、文件名都找过才会报。",
        "A report of nobody knows whom or when cannot be rolled up, chased or compared with last year's. It is reported only after cover, title, text and file name have all failed.",
    ),
    mend=Text("在封面填写单位名称和年度，或在标题写明“××年××政府信息公开工作年度报告”。", "Fill in organ and year on the cover, or state both in the title."),
    source=Text(
        "《政府信息公开条例》自 2008 年 5 月 1 日起施行；报告标题须有年度和单位",
        "the regulation has been in force since 1 May 2008; a report's title names year and organ",
    ),
    cases=(
        Case(
            "no_organ",
            Text("没有找到单位名称", "no name of the organ"),
            fact=Text("没有找到填报单位名称。", "the name of the organ was not found"),
            ask=Text("请在封面或标题中写明。", "State it on the cover or in the title"),
        ),
        Case(
            "no_year",
            Text("没有找到报告年度", "no report year"),
            fact=Text("没有找到报告年度。", "the report year was not found"),
            ask=Text("请在封面或标题中写明。", "State it on the cover or in the title"),
        ),
    ),
    check=check,
    subject="form",
    examples=(
        Example(year=dt.date.today().year),
        Example(organ=None, fails_at=(None,)),
        Example(organ=None, year=0, fails_at=(None, None)),
        Example(year=2203, fails_at=(None,)),
        Example(year=2007, fails_at=(None,), says="应在 2008 到"),
        Example({"requests.received.total": None}, year=2008),
    ),
)
