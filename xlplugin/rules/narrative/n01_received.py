"""N01: the number of requests received, in the text and in section three."""

from collections.abc import Iterator

from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.narrative.compare import MEND, SOURCE, differences
from xlplugin.rules.narrative.totals import CARRIED_IN, RECEIVED
from xlplugin.text import Text


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One that says there were none, or where the table has none, is N02's."""
    yield from differences(filing, ("received", "received_and_carried_in"), also={"received": [(RECEIVED, CARRIED_IN)]}, with_zero=False)


RULE = Rule(
    id="N01",
    severity=Severity.WARNING,
    title=Text("文字中的申请件数与表格不一致", "the number of requests in the text is not the table's"),
    message=Text(
        "{where}写有{quote}，{what} {said} 件；表中：{shown}。新收数、新收加上年结转数都对不上，请核对申请台账，改正有误的一处。",
        "{where} says {quote}: {what} {said}; the table has {shown}. It is neither the requests received nor those in hand. Check the register of requests and correct the one that is wrong",
    ),
    rationale=Text(
        "读者先看文字，再看表格；同一件事两个数，整份报告都会受到质疑。文字写的可以是新收数，也可以是新收加上年结转数。",
        "Two numbers for one thing cast doubt on the whole report. The text may mean the requests received, or those and the ones carried in.",
    ),
    mend=MEND,
    source=SOURCE,
    check=_check,
    examples=(
        Example({RECEIVED: 16}, narrative={"overview": "全年共收到政府信息公开申请16件。"}),
        Example({RECEIVED: 16, CARRIED_IN: 2}, narrative={"overview": "全年共办理收到的政府信息公开申请18件。"}),
        Example({RECEIVED: 16}, narrative={"overview": "全年共收到政府信息公开申请19件。"}, fails_at=(RECEIVED,)),
        Example({RECEIVED: 16}, narrative={"overview": "全年共收到政府信息公开申请20余件。上年收到12件。"}),
        Example({RECEIVED: None, CARRIED_IN: 2}, narrative={"overview": "收到政府信息公开申请3件。"}, fails_at=(RECEIVED,)),
    ),
)
