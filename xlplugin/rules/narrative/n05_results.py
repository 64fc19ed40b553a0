"""N05: how requests were answered, in the text and in section three."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.narrative.compare import MEND, SOURCE, all_told, differences
from xlplugin.rules.narrative.subject_cells import REASONS, RESULTS
from xlplugin.rules.narrative.whole_text import with_whole_text
from xlplugin.text import Text

_RESULTS = ("granted", "partly_granted", "refused", "unavailable", "declined", "other_handled")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """A number of a row within a group may be that of the whole group: texts name one reason for all."""
    yield from differences(filing, (*_RESULTS, "granted_or_partly", *REASONS))
    yield from all_told(filing, _RESULTS, RESULTS, "all")


RULE = Rule(
    id="N05",
    severity=Severity.WARNING,
    title=Text("文字中的办理结果与表格不一致", "the results of requests in the text are not the table's"),
    lead=Text("{where}", "{where} "),
    fact=Text("写有{quote}，{what} {said} 件；表中：{shown}。", "says {quote}: {what} {said}; the table has {shown}"),
    ask=Text("请核对申请台账，改正有误的一处。", "Check the register of requests and correct the one that is wrong"),
    rationale=Text(
        "予以公开、部分公开、不予公开、无法提供、不予处理、其他处理，文字写的件数应等于表中该组各行之和；写明理由的（如信息不存在、信访举报投诉类），应等于该行或该组。",
        "Granted, partly granted, refused, unavailable, declined, other: the text's number is the sum of that group's rows; one given for a single reason is that row's, or the group's.",
    ),
    mend=MEND,
    source=SOURCE,
    cases=(
        Case(
            "all",
            Text("写全部是同一种结果", "all requests with one result"),
            fact=Text("写有{quote}，即全部申请都是“{what}”；表中：{shown}。", "says {quote}: all requests {what}; the table has {shown}"),
        ),
    ),
    check=with_whole_text(_check),
    subject="sentence",
    needs=Needs(text=True, row_sums=True, on_form=(RESULTS,)),
    examples=(
        Example({"requests.granted.total": 3, "requests.refused_by_law.total": 2}, narrative={"requests": "予以公开3件，不予公开2件。"}),
        Example({"requests.granted.total": 3, "requests.refused_by_law.total": 1, "requests.refused_internal_affairs.total": 1}, narrative={"requests": "不予公开2件。"}),
        Example({"requests.granted.total": 3}, narrative={"requests": "予以公开3件，不予公开2件。"}, fails_at=("requests.refused_state_secret.total",), says="表中：“不予公开·国家秘密·总计”等 8 格均为 0。"),
        Example(
            {"requests.received.total": 3, "requests.granted.total": 2, RESULTS: 3},
            narrative={"requests": "收到政府信息公开申请3件，均予以公开。"},
            fails_at=("requests.granted.total",),
        ),
        Example({"requests.other.total": 2}, shape=("other",), narrative={"requests": "其他处理2件，予以公开0件。"}),
        Example({"requests.unavailable_not_held.total": 1, "requests.unavailable_needs_creation.total": 8}, narrative={"requests": "信息不存在9件。"}),
        Example({"requests.unavailable_not_held.total": 3}, narrative={"requests": "信息不存在2件。"}, fails_at=("requests.unavailable_not_held.total",), says="信息不存在 2 件；表中"),
        Example({"requests.declined_petition.total": 80}, narrative={"requests": "属信访举报投诉类申请不予处理80件。"}),
        Example({"requests.declined_petition.total": 80, "requests.declined_repeated.total": 1}, narrative={"requests": "属信访举报投诉类申请不予处理81件。"}),
        Example({"requests.declined_petition.total": 79}, narrative={"requests": "属信访举报投诉类申请不予处理80件。"}, fails_at=("requests.declined_petition.total",)),
        Example({"requests.granted.total": 40, "requests.partly_granted.total": 4}, narrative={"requests": "予以公开和部分公开共45件。"}, fails_at=("requests.granted.total",), says="合计 44"),
        Example({"requests.granted.total": None}, narrative={"requests": "予以公开1件。"}, fails_at=("requests.granted.total",)),
        Example({"requests.granted.company": 1, "requests.granted.total": None}, narrative={"requests": "予以公开1件。"}),
        Example({"requests.refused_by_law.total": 1, "requests.refused_internal_affairs.total": 1}, narrative={"requests": "不予公开3件。"}, fails_at=("requests.refused_state_secret.total",), says="·总计 1，合计 2。"),
    ),
)
