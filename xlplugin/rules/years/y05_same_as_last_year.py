"""Y05: every number is the same as last year's."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.years.before import last_report, unread_before, with_prior
from xlplugin.text import Text

# What stands at the end of the year and may well stay as it is; a report of nothing else is no copy.
_STOCKS = ("in_force", "published_total", "prior_items")


def _check(filing: Filing, prior: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if filing.form.key != prior.form.key:
        return
    common = {name: name for name in filing.form.fields}
    known = [name for name in common if filing.is_known(name) and prior.is_known(name)]
    filled = [name for name in known if filing.amount(name)]
    if any(filing.amount(name) != prior.amount(name) for name in known) or all(name.endswith(_STOCKS) for name in filled):
        return
    if len(known) < len(common):
        yield from unread_before(filing, prior, common)
        return
    yield Hit(filled[0], actual=filing.amount(filled[0]), related=tuple(filled[1:]), words={"last": last_report(prior), "count": len(common), "filled": len(filled)})


RULE = Rule(
    id="Y05",
    severity=Severity.WARNING,
    title=Text("全部数字与上年相同", "every number is the same as last year's"),
    fact=Text(
        "全部 {count} 格与上年（{last}）完全相同，其中 {filled} 格不是 0。",
        "all {count} cells are the same as last year's ({last}), {filled} of them not 0",
    ),
    ask=Text("请核对是否误报了上年的表；确实相同的请说明。", "See whether last year's table was sent again; if the figures are right, say so"),
    rationale=Text("两年的申请、决定和收费分毫不差，几乎只会是上年的表改了年份再报一次。", "Two years alike in every request, decision and fee are nearly always last year's table under a new date."),
    mend=Text("按本年台账重新填写各表。", "Fill in the tables anew from this year's registers."),
    source=Text("经验判断", "judgement"),
    check=with_prior(_check),
    subject="years",
    needs=Needs(prior=True),
    examples=(
        Example({"proactive.penalties.decisions": 115}, year=2023, prior=Example({"proactive.penalties.decisions": 114}, year=2022)),
        Example(
            {"proactive.penalties.decisions": 115, "requests.received.total": 2},
            year=2023,
            prior=Example({"proactive.penalties.decisions": 115, "requests.received.total": 2}, year=2022),
            fails_at=("proactive.penalties.decisions",),
            says="其中 2 格不是 0",
            related=("requests.received.total",),
        ),
        Example({}, year=2023, prior=Example({}, year=2022)),
        Example({"proactive.normative_documents.in_force": 3}, year=2023, prior=Example({"proactive.normative_documents.in_force": 3}, year=2022)),
        Example({"requests.received.total": 2, "requests.granted.total": None}, year=2023, prior=Example({"requests.received.total": 2}, year=2022), fails_at=("requests.received.total",)),
        Example(
            {"requests.received.total": 2, "requests.granted.total": "约3", "requests.carried_over.total": "约1"},
            year=2023,
            prior=Example({"requests.received.total": 2}, year=2022),
            not_checked=("requests.granted.total",),
            says="本年的“予以公开·总计”没有找到，或读不出数，另有 1 格也无法比较",
        ),
    ),
)
