"""D12: the report does not say for which period its figures are, or names another than the whole year."""

from collections.abc import Iterator

from xlplugin.filing.document import Document, Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.period import period_of
from xlplugin.rules.report.shared.samples import OPENING, report
from xlplugin.rules.report.shared.texts import quote, with_document
from xlplugin.text import Text, same


def _check(filing: Filing, document: Document, context: Context) -> Iterator[Hit | Unknown]:
    period = period_of(filing)
    if period is None:
        year = Text("本", "the year") if filing.year is None else same(str(filing.year))
        yield Hit(case="none", words={"year": year})
    elif not period.is_whole_year:
        yield Hit(actual=period.seen, words={"seen": quote(period.seen)}, span=Span(words=period.seen))


RULE = Rule(
    id="D12",
    severity=Severity.WARNING,
    title=Text("没有统计期限，或统计期限不是全年", "no period, or one that is not the whole year"),
    fact=Text("报告写的统计期限是{seen}，应为当年1月1日至12月31日。", "the report gives the period {seen}; it should be 1/1 to 12/31 of one year"),
    ask=Text(
        "请核对是期限写错，还是数据没有统计全年；单位年内成立的，请说明。",
        "See whether the period is wrong or the figures do not cover the year; an organ founded during the year should say so",
    ),
    rationale=Text("年度报告的数据按自然年统计。没有写明期限为提示，写了别的期限为疑点。", "The figures are those of the calendar year. A missing period is an info, another one a warning."),
    mend=Text("在开头写明统计期限，数据按全年统计。", "State the period in the opening, and count the whole year."),
    source=Text("《政府信息公开条例》第四十九条；各地年度报告的做法", "Regulation on disclosure, article 49; the practice of published reports"),
    cases=(
        Case(
            "none",
            Text("没有写明统计期限", "no period is given"),
            Severity.INFO,
            fact=Text("报告没有写明数据的统计期限。", "the report does not say for which period its figures are"),
            ask=Text("建议在开头写明“统计期限为{year}年1月1日至12月31日”。", "Consider stating it in the opening: 1/1 to 12/31 of {year}"),
        ),
    ),
    check=with_document(_check),
    subject="report",
    needs=Needs(document=True),
    examples=(
        Example(document=report()),
        Example(document=report(opening="现公布本镇年度报告。"), narrative={"overview": "5月1日至10月31日，我镇开展专项检查。"}, fails_at=(None,), says="统计期限为2021年1月1日", severity=Severity.INFO),
        Example(document=report(opening=OPENING.replace("12月31日", "11月30日")), fails_at=(None,)),
        Example(document=report(opening="统计时限为 2021 年 01 月 01 日——2021 年 12 月 31 日。")),
        Example(document=report(opening=""), narrative={"overview": "本报告数据统计期限为2021年度。"}),
        Example(document=report(opening="统计期限为2021年1月至12月。")),
        Example(document=report(opening=OPENING.replace("至12月", "至2022年12月")), fails_at=(None,)),
    ),
)
