"""W02: formulas without a saved value."""

from collections.abc import Iterator

from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.wording import named_cells
from xlplugin.rules.workbook.formulas import unseen
from xlplugin.text import Text

_RECALCULATED = Text("审核按重新计算的值", "recalculated values were checked")
_NONE = Text("也无法重新计算，没有读到数", "they could not be recalculated either, and no figure was read")
_SOME = Text("审核按重新计算的值，其中{which}无法重新计算，没有读到数", "recalculated values were checked, but {which} could not be recalculated and no figure was read")


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a file. A formula whose result is an empty text leaves no value either, and is not meant."""
    yield from unseen(filing)
    names = [name for name, cell in filing.saved_otherwise if cell.saved is None and not (cell.shape is Shape.BLANK and cell.recalculated is None)]
    if names:
        unread = [name for name in names if filing.cells[name].shape is Shape.NOT_CALCULATED]
        done = _RECALCULATED if not unread else _NONE if len(unread) == len(names) else _SOME.fill(which=named_cells(filing, unread))
        yield Hit(names[0], related=tuple(names[1:]), words={"which": named_cells(filing, names), "done": done})


RULE = Rule(
    id="W02",
    severity=Severity.INFO,
    title=Text("公式从未计算过", "formulas that were never calculated"),
    fact=Text("{which}的公式没有保存计算结果，{done}。", "{which}: formulas without a saved result; {done}"),
    ask=Text("用 Excel 或 WPS 打开并保存一次即可。", "Opening and saving in Excel or WPS puts it right"),
    rationale=Text(
        "由程序生成、没有在电子表格里打开过的工作簿是这样。别的软件读取时会得到空白。",
        "A workbook made by a program and never opened in a spreadsheet is like this; other software will read blanks.",
    ),
    source=Text("工作簿格式：公式与其上次计算结果分别保存", "the file format keeps a formula and its last result apart"),
    check=check,
    subject="workbook",
    examples=(
        Example(cells={"requests.received.total": Cell(Shape.NUMBER, 0, "0", formula="=SUM(D6:I6)", saved=0, recalculated=0)}),
        Example(
            cells={
                "requests.received.total": Cell(Shape.NUMBER, 0, "", formula="=SUM(D6:I6)", recalculated=0),
                "review.reconsideration.total": Cell(Shape.NUMBER, 0, "", formula="=SUM(A4:D4)", recalculated=0),
            },
            fails_at=("requests.received.total",),
            related=("review.reconsideration.total",),
            says="没有保存计算结果，审核按重新计算的值。",
        ),
        Example(cells={"requests.received.total": Cell(formula='=IF(SUM(D6:I6)=0,"",SUM(D6:I6))')}),
        Example({"requests.received.total": None}),
        Example(cells={"requests.received.total": Cell(Shape.NOT_CALCULATED, formula='=INDIRECT("D6")')}, fails_at=("requests.received.total",), says="也无法重新计算，没有读到数"),
        Example(
            cells={
                "requests.received.total": Cell(Shape.NUMBER, 0, "", formula="=SUM(D6:I6)", recalculated=0),
                "review.reconsideration.total": Cell(Shape.NOT_CALCULATED, formula='=INDIRECT("D6")'),
            },
            fails_at=("requests.received.total",),
            related=("review.reconsideration.total",),
            says=("审核按重新计算的值，其中", "无法重新计算，没有读到数"),
        ),
    ),
)
