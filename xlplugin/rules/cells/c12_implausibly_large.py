"""C12: a number too large to be true."""

from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Bound, Example, Rule
from xlplugin.text import Text

RULE = Rule(
    id="C12",
    severity=Severity.WARNING,
    title=Text("数字大得不合常理", "an implausibly large number"),
    lead=IN_TABLE,
    fact=Text("“{field}”是 {actual}，大得不合常理。", "{field} is {actual}, implausibly large"),
    ask=Text("请核对位数和单位；属实的请说明。", "Check the digits and the unit; if it is true, say so"),
    rationale=Text(
        "件数不会到十亿，收费也不会到十亿万元。多半是两格连写、粘贴了证件号或电话，或把元当成了万元。",
        "No count reaches a billion, nor fees a billion times 10,000 yuan. Mostly two cells ran together, a telephone number was pasted, or yuan were taken for 10,000 yuan.",
    ),
    mend=Text("核对位数；金额按表头的单位（万元）换算。", "Check the digits; convert amounts to the unit of the header (10,000 yuan)."),
    source=Text("审核常识；界限可以另设", "common sense; the threshold can be overridden"),
    check=Bound(("count", "signed_count", "amount"), lambda values, limits: abs(values) < limits["C12"]["largest"]),
    casts_doubt=True,
    examples=(
        Example({"requests.received.company": 999_999_999}),
        Example(
            {"requests.received.company": 13800138000, "proactive.fees.amount": 1_000_000_000}, fails_at=("requests.received.company", "proactive.fees.amount")
        ),
        Example({"proactive.licensing.change": -2_000_000_000}, fails_at=("proactive.licensing.change",), edition="2019"),
        Example({"requests.received.company": None}),
    ),
)
