"""Y08: cases pending last year are not in this year's figures."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.review.v01_outcomes_sum import RULE as OUTCOMES_SUM
from xlplugin.rules.shared.cells_needed import has, sides_of, total, unread
from xlplugin.rules.years.before import last_report, unread_before, with_prior
from xlplugin.text import Text


def _check(filing: Filing, prior: Filing, context: Context) -> Iterator[Hit | Unknown]:
    compared: dict[str, str] = {}
    for sides in sides_of(OUTCOMES_SUM, filing.form):
        pending = f"{sides.at.rpartition('.')[0]}.pending"
        if not has(prior.form, pending):
            continue
        compared |= dict.fromkeys(sides.fields, pending)
        before, now = prior.amount(pending), max(filing.amount(sides.at), total(filing, sides.right))
        if before > now and not unread(filing, sides.fields):
            yield Hit(sides.at, actual=filing.cell(sides.at).value, related=(pending,), words={"last": last_report(prior), "before": before, "now": now})
    yield from unread_before(filing, prior, compared)


RULE = Rule(
    id="Y08",
    severity=Severity.INFO,
    title=Text("上年尚未审结的案件，本年不见了", "cases pending last year are gone this year"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{row}”：上年尚未审结 {before} 件（{last}），本年总计只有 {now} 件。",
        '"{row}": {before} pending last year ({last}), but only {now} in all this year',
    ),
    ask=Text(
        "上年未审结的，本年应有结果，或仍是“尚未审结”。请看是否漏填；撤回的不必修改。",
        "A pending case has an outcome this year or is pending still; see whether it is missing",
    ),
    rationale=Text("尚未审结的案件不会消失：本年审结的计入结果，没有审结的仍计尚未审结。", "A pending case does not vanish: it is decided this year, or still pending."),
    mend=Text(
        "核对上年未审结的案件：审结的填入结果，未审结的仍填“尚未审结”；撤回的计入其他结果。",
        "Follow up last year's pending cases: enter their outcomes, or pending again; a withdrawn one is another outcome.",
    ),
    source=Text("经验判断（各地统计口径不一）", "judgement, since offices count differently"),
    check=with_prior(_check),
    subject="years",
    needs=Needs(prior=True, sides_of=OUTCOMES_SUM),
    examples=(
        Example({"review.reconsideration.upheld": 1, "review.reconsideration.total": 1}, year=2023, prior=Example({"review.reconsideration.pending": 1, "review.reconsideration.total": 1}, year=2022)),
        Example({}, year=2023, prior=Example({"review.reconsideration.pending": 1, "review.reconsideration.total": 3}, year=2022), fails_at=("review.reconsideration.total",)),
        Example({"review.litigation_direct.total": None}, year=2021, prior=Example({"review.litigation_direct.pending": 2}, edition="2019", year=2020), fails_at=("review.litigation_direct.total",)),
    ),
)
