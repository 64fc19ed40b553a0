"""R03: the column 总计 is the sum of the six kinds of applicants."""

from xlplugin.filing.findings import Severity
from xlplugin.form.relation import Relation
from xlplugin.rules.declare import IN_TABLE_ZH, Example, Rule
from xlplugin.text import Text

RULE = Rule(
    id="R03",
    severity=Severity.ERROR,
    title=Text("“总计”列等于六类申请人之和", "the total is the sum of the six kinds of applicants"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{row}”行总计不等于六类申请人之和：{right}，而{left}，差 {difference}。",
        'row "{row}": the total is not the sum of the kinds of applicants: {right}, but {left}; difference {difference}',
    ),
    ask=Text("请核对这一行；各类都无误的，把总计改为各类之和。", "Check the row; if its parts are right, make the total their sum"),
    rationale=Text(
        "每件申请只有一类申请人，六类相加就是总计。两者不等，说明有一类漏填、错栏，或者总计没有重新计算。",
        "Each request has one kind of applicant, so the six add up to the total. If they differ, one is missing or in the wrong column, or the total was not worked out anew.",
    ),
    mend=Text("按申请台账核对这一行各类申请人的件数，再重新求和。", "Check the row against the register of requests, then add it up again."),
    source=Text("报告格式第三部分表格：总计列", "the column of totals in the table of section three"),
    check=Relation("total = sum(applicants)", over="requests", each="row"),
    gives_sum=True,
    covers=("R11",),
    examples=(
        Example({"requests.received.natural_person": 15, "requests.received.company": 1, "requests.received.total": 16}),
        Example({"requests.received.natural_person": 15, "requests.received.company": 1, "requests.received.total": 15}, fails_at=("requests.received.total",)),
        Example({"requests.granted.research": None, "requests.granted.other": 2, "requests.granted.total": 2}),
    ),
)
