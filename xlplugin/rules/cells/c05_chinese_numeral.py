"""C05: Chinese numerals."""

from collections.abc import Iterator

from xlplugin.filing.cells import Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Case, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.wording import cells_of_shape, quoted
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """A warning where the numeral can be read surely, else an error."""
    for name, cell in cells_of_shape(filing, Shape.CHINESE):
        words = {"words": quoted(cell.raw)}
        if cell.value is None:
            yield Hit(name, actual=cell.raw, words=words)
        else:
            yield Hit(name, actual=cell.raw, expected=cell.value, words=words, case="read")


RULE = Rule(
    id="C05",
    severity=Severity.ERROR,
    title=Text("中文数字", "Chinese numerals"),
    lead=IN_TABLE,
    fact=Text(
        "“{field}”填的是中文数字“{words}”，读不出数，未参加计算。",
        '{field} holds the Chinese numeral "{words}", which cannot be read and was left out of the sums',
    ),
    ask=Text("请填阿拉伯数字。", "Enter digits"),
    rationale=Text(
        "中文数字是文本，求和公式会漏掉它。读得准的为疑点，读不准的为错误。",
        "Chinese numerals are text, and spreadsheet sums leave them out. A sure reading is a warning, an unsure one an error.",
    ),
    source=Text("表内各项均为数字；工作簿中文本不参加求和", "every cell of the tables is a number; spreadsheets do not sum text"),
    cases=(
        Case(
            "read",
            Text("能读出数", "the numeral can be read"),
            Severity.WARNING,
            fact=Text("“{field}”填的是中文数字“{words}”，按 {expected} 计。", '{field} holds the Chinese numeral "{words}", counted as {expected}'),
        ),
    ),
    check=check,
    casts_doubt=True,
    examples=(
        Example({"requests.received.company": 12}),
        Example({"requests.received.company": "十二"}, fails_at=("requests.received.company",), severity=Severity.WARNING),
        Example({"requests.received.company": "十十百"}, fails_at=("requests.received.company",)),
        Example({"requests.received.company": None}),
    ),
)
