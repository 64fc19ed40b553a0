"""V01: each total of section four is the sum of its four outcomes."""

from xlplugin.filing.findings import Severity
from xlplugin.form.relation import Relation
from xlplugin.rules.declare import IN_TABLE_ZH, Example, Rule
from xlplugin.text import Text

RULE = Rule(
    id="V01",
    severity=Severity.ERROR,
    title=Text("复议、诉讼的总计等于四种结果之和", "each total is the sum of its four outcomes"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{row}”总计不等于四种结果之和：{right}，而{left}，差 {difference}。",
        '"{row}": the total is not the sum of the outcomes: {right}, but {left}; difference {difference}',
    ),
    ask=Text("请核对各种结果；都无误的，把总计改为四种结果之和。", "Check the outcomes; if they are right, make the total their sum"),
    rationale=Text(
        "每件复议或诉讼到年底只有一种状态：维持、纠正、其他结果或尚未审结，四项相加就是总计。",
        "At the end of the year each case is upheld, corrected, otherwise closed or pending, so the four add up to the total.",
    ),
    mend=Text("按复议决定书、判决书和在审案件清单核对四种结果，再重新求和。", "Check the outcomes against the decisions, judgments and pending cases, then add them up again."),
    source=Text("报告格式第四部分表格：总计", "the totals in the table of section four"),
    check=Relation("total = sum(outcomes)", over="review", each="row"),
    gives_sum=True,
    examples=(
        Example({"review.reconsideration.upheld": 10, "review.reconsideration.pending": 1, "review.reconsideration.total": 11}),
        Example({"review.reconsideration.upheld": 10, "review.reconsideration.pending": 1, "review.reconsideration.total": 10}, fails_at=("review.reconsideration.total",)),
        Example({"review.litigation_direct.upheld": None, "review.litigation_direct.other": 1, "review.litigation_direct.total": 1}),
    ),
)
