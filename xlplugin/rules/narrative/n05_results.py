"""N05: how requests were answered, in the text and in section three."""

from collections.abc import Iterator

from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.narrative.compare import MEND, SOURCE, differences, hit
from xlplugin.rules.narrative.said import said
from xlplugin.rules.narrative.totals import RESULTS, cells_of
from xlplugin.rules.needs import cannot_tell, total, unread
from xlplugin.text import Text

_RESULTS = ("granted", "partly_granted", "refused", "unavailable", "declined", "other_handled")
_ALL = Text(
    "{where}写有{quote}，即全部申请都是“{what}”；表中：{shown}。请核对申请台账，改正有误的一处。",
    "{where} says {quote}: all requests {what}; the table has {shown}. Check the register of requests and correct the one that is wrong",
)


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    yield from differences(filing, _RESULTS)
    told: set[str] = set()
    for one in said(filing, *_RESULTS):
        cells = cells_of(filing.form, one.mention.subject)
        if one.mention.number != "all" or not cells or one.mention.subject in told:
            continue
        told.add(one.mention.subject)
        if missing := unread(filing, (*cells, RESULTS)):
            yield from cannot_tell(filing, missing)
        elif total(filing, cells) != filing.amount(RESULTS):
            yield hit(filing, one, cells, (*cells, RESULTS), _ALL)


RULE = Rule(
    id="N05",
    severity=Severity.WARNING,
    title=Text("文字中的办理结果与表格不一致", "the results of requests in the text are not the table's"),
    message=Text(
        "{where}写有{quote}，{what} {said} 件；表中：{shown}。请核对申请台账，改正有误的一处。",
        "{where} says {quote}: {what} {said}; the table has {shown}. Check the register of requests and correct the one that is wrong",
    ),
    rationale=Text(
        "予以公开、部分公开、不予公开、无法提供、不予处理、其他处理，文字写的件数应等于表中该组各行之和。",
        "Granted, partly granted, refused, unavailable, declined, other: the text's number is the sum of that group's rows.",
    ),
    mend=MEND,
    source=SOURCE,
    check=_check,
    examples=(
        Example({"requests.granted.total": 3, "requests.refused_by_law.total": 2}, narrative={"requests": "予以公开3件，不予公开2件。"}),
        Example({"requests.granted.total": 3, "requests.refused_by_law.total": 1, "requests.refused_internal_affairs.total": 1}, narrative={"requests": "不予公开2件。"}),
        Example({"requests.granted.total": 3}, narrative={"requests": "予以公开3件，不予公开2件。"}, fails_at=("requests.refused_state_secret.total",)),
        Example(
            {"requests.received.total": 3, "requests.granted.total": 2, RESULTS: 3},
            narrative={"requests": "收到政府信息公开申请3件，均予以公开。"},
            fails_at=("requests.granted.total",),
        ),
        Example({"requests.other.total": 2}, shape=("other",), narrative={"requests": "其他处理2件，予以公开0件。"}),
        Example({"requests.granted.total": None}, narrative={"requests": "予以公开1件。"}, fails_at=("requests.granted.total",)),
    ),
)
