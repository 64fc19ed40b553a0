"""N02: the text says that no request came in and the table has some, or the reverse."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.narrative.compare import MEND, SOURCE, hit
from xlplugin.rules.narrative.mentions import Said, said
from xlplugin.rules.narrative.subject_cells import CARRIED_IN, RECEIVED
from xlplugin.rules.narrative.whole_text import with_whole_text
from xlplugin.rules.shared.cells_needed import cannot_tell, total, unread
from xlplugin.text import Text


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    spoken = said(filing, "received")
    if not spoken:
        return
    if missing := unread(filing, (RECEIVED, CARRIED_IN)):
        yield from cannot_tell(filing, missing)
        return
    received, in_hand = filing.amount(RECEIVED), total(filing, (RECEIVED, CARRIED_IN))
    wrong = [one for one in spoken if one.mention.number != "all" and ((one.mention.number == 0) if received > 0 else (one.mention.number != 0 and in_hand == 0))]
    if not wrong:
        return
    sure = next((one for one in wrong if is_sure(filing, one, spoken)), None)
    one = sure or wrong[0]
    case = (None if sure else "unsure") if received > 0 else "some" if sure else "some_unsure"
    yield hit(filing, one, (RECEIVED,), (RECEIVED, CARRIED_IN), case)


def is_sure(filing: Filing, one: Said, spoken: list[Said]) -> bool:
    """Whether a sentence surely speaks of this organ and the whole year: nothing in it or elsewhere in the text says otherwise."""
    agrees = all((other.mention.number == 0) == (one.mention.number == 0) for other in spoken)
    is_own = filing.organ is not None and filing.scope in (None, "", "本机关")
    return agrees and one.mention.is_firm and one.section != "problems" and is_own and filing.year is not None


RULE = Rule(
    id="N02",
    severity=Severity.ERROR,
    title=Text("文字说没有收到申请而表中有，或者相反", "the text says that no request came in and the table has some, or the reverse"),
    lead=Text("{where}", "{where} "),
    fact=Text("写有{quote}，即没有收到申请；表中：{shown}。", "says {quote}: no request; the table has {shown}"),
    ask=Text("请核对申请台账，改正有误的一处。", "Check the register of requests and correct the one that is wrong"),
    rationale=Text(
        "有没有收到申请，文字和表格只能有一个说法。句子确实说的是本机关、全年的，为错误；“目前尚未收到”一类的，为疑点。",
        "Whether there was a request can have one answer only. It is an error where the sentence surely speaks of this organ and the whole year; where it says 目前 (so far) or the like, a warning.",
    ),
    mend=MEND,
    source=SOURCE,
    cases=(
        Case("unsure", Text("不能确定说的是本机关全年", "not surely of this organ's whole year"), Severity.WARNING),
        Case(
            "some",
            Text("文字写有收到，而表中为 0", "the text tells of requests, the table of none"),
            fact=Text("写有{quote}，{what} {said} 件；表中：{shown}。", "says {quote}: {what} {said}; the table has {shown}"),
        ),
        Case(
            "some_unsure",
            Text("文字写有收到，而表中为 0，但不能确定说的是本机关全年", "the text tells of requests, the table of none, but not surely of this organ's whole year"),
            Severity.WARNING,
            fact=Text("写有{quote}，{what} {said} 件；表中：{shown}。", "says {quote}: {what} {said}; the table has {shown}"),
        ),
    ),
    check=with_whole_text(_check),
    subject="sentence",
    needs=Needs(text=True, row_sums=True, on_form=(RECEIVED, CARRIED_IN)),
    examples=(
        Example(narrative={"overview": "本年度未收到政府信息公开申请。"}),
        Example({RECEIVED: 1}, narrative={"overview": "本年度未收到政府信息公开申请。"}, fails_at=(RECEIVED,), says="即没有收到申请；表中：本年新收·总计 1"),
        Example({RECEIVED: 3}, narrative={"overview": "目前，尚未收到依申请公开事项。"}, fails_at=(RECEIVED,), severity=Severity.WARNING),
        Example({RECEIVED: None}, narrative={"overview": "共受理政府信息公开申请3件。"}, fails_at=(RECEIVED,), says="收到申请 3 件；表中"),
        Example({CARRIED_IN: 3}, narrative={"overview": "共收到政府信息公开申请3件。"}),
        Example({RECEIVED: "#REF!"}, narrative={"overview": "本年度没有受理政府信息公开申请。"}, not_checked=("requests.received.total",)),
        Example({RECEIVED: 3}, organ=None, narrative={"overview": "本年度未收到政府信息公开申请。"}, fails_at=(RECEIVED,), severity=Severity.WARNING),
    ),
)
