"""N03: requests carried in and carried over, in the text and in section three."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.narrative.compare import MEND, SOURCE, differences
from xlplugin.rules.narrative.subject_cells import CARRIED_IN, CARRIED_OVER
from xlplugin.rules.narrative.whole_text import with_whole_text
from xlplugin.text import Text


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    yield from differences(filing, ("carried_in", "carried_over"))


RULE = Rule(
    id="N03",
    severity=Severity.WARNING,
    title=Text("文字中的结转件数与表格不一致", "the number of requests carried in or over in the text is not the table's"),
    lead=Text("{where}", "{where} "),
    fact=Text("写有{quote}，{what} {said} 件；表中：{shown}。", "says {quote}: {what} {said}; the table has {shown}"),
    ask=Text("请核对申请台账，改正有误的一处。", "Check the register of requests and correct the one that is wrong"),
    rationale=Text("上年结转、结转下年直接进入勾稽关系，文字与表格对不上，往往是其中一处漏改。", "What is carried in and over enters the cross-total; where text and table differ, one of them was mostly left unchanged."),
    mend=MEND,
    source=SOURCE,
    check=with_whole_text(_check),
    subject="sentence",
    needs=Needs(text=True, row_sums=True, one_of=("requests.carried_in", "requests.carried_over")),
    examples=(
        Example({CARRIED_IN: 2, CARRIED_OVER: 1}, narrative={"overview": "上年结转政府信息公开申请2件，结转下年度1件。"}),
        Example({CARRIED_IN: 2, CARRIED_OVER: 1}, narrative={"overview": "上年结转政府信息公开申请2件，结转下年度3件。"}, fails_at=(CARRIED_OVER,)),
        Example({CARRIED_IN: None}, narrative={"overview": "无上年结转的政府信息公开申请。"}),
        Example({CARRIED_IN: None}, narrative={"overview": "上年结转政府信息公开申请1件。"}, fails_at=(CARRIED_IN,)),
    ),
)
