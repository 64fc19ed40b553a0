"""N08: reconsideration and litigation, in the text and in section four."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.narrative.compare import MEND, SOURCE, differences, hit
from xlplugin.rules.narrative.mentions import said
from xlplugin.rules.narrative.subject_cells import cells_of
from xlplugin.rules.narrative.whole_text import with_whole_text
from xlplugin.rules.shared.cells_needed import cannot_tell, total, unread
from xlplugin.sentences import Share
from xlplugin.text import Text

_ROUTES = ("reconsideration", "litigation")
_OUTCOMES = tuple(f"{route}_{outcome}" for route in _ROUTES for outcome in ("upheld", "corrected", "other", "pending"))
RECONSIDERATION, DIRECT, AFTER = "review.reconsideration.total", "review.litigation_direct.total", "review.litigation_after_review.total"


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """The number may be that of all cases, or of those that were decided. One that says there were none is N09's."""
    yield from differences(filing, _OUTCOMES)
    told: set[tuple[str, object]] = set()
    for one in said(filing, *_ROUTES, "cases", "litigation_direct", "litigation_after_review"):
        name, number = one.mention.subject, one.mention.number
        if number in (0, "all") or isinstance(number, Share) or (name, number) in told:
            continue
        told.add((name, number))
        cells = cells_of(filing.form, name)
        pending = tuple(field.replace(".total", ".pending") for field in cells)
        if missing := unread(filing, (*cells, *pending)):
            yield from cannot_tell(filing, missing)
        elif number not in (total(filing, cells), total(filing, cells) - total(filing, pending)):
            yield hit(filing, one, cells)


RULE = Rule(
    id="N08",
    severity=Severity.WARNING,
    title=Text("文字中的复议、诉讼件数与表格不一致", "the reconsiderations or lawsuits in the text are not the table's"),
    lead=Text("{where}", "{where} "),
    fact=Text("写有{quote}，{what} {said} 件；表中：{shown}。", "says {quote}: {what} {said}; the table has {shown}"),
    ask=Text("请核对案件台账，改正有误的一处。", "Check the list of cases and correct the one that is wrong"),
    rationale=Text(
        "行政复议件数应等于第四部分该项总计，行政诉讼件数应等于直接起诉与复议后起诉之和；只写已审结的，也对得上。",
        "Reconsiderations are the total of that route, lawsuits the two routes together; a text that counts only the decided cases agrees, too.",
    ),
    mend=MEND,
    source=SOURCE,
    check=with_whole_text(_check),
    subject="sentence",
    needs=Needs(text=True, row_sums=True, one_of=("review",)),
    examples=(
        Example({RECONSIDERATION: 2, DIRECT: 1, AFTER: 1}, narrative={"review": "发生行政复议2件、行政诉讼2件。"}),
        Example({RECONSIDERATION: 3, "review.reconsideration.pending": 1}, narrative={"review": "政府信息公开行政复议2件。"}),
        Example(
            {RECONSIDERATION: 2, DIRECT: 1},
            narrative={"review": "发生行政复议3件、行政诉讼2件。"},
            fails_at=(RECONSIDERATION, DIRECT),
            says=("行政复议 3 件；表中：行政复议·总计 2。", "行政诉讼 2 件；表中：诉讼·未经复议直接起诉·总计 1。"),
        ),
        Example({RECONSIDERATION: 2, AFTER: 1, "review.litigation_after_review.pending": 1}, narrative={"review": "复议、诉讼案件合计2件。未经复议直接起诉0件，复议后起诉1件。"}),
        Example({RECONSIDERATION: 2, DIRECT: 1}, narrative={"review": "复议、诉讼案件合计4件。"}, fails_at=(RECONSIDERATION,), says="行政复议和行政诉讼 4 件"),
        Example({DIRECT: 2}, narrative={"review": "未经复议直接起诉3件。"}, fails_at=(DIRECT,)),
        Example({RECONSIDERATION: 134}, narrative={"overview": "全年备案审查行政复议案件12件。"}),
        Example({RECONSIDERATION: None}, narrative={"review": "发生行政复议1件。"}, fails_at=(RECONSIDERATION,)),
        Example({DIRECT: 1}, narrative={"review": "无行政诉讼。"}),
    ),
)
