"""B02: an organ on the roster has not submitted."""

import datetime as dt
from collections.abc import Iterator

from xlplugin.filing.findings import Severity
from xlplugin.filing.submissions import Batch, Due, Submission
from xlplugin.rules.batches.wording import NO_ROSTER, organ, year_of
from xlplugin.rules.declare import Across, Context, Example, Hit, Rule, Several, Unknown
from xlplugin.text import Text, join, same

_ONLY = Text("，只收到 {years} 年度的", "; there is one for {years} only")
_DEADLINE = Text("（截止日期 {day}）", " (deadline {day})")


def _check(batch: Batch, context: Context) -> Iterator[Hit | Unknown]:
    if batch.due is None:
        yield Unknown(NO_ROSTER)
        return
    here = {one.organ for one in batch.sent if one.year in (batch.year, None)}
    for due in batch.due:
        if due.organ not in here:
            years = sorted({one.year for one in (*batch.sent, *batch.others) if one.organ == due.organ and one.year is not None})
            only = _ONLY.fill(years=join(map(same, map(str, years)))) if years else same("")
            deadline = _DEADLINE.fill(day=due.deadline.isoformat()) if due.deadline else same("")
            yield Hit(organ=due.organ, words={"organ": organ(due.organ), "year": year_of(batch.year), "deadline": deadline, "only": only})


_FIRST, _OLD, _SECOND = Submission("一镇.xlsx", "样例一镇", 2023), Submission("一镇.xlsx", "样例一镇", 2022), Submission("二镇.xlsx", "样例二镇", 2023)

RULE = Rule(
    id="B02",
    severity=Severity.ERROR,
    title=Text("名册上的单位没有报送", "an organ on the roster has not submitted"),
    fact=Text("没有收到{organ}{year}的报送{deadline}{only}。", "nothing has come from {organ}{year}{deadline}{only}"),
    ask=Text("请催报；已并入其他单位的，请在名册“并入单位”栏写明。", "Ask for it; if it was merged into another organ, say so in 并入单位 of the roster"),
    rationale=Text("缺一家，汇总数就少一家。名册上写了“并入单位”的不用单独报送。", "With one organ missing every sum is short. An organ that was merged into another owes none of its own."),
    mend=Text("催报；名称写法不同而没有认出的，见 B03。", "Ask the organ for it; one whose name was not recognised is under B03."),
    source=Text("审核工作需要；条例第四十九条（年度报告的公布期限）", "the reviewing office's work; article 49 of the regulation"),
    check=Across(_check),
    subject="missing",
    examples=(
        Example(several=Several(Batch((_FIRST,), 2023, (Due("样例一镇"),)))),
        Example(several=Several(Batch((_FIRST,), 2023, (Due("样例一镇"), Due("样例二镇", dt.date(2024, 1, 31))))), fails_at=("样例二镇",), says="没有收到“样例二镇” 2023 年度的报送（截止日期 2024-01-31）"),
        Example(several=Several(Batch((_OLD, _SECOND), 2023, (Due("样例一镇"), Due("样例二镇")))), fails_at=("样例一镇",), says="没有收到“样例一镇” 2023 年度的报送，只收到 2022 年度的。"),
        Example(several=Several(Batch((Submission("一镇.xlsx", "样例一镇", 2023, status="unreadable"),), 2023, (Due("样例一镇"),)))),
    ),
)
