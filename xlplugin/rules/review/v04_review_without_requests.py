"""V04: review or litigation without a request in hand."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.review.v01_outcomes_sum import RULE as OUTCOMES_SUM
from xlplugin.rules.shared.cells_needed import cannot_tell, figures, sides_of, unread
from xlplugin.text import Text

_IN_HAND = ("requests.received.total", "requests.carried_in.total")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    totals = [sides.at for sides in sides_of(OUTCOMES_SUM, filing.form)]
    cases = [field for field in totals if filing.amount(field) > 0]
    rows = {total.rpartition(".")[0] for total in _IN_HAND}
    if not cases or any(filing.amount(field) > 0 for field in filing.form.fields if field.rpartition(".")[0] in rows):
        return  # a blank total is R04's; the requests are there
    if missing := unread(filing, _IN_HAND):
        yield from cannot_tell(filing, missing)
        return
    yield Hit(cases[0], actual=filing.amount(cases[0]), related=(*cases[1:], *_IN_HAND), words={"cases": figures(filing, cases)})


RULE = Rule(
    id="V04",
    severity=Severity.INFO,
    title=Text("没有申请，却有复议或诉讼", "reconsideration or litigation without any request"),
    lead=IN_TABLE_ZH,
    fact=Text("填有：{cases}，而第三部分本年新收和上年结转都是 0。", "section four has {cases}, but no request was received or carried in"),
    ask=Text(
        "请看是否计入了与信息公开无关的案件；往年申请引起的不必修改。",
        "See whether cases on other matters were counted; if they are about earlier requests, leave them",
    ),
    rationale=Text(
        "信息公开的复议、诉讼多由申请引起，但常晚一年。也有把本机关全部复议、诉讼案件填进来的。",
        "These cases follow requests, often a year later. Some offices enter all their cases, whatever they are about.",
    ),
    source=Text("经验判断", "judgement"),
    check=_check,
    needs=Needs(on_form=_IN_HAND, sides_of=OUTCOMES_SUM),
    examples=(
        Example({"requests.received.total": 1, "review.reconsideration.total": 1}),
        Example({"review.reconsideration.total": 2, "review.litigation_direct.total": 1}, fails_at=("review.reconsideration.total",), related=("review.litigation_direct.total", *_IN_HAND)),
        Example({"requests.received.total": None, "requests.received.other": 2, "review.reconsideration.total": 2}),
        Example({"requests.received.total": None, "review.litigation_direct.total": 1}, fails_at=("review.litigation_direct.total",)),
    ),
)
