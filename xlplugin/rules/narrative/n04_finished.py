"""N04: requests answered or finished, in the text and in section three."""

from collections.abc import Iterator
from decimal import Decimal

from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.narrative.compare import MEND, SOURCE, hit
from xlplugin.rules.narrative.said import said
from xlplugin.rules.narrative.totals import CARRIED_OVER, RESULTS, cells_of
from xlplugin.rules.needs import cannot_tell, total, unread
from xlplugin.text import Text

_ALL = Text(
    "{where}写有{quote}，即申请全部办结；表中：{shown}。请核对是否还有申请在办，改正有误的一处。",
    "{where} says {quote}: all requests were answered; the table has {shown}. Check whether any were still open, and correct the one that is wrong",
)


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """答复 may leave out what the organ did not go on with, （六）其他处理."""
    spoken = said(filing, "finished")
    others = cells_of(filing.form, "other_handled")
    if not spoken:
        return
    if missing := unread(filing, (RESULTS, CARRIED_OVER, *others)):
        yield from cannot_tell(filing, missing)
        return
    results, unanswered = filing.amount(RESULTS), total(filing, others)
    told: set[object] = set()
    for one in spoken:
        number = one.mention.number
        if number in told:
            continue
        if number == "all" and filing.amount(CARRIED_OVER) > 0:
            told.add(number)
            yield hit(filing, one, (CARRIED_OVER,), message=_ALL, severity=Severity.INFO)
        elif isinstance(number, (int, Decimal)) and number not in (results, results - unanswered):
            told.add(number)
            yield hit(filing, one, (RESULTS,))


RULE = Rule(
    id="N04",
    severity=Severity.WARNING,
    title=Text("文字中的答复、办结件数与表格不一致", "the number of requests answered in the text is not the table's"),
    message=Text(
        "{where}写有{quote}，{what} {said} 件；表中：{shown}。请核对申请台账，改正有误的一处。",
        "{where} says {quote}: {what} {said}; the table has {shown}. Check the register of requests and correct the one that is wrong",
    ),
    rationale=Text(
        "答复、办结的件数就是“本年度办理结果”的总计。写“全部办结”而表中有结转的，为提示：结转的也许都未到期限。",
        'What was answered is the total of the results. "All answered" with requests carried over is an info: those may not have been due.',
    ),
    mend=MEND,
    source=SOURCE,
    check=_check,
    examples=(
        Example({RESULTS: 16}, narrative={"overview": "共答复政府信息公开申请16件。"}),
        Example({RESULTS: 16}, narrative={"overview": "共答复政府信息公开申请15件。"}, fails_at=(RESULTS,)),
        Example({"requests.received.total": 5, RESULTS: 4, CARRIED_OVER: 1}, narrative={"overview": "收到政府信息公开申请5件，均已按时办结。"}, fails_at=(CARRIED_OVER,)),
        Example({RESULTS: None}, narrative={"overview": "办结政府信息公开申请2件。"}, fails_at=(RESULTS,)),
        Example({RESULTS: "#REF!"}, narrative={"overview": "办结政府信息公开申请2件。"}),
    ),
)
