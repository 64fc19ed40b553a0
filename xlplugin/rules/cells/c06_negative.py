"""C06: a negative number."""

from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Bound, Example, Rule
from xlplugin.text import Text

RULE = Rule(
    id="C06",
    severity=Severity.ERROR,
    title=Text("负数", "a negative number"),
    lead=IN_TABLE,
    fact=Text("“{field}”是负数（{actual}），件数和金额不会小于 0。", "{field} is negative ({actual}); a count or an amount cannot be"),
    ask=Text("请按台账改正。", "Correct it from the records"),
    rationale=Text(
        "件数、金额不会小于 0。只有 2019 年版的“本年增/减”可以是负数。",
        "Counts and amounts are never below 0. Only 本年增/减 (change) of the 2019 edition may be.",
    ),
    source=Text(
        "报告格式第二、三、四部分各项均为件数或金额；仅 2019 年版（国办公开办函〔2019〕60号）有“本年增/减”栏",
        "the cells of sections two to four are counts or amounts; only the 2019 edition has a column of changes",
    ),
    check=Bound(("count", "amount"), lambda values, limits: values >= 0),
    casts_doubt=True,
    examples=(
        Example({"requests.received.company": 3, "proactive.fees.amount": "0.5"}),
        Example({"requests.received.company": -3, "proactive.fees.amount": "-0.5"}, fails_at=("requests.received.company", "proactive.fees.amount")),
        Example({"requests.received.company": None}),
        Example({"proactive.licensing.change": -11}, edition="2019"),
    ),
)
