"""R06: requests without any result or carry-over."""

from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Example, Needs, Rule
from xlplugin.rules.requests.one_sided import one_sided
from xlplugin.rules.requests.r01_balance import RULE as BALANCE
from xlplugin.text import Text

RULE = Rule(
    id="R06",
    severity=Severity.ERROR,
    title=Text("有申请，却没有办理结果也没有结转", "requests without any result or carry-over"),
    lead=IN_TABLE_ZH,
    fact=Text("“{column}”列填有：{there}，而办理总计和结转下年都是 0。", 'column "{column}" has {there}, but 0 under "{row}" and nothing carried over'),
    ask=Text(
        "请按申请台账补填办理结果；年底尚未办结的，填入“四、结转下年度继续办理”。",
        "Enter the results from the register; what was still open at the end of the year is carried over",
    ),
    rationale=Text(
        "每件申请到年底要么办结，要么结转下年。两处都是 0，说明办理情况漏填，或这些申请填错了栏。",
        "Every request is closed by the end of the year or carried over. With both at 0 the results are missing, or the requests are in the wrong column.",
    ),
    mend=Text("按申请台账逐件填写办理结果和（七）总计；未办结的填入第四项。", "Enter each request's result and the total of item (7); those still open go to item 4."),
    source=Text("报告格式第三部分表格的勾稽关系", "the cross-total rule printed on the table of section three"),
    check=one_sided("right"),
    needs=Needs(sides_of=BALANCE, broken=True),
    subject="column",
    covers=("R01",),
    examples=(
        Example({"requests.received.company": 2, "requests.carried_over.company": 2}),
        Example({"requests.received.company": 2}, fails_at=("requests.results_total.company",)),
        Example({"requests.carried_in.total": 1, "requests.results_total.total": None, "requests.carried_over.total": None}, fails_at=("requests.results_total.total",)),
    ),
)
