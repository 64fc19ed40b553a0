"""Y04: figures many times larger or smaller than last year's."""

from collections.abc import Iterator
from decimal import Decimal

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.shared.cells_needed import exact
from xlplugin.rules.years.before import last_report, unread_before, with_prior
from xlplugin.text import NOTHING, Text, join

_RECEIVED = "requests.received.total"
_ONE = Text("{cell} {before}→{now}", "{cell} {before} -> {now}")


def _check(filing: Filing, prior: Filing, context: Context) -> Iterator[Hit | Unknown]:
    common = {name: name for name in filing.form.fields if name in prior.form.fields}
    changed = [name for name in common if filing.is_known(name) and prior.is_known(name) and _is_great(filing, prior, name, context)]
    if _RECEIVED in changed:
        yield Hit(_RECEIVED, actual=filing.cell(_RECEIVED).value, words={"last": last_report(prior), "before": prior.amount(_RECEIVED), "now": filing.amount(_RECEIVED)})
    others = [name for name in changed if name != _RECEIVED]
    if others:
        examples = sorted(others, key=lambda name: _change(filing, prior, name), reverse=True)[:3]
        listed = join(_ONE.fill(cell=filing.form.fields[name].text, before=prior.amount(name), now=filing.amount(name)) for name in examples)
        words: dict[str, object] = {"last": last_report(prior), "count": len(others), "listed": listed, "more": Text(" 等", " …") if len(others) > 3 else ""}
        words |= {name: exact(context, name) for name in ("most", "least")}
        yield Hit(others[0], actual=filing.cell(others[0]).value, related=tuple(others[1:]), words=words, case="others")
    yield from unread_before(filing, prior, common)


def _change(filing: Filing, prior: Filing, name: str) -> Decimal:
    return abs(Decimal(filing.amount(name)) - Decimal(prior.amount(name)))


def _is_great(filing: Filing, prior: Filing, name: str, context: Context) -> bool:
    now, before = filing.amount(name), prior.amount(name)
    if _change(filing, prior, name) < exact(context, "difference"):
        return False
    return now > exact(context, "most") * before or now < exact(context, "least") * before


RULE = Rule(
    id="Y04",
    severity=Severity.WARNING,
    title=Text("与上年相比变化很大", "greatly changed since last year"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{row}”总计：上年 {before} 件（{last}），本年 {now} 件，变化很大。",
        '"{row}" in total: {before} last year ({last}), {now} this year, a great change',
    ),
    ask=Text(
        "请核对申请台账；属实的请说明原因（如集中申请、机构划转）。",
        "Check the register; if it is right, give the reason (mass requests, a reorganisation)",
    ),
    rationale=Text(
        "一家单位的申请数量一般逐年缓变。相差五倍以上的，多是多填或漏填一位数，或统计口径变了。",
        "An organ's figures change slowly. A fivefold change is often a digit too many or too few, or another way of counting.",
    ),
    mend=Text("与上年报告和台账对照；属实的在情况说明中写一句原因。", "Compare with last year's report and the register; if it is right, one sentence of reason is enough."),
    source=Text("经验判断", "judgement"),
    cases=(
        Case(
            "others",
            Text("其他各格变化很大", "other figures changed greatly"),
            Severity.INFO,
            lead=NOTHING,
            fact=Text(
                "与上年（{last}）相比，有 {count} 格变化很大（超过上年的 {most} 倍或不到其 {least} 倍）：{listed}{more}。",
                "{count} figures changed greatly since last year ({last}), to more than {most} times or less than {least} of it: {listed}{more}",
            ),
            ask=Text("请核对有无多填、漏填一位数；属实的不必修改。", "See whether a digit is missing or too many; if they are right, leave them"),
        ),
    ),
    check=with_prior(_check),
    subject="years",
    needs=Needs(prior=True),
    examples=(
        Example({_RECEIVED: 100}, year=2023, prior=Example({_RECEIVED: 20}, year=2022)),
        Example({_RECEIVED: 101}, year=2023, prior=Example({_RECEIVED: 20}, year=2022), fails_at=(_RECEIVED,)),
        Example({_RECEIVED: 19}, year=2023, prior=Example({_RECEIVED: 100}, year=2022), fails_at=(_RECEIVED,)),
        Example({_RECEIVED: 20}, year=2023, prior=Example({_RECEIVED: 1}, year=2022)),
        Example(
            {"proactive.licensing.decisions": 500, "proactive.penalties.decisions": 3, "requests.granted.total": 40},
            year=2023,
            prior=Example({"proactive.licensing.decisions": 2, "proactive.penalties.decisions": 90}, year=2022),
            fails_at=("proactive.licensing.decisions",),
            says="有 3 格变化很大（超过上年的 5 倍或不到其 0.2 倍）：行政许可·本年处理决定数量 2→500、行政处罚·本年处理决定数量 90→3、予以公开·总计 0→40。",
            related=("proactive.penalties.decisions", "requests.granted.total"),
            severity=Severity.INFO,
        ),
        Example(
            {f"requests.{row}.total": 50 + number for number, row in enumerate(("granted", "partly_granted", "refused_by_law", "carried_over"))},
            year=2023,
            prior=Example(year=2022),
            fails_at=("requests.granted.total",),
            says="结转下年·总计 0→53、不予公开·法律法规禁止·总计 0→52、部分公开·总计 0→51 等。",
            severity=Severity.INFO,
        ),
        Example({_RECEIVED: 21}, year=2023, prior=Example({_RECEIVED: 1}, year=2022), fails_at=(_RECEIVED,)),
        Example({_RECEIVED: 20}, year=2023, prior=Example({_RECEIVED: 100}, year=2022)),
        Example({_RECEIVED: None}, year=2023, prior=Example({_RECEIVED: 20}, year=2022), fails_at=(_RECEIVED,)),
        Example({"requests.granted.total": 40}, year=2023, prior=Example(year=2022), fails_at=("requests.granted.total",), severity=Severity.INFO),
    ),
)
