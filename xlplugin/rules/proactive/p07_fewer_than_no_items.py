"""P07: last year's items and this year's change give fewer than none (edition 2019)."""

from xlplugin.filing.findings import Severity
from xlplugin.form.relation import Relation
from xlplugin.rules.declare import IN_TABLE_ZH, Example, Rule
from xlplugin.text import Text

RULE = Rule(
    id="P07",
    severity=Severity.ERROR,
    title=Text("上一年项目数量加本年增减不小于 0", "items last year and this year's change give at least 0"),
    lead=IN_TABLE_ZH,
    fact=Text("“{row}”：{left}，项目数量不可能小于 0。", '"{row}": {left}; there cannot be fewer than no items'),
    ask=Text(
        "请核对上一年项目数量和本年增减；减少的填负数，且不超过上一年的数量。",
        "Check the items of last year and the change; a decrease is at most what there was",
    ),
    rationale=Text("本年增减是与上一年项目数量相比的变化，减少的不会比原有的多。", "The change is measured from last year's items, and no more can be taken away than there were."),
    mend=Text("按权责清单核对上一年项目数量和本年增加、取消的项目。", "Check last year's items and those added and dropped this year against the list of powers."),
    source=Text("2019 年版报告格式第二部分表格：上一年项目数量、本年增/减", "the table of section two of 2019: items last year, change this year"),
    check=Relation("prior_items + change >= 0", over="proactive", each="row", at="change"),
    editions=("2019",),
    examples=(
        Example({"proactive.licensing.prior_items": 11, "proactive.licensing.change": -11}, edition="2019"),
        Example({"proactive.penalties.prior_items": 3, "proactive.penalties.change": -5}, edition="2019", fails_at=("proactive.penalties.change",)),
        Example({"proactive.fees.prior_items": None, "proactive.fees.change": -1}, edition="2019", fails_at=("proactive.fees.change",)),
    ),
)
