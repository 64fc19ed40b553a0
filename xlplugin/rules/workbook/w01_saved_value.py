"""W01: the saved value of a formula is not what the formula gives."""

from collections.abc import Iterator
from decimal import Decimal

from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.facts import Facts
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.workbook.formulas import is_same_result, unseen
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a cell; cells never calculated (W02) or not to be recalculated (W05) are left out."""
    yield from unseen(filing)
    for name, cell in filing.saved_otherwise:
        if cell.saved is not None and cell.recalculated is not None and not is_same_result(cell.saved, cell.recalculated):
            yield Hit(name, actual=cell.saved, expected=cell.recalculated)


RULE = Rule(
    id="W01",
    severity=Severity.ERROR,
    title=Text("公式的保存值与重新计算的值不符", "a formula's saved value is not its recalculated value"),
    lead=IN_TABLE,
    fact=Text(
        "“{field}”保存的值是 {actual}，按公式重新计算是 {expected}，审核按后者。",
        "{field}: the saved value is {actual}, but the formula gives {expected}, which the checks use",
    ),
    ask=Text("请在 Excel 或 WPS 中重新计算，核对后保存。", "Recalculate in Excel or WPS, check and save"),
    rationale=Text(
        "看到的是保存值，一重算就变。多因关闭了自动计算，或保存值被程序改过；审核按重新计算的值。",
        "What people see is the saved value, and it changes as soon as anyone recalculates. Automatic calculation was off, or a program altered the value. The checks use the recalculated one.",
    ),
    mend=Text("打开工作簿，按 Ctrl+Alt+F9 全部重新计算，核对后保存。", "Open the workbook, recalculate all with Ctrl+Alt+F9, check and save."),
    source=Text("工作簿格式：公式与其上次计算结果分别保存", "the file format keeps a formula and its last result apart"),
    check=check,
    subject="workbook",
    examples=(
        Example(cells={"requests.received.total": Cell(Shape.NUMBER, 3, "3", formula="=SUM(D6:I6)", saved=3, recalculated=3)}),
        Example(
            cells={
                "proactive.fees.amount": Cell(
                    Shape.NUMBER, Decimal("0.3"), "0.3", formula="=0.1+0.2", saved=Decimal("0.300000000000004"), recalculated=Decimal("0.3")
                )
            }
        ),
        Example(
            cells={
                "requests.received.total": Cell(Shape.NUMBER, 3, "5", formula="=SUM(D6:I6)", saved=5, recalculated=3),
                "requests.granted.total": Cell(Shape.NUMBER, 0, "#REF!", formula="=SUM(D8:I8)", saved="#REF!", recalculated=0),
            },
            fails_at=("requests.received.total", "requests.granted.total"),
        ),
        Example(cells={"requests.received.total": Cell(Shape.NUMBER, 3, "", formula="=SUM(D6:I6)", recalculated=3)}),
        Example({"requests.received.total": None}, facts=Facts(formulas_visible=False), not_checked=(None,)),
    ),
)
