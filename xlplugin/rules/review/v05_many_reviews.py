"""V05: reconsiderations or litigation out of proportion."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, IN_TABLE_ZH, Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.shared.cells_needed import exact, percent, total
from xlplugin.text import Text

_RESULTS, _REVIEWS = "requests.results_total.total", "review.reconsideration.total"
_LITIGATION = ("review.litigation_direct.total", "review.litigation_after_review.total")
_FIELDS = (_RESULTS, _REVIEWS, *_LITIGATION)


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    share, least = exact(context, "share"), exact(context, "least")
    results, reviews, litigation = filing.amount(_RESULTS), filing.amount(_REVIEWS), total(filing, _LITIGATION)
    if max(results, reviews) >= least and reviews > share * results:
        yield Hit(_REVIEWS, actual=reviews, related=(_RESULTS,), words={"results": results, "share": percent(share)})
    if litigation >= least and litigation > reviews + results:
        yield Hit(_LITIGATION[0], actual=litigation, related=(_LITIGATION[1], _REVIEWS, _RESULTS), words={"results": results, "reviews": reviews}, case="litigation")


RULE = Rule(
    id="V05",
    severity=Severity.INFO,
    title=Text("复议、诉讼与办理的申请不成比例", "reconsiderations or litigation out of proportion"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{row}”总计 {actual} 件，而第三部分办理总计只有 {results} 件，复议超过办理的 {share}。",
        '"{row}": {actual} cases are more than {share} of the {results} requests closed in section three',
    ),
    ask=Text("请看是否计入了与信息公开无关的案件；属实的不必修改。", "See whether cases on other matters were counted; if not, leave them"),
    rationale=Text("多数申请不会进入复议、诉讼。比例过高，往往是把本机关全部案件填了进来。", "Most requests go to no review. A large share often means that all cases of the organ were entered."),
    source=Text("经验判断", "judgement"),
    cases=(
        Case(
            "litigation",
            Text("诉讼多于复议与办理之和", "more litigation than reconsiderations and requests"),
            lead=IN_TABLE,
            fact=Text(
                "行政诉讼（直接起诉和复议后起诉）共 {actual} 件，多于行政复议 {reviews} 件与第三部分办理总计 {results} 件之和。",
                "{actual} cases of litigation are more than the {reviews} reconsiderations and the {results} requests closed in section three together",
            ),
        ),
    ),
    check=_check,
    needs=Needs(fields=_FIELDS),
    examples=(
        Example({_RESULTS: 10, _REVIEWS: 8, _LITIGATION[0]: 18}),
        Example({_RESULTS: 10, _REVIEWS: 9}, fails_at=(_REVIEWS,)),
        Example({_RESULTS: 9, _REVIEWS: 9}),
        Example({_RESULTS: 7, _REVIEWS: 2, _LITIGATION[0]: 9, _LITIGATION[1]: 1}, fails_at=(_LITIGATION[0],), says="共 10 件，多于行政复议 2 件与第三部分办理总计 7 件之和"),
        Example({_RESULTS: None, _REVIEWS: 12}, fails_at=(_REVIEWS,)),
        Example({_RESULTS: 20, _REVIEWS: 17}, fails_at=(_REVIEWS,), says="超过办理的 80%"),
    ),
)
