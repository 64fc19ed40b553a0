"""R09: a large share of the requests is carried over."""

from collections.abc import Iterator

from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.needs import cannot_tell, exact, has, percent, total, unread
from xlplugin.text import Text

_IN_HAND = ("requests.received.total", "requests.carried_in.total")
_OVER = "requests.carried_over.total"


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if not has(filing.form, *_IN_HAND, _OVER):
        return
    if missing := unread(filing, (*_IN_HAND, _OVER)):
        yield from cannot_tell(filing, missing)
        return
    in_hand, over, share = total(filing, _IN_HAND), filing.amount(_OVER), exact(context, "R09", "share")
    if in_hand >= exact(context, "R09", "least") and over > share * in_hand:
        yield Hit(_OVER, actual=over, related=_IN_HAND, words={"in_hand": in_hand, "share": percent(share)})


RULE = Rule(
    id="R09",
    severity=Severity.INFO,
    title=Text("结转下年的比例偏高", "a large share is carried over"),
    message=Text(
        "「{table}」“{column}”列：全部申请（本年新收＋上年结转）{in_hand} 件，结转下年 {actual} 件，超过 {share}。请看结转数是否准确、有无超期未答复的；属实的不必修改。",
        'column "{column}": {actual} of {in_hand} requests are carried over ("{row}"), more than {share}. See whether the number is right and whether any answer is overdue; if it is right, leave it',
    ),
    rationale=Text(
        "答复期限是二十个工作日，年底未办结的一般只是最后一个月收到的申请。",
        "The time limit is twenty working days, so that usually only requests of the last month are open at the end of the year.",
    ),
    mend=Text("核对 12 月 31 日尚未办结的件数；属实的不必修改。", "Count the requests open on 31 December; if the number is right, leave it."),
    source=Text("《条例》第三十三条答复期限；比例为经验判断", "the time limit of article 33 of the Regulations; the share is judgement"),
    check=_check,
    examples=(
        Example({"requests.received.total": 10, "requests.carried_over.total": 3}),
        Example({"requests.received.total": 8, "requests.carried_in.total": 2, "requests.carried_over.total": 4}, fails_at=("requests.carried_over.total",)),
        Example({"requests.received.total": 9, "requests.carried_over.total": 9}),
        Example({"requests.received.total": 20, "requests.carried_in.total": None, "requests.carried_over.total": 7}, fails_at=("requests.carried_over.total",)),
    ),
)
