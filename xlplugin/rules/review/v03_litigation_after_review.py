"""V03: more litigation after reconsideration than reconsiderations."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.text import Text

_AFTER, _REVIEWS = "review.litigation_after_review.total", "review.reconsideration.total"


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if filing.amount(_AFTER) > filing.amount(_REVIEWS):
        yield Hit(_AFTER, actual=filing.amount(_AFTER), related=(_REVIEWS,), words={"reviews": filing.amount(_REVIEWS)})


RULE = Rule(
    id="V03",
    severity=Severity.INFO,
    title=Text("复议后起诉多于行政复议", "more litigation after reconsideration than reconsiderations"),
    lead=IN_TABLE_ZH,
    fact=Text("“{row}”总计 {actual} 件，多于行政复议总计 {reviews} 件。", '"{row}": {actual} cases in all, more than the {reviews} reconsiderations'),
    ask=Text(
        "请看是否应填在“未经复议直接起诉”；复议在上一年的不必修改。",
        "See whether they belong to litigation without reconsideration; if the reconsiderations were last year, leave them",
    ),
    rationale=Text(
        "复议后起诉的案件都先经过复议。跨年的案件会使本年的复议数偏少，但也常见填错了栏。",
        "Each of these cases went through reconsideration first. That may have been last year, but often the column is wrong.",
    ),
    source=Text("经验判断", "judgement"),
    check=_check,
    needs=Needs(fields=(_AFTER, _REVIEWS)),
    examples=(
        Example({_REVIEWS: 2, _AFTER: 2}),
        Example({_REVIEWS: 1, _AFTER: 2}, fails_at=(_AFTER,)),
        Example({_REVIEWS: None, _AFTER: 1}, fails_at=(_AFTER,)),
        Example({_REVIEWS: "#REF!", _AFTER: 1}, not_checked=("review.reconsideration.total",), says="“行政复议·总计”读不出数（原文“#REF!”）\n"),
        Example(not_found=(_AFTER,), not_checked=(_AFTER,), says="没有找到“诉讼·复议后起诉·总计”这一格"),
    ),
)
