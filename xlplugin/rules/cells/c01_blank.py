"""C01: a cell was left blank where 0 belongs."""

from collections.abc import Iterator

from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.rules.cells.blanks import blank_fields, describe
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.listing import by_table
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a table."""
    for names in by_table(filing, blank_fields(filing)):
        yield Hit(names[0], expected=0, related=tuple(names[1:]), words={"which": describe(filing, names)})


RULE = Rule(
    id="C01",
    severity=Severity.WARNING,
    title=Text("空白，应填 0", "a cell is blank and should be 0"),
    message=Text("「{table}」{which}空白。没有发生的请填 0，有数的请补填。", "{table}: blank cells: {which}. Enter 0 where there was nothing to count, else the figure"),
    rationale=Text(
        "空白看不出是没有发生，还是漏填。合计栏空白而分项有数的，不算空白，由合计规则报告。",
        "A blank cell may mean none, or forgotten. A blank total above filled parts is a wrong sum and left to the rules on totals.",
    ),
    mend=Text("逐格核实：没有发生的填 0，漏填的补上。", "Check each cell: enter 0 where nothing happened, and the figure where it was forgotten."),
    source=Text(
        "填报惯例：没有的填 0；公开发布的年报中有整行、整列空白的",
        "practice: none is entered as 0; published reports with whole blank rows and columns were seen",
    ),
    spreads=True,
    check=check,
    examples=(
        Example(),
        Example({"requests.granted.company": None, "requests.carried_in.other": None}, fails_at=("requests.carried_in.other",)),
        Example(
            {"proactive.licensing.decisions": "  ", "review.litigation_direct.pending": None},
            fails_at=("proactive.licensing.decisions", "review.litigation_direct.pending"),
        ),
        Example({"requests.received.company": 2, "requests.received.total": None}),
        Example({"requests.granted.company": 2, "requests.results_total.company": None}),
        Example({"requests.received.total": None}, fails_at=("requests.received.total",)),
    ),
)
