"""W05: a formula that could not be recalculated."""

from collections.abc import Iterator

from xlplugin.filing import Cell, Filing, Shape
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.listing import cells_of_shape
from xlplugin.text import Text

_REASON = Text("公式无法重新计算", "the formula could not be recalculated")
_CELL = Cell(Shape.NOT_CALCULATED, raw="0", formula='=INDIRECT("D6")', saved=0, reason=Text("不支持函数 INDIRECT", "the function INDIRECT is not supported"))


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """Never a finding: one entry of what is not checked for each such cell, with the reason."""
    for name, cell in cells_of_shape(filing, Shape.NOT_CALCULATED):
        yield Unknown(cell.reason or _REASON, name)


RULE = Rule(
    id="W05",
    severity=Severity.INFO,
    title=Text("公式无法重新计算", "a formula that could not be recalculated"),
    message=Text("「{table}」“{field}”的公式无法重新计算。", "{table}: the formula of {field} could not be recalculated"),
    rationale=Text(
        "保存的值可能是旧的，也可能被改过，不能当作依据；用到这一格的规则都列为未审核。",
        "A saved value may be stale or altered and proves nothing; every rule that needs the cell is listed as not checked.",
    ),
    mend=Text("改用模板自带的求和公式，或直接填数。", "Use the template's own sums, or type the figure."),
    source=Text("审核约定：没有提示即已审核通过", "a convention of these checks: silence means ran and passed"),
    check=check,
    examples=(
        Example(cells={"requests.received.total": Cell(Shape.NUMBER, 0, "0", formula="=SUM(D6:I6)", saved=0, recalculated=0)}),
        Example(cells={"requests.received.total": _CELL}, fails_at=("requests.received.total",)),
        Example({"requests.received.total": None}),
    ),
)
