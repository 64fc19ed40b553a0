"""F01: the edition of the form does not fit the year."""

from collections.abc import Iterator

from xlplugin.filing.document import Span
from xlplugin.filing.facts import Facts
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Case, Context, Example, Hit, Rule, Unknown
from xlplugin.text import Text, join, same

NO_YEAR = Text("不知道报告年度", "the report year is not known")


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """The edition against the year; and the tables' editions against each other."""
    if filing.year is None:
        yield Unknown(NO_YEAR)
    elif filing.year >= context.limit("earliest", rule="F08") and not filing.form.fits_year(filing.year):
        last = filing.form.last_year
        is_outdated = last is not None and filing.year > last and filing.year >= context.limit("error_from")
        yield Hit(actual=filing.form.edition, words={"year": filing.year, "document": filing.form.document, "period": _period(filing)}, case=None if is_outdated else "near")
    others = [(table, edition) for table, edition in filing.facts.editions_by_table if edition != filing.form.edition]
    if others:
        tables = [Text("{title}是 {edition} 年版的", "{title} is of {edition}").fill(title=_title(filing, table), edition=edition) for table, edition in others]
        yield Hit(actual=others[0][1], expected=filing.form.edition, case="mixed", words={"tables": join(tables, "，", "; ")}, span=Span(others[0][0]))


def _period(filing: Filing) -> Text:
    first, last = filing.form.first_year, filing.form.last_year
    if last is None:
        return Text(f" {first} 年度及以后", f"{first} and later")
    return Text(f" {first} 至 {last} 年度", f"{first} to {last}")


def _title(filing: Filing, table: str) -> Text:
    known = next((entry.title.text for entry in filing.form.tables if entry.id == table), None)
    return Text(f"「{known.zh}」", known.en) if known else same(table)


RULE = Rule(
    id="F01",
    severity=Severity.ERROR,
    title=Text("表格版本与年度不符", "the form's edition does not fit the year"),
    fact=Text(
        "{year} 年度报告用了 {actual} 年版表格（{document}），该版用于{period}。",
        "the report for {year} uses the form of {actual} ({document}), which is for {period}",
    ),
    ask=Text("请换用本年度规定的表格重新填报。", "Use the form prescribed for the year"),
    rationale=Text(
        "两版第二部分的统计口径不同，用错版本，全国汇总时数字对不上。2021 年度是新表第一年，用旧表为疑点；2022 年度起为错误。",
        "The two editions count different things in section two, so figures on the wrong form cannot be rolled up. 2021 was the new form's first year: the old one is a warning then, an error from 2022.",
    ),
    source=Text(
        "国办公开办函〔2021〕30号（2021 年度起）；国办公开办函〔2019〕60号（2019、2020 年度）",
        "国办公开办函〔2021〕30号 (from 2021) and 国办公开办函〔2019〕60号 (2019 and 2020)",
    ),
    cases=(
        Case("near", Text("表格新于报告年度，或旧版正在过渡", "an edition newer than the year, or the old one while it was changing"), Severity.WARNING),
        Case(
            "mixed",
            Text("各表版本不一", "tables of different editions"),
            Severity.WARNING,
            fact=Text("各表版本不一：{tables}，其余是 {expected} 年版的。", "the tables are of different editions: {tables}, the others of {expected}"),
            ask=Text("请统一使用本年度规定的表格。", "Use the form prescribed for the year throughout"),
        ),
    ),
    check=check,
    subject="form",
    examples=(
        Example(year=2023),
        Example(year=2022, edition="2019", fails_at=(None,), says="该版用于 2019 至 2020 年度"),
        Example(year=2021, edition="2019", fails_at=(None,), severity=Severity.WARNING),
        Example(year=2020, fails_at=(None,), severity=Severity.WARNING, says="该版用于 2021 年度及以后"),
        Example(year=1999),
        Example(year=2023, facts=Facts(editions_by_table=(("requests", "2019"),)), fails_at=(None,), severity=Severity.WARNING, says="「三、收到和处理政府信息公开申请情况」是 2019 年版的，其余是 2021 年版的", place=Span("requests")),
        Example({"requests.received.total": None}, year=2020, edition="2019"),
        Example(year=2008, fails_at=(None,), severity=Severity.WARNING),
    ),
)
