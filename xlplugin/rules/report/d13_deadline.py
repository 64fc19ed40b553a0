"""D13: the report is dated after the deadline, or before the year has ended."""

import datetime as dt
from collections.abc import Iterator

from xlplugin.filing.document import Document
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.proactive.level import level_of
from xlplugin.rules.report.shared.days import day
from xlplugin.rules.report.shared.samples import report
from xlplugin.rules.report.shared.texts import with_document
from xlplugin.text import Text, same

_NO_DATE = Unknown(Text("没有落款日期，无法判断是否逾期", "the report has no date, so whether it is late cannot be told"))
_NO_YEAR = Unknown(Text("不知道报告年度", "the report year is not known"))


def _check(filing: Filing, document: Document, context: Context) -> Iterator[Hit | Unknown]:
    signed = document.signed
    if signed is None or filing.year is None:
        yield _NO_DATE if signed is None else _NO_YEAR
        return
    if signed.year <= filing.year:
        yield Hit(actual=signed.isoformat(), words={"signed": day(signed), "year": filing.year}, case="early")
        return
    level = level_of(filing)
    due = _deadline(filing.year, _month_and_day(level.id if level else None, context))
    if signed > due:
        words = {"signed": day(signed), "due": day(due), "level": level.text if level else same(filing.organ or ""), "guess": level.note if level else same("")}
        yield Hit(actual=signed.isoformat(), expected=due.isoformat(), words=words)


def _month_and_day(level: str | None, context: Context) -> int:
    """The deadline of a level as month and day, 131; of an unknown one the latest, so that nobody is blamed by mistake."""
    governments = int(context.limit("government"))
    deadlines = {
        **dict.fromkeys(("省级政府", "市级政府", "县级政府"), governments),
        "政府办公厅（室）": int(context.limit("government_office")),
        **dict.fromkeys(("省直部门", "市直部门", "县直部门"), int(context.limit("department"))),
        **dict.fromkeys(("乡镇", "街道"), int(context.limit("township"))),
    }
    others = int(context.limit("other"))
    return deadlines.get(level, others) if level else max(*deadlines.values(), others)


def _deadline(year: int, month_and_day: int) -> dt.date:
    """The last day for the report of a year; a day that the month does not have is its last one."""
    month, number = divmod(month_and_day, 100)
    first = dt.date(year + 1, min(max(month, 1), 12), 1)
    following = (first + dt.timedelta(days=31)).replace(day=1)
    return min(first + dt.timedelta(days=max(number, 1) - 1), following - dt.timedelta(days=1))


RULE = Rule(
    id="D13",
    severity=Severity.WARNING,
    title=Text("落款日期晚于期限，或早于年度结束", "dated after the deadline, or before the year had ended"),
    fact=Text("落款日期是 {signed}，晚于{level}{guess}的公布期限 {due}。", "the report is dated {signed}, after the deadline for {level}{guess}, {due}"),
    ask=Text("请核对日期；确系逾期的，请说明原因。", "Check the date; if the report was late, say why"),
    rationale=Text(
        "部门的年度报告应在次年 1 月 31 日前公布，本级政府的应在 3 月 31 日前公布；年度没有结束就落款，数据不会完整。",
        "Departments publish by 31 January of the next year, governments by 31 March. A report dated before the year has ended cannot be complete.",
    ),
    source=Text("《政府信息公开条例》第四十九条；乡镇、街道的期限按各地通常要求", "Regulation on disclosure, article 49; for townships and subdistricts what is usually asked"),
    cases=(
        Case(
            "early",
            Text("年度没有结束就落款", "dated before the year had ended"),
            fact=Text(
                "落款日期是 {signed}，{year} 年还没有结束，全年数据不可能已经统计。",
                "the report is dated {signed}, before {year} had ended, when its figures cannot have been complete",
            ),
            ask=Text("请核对日期；确系提前编制的，按全年数据更新后重新落款。", "Check the date; a report drawn up early has to be updated and dated anew"),
        ),
    ),
    check=with_document(_check),
    subject="end",
    needs=Needs(document=True),
    examples=(
        Example(document=report(signed=dt.date(2022, 1, 31))),
        Example(document=report(signed=dt.date(2022, 2, 1)), fails_at=(None,), says="晚于乡镇（单位层级未填，按名称推定）的公布期限 2022年1月31日", expected="2022-01-31"),
        Example(document=report(signed=dt.date(2021, 12, 25)), fails_at=(None,)),
        Example(document=report(signed=dt.date(2022, 3, 31)), organ="样例县人民政府"),
        Example(document=report(signed=dt.date(2022, 4, 1)), organ="样例县人民政府", fails_at=(None,)),
        Example(document=report(signed=None), not_checked=(None,), says="没有落款日期"),
        Example(document=report(signed=dt.date(2022, 1, 31)), organ="样例县教育局"),
        Example(document=report(signed=dt.date(2022, 2, 1)), organ="样例县教育局", fails_at=(None,)),
        Example(document=report(signed=dt.date(2022, 1, 31)), level="开发区管委会"),
        Example(document=report(signed=dt.date(2022, 2, 1)), level="开发区管委会", fails_at=(None,)),
        Example(document=report(signed=dt.date(2022, 4, 1)), organ="样例", fails_at=(None,), says="晚于样例的公布期限 2022年3月31日"),
        Example(document=report(signed=dt.date(2022, 1, 31)), organ="样例县人民政府办公室"),
        Example(document=report(signed=dt.date(2022, 2, 1)), organ="样例县人民政府办公室", fails_at=(None,)),
    ),
)
