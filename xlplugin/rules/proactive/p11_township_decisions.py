"""P11: a township or subdistrict with licensing, penalties or coercion; off unless selected."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.proactive.level import filled, level_of, unless_level
from xlplugin.rules.shared.cells_needed import cannot_tell, figures, unread
from xlplugin.text import Text

_ROWS = ("licensing", "penalties", "coercion")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    fields = [field for row in _ROWS if (field := f"proactive.{row}.decisions") in filing.form.fields]
    level, there = level_of(filing), filled(filing, fields)
    yield from unless_level(level, there)
    if level is None or level.id not in ("乡镇", "街道"):
        return
    if there:
        words = {"figures": figures(filing, there), "level": level.text, "guess": level.note}
        yield Hit(there[0], actual=filing.amount(there[0]), related=tuple(there[1:]), words=words)
    else:
        yield from cannot_tell(filing, unread(filing, fields))


RULE = Rule(
    id="P11",
    severity=Severity.INFO,
    title=Text("乡镇、街道填有许可、处罚或强制", "a township or subdistrict with licensing, penalties or coercion"),
    lead=IN_TABLE_ZH,
    fact=Text("填有：{figures}。", "section two has {figures}"),
    ask=Text(
        "{level}的许可、处罚、强制多由赋权而来{guess}，请看是否把派驻机构或县级部门的决定计入了。",
        "Most such decisions of {level} rest on delegated powers{guess}; see whether decisions of county departments were counted",
    ),
    rationale=Text(
        "不少地方已把部分权限下放乡镇、街道，有数是平常的；派驻所以县级部门名义作出的决定应由部门填报。",
        "Powers are delegated to many townships, so figures here are ordinary; decisions in a department's name are the department's to report.",
    ),
    mend=Text("只计以本机关名义作出的决定；属实的不必修改。", "Count only decisions made in the organ's own name; if so, leave the figures."),
    source=Text("经验判断", "judgement"),
    check=_check,
    needs=Needs(one_of=tuple(f"proactive.{row}.decisions" for row in _ROWS)),
    is_default=False,
    examples=(
        Example({"proactive.penalties.decisions": 115}, organ="样例县应急管理局"),
        Example({"proactive.penalties.decisions": 115}, organ="盐池县冯记沟乡", fails_at=("proactive.penalties.decisions",)),
        Example({"proactive.licensing.decisions": 2, "proactive.coercion.decisions": 1}, level="街道", fails_at=("proactive.licensing.decisions",), related=("proactive.coercion.decisions",)),
        Example({"proactive.penalties.decisions": None}),
    ),
)
