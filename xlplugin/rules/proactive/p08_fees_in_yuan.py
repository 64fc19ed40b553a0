"""P08: fees that look like 元 where 万元 is asked."""

from collections.abc import Iterator
from decimal import Decimal

from xlplugin.filing.cells import Value
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.proactive.level import level_of
from xlplugin.rules.shared.cells_needed import exact
from xlplugin.text import Text

_FEES = "proactive.fees.amount"
_LIMITS = {"乡镇": "township", "街道": "township", "县直部门": "county_department", "县级政府": "county"}


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    amount = filing.amount(_FEES)
    level = level_of(filing) if amount > min(exact(context, name) for name in _LIMITS.values()) else None
    if level and level.id in _LIMITS and amount > exact(context, _LIMITS[level.id]):
        yield Hit(_FEES, actual=amount, words={"in_units": _in_units(amount), "level": level.text, "guess": level.note})
    elif amount >= exact(context, "round_from") and amount % exact(context, "round_multiple") == 0:
        yield Hit(_FEES, actual=amount, words={"in_units": _in_units(amount)}, case="round")


def _in_units(amount: Value) -> Value:
    """An amount of yuan in 10,000 yuan."""
    return Decimal(amount) / 10_000


RULE = Rule(
    id="P08",
    severity=Severity.WARNING,
    title=Text("收费金额像是以元计的", "fees that look like yuan"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{row}”填有 {actual}（单位：万元），对{level}来说过大{guess}，像是以元计的数。",
        '"{row}": {actual} (in 10,000 yuan) is very large for {level}{guess} and looks like yuan',
    ),
    ask=Text(
        "请核对：以元计的，除以 10000 后改为 {in_units}；属实的请说明。",
        "Check it: if it is yuan, it has to be {in_units}; if the amount is right, say so",
    ),
    rationale=Text(
        "表头的单位是万元。直接抄账上的元，金额就大了一万倍，汇总后难以发现。",
        "The header asks for 10,000 yuan. A figure in yuan is ten thousand times too large, and nobody sees it in a roll-up.",
    ),
    mend=Text("把以元计的金额除以 10000 后填入，保留小数。", "Divide the amount in yuan by 10,000 and keep the decimals."),
    source=Text("报告格式第二部分表头：本年收费金额（单位：万元）；界限为经验判断", "the header in section two: fees in 10,000 yuan; the limits are judgement"),
    cases=(
        Case(
            "round",
            Text("是很大的整数", "a large round number"),
            fact=Text(
                "“{row}”填有 {actual}（单位：万元），是个很大的整数，像是以元计的数。",
                '"{row}": {actual} (in 10,000 yuan) is a large round number and looks like yuan',
            ),
        ),
    ),
    check=_check,
    needs=Needs(fields=(_FEES,)),
    editions=("2021",),
    examples=(
        Example({_FEES: "190.457379"}),
        Example({_FEES: "59237.2449"}, organ="样例市自然资源和规划局"),
        Example({_FEES: "1000.5"}, fails_at=(_FEES,), says="对乡镇来说过大（单位层级未填，按名称推定）", ),
        Example({_FEES: 1000}),
        Example({_FEES: 251000}, organ="样例市人民政府", fails_at=(_FEES,), says=("是个很大的整数", "改为 25.1")),
        Example({_FEES: 99900}, organ="样例市人民政府"),
        Example({_FEES: "100000.5"}, organ="样例县民政局", fails_at=(_FEES,)),
        Example({_FEES: None}),
        Example({_FEES: 100000}, organ="样例县民政局", fails_at=(_FEES,), says="是个很大的整数"),
        Example({_FEES: "950000.5"}, organ="样例县人民政府"),
        Example({_FEES: "1000000.5"}, organ="样例县人民政府", fails_at=(_FEES,)),
    ),
)
