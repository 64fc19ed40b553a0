"""N03: requests carried in and carried over, in the text and in section three."""

from collections.abc import Iterator

from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.narrative.compare import MEND, SOURCE, differences
from xlplugin.rules.narrative.totals import CARRIED_IN, CARRIED_OVER
from xlplugin.text import Text


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    yield from differences(filing, ("carried_in", "carried_over"))


RULE = Rule(
    id="N03",
    severity=Severity.WARNING,
    title=Text("文字中的结转件数与表格不一致", "the number of requests carried in or over in the text is not the table's"),
    message=Text(
        "{where}写有{quote}，{what} {said} 件；表中：{shown}。请核对申请台账，改正有误的一处。",
        "{where} says {quote}: {what} {said}; the table has {shown}. Check the register of requests and correct the one that is wrong",
    ),
    rationale=Text("上年结转、结转下年直接进入勾稽关系，文字与表格对不上，往往是其中一处漏改。", "What is carried in and over enters the cross-total; where text and table differ, one of them was mostly left unchanged."),
    mend=MEND,
    source=SOURCE,
    check=_check,
    examples=(
        Example({CARRIED_IN: 2, CARRIED_OVER: 1}, narrative={"overview": "上年结转政府信息公开申请2件，结转下年度1件。"}),
        Example({CARRIED_IN: 2, CARRIED_OVER: 1}, narrative={"overview": "上年结转政府信息公开申请2件，结转下年度3件。"}, fails_at=(CARRIED_OVER,)),
        Example({CARRIED_IN: None}, narrative={"overview": "无上年结转的政府信息公开申请。"}),
        Example({CARRIED_IN: None}, narrative={"overview": "上年结转政府信息公开申请1件。"}, fails_at=(CARRIED_IN,)),
    ),
)
