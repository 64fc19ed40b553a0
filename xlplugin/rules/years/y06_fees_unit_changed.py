"""Y06: an amount about ten thousand times last year's, or a ten-thousandth of it."""

from collections.abc import Iterator
from decimal import Decimal

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.shared.cells_needed import exact
from xlplugin.rules.years.before import last_report, unread_before, with_prior
from xlplugin.text import Text

_FEES, _PROCUREMENT = "proactive.fees.amount", "proactive.procurement.amount"
_LARGER, _SMALLER = Text("约为上年的一万倍", "about ten thousand times as much"), Text("约为上年的万分之一", "about a ten-thousandth of it")


def _check(filing: Filing, prior: Filing, context: Context) -> Iterator[Hit | Unknown]:
    low, high = exact(context, "low"), exact(context, "high")
    amounts = {name: name for name, field in filing.form.fields.items() if field.kind == "amount" and name in prior.form.fields}
    for name in amounts:
        now, before = Decimal(filing.amount(name)), Decimal(prior.amount(name))
        if now <= 0 or before <= 0:
            continue
        if low <= max(now, before) / min(now, before) <= high:
            words = {"last": last_report(prior), "before": before, "now": now, "change": _LARGER if now > before else _SMALLER}
            yield Hit(name, actual=filing.amount(name), words=words)
    yield from unread_before(filing, prior, amounts)


RULE = Rule(
    id="Y06",
    severity=Severity.WARNING,
    title=Text("金额与上年相差约一万倍", "an amount about ten thousand times last year's, or the reverse"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{row}”：上年 {before}（{last}），本年 {now}，{change}，像是有一年以元计。",
        '"{row}": {before} last year ({last}), {now} this year, {change}: one of the years seems to be in yuan',
    ),
    ask=Text(
        "请核对单位：本年以元计的，除以 10000；上年公布的数有误的，请说明。",
        "Check the unit: divide by 10,000 what is in yuan; if last year's published figure was wrong, say so",
    ),
    rationale=Text("一万倍正是元与万元之差。金额本身很少这样变化。", "Ten thousand is the step from yuan to 10,000 yuan; amounts rarely change like that by themselves."),
    mend=Text("统一以万元填报；以元计的除以 10000。", "Report in 10,000 yuan; divide yuan by 10,000."),
    source=Text("报告格式第二部分表头：单位万元；经验判断", "the unit in the header of section two; judgement"),
    check=with_prior(_check),
    subject="years",
    needs=Needs(prior=True, one_of=(_FEES, _PROCUREMENT)),
    examples=(
        Example({_FEES: "43.788", "proactive.penalties.decisions": 30000}, year=2023, prior=Example({_FEES: "25.1", "proactive.penalties.decisions": 3}, year=2022)),
        Example({_FEES: 437880}, year=2023, prior=Example({_FEES: "43.788"}, year=2022), fails_at=(_FEES,), says="约为上年的一万倍", basis=("before=43.788", "now=437880", "change=约为上年的一万倍")),
        Example({_FEES: "0.9"}, year=2023, prior=Example({_FEES: 9000}, year=2022), fails_at=(_FEES,), says="约为上年的万分之一"),
        Example({_FEES: None}, year=2023, prior=Example({_FEES: 240000}, year=2022)),
        Example({_PROCUREMENT: 1200000}, edition="2019", year=2020, prior=Example({_PROCUREMENT: 120}, edition="2019", year=2019), fails_at=(_PROCUREMENT,)),
        Example({_FEES: 9000}, year=2023, prior=Example({_FEES: "0.9"}, year=2022), fails_at=(_FEES,)),
        Example({_FEES: 3}, year=2023, prior=Example(year=2022)),
        Example({_FEES: 4900}, year=2023, prior=Example({_FEES: 1}, year=2022)),
        Example({_FEES: 5000}, year=2023, prior=Example({_FEES: 1}, year=2022), fails_at=(_FEES,)),
        Example({_FEES: 20000}, year=2023, prior=Example({_FEES: 1}, year=2022), fails_at=(_FEES,)),
        Example({_FEES: 21000}, year=2023, prior=Example({_FEES: 1}, year=2022)),
    ),
)
