"""C02: a mark for none stands where 0 belongs."""

from collections.abc import Iterator

from xlplugin.filing.cells import Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.wording import by_table, cells_of_shape, named_cells, quoted_list
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a table."""
    for names in by_table(filing, (name for name, _ in cells_of_shape(filing, Shape.PLACEHOLDER))):
        marks = [filing.cells[name].raw.strip() for name in names]
        yield Hit(
            names[0], actual=marks[0], expected=0, related=tuple(names[1:]), words={"which": named_cells(filing, names), "marks": quoted_list(marks, "种")}
        )


RULE = Rule(
    id="C02",
    severity=Severity.WARNING,
    title=Text("用“/”“—”“无”等符号代替 0", "a mark such as / or 无 stands for 0"),
    lead=IN_TABLE,
    fact=Text("{which}填的是{marks}，审核时按 0 计。", "{which}: written as {marks} and counted as 0"),
    ask=Text("请改填数字，没有的填 0。", "Enter a number, 0 where there was nothing"),
    rationale=Text(
        "符号不能参加汇总，也分不清是没有发生还是不适用。审核时按 0 计。",
        "A mark cannot be summed and does not tell none from not applicable. It is counted as 0 here.",
    ),
    source=Text(
        "填报惯例：没有的填 0；公开发布的年报中有“/”“—”“-”“无”", "practice: none is entered as 0; marks such as / — - 无 were seen in published reports"
    ),
    spreads=True,
    check=check,
    subject="table",
    moves=True,
    casts_doubt=True,
    examples=(
        Example({"requests.received.company": 0}),
        Example(
            {"requests.received.company": "/", "requests.granted.company": "—", "review.reconsideration.upheld": "无"},
            fails_at=("requests.received.company", "review.reconsideration.upheld"),
            expected=0, related=("requests.granted.company",),
        ),
        Example({"proactive.fees.amount": "N/A"}, fails_at=("proactive.fees.amount",)),
        Example({"requests.received.company": None}),
    ),
)
