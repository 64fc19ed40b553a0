"""V03: more litigation after reconsideration than reconsiderations."""

from collections.abc import Iterator

from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.needs import cannot_tell, has, unread
from xlplugin.text import Text

_AFTER, _REVIEWS = "review.litigation_after_review.total", "review.reconsideration.total"


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if not has(filing.form, _AFTER, _REVIEWS):
        return
    if missing := unread(filing, (_AFTER, _REVIEWS)):
        yield from cannot_tell(filing, missing)
    elif filing.amount(_AFTER) > filing.amount(_REVIEWS):
        yield Hit(_AFTER, actual=filing.amount(_AFTER), related=(_REVIEWS,), words={"reviews": filing.amount(_REVIEWS)})


RULE = Rule(
    id="V03",
    severity=Severity.INFO,
    title=Text("复议后起诉多于行政复议", "more litigation after reconsideration than reconsiderations"),
    message=Text(
        "「{table}」“{row}”总计 {actual} 件，多于行政复议总计 {reviews} 件。请看是否应填在“未经复议直接起诉”；复议在上一年的不必修改。",
        '"{row}": {actual} cases in all, more than the {reviews} reconsiderations. See whether they belong to litigation without reconsideration; if the reconsiderations were last year, leave them',
    ),
    rationale=Text(
        "复议后起诉的案件都先经过复议。跨年的案件会使本年的复议数偏少，但也常见填错了栏。",
        "Each of these cases went through reconsideration first. That may have been last year, but often the column is wrong.",
    ),
    mend=Text("核对案件是否经过复议；跨年造成的不必修改。", "Check whether the cases were reconsidered; if that was last year, leave the figures."),
    source=Text("经验判断", "judgement"),
    check=_check,
    examples=(
        Example({_REVIEWS: 2, _AFTER: 2}),
        Example({_REVIEWS: 1, _AFTER: 2}, fails_at=(_AFTER,)),
        Example({_REVIEWS: None, _AFTER: 1}, fails_at=(_AFTER,)),
        Example({_REVIEWS: "#REF!", _AFTER: 1}),
    ),
)
