"""D13: the report is dated after the deadline, or before the year has ended."""

import datetime as dt
from collections.abc import Iterator

from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.proactive.level import level_of
from xlplugin.rules.report.days import day
from xlplugin.rules.report.samples import report
from xlplugin.rules.report.texts import NO_DOCUMENT
from xlplugin.text import Text, same

_EARLY = Text(
    "落款日期是 {signed}，{year} 年还没有结束，全年数据不可能已经统计。请核对日期；确系提前编制的，按全年数据更新后重新落款。",
    "the report is dated {signed}, before {year} had ended, when its figures cannot have been complete. Check the date; a report drawn up early has to be updated and dated anew",
)
_NO_DATE = Unknown(Text("没有落款日期，无法判断是否逾期", "the report has no date, so whether it is late cannot be told"))
_NO_YEAR = Unknown(Text("不知道报告年度", "the report year is not known"))


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if filing.document is None:
        yield NO_DOCUMENT
        return
    signed = filing.document.signed
    if signed is None or filing.year is None:
        yield _NO_DATE if signed is None else _NO_YEAR
        return
    if signed.year <= filing.year:
        yield Hit(actual=signed.isoformat(), words={"signed": day(signed), "year": filing.year}, message=_EARLY)
        return
    level = level_of(filing)
    due = _deadline(filing.year, _month_and_day(level.id if level else None, context))
    if signed > due:
        words = {"signed": day(signed), "due": day(due), "level": level.text if level else same(filing.organ or ""), "guess": level.note if level else same("")}
        yield Hit(actual=signed.isoformat(), expected=due.isoformat(), words=words)


def _month_and_day(level: str | None, context: Context) -> int:
    """The deadline of a level as month and day, 131; of an unknown one the latest, so that nobody is blamed by mistake."""
    governments = int(context.limit("D13", "government"))
    deadlines = {
        **dict.fromkeys(("省级政府", "市级政府", "县级政府"), governments),
        "政府办公厅（室）": int(context.limit("D13", "government_office")),
        **dict.fromkeys(("省直部门", "市直部门", "县直部门"), int(context.limit("D13", "department"))),
        **dict.fromkeys(("乡镇", "街道"), int(context.limit("D13", "township"))),
    }
    others = int(context.limit("D13", "other"))
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
    message=Text(
        "落款日期是 {signed}，晚于{level}{guess}的公布期限 {due}。请核对日期；确系逾期的，请说明原因。",
        "the report is dated {signed}, after the deadline for {level}{guess}, {due}. Check the date; if the report was late, say why",
    ),
    rationale=Text(
        "部门的年度报告应在次年 1 月 31 日前公布，本级政府的应在 3 月 31 日前公布；年度没有结束就落款，数据不会完整。",
        "Departments publish by 31 January of the next year, governments by 31 March. A report dated before the year has ended cannot be complete.",
    ),
    mend=Text("改正写错的日期；逾期的说明原因，明年按期公布。", "Correct a wrong date; explain a late one."),
    source=Text("《政府信息公开条例》第四十九条；乡镇、街道的期限按各地通常要求", "Regulation on disclosure, article 49; for townships and subdistricts what is usually asked"),
    check=_check,
    examples=(
        Example(document=report()),
        Example(document=report(signed=dt.date(2022, 2, 18)), fails_at=(None,)),
        Example(document=report(signed=dt.date(2021, 12, 25)), fails_at=(None,)),
        Example(document=report(signed=dt.date(2022, 3, 15)), organ="样例县人民政府"),
        Example(document=report(signed=dt.date(2022, 4, 2)), organ="样例县人民政府", fails_at=(None,)),
        Example(document=report(signed=None)),
    ),
)
