"""C11: a number stored as text."""

from collections.abc import Iterator

from xlplugin.filing.cells import Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.unseen_marks import unseen_marks
from xlplugin.rules.shared.wording import by_table, cells_of_shape, named_cells
from xlplugin.text import Text, same


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a table."""
    for names in by_table(filing, (name for name, _ in cells_of_shape(filing, Shape.TEXT_NUMBER))):
        first = filing.cells[names[0]]
        marks = unseen_marks(filing.cells[name].raw for name in names)
        words = {"which": named_cells(filing, names), "marks": marks or same("")}
        yield Hit(names[0], actual=first.raw, expected=first.value, related=tuple(names[1:]), words=words)


RULE = Rule(
    id="C11",
    severity=Severity.WARNING,
    title=Text("数字存为文本", "a number stored as text"),
    lead=IN_TABLE,
    fact=Text("{which}的数字存成了文本{marks}，求和公式会漏掉。", "{which}: numbers stored as text{marks}, which spreadsheet sums leave out"),
    ask=Text("请选中后“转换为数字”，或重新键入。", "Select them and convert to number, or type them again"),
    rationale=Text(
        "看上去是数字，SUM 却不加它，合计和汇总会少数。审核时按数字计。",
        "It looks like a number, but SUM leaves it out, and totals and roll-ups fall short. It is counted as a number here.",
    ),
    mend=Text(
        "选中这些单元格，点左上角绿色三角旁的提示，选“转换为数字”。", "Select the cells, click the warning sign beside them and choose Convert to Number."
    ),
    source=Text("公开发布的年报中有存为文本的数字；电子表格的 SUM 不加文本", "seen in published reports; SUM in spreadsheets leaves text out"),
    spreads=True,
    check=check,
    subject="table",
    moves=True,
    casts_doubt=True,
    examples=(
        Example({"requests.received.company": 6}),
        Example(
            {"requests.received.company": "6", "requests.received.total": " 6", "review.reconsideration.total": "1,000"},
            fails_at=("requests.received.company", "review.reconsideration.total"),
            related=("requests.received.total",),
        ),
        Example(
            {"requests.received.company": "3\u200e", "requests.received.other": "1\u202f234"},
            fails_at=("requests.received.company",),
            related=("requests.received.other",),
            says="从左到右标记 U+200E、窄不换行空格 U+202F",
        ),
        Example({"requests.received.company": "", "requests.received.total": "0"}, fails_at=("requests.received.total",)),
    ),
)
