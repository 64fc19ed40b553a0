"""C13: a spreadsheet error value."""

from collections.abc import Iterator

from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.wording import cells_of_shape, quoted
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a cell."""
    for name, cell in cells_of_shape(filing, Shape.ERROR):
        seen = cell.raw or str(cell.recalculated or "")
        yield Hit(name, actual=seen, words={"words": quoted(seen)})


RULE = Rule(
    id="C13",
    severity=Severity.ERROR,
    title=Text("错误值", "an error value"),
    lead=IN_TABLE,
    fact=Text("“{field}”是错误值 {words}，没有数可用。", "{field} is the error value {words}, so there is no number"),
    ask=Text("请改正公式，或填上数字。", "Mend the formula or enter the figure"),
    rationale=Text(
        "错误值说明公式引用的单元格已被删除，或算不出结果；引用它的合计也会出错。",
        "An error value means that the formula refers to deleted cells or cannot be worked out; totals over it fail too.",
    ),
    mend=Text(
        "撤销造成错误的删除，或重新输入公式；也可从空白模板重新复制该格。",
        "Undo the deletion that broke it, or enter the formula again; or copy the cell anew from an empty template.",
    ),
    source=Text("电子表格错误值：#REF!、#DIV/0!、#VALUE!、#NAME? 等", "error values of spreadsheets: #REF!, #DIV/0!, #VALUE!, #NAME? and others"),
    check=check,
    casts_doubt=True,
    examples=(
        Example({"requests.results_total.company": 0}),
        Example(
            {"requests.results_total.company": "#REF!"},
            cells={"requests.results_total.other": Cell(Shape.ERROR, formula="=I28/0", recalculated="#DIV/0!")},
            fails_at=("requests.results_total.company", "requests.results_total.other"),
            says=("是错误值 #REF!", "是错误值 #DIV/0!"),
        ),
        Example({"requests.results_total.company": None}),
    ),
)
