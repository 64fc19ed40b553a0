"""N07: percentages in the text, worked out again from the tables."""

from collections.abc import Iterator
from decimal import Decimal

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.narrative.mentions import said
from xlplugin.rules.narrative.subject_cells import CARRIED_IN, RECEIVED, RESULTS, Cells, cells_of
from xlplugin.rules.narrative.whole_text import with_whole_text
from xlplugin.rules.shared.cells_needed import cannot_tell, exact, figures, total, unread
from xlplugin.sentences import Share
from xlplugin.text import Text

_APPLICANTS = ("natural_person", "organisation", "company", "research", "public_interest", "legal_service")
_RESULTS = ("granted", "partly_granted", "granted_or_partly", "refused", "unavailable", "declined", "other_handled")
_OUTCOMES = tuple(f"{route}_{outcome}" for route in ("reconsideration", "litigation") for outcome in ("upheld", "corrected", "pending"))

_PERSONS = "requests.received.natural_person"


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    told: set[tuple[str, Share]] = set()
    for one in said(filing, "finished", *_APPLICANTS, *_RESULTS, *_OUTCOMES):
        name, share = one.mention.subject, one.mention.number
        cells = cells_of(filing.form, name)
        if not isinstance(share, Share) or not cells or (name, share) in told:
            continue
        told.add((name, share))
        wholes = _wholes(filing, name)
        used = tuple(dict.fromkeys(field for plus, minus in wholes for field in (*plus, *minus)))
        if missing := unread(filing, (*cells, *used)):
            yield from cannot_tell(filing, missing)
            continue
        part = Decimal(total(filing, cells))
        sums = [Decimal(total(filing, plus)) - Decimal(total(filing, minus)) for plus, minus in wholes]
        shares = [part / whole * 100 for whole in sums if whole > 0]
        allowed = max(exact(context, "points"), _half_a_digit(share))
        if shares and all(abs(found - share.percent) > allowed for found in shares):
            words = {**one.words, "said": str(share), "share": f"{shares[0].quantize(Decimal('0.1'))}%", "shown": figures(filing, (*cells, *used), most=6)}
            yield Hit(cells[0], actual=total(filing, cells), related=tuple(field for field in (*cells, *used) if field != cells[0]), words=words, basis=one.basis, span=one.span)


def _wholes(filing: Filing, name: str) -> list[tuple[Cells, Cells]]:
    """The sums of which it may be a percentage, as what is added and what is taken off: cases may be counted without those pending."""
    if name == "finished":
        return [((RECEIVED, CARRIED_IN), ()), ((RECEIVED,), ())]
    if name in _APPLICANTS:
        return [((RECEIVED,), ())]
    if name in _RESULTS:
        return [((RESULTS,), ()), ((RECEIVED,), ()), ((RECEIVED, CARRIED_IN), ())]
    route = name.partition("_")[0]
    every, pending = cells_of(filing.form, route), cells_of(filing.form, f"{route}_pending")
    return [(every, ())] if name.endswith("_pending") else [(every, ()), (every, pending)]


def _half_a_digit(share: Share) -> Decimal:
    """What rounding to the decimals of the text may take away: 60% may stand for 59.6 %."""
    exponent = share.percent.as_tuple().exponent
    return Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)


RULE = Rule(
    id="N07",
    severity=Severity.INFO,
    title=Text("文字中的百分比与表格算不出来", "a percentage in the text does not follow from the tables"),
    lead=Text("{where}", "{where} "),
    fact=Text(
        "写有{quote}，{what} {said}；按表中数字为 {share}（{shown}）。",
        "says {quote}: {what} {said}, but the tables give {share} ({shown})",
    ),
    ask=Text("请核算。", "Work it out again"),
    rationale=Text("百分比多是手工算的，表格改了，百分比常常忘了改。四舍五入造成的差别不计。", "Percentages are worked out by hand and forgotten when the tables change. Rounding is allowed for."),
    mend=Text("按表中数字重新计算，或写明百分比的口径。", "Work the percentage out from the tables, or say what it is a percentage of."),
    source=Text("经验判断", "judgement"),
    check=with_whole_text(_check),
    subject="sentence",
    needs=Needs(text=True, row_sums=True, one_of=("requests", "review")),
    examples=(
        Example({RECEIVED: 13, RESULTS: 11}, narrative={"requests": "办结政府信息公开申请11件，办结率84.71%。"}),
        Example({RECEIVED: 13, CARRIED_IN: 2, RESULTS: 11}, narrative={"requests": "办结率96%。"}, fails_at=(RESULTS,), says="按表中数字为 73.3%（办理总计·总计 11、本年新收·总计 13、上年结转·总计 2）", related=(RECEIVED, CARRIED_IN)),
        Example({RECEIVED: 40, _PERSONS: 37}, narrative={"requests": "自然人申请占92%。"}),
        Example({"review.reconsideration.total": 10, "review.reconsideration.upheld": 8, "review.reconsideration.pending": 2}, narrative={"review": "行政复议10件，维持率100%。"}),
        Example({RECEIVED: None, RESULTS: 1}, narrative={"requests": "办结率100%。"}),
        Example({RECEIVED: 9, _PERSONS: 5}, narrative={"requests": "自然人申请占55%。"}, fails_at=(_PERSONS,)),
        Example({RECEIVED: 13, RESULTS: 11}, narrative={"requests": "办结率84.2%。"}, fails_at=(RESULTS,)),
        Example({RECEIVED: 13, RESULTS: 11}, narrative={"requests": "办结率84.72%。"}, fails_at=(RESULTS,)),
        Example({RECEIVED: 1}, narrative={"requests": "办结率100%。"}, fails_at=(RESULTS,)),
        Example({RECEIVED: 10, RESULTS: 10, "requests.refused_by_law.total": 3}, narrative={"requests": "不予公开占40%。"}, fails_at=("requests.refused_state_secret.total",), says="过程性信息·总计 0 等 11 格"),
        Example({"review.reconsideration.total": 10, "review.reconsideration.upheld": 8, "review.reconsideration.pending": 1}, narrative={"review": "行政复议10件，维持率95%。"}, fails_at=("review.reconsideration.upheld",)),
    ),
)
