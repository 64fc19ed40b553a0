"""N09: the text says that there was no case, or that all were upheld, and section four says otherwise."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.narrative.compare import MEND, SOURCE, hit
from xlplugin.rules.narrative.mentions import said
from xlplugin.rules.narrative.n02_none_received import is_sure
from xlplugin.rules.narrative.subject_cells import cells_of
from xlplugin.rules.narrative.whole_text import with_whole_text
from xlplugin.rules.shared.cells_needed import cannot_tell, total, unread
from xlplugin.text import Text


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    for route in ("reconsideration", "litigation"):
        yield from _no_case(filing, route)
        yield from _all_upheld(filing, route)


def _no_case(filing: Filing, route: str) -> Iterator[Hit | Unknown]:
    spoken = said(filing, route)
    none = [one for one in spoken if one.mention.number == 0]
    cells = cells_of(filing.form, route)
    if not none or not cells:
        return
    if missing := unread(filing, cells):
        yield from cannot_tell(filing, missing)
    elif total(filing, cells) > 0:
        sure = next((one for one in none if is_sure(filing, one, spoken)), None)
        yield hit(filing, sure or none[0], cells, case=None if sure else "unsure")


def _all_upheld(filing: Filing, route: str) -> Iterator[Hit | Unknown]:
    one = next((one for one in said(filing, f"{route}_upheld") if one.mention.number == "all"), None)
    others = tuple(field for outcome in ("corrected", "other", "pending") for field in cells_of(filing.form, f"{route}_{outcome}"))
    if one is None or not others:
        return
    if missing := unread(filing, others):
        yield from cannot_tell(filing, missing)
        return
    filled = tuple(field for field in others if filing.amount(field) > 0)
    if filled:
        yield hit(filing, one, filled, case="upheld")


RULE = Rule(
    id="N09",
    severity=Severity.ERROR,
    title=Text("文字说没有复议、诉讼或均获维持，表中不是", "the text says that there was no case or that all were upheld, and the table says otherwise"),
    lead=Text("{where}", "{where} "),
    fact=Text("写有{quote}，即{what} 0 件；表中：{shown}。", "says {quote}: {what} 0; the table has {shown}"),
    ask=Text("请核对案件台账，改正有误的一处。", "Check the list of cases and correct the one that is wrong"),
    rationale=Text(
        "有没有复议、诉讼，文字和表格只能有一个说法；写“均获维持”的，不应再有被纠正、其他结果或尚未审结的。句子确实说的是本机关、全年的，为错误。",
        'Whether there was a case can have one answer only, and "all upheld" leaves none corrected, with another result or pending. It is an error where the sentence surely speaks of this organ and the whole year.',
    ),
    mend=MEND,
    source=SOURCE,
    cases=(
        Case("unsure", Text("不能确定说的是本机关全年", "not surely of this organ's whole year"), Severity.WARNING),
        Case(
            "upheld",
            Text("写全部维持", "all upheld"),
            Severity.WARNING,
            fact=Text("写有{quote}，即全部维持；表中：{shown}。", "says {quote}: all were upheld; the table has {shown}"),
        ),
    ),
    check=with_whole_text(_check),
    subject="sentence",
    needs=Needs(text=True, row_sums=True, one_of=("review",)),
    examples=(
        Example(narrative={"overview": "未发生因政府信息公开引发的行政复议、行政诉讼。"}),
        Example(
            {"review.reconsideration.total": 1, "review.reconsideration.corrected": 1},
            narrative={"overview": "未发生因政府信息公开引发的行政复议、行政诉讼。"},
            fails_at=("review.reconsideration.total",),
        ),
        Example(
            {"review.reconsideration.total": 2, "review.reconsideration.upheld": 1, "review.reconsideration.corrected": 1},
            narrative={"review": "发生政府信息公开行政复议2件，均获维持。"},
            fails_at=("review.reconsideration.corrected",),
            severity=Severity.WARNING,
        ),
        Example({"review.litigation_direct.total": None}, narrative={"review": "无行政诉讼。"}),
        Example({"review.litigation_direct.total": "#REF!"}, narrative={"review": "无行政诉讼。"}, not_checked=("review.litigation_direct.total",)),
        Example({"review.reconsideration.total": 1}, organ=None, narrative={"overview": "未发生因政府信息公开引发的行政复议。"}, fails_at=("review.reconsideration.total",), severity=Severity.WARNING),
        Example({"review.reconsideration.total": 2, "review.reconsideration.upheld": 2}, narrative={"review": "发生政府信息公开行政复议2件，均获维持。"}),
    ),
)
