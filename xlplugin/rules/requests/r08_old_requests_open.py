"""R08: requests carried in from last year are still open."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.text import Text

_FIELDS = ("requests.received.total", "requests.carried_in.total", "requests.results_total.total", "requests.carried_over.total")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    received, carried_in, closed, carried_over = (filing.amount(field) for field in _FIELDS)
    if carried_over > received + carried_in:
        return  # R07 and R05 say it: nothing was carried over that could be old
    words = {"received": received, "carried_in": carried_in}
    if carried_over > received:
        yield Hit(_FIELDS[3], actual=carried_over, related=_FIELDS[:3], words=words | {"old": carried_over - received})
    elif carried_in > 0 == closed and carried_over >= carried_in:
        yield Hit(_FIELDS[3], actual=carried_over, related=_FIELDS[:3], words=words, case="none_closed")


RULE = Rule(
    id="R08",
    severity=Severity.WARNING,
    title=Text("上年结转的申请仍未办结", "requests of last year are still open"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{column}”列：结转下年 {actual} 件，多于本年新收 {received} 件，即至少 {old} 件是上年结转来的，一年后仍未办结。",
        'column "{column}": {actual} are carried over ("{row}"), but only {received} were received this year: {old} or more came from last year and are still open',
    ),
    ask=Text(
        "答复期限是二十个工作日，请核对结转数；属实的请说明原因。",
        "The time limit is twenty working days. Check the carry-over; if it is true, give the reason",
    ),
    rationale=Text(
        "申请应在二十个工作日内答复，经批准最多再延长二十个工作日。一年还没有办结，要么是结转数填错，要么有超期办理的风险。",
        "A request is answered within twenty working days, forty at most. One that is open for a year is an error in the figures or an overdue answer.",
    ),
    mend=Text(
        "核对结转下年的件数；确有未办结的（如征求第三方意见、检验鉴定等不计入期限），在情况说明中写明。",
        "Check the number carried over; where some are open for a good reason (time not counted in the limit), give it.",
    ),
    source=Text("《条例》第三十三条答复期限；经验判断", "the time limit of article 33 of the Regulations; judgement"),
    cases=(
        Case(
            "none_closed",
            Text("上年的申请一件也没有办结", "none of last year's requests was closed"),
            fact=Text(
                "“{column}”列：上年结转 {carried_in} 件，本年办结 0 件，结转下年 {actual} 件，即上年的申请一件也没有办结。",
                "column \"{column}\": {carried_in} were carried in, none was closed and {actual} are carried over (\"{row}\"): not one of last year's was closed",
            ),
        ),
    ),
    check=_check,
    needs=Needs(fields=_FIELDS),
    examples=(
        Example({"requests.received.total": 10, "requests.carried_in.total": 1, "requests.results_total.total": 9, "requests.carried_over.total": 2}),
        Example({"requests.received.total": 1, "requests.carried_in.total": 2, "requests.carried_over.total": 3}, fails_at=(_FIELDS[3],), says="至少 2 件", related=_FIELDS[:3]),
        Example({_FIELDS[0]: 2, _FIELDS[1]: 2, _FIELDS[2]: None, _FIELDS[3]: 2}, fails_at=(_FIELDS[3],), says="上年的申请一件也没有办结", related=_FIELDS[:3]),
        Example({"requests.received.total": 1, "requests.carried_over.total": 2}),
        Example({"requests.received.total": "约3", "requests.carried_in.total": "约2", "requests.carried_over.total": 2}, not_checked=("requests.received.total",), says="读不出数（原文“约3”），另有 1 格也无法确定"),
        Example({"requests.received.total": 1, "requests.carried_over.total": 1}),
    ),
)
