"""R01: the cross-total rule printed on the form, 勾稽关系."""

from xlplugin.filing.findings import Severity
from xlplugin.form.relation import Relation
from xlplugin.rules.declare import IN_TABLE_ZH, Example, Rule
from xlplugin.text import Text

RULE = Rule(
    id="R01",
    severity=Severity.ERROR,
    title=Text("勾稽关系：第一项＋第二项＝第三项＋第四项", "what came in equals what went out: item 1 + item 2 = item 3 + item 4"),
    lead=IN_TABLE_ZH,
    fact=Text("“{column}”列勾稽不平：{left}，{right}，差 {difference}。", 'column "{column}" does not balance: {left}, but {right}; difference {difference}'),
    ask=Text("请核对申请台账。", "Check it against the register of requests"),
    rationale=Text(
        "每一件申请，不论本年新收还是上年结转，到年底要么已经办结，要么结转下年。两边不等，说明有申请漏登或重登。",
        "Every request, new or carried in, is either closed by the end of the year or carried over. If the two sides differ, a request was lost or counted twice.",
    ),
    mend=Text(
        "按申请台账逐件核对该列的新收、上年结转、各项办理结果和结转下年，改正登错的一格；不要为了凑平而填数。",
        "Go through the register of requests for this column and correct the cell that was entered wrongly; never type a number because it fits.",
    ),
    source=Text("报告格式第三部分表格左上角：本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和", "printed in the top left corner of the table of section three"),
    check=Relation("received + carried_in = results_total + carried_over", over="requests", each="column", at="results_total"),
    subject="column",
    examples=(
        Example({"requests.received.natural_person": 2, "requests.results_total.natural_person": 1, "requests.carried_over.natural_person": 1}),
        Example({"requests.results_total.other": 6}, fails_at=("requests.results_total.other",)),
        Example({"requests.received.company": 3, "requests.carried_in.company": None, "requests.results_total.company": 2}, fails_at=("requests.results_total.company",)),
    ),
)
