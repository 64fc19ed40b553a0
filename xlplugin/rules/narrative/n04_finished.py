"""N04: requests answered or finished, in the text and in section three."""

from collections.abc import Iterator
from decimal import Decimal

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.narrative.compare import MEND, SOURCE, hit
from xlplugin.rules.narrative.mentions import said
from xlplugin.rules.narrative.subject_cells import CARRIED_IN, CARRIED_OVER, RECEIVED, RESULTS, cells_of
from xlplugin.rules.narrative.whole_text import with_whole_text
from xlplugin.rules.shared.cells_needed import cannot_tell, total, unread
from xlplugin.text import Text


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    yield from _finished(filing)
    yield from _handled(filing)


def _handled(filing: Filing) -> Iterator[Hit | Unknown]:
    """办理 N 件 may mean those in hand, those received or those answered: only a number that is none of these is wrong."""
    others = cells_of(filing.form, "other_handled")
    used = (RESULTS, RECEIVED, CARRIED_IN)
    told: set[object] = set()
    for one in said(filing, "handled"):
        number = one.mention.number
        if not isinstance(number, (int, Decimal)) or number in told:
            continue
        told.add(number)
        if missing := unread(filing, (*used, *others)):
            yield from cannot_tell(filing, missing)
            return
        results, received = filing.amount(RESULTS), filing.amount(RECEIVED)
        if number not in (results, results - total(filing, others), received, received + filing.amount(CARRIED_IN)):
            yield hit(filing, one, (RESULTS,), used, case="handled")


def _finished(filing: Filing) -> Iterator[Hit | Unknown]:
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
            yield hit(filing, one, (CARRIED_OVER,), case="all")
        elif isinstance(number, (int, Decimal)) and number not in (results, results - unanswered):
            told.add(number)
            yield hit(filing, one, (RESULTS,))


RULE = Rule(
    id="N04",
    severity=Severity.WARNING,
    title=Text("文字中的答复、办结件数与表格不一致", "the number of requests answered in the text is not the table's"),
    lead=Text("{where}", "{where} "),
    fact=Text("写有{quote}，{what} {said} 件；表中：{shown}。", "says {quote}: {what} {said}; the table has {shown}"),
    ask=Text("请核对申请台账，改正有误的一处。", "Check the register of requests and correct the one that is wrong"),
    rationale=Text(
        "答复、办结的件数就是“本年度办理结果”的总计。写“全部办结”而表中有结转的，为提示：结转的也许都未到期限。",
        'What was answered is the total of the results. "All answered" with requests carried over is an info: those may not have been due.',
    ),
    mend=MEND,
    source=SOURCE,
    cases=(
        Case(
            "all",
            Text("写全部办结，而有结转", "all answered, though some were carried over"),
            Severity.INFO,
            fact=Text("写有{quote}，即申请全部办结；表中：{shown}。", "says {quote}: all requests were answered; the table has {shown}"),
            ask=Text("请核对是否还有申请在办，改正有误的一处。", "Check whether any were still open, and correct the one that is wrong"),
        ),
        Case(
            "handled",
            Text("写办理多少件，而新收、收到和结转、办结都不是这个数", "handled: neither those received, nor those in hand, nor those answered"),
            ask=Text(
                "新收数、新收加上年结转数、办理总计都对不上，请核对申请台账，改正有误的一处。",
                "It is neither the requests received, nor those in hand, nor those answered. Check the register of requests and correct the one that is wrong",
            ),
        ),
    ),
    check=with_whole_text(_check),
    subject="sentence",
    needs=Needs(text=True, row_sums=True, on_form=(RESULTS, CARRIED_OVER)),
    examples=(
        Example({RESULTS: 16, CARRIED_OVER: 1}, narrative={"overview": "共答复政府信息公开申请16件。"}),
        Example({RESULTS: 16}, narrative={"overview": "共答复政府信息公开申请15件。"}, fails_at=(RESULTS,)),
        Example({"requests.received.total": 5, RESULTS: 4, CARRIED_OVER: 1}, narrative={"overview": "收到政府信息公开申请5件，均已按时办结。"}, fails_at=(CARRIED_OVER,), severity=Severity.INFO),
        Example({RECEIVED: 16, CARRIED_IN: 2, RESULTS: 17, CARRIED_OVER: 1}, narrative={"overview": "共办理政府信息公开申请18件。"}),
        Example({RECEIVED: 16, CARRIED_IN: 2, RESULTS: 17, CARRIED_OVER: 1}, narrative={"overview": "共办理政府信息公开申请19件。"}, fails_at=(RESULTS,), says="办理 19 件；表中：办理总计·总计 17、本年新收·总计 16、上年结转·总计 2"),
        Example({RECEIVED: 16, RESULTS: 16}, narrative={"overview": "共办理政府信息公开申请19件。", "other": "全年办理政府信息公开申请19件。"}, fails_at=(RESULTS,)),
        Example({RECEIVED: "#REF!", RESULTS: 17}, narrative={"overview": "共办理政府信息公开申请19件。"}, not_checked=(RECEIVED,)),
        Example({RESULTS: None}, narrative={"overview": "办结政府信息公开申请2件。"}, fails_at=(RESULTS,)),
        Example({RESULTS: "#REF!"}, narrative={"overview": "办结政府信息公开申请2件。"}, not_checked=("requests.results_total.total",)),
        Example({"requests.received.total": 5, RESULTS: 5}, narrative={"overview": "收到政府信息公开申请5件，均已按时办结。"}),
    ),
)
