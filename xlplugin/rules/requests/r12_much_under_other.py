"""R12: much is closed as "3.其他"."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.shared.cells_needed import exact, percent
from xlplugin.text import Text

_OTHER, _ALL = "requests.other_other.total", "requests.results_total.total"


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    other, closed, share = filing.amount(_OTHER), filing.amount(_ALL), exact(context, "share")
    if closed >= exact(context, "least") and other > share * closed:
        yield Hit(_OTHER, actual=other, related=(_ALL,), words={"closed": closed, "share": percent(share)})


RULE = Rule(
    id="R12",
    severity=Severity.INFO,
    title=Text("计入“3.其他”的偏多", 'much is closed as "3. other"'),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{column}”列：办理总计 {closed} 件，其中“{row}”{actual} 件，超过 {share}。",
        'column "{column}": {actual} of {closed} requests stand under "{row}", more than {share}',
    ),
    ask=Text("请看是否有能归入（一）至（五）各项的；属实的不必修改。", "See whether some belong to items (1) to (5); if the figure is right, leave it"),
    rationale=Text(
        "“其他”是兜底项。多数办理结果都有对应的一项，归得太多，往往是没有按答复书的结论分类。",
        "This is the item for what fits nowhere else. Most results have an item of their own; many here often means that they were not sorted by what the answers say.",
    ),
    mend=Text("按答复书的结论逐件归类；确属其他的不必修改。", "Sort the requests by what their answers say; what is truly other may stay."),
    source=Text("经验判断", "judgement"),
    check=_check,
    needs=Needs(fields=(_OTHER, _ALL)),
    editions=("2021",),
    examples=(
        Example({"requests.other_other.total": 3, "requests.results_total.total": 10}),
        Example({"requests.other_other.total": 4, "requests.results_total.total": 10}, fails_at=("requests.other_other.total",)),
        Example({"requests.other_other.total": None, "requests.results_total.total": 10}),
        Example({"requests.other.total": 10, "requests.results_total.total": 10}, shape=("other",), not_checked=(None,)),
        Example({"requests.other_other.total": 31, "requests.results_total.total": 100}, fails_at=("requests.other_other.total",), says="办理总计 100 件", related=(_ALL,)),
        Example({"requests.other_other.total": 3, "requests.results_total.total": 9}),
    ),
)
