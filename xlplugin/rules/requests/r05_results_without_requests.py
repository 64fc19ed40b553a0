"""R05: results or a carry-over without any request."""

from collections.abc import Iterator

from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.needs import cannot_tell, figures, sides_of, total, unread
from xlplugin.rules.requests.r01_balance import RULE as BALANCE
from xlplugin.text import Text


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    doubtful: list[str] = []
    for sides in sides_of(BALANCE, filing.form):
        if missing := unread(filing, sides.fields):
            doubtful += missing
        elif total(filing, sides.left) == 0 < total(filing, sides.right):
            there = [field for field in sides.right if filing.amount(field)]
            yield Hit(sides.at, actual=filing.cell(sides.at).value, related=sides.fields, words={"there": figures(filing, there, "row")})
    yield from cannot_tell(filing, doubtful)


RULE = Rule(
    id="R05",
    severity=Severity.ERROR,
    title=Text("没有申请，却有办理结果或结转", "results or a carry-over without any request"),
    message=Text(
        "「{table}」“{column}”列本年新收和上年结转都是 0，却填有：{there}。请核对申请台账：是漏填了新收或上年结转，还是办理结果填错了栏。",
        'column "{column}": no request was received or carried in, but the column has {there}. Check the register: either the number received or carried in is missing, or the results belong in another column',
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
    check=_check,
    replaces=("R07",),
    covers=("R01",),
    examples=(
        Example({"requests.received.other": 6, "requests.results_total.other": 6}),
        Example({"requests.other_other.other": 6, "requests.results_total.other": 6}, fails_at=("requests.results_total.other",)),
        Example({"requests.received.company": None, "requests.carried_over.company": 1}, fails_at=("requests.results_total.company",)),
        Example({"requests.other.other": 6, "requests.results_total.other": 6}, edition="2019", fails_at=("requests.results_total.other",)),
    ),
)
