"""R09: a large share of the requests is carried over."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.shared.cells_needed import exact, percent, total
from xlplugin.text import Text

_IN_HAND = ("requests.received.total", "requests.carried_in.total")
_OVER = "requests.carried_over.total"


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    in_hand, over, share = total(filing, _IN_HAND), filing.amount(_OVER), exact(context, "share")
    if in_hand >= exact(context, "least") and over > share * in_hand:
        yield Hit(_OVER, actual=over, related=_IN_HAND, words={"in_hand": in_hand, "share": percent(share)})


RULE = Rule(
    id="R09",
    severity=Severity.INFO,
    title=Text("结转下年的比例偏高", "a large share is carried over"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{column}”列：全部申请（本年新收＋上年结转）{in_hand} 件，结转下年 {actual} 件，超过 {share}。",
        'column "{column}": {actual} of {in_hand} requests are carried over ("{row}"), more than {share}',
    ),
    ask=Text(
        "请看结转数是否准确、有无超期未答复的；属实的不必修改。",
        "See whether the number is right and whether any answer is overdue; if it is right, leave it",
    ),
    rationale=Text(
        "答复期限是二十个工作日，年底未办结的一般只是最后一个月收到的申请。",
        "The time limit is twenty working days, so that usually only requests of the last month are open at the end of the year.",
    ),
    source=Text("《条例》第三十三条答复期限；比例为经验判断", "the time limit of article 33 of the Regulations; the share is judgement"),
    check=_check,
    needs=Needs(fields=(*_IN_HAND, _OVER)),
    examples=(
        Example({"requests.received.total": 10, "requests.carried_over.total": 3}),
        Example({"requests.received.total": 8, "requests.carried_in.total": 2, "requests.carried_over.total": 4}, fails_at=("requests.carried_over.total",)),
        Example({"requests.received.total": 9, "requests.carried_over.total": 9}),
        Example({"requests.received.total": 100, "requests.carried_in.total": None, _OVER: 31}, fails_at=(_OVER,), says="全部申请（本年新收＋上年结转）100 件，结转下年 31 件，超过 30%", related=_IN_HAND),
    ),
)
