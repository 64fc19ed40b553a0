"""R02: item (7) is the sum of the results above it."""

from xlplugin.filing.findings import Severity
from xlplugin.form.relation import Relation
from xlplugin.rules.declare import IN_TABLE_ZH, Example, Needs, Rule
from xlplugin.text import Text

RULE = Rule(
    id="R02",
    severity=Severity.ERROR,
    title=Text("（七）总计等于各项办理结果之和", "item (7) is the sum of the results above it"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{column}”列（七）总计不等于各项办理结果之和：{right}，而{left}，差 {difference}。",
        'column "{column}": item (7) is not the sum of the results: {right}, but {left}; difference {difference}',
    ),
    ask=Text("请核对各项办理结果；各项都无误的，把总计改为各项之和。", "Check the results; if they are right, make the total their sum"),
    rationale=Text(
        "（七）总计是本列（一）至（六）各项的合计，每件办结的申请只计一次。两者不等，说明有一项漏填、重填，或者总计没有重新计算。",
        "Item (7) adds up items (1) to (6) of its column, each closed request once. If they differ, a result is missing or counted twice, or the total was not worked out anew.",
    ),
    mend=Text(
        "先按申请台账核对该列各项办理结果，再重新求和；用公式求和最不易出错。",
        "Check the results of this column against the register of requests, then add them up again; a SUM formula is safest.",
    ),
    source=Text("报告格式第三部分表格：（七）总计", "item (7), the total of the results in the table of section three"),
    check=Relation("results_total = sum(results)", over="requests", each="column"),
    needs=Needs(row_sums=True),
    gives_sum=True,
    examples=(
        Example({"requests.granted.natural_person": 2, "requests.declined_repeated.natural_person": 1, "requests.results_total.natural_person": 3}),
        Example({"requests.granted.natural_person": 2, "requests.results_total.natural_person": 3}, fails_at=("requests.results_total.natural_person",)),
        Example({"requests.granted.company": 2, "requests.results_total.company": None}, fails_at=("requests.results_total.company",)),
        Example({"requests.other_other.company": 1, "requests.granted.company": None, "requests.results_total.company": 1}),
        Example({"requests.granted.natural_person": 2, "requests.granted.total": None, "requests.results_total.natural_person": 2, "requests.results_total.total": 2}),
        Example(
            {"requests.granted.natural_person": 2, "requests.granted.total": None, "requests.results_total.natural_person": 2, "requests.results_total.total": 3},
            fails_at=("requests.results_total.total",),
            says="予以公开 2，而办理总计 3，差 1",
        ),
        Example({"requests.other.other": 6, "requests.results_total.other": 5}, edition="2019", fails_at=("requests.results_total.other",)),
    ),
)
