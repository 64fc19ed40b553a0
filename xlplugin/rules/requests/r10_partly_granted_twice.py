"""R10: partly granted requests seem to be counted twice."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.requests.r02_results_sum import RULE as RESULTS_SUM
from xlplugin.rules.shared.cells_needed import across, cannot_tell, has, sides_of, total, unread
from xlplugin.text import Text, join

_AGAIN = ("requests.granted.", "requests.refused_", "requests.unavailable_")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    doubtful: list[str] = []
    for sides in sides_of(RESULTS_SUM, filing.form):
        partly = f"requests.partly_granted.{across(sides.at)}"
        if not has(filing.form, partly):
            continue
        if missing := unread(filing, sides.fields):
            doubtful += missing
            continue
        count = filing.amount(partly)
        if not count:
            continue
        surplus = total(filing, sides.right) - filing.amount(sides.at)
        if not 0 < surplus <= count:
            continue
        others = [field for field in sides.right if field.startswith(_AGAIN) and filing.amount(field)]
        again = [field for field in others if filing.amount(field) == surplus]
        if again or (surplus == count and total(filing, others) >= surplus):
            named = join(filing.form.fields[field].row.label.text for field in again or others)
            yield Hit(partly, actual=count, related=(sides.at, *(again or others)), words={"surplus": surplus, "again": named})
    yield from cannot_tell(filing, doubtful)


RULE = Rule(
    id="R10",
    severity=Severity.INFO,
    title=Text("部分公开的申请可能重复计数", "partly granted requests may be counted twice"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{column}”列：各项之和比（七）总计多 {surplus}，部分公开有 {actual} 件。",
        'column "{column}": the results exceed item (7) by {surplus}, and "{row}" has {actual}',
    ),
    ask=Text(
        "可能是部分公开的申请又计入了“{again}”；区分处理的只计“部分公开”一项，请按申请台账核对。",
        "These may have been counted again under {again}; a partly granted request counts only as such. Check the register",
    ),
    rationale=Text(
        "一件申请部分公开、部分不予公开的，只计“部分公开”；再计入不予公开的理由，各项之和就会多出来。",
        "A request granted in part counts once, as partly granted; counted again under the reason for refusing the rest, it makes the sum too large.",
    ),
    mend=Text("把区分处理的申请从“不予公开”“无法提供”等项中减去，只留在“部分公开”。", "Take these requests out of the other results and leave them under partly granted."),
    source=Text("报告格式第三部分表格：（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "the label of item (2) in the table of section three"),
    check=_check,
    needs=Needs(sides_of=RESULTS_SUM, broken=True),
    examples=(
        Example({"requests.partly_granted.company": 2, "requests.granted.company": 1, "requests.results_total.company": 3}),
        Example(
            {"requests.partly_granted.company": 2, "requests.refused_third_party.company": 2, "requests.results_total.company": 2},
            fails_at=("requests.partly_granted.company",),
        ),
        Example(
            {"requests.partly_granted.total": 3, "requests.refused_third_party.total": 1, "requests.granted.total": 5, "requests.results_total.total": 8},
            fails_at=("requests.partly_granted.total",),
            says="又计入了“不予公开·第三方权益”", related=("requests.results_total.total", "requests.refused_third_party.total"),
        ),
        Example({"requests.partly_granted.company": 2, "requests.refused_third_party.company": None, "requests.declined_repeated.company": 2, "requests.results_total.company": 2}),
        Example(
            {"requests.partly_granted.other": 3, "requests.refused_third_party.other": 1, "requests.unavailable_not_held.other": 2, "requests.results_total.other": 3},
            fails_at=("requests.partly_granted.other",),
            says="又计入了“不予公开·第三方权益、无法提供·不掌握”",
        ),
    ),
)
