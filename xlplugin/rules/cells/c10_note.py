"""C10: a number with a note in brackets."""

from collections.abc import Iterator

from xlplugin.filing import Filing, Shape
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.listing import cells_of_shape, quoted
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a cell; the number before the note counts."""
    for name, cell in cells_of_shape(filing, Shape.NOTE):
        yield Hit(name, actual=cell.raw, expected=cell.value, words={"words": quoted(cell.raw)})


RULE = Rule(
    id="C10",
    severity=Severity.INFO,
    title=Text("数字后附有说明", "a number with a note"),
    message=Text(
        "「{table}」“{field}”填的是“{words}”，按 {expected} 计。建议格里只留数字，把说明写进报告正文。",
        '{table}: {field} holds "{words}", counted as {expected}. Keep the number in the cell and put the note into the text of the report',
    ),
    rationale=Text(
        "说明本身无妨，但格子成了文本，求和公式会漏掉它。",
        "The note does no harm by itself, but it turns the cell into text, which spreadsheet sums leave out.",
    ),
    mend=Text("格里只留数字，把说明写进报告正文。", "Keep the number in the cell and move the note to the report's text."),
    source=Text("公开发布的年报中有“22（其中修订16件）”", "22（其中修订16件） was seen in a published report"),
    check=check,
    examples=(
        Example({"proactive.normative_documents.issued": 22}),
        Example({"proactive.normative_documents.issued": "22（其中修订16件）"}, fails_at=("proactive.normative_documents.issued",)),
        Example({"proactive.normative_documents.issued": None}),
    ),
)
