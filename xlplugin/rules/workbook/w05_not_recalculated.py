"""W05: a formula that could not be recalculated."""

from collections.abc import Iterator
from dataclasses import replace

from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.workbook.formulas import formula_cells, unseen
from xlplugin.text import Text, same

_REASON = Text("公式无法重新计算", "the formula could not be recalculated")
_SAVED = Text("；审核用的是保存值（未经重算）", "; its saved value was checked, not recalculated")
_NO_VALUE = Cell(Shape.NOT_CALCULATED, raw="=OFFSET(D6,0,0)", formula="=OFFSET(D6,0,0)", reason=Text("不支持函数 OFFSET", "the function OFFSET is not supported"))
_CELL = replace(_NO_VALUE, shape=Shape.NUMBER, raw="0", value=0, saved=0)


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """Never a finding: one entry of what is not checked for each such cell, with the reason and what was counted in its place."""
    yield from unseen(filing)
    for name, cell in formula_cells(filing) if filing.doubtful else ():
        if cell.shape is not Shape.NOT_CALCULATED and not cell.is_saved_only:
            continue
        yield Unknown((cell.reason or _REASON) + (_SAVED if cell.is_saved_only else same("")), name)


RULE = Rule(
    id="W05",
    severity=Severity.INFO,
    title=Text("公式无法重新计算", "a formula that could not be recalculated"),
    lead=IN_TABLE,
    fact=Text("“{field}”的公式无法重新计算。", "the formula of {field} could not be recalculated"),
    rationale=Text(
        "保存的值可能是旧的，也可能被改过。是数字的，按保存值（未经重算）审核，并在此列明；不是数字的，用到这一格的规则都列为未审核。",
        "A saved value may be stale or altered. A number is checked as it was saved, and listed here as not recalculated; of anything else, every rule that needs the cell is listed as not checked.",
    ),
    mend=Text("改用模板自带的求和公式，或直接填数。", "Use the template's own sums, or type the figure."),
    source=Text("审核约定：没有提示即已审核通过", "a convention of these checks: silence means ran and passed"),
    check=check,
    subject="workbook",
    examples=(
        Example(cells={"requests.received.total": Cell(Shape.NUMBER, 0, "0", formula="=SUM(D6:I6)", saved=0, recalculated=0)}),
        Example(cells={"requests.received.total": _CELL}, fails_at=("requests.received.total",), not_checked=("requests.received.total",), says="保存值（未经重算）"),
        Example(cells={"requests.received.total": _NO_VALUE}, fails_at=("requests.received.total",), not_checked=("requests.received.total",), says="不支持函数 OFFSET"),
        Example({"requests.received.total": None}),
    ),
)
