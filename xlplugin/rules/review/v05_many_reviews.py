"""V05: reconsiderations or litigation out of proportion."""

from collections.abc import Iterator

from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.needs import cannot_tell, exact, has, percent, total, unread
from xlplugin.text import Text

_RESULTS, _REVIEWS = "requests.results_total.total", "review.reconsideration.total"
_LITIGATION = ("review.litigation_direct.total", "review.litigation_after_review.total")
_MANY_CASES = Text(
    "「{table}」行政诉讼（直接起诉和复议后起诉）共 {actual} 件，多于行政复议 {reviews} 件与第三部分办理总计 {results} 件之和。请看是否计入了与信息公开无关的案件；属实的不必修改。",
    "{table}: {actual} cases of litigation are more than the {reviews} reconsiderations and the {results} requests closed in section three together. See whether cases on other matters were counted; if not, leave them",
)


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    fields = (_RESULTS, _REVIEWS, *_LITIGATION)
    if not has(filing.form, *fields):
        return
    if missing := unread(filing, fields):
        yield from cannot_tell(filing, missing)
        return
    share, least = exact(context, "V05", "share"), exact(context, "V05", "least")
    results, reviews, litigation = filing.amount(_RESULTS), filing.amount(_REVIEWS), total(filing, _LITIGATION)
    words = {"results": results, "reviews": reviews, "share": percent(share)}
    if max(results, reviews) >= least and reviews > share * results:
        yield Hit(_REVIEWS, actual=reviews, related=(_RESULTS,), words=words)
    if litigation >= least and litigation > reviews + results:
        yield Hit(_LITIGATION[0], actual=litigation, related=(_LITIGATION[1], _REVIEWS, _RESULTS), words=words, message=_MANY_CASES)


RULE = Rule(
    id="V05",
    severity=Severity.INFO,
    title=Text("复议、诉讼与办理的申请不成比例", "reconsiderations or litigation out of proportion"),
    message=Text(
        "「{table}」“{row}”总计 {actual} 件，而第三部分办理总计只有 {results} 件，复议超过办理的 {share}。请看是否计入了与信息公开无关的案件；属实的不必修改。",
        '"{row}": {actual} cases are more than {share} of the {results} requests closed in section three. See whether cases on other matters were counted; if not, leave them',
    ),
    rationale=Text("多数申请不会进入复议、诉讼。比例过高，往往是把本机关全部案件填了进来。", "Most requests go to no review. A large share often means that all cases of the organ were entered."),
    mend=Text("只计因政府信息公开引起的复议、诉讼；属实的不必修改。", "Count only cases on information disclosure; if the figures are right, leave them."),
    source=Text("经验判断", "judgement"),
    check=_check,
    examples=(
        Example({_RESULTS: 10, _REVIEWS: 8}),
        Example({_RESULTS: 10, _REVIEWS: 9}, fails_at=(_REVIEWS,)),
        Example({_RESULTS: 3, _REVIEWS: 3}),
        Example({_RESULTS: 8, _REVIEWS: 2, _LITIGATION[0]: 10, _LITIGATION[1]: 1}, fails_at=(_LITIGATION[0],)),
        Example({_RESULTS: None, _REVIEWS: 12}, fails_at=(_REVIEWS,)),
    ),
)
