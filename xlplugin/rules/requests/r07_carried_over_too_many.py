"""R07: more carried over than was there."""

from xlplugin.filing.findings import Severity
from xlplugin.form.relation import Relation
from xlplugin.rules.declare import IN_TABLE_ZH, Example, Rule
from xlplugin.text import Text

RULE = Rule(
    id="R07",
    severity=Severity.ERROR,
    title=Text("结转下年的多于手头的申请", "more requests carried over than there were"),
    lead=IN_TABLE_ZH,
    fact=Text("“{column}”列结转太多：{left}，而全部申请只有{right}。", 'column "{column}": more carried over than there were: {left}, but {right}'),
    ask=Text(
        "请核对年底尚未办结的件数，以及新收和上年结转是否漏填。",
        "Check how many were still open at the end of the year, and whether any received or carried in are missing",
    ),
    rationale=Text("结转的只能是本年新收和上年结转中尚未办结的申请，不会比它们的总数还多。", "Only what was received or carried in can be carried over, so it is never more than both together."),
    mend=Text("按申请台账核对 12 月 31 日尚未办结的件数；同时核对新收和上年结转。", "Count the requests still open on 31 December in the register; check those received and carried in as well."),
    source=Text("由报告格式第三部分表格的勾稽关系推出", "follows from the cross-total rule printed on the table of section three"),
    check=Relation("carried_over <= received + carried_in", over="requests", each="column", at="results_total"),
    subject="column",
    covers=("R01",),
    examples=(
        Example({"requests.received.other": 2, "requests.carried_in.other": 1, "requests.carried_over.other": 3}),
        Example({"requests.received.other": 2, "requests.carried_over.other": 3}, fails_at=("requests.results_total.other",)),
        Example({"requests.received.other": 2, "requests.carried_in.other": None, "requests.carried_over.other": 4}, fails_at=("requests.results_total.other",)),
    ),
)
