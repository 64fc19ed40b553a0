"""R05: results or a carry-over without any request."""

from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Example, Needs, Rule
from xlplugin.rules.requests.one_sided import one_sided
from xlplugin.rules.requests.r01_balance import RULE as BALANCE
from xlplugin.text import Text

RULE = Rule(
    id="R05",
    severity=Severity.ERROR,
    title=Text("没有申请，却有办理结果或结转", "results or a carry-over without any request"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{column}”列本年新收和上年结转都是 0，却填有：{there}。",
        'column "{column}": no request was received or carried in, but the column has {there}',
    ),
    ask=Text(
        "请核对申请台账：是漏填了新收或上年结转，还是办理结果填错了栏。",
        "Check the register: either the number received or carried in is missing, or the results belong in another column",
    ),
    rationale=Text(
        "有办理结果就一定有申请。多见于漏填“本年新收”一行，或把主动公开的信息条数填进了办理结果。",
        "No result without a request. Often the row of requests received was left at 0, or items published proactively were entered as results.",
    ),
    mend=Text(
        "按申请台账补填新收或上年结转；没有收到申请的，办理结果和结转都应为 0。",
        "Enter what was received or carried in, from the register; if there was none, the results and the carry-over have to be 0.",
    ),
    source=Text("报告格式第三部分表格的勾稽关系", "the cross-total rule printed on the table of section three"),
    check=one_sided("left"),
    needs=Needs(sides_of=BALANCE, broken=True),
    subject="column",
    replaces=("R07",),
    covers=("R01",),
    examples=(
        Example({"requests.received.other": 6, "requests.results_total.other": 6}),
        Example({"requests.other_other.other": 6, "requests.results_total.other": 6}, fails_at=("requests.results_total.other",)),
        Example({"requests.received.company": None, "requests.carried_over.company": 1}, fails_at=("requests.results_total.company",)),
        Example({"requests.other.other": 6, "requests.results_total.other": 6}, edition="2019", fails_at=("requests.results_total.other",)),
    ),
)
