"""C07: a count that is no whole number."""

from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Bound, Example, Rule
from xlplugin.text import Text

RULE = Rule(
    id="C07",
    severity=Severity.ERROR,
    title=Text("件数不是整数", "a count that is no whole number"),
    lead=IN_TABLE,
    fact=Text("“{field}”是 {actual}，件数应为整数。", "{field} is {actual}, but a count is a whole number"),
    ask=Text("请按台账改正；填错了栏的，移到应填的一格。", "Correct it from the records, or move it to the cell where it belongs"),
    rationale=Text(
        "申请、文件、处理决定按件计数，没有半件。金额可以有小数。",
        "Requests, documents and decisions are counted by the piece. Only amounts may have decimals.",
    ),
    source=Text("报告格式第二、三、四部分：除金额外各项均为件数", "the cells of sections two to four are counts, except amounts"),
    check=Bound(("count", "signed_count"), lambda values, limits: values % 1 == 0),
    casts_doubt=True,
    examples=(
        Example({"requests.received.company": 3, "proactive.fees.amount": "190.457379"}),
        Example({"requests.received.company": 2.5}, fails_at=("requests.received.company",)),
        Example({"proactive.licensing.change": -1.5, "proactive.penalties.change": -2}, fails_at=("proactive.licensing.change",), edition="2019"),
        Example({"requests.received.company": None}),
    ),
)
