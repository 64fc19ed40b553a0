"""W02: formulas without a saved value."""

from collections.abc import Iterator

from xlplugin.filing import Cell, Filing, Shape
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.listing import named_cells
from xlplugin.rules.workbook.formulas import formula_cells, unseen
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a file. A formula whose result is an empty text leaves no value either, and is not meant."""
    yield from unseen(filing)
    names = [name for name, cell in formula_cells(filing) if cell.saved is None and not (cell.shape is Shape.BLANK and cell.recalculated is None)]
    if names:
        yield Hit(names[0], related=tuple(names[1:]), words={"which": named_cells(filing, names)})


RULE = Rule(
    id="W02",
    severity=Severity.INFO,
    title=Text("公式从未计算过", "formulas that were never calculated"),
    message=Text(
        "{which}的公式没有保存计算结果，审核按重新计算的值。用 Excel 或 WPS 打开并保存一次即可。",
        "{which}: formulas without a saved result; recalculated values were checked. Opening and saving in Excel or WPS puts it right",
    ),
    rationale=Text(
        "由程序生成、没有在电子表格里打开过的工作簿是这样。别的软件读取时会得到空白。",
        "A workbook made by a program and never opened in a spreadsheet is like this; other software will read blanks.",
    ),
    mend=Text("用 Excel 或 WPS 打开，保存后重新报送。", "Open it in Excel or WPS, save, and send it again."),
    source=Text("工作簿格式：公式与其上次计算结果分别保存", "the file format keeps a formula and its last result apart"),
    check=check,
    examples=(
        Example(cells={"requests.received.total": Cell(Shape.NUMBER, 0, "0", formula="=SUM(D6:I6)", saved=0, recalculated=0)}),
        Example(
            cells={
                "requests.received.total": Cell(Shape.NUMBER, 0, "", formula="=SUM(D6:I6)", recalculated=0),
                "review.reconsideration.total": Cell(Shape.NUMBER, 0, "", formula="=SUM(A4:D4)", recalculated=0),
            },
            fails_at=("requests.received.total",),
        ),
        Example(cells={"requests.received.total": Cell(formula='=IF(SUM(D6:I6)=0,"",SUM(D6:I6))')}),
        Example({"requests.received.total": None}),
    ),
)
