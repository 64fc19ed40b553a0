"""F01: the edition of the form does not fit the year."""

from collections.abc import Iterator

from xlplugin.filing import Facts, Filing
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.text import Text, join, same

MIXED = Text(
    "各表版本不一：{tables}，其余是 {expected} 年版的。请统一使用本年度规定的表格。",
    "the tables are of different editions: {tables}, the others of {expected}. Use the form prescribed for the year throughout",
)
NO_YEAR = Text("不知道报告年度", "the report year is not known")


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """The edition against the year; and the tables' editions against each other."""
    if filing.year is None:
        yield Unknown(NO_YEAR)
    elif filing.year >= context.limit("F08", "earliest") and not filing.form.fits_year(filing.year):
        last = filing.form.last_year
        is_outdated = last is not None and filing.year > last and filing.year >= context.limit("F01", "error_from")
        severity = Severity.ERROR if is_outdated else Severity.WARNING
        yield Hit(actual=filing.form.edition, words={"year": filing.year, "document": filing.form.document, "period": _period(filing)}, severity=severity)
    others = [(table, edition) for table, edition in filing.facts.editions_by_table if edition != filing.form.edition]
    if others:
        tables = [Text("{title}是 {edition} 年版的", "{title} is of {edition}").fill(title=_title(filing, table), edition=edition) for table, edition in others]
        yield Hit(actual=others[0][1], expected=filing.form.edition, message=MIXED, words={"tables": join(tables, "，", "; ")}, severity=Severity.WARNING)


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
    message=Text(
        "{year} 年度报告用了 {actual} 年版表格（{document}），该版用于{period}。请换用本年度规定的表格重新填报。",
        "the report for {year} uses the form of {actual} ({document}), which is for {period}. Use the form prescribed for the year",
    ),
    rationale=Text(
        "两版第二部分的统计口径不同，用错版本，全国汇总时数字对不上。2021 年度是新表第一年，用旧表为疑点；2022 年度起为错误。",
        "The two editions count different things in section two, so figures on the wrong form cannot be rolled up. 2021 was the new form's first year: the old one is a warning then, an error from 2022.",
    ),
    mend=Text("下载本年度规定的表格，重新填报。", "Fill in the form prescribed for the year."),
    source=Text(
        "国办公开办函〔2021〕30号（2021 年度起）；国办公开办函〔2019〕60号（2019、2020 年度）",
        "国办公开办函〔2021〕30号 (from 2021) and 国办公开办函〔2019〕60号 (2019 and 2020)",
    ),
    check=check,
    examples=(
        Example(year=2023),
        Example(year=2023, edition="2019", fails_at=(None,)),
        Example(year=2021, edition="2019", fails_at=(None,)),
        Example(year=2020, fails_at=(None,)),
        Example(year=1999),
        Example(year=2023, facts=Facts(editions_by_table=(("requests", "2019"),)), fails_at=(None,)),
        Example({"requests.received.total": None}, year=2020, edition="2019"),
    ),
)
