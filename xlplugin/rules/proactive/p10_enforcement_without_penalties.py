"""P10: an enforcement organ without any penalty; off unless selected."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.form.organ import is_enforcement
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.shared.cells_needed import cannot_tell, unread
from xlplugin.text import Text

_PENALTIES = "proactive.penalties.decisions"


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if not is_enforcement(filing.organ or ""):
        return
    if missing := unread(filing, [_PENALTIES]):
        yield from cannot_tell(filing, missing)
    elif filing.amount(_PENALTIES) == 0:
        yield Hit(_PENALTIES, actual=filing.cell(_PENALTIES).value, words={"organ": filing.organ})


RULE = Rule(
    id="P10",
    severity=Severity.INFO,
    title=Text("执法单位没有行政处罚", "an enforcement organ without any penalty"),
    lead=IN_TABLE_ZH,
    fact=Text("“{row}”为 0，而从名称看，{organ}承担执法职责。", '"{row}" is 0, though by its name {organ} is an enforcement organ'),
    ask=Text("请看是否漏填；执法由其他单位承担的不必修改。", "See whether the number is missing; if another unit does the enforcement, leave it"),
    rationale=Text(
        "市场监管、城管、自然资源、公安等单位一年没有一件处罚的很少，多为漏填。",
        "Organs of market supervision, urban management, natural resources or public security rarely have a year without penalties.",
    ),
    mend=Text("按处罚案件台账填写本年作出的处罚决定数量。", "Enter the number of penalty decisions of the year from the register of cases."),
    source=Text("经验判断", "judgement"),
    check=_check,
    needs=Needs(on_form=(_PENALTIES,)),
    is_default=False,
    examples=(
        Example({_PENALTIES: 115}, organ="样例县市场监督管理局"),
        Example({_PENALTIES: 0}, organ="样例县市场监督管理局", fails_at=(_PENALTIES,)),
        Example({_PENALTIES: None}, organ="样例区城市管理局", fails_at=(_PENALTIES,)),
        Example({_PENALTIES: 0}, organ="样例县档案局"),
    ),
)
