"""C08: a letter in a digit's place."""

from collections.abc import Iterator

from xlplugin.filing.cells import Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.wording import cells_of_shape, quoted
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a cell, with the likely reading."""
    for name, cell in cells_of_shape(filing, Shape.LETTERS):
        yield Hit(name, actual=cell.raw, expected=cell.likely, words={"words": quoted(cell.raw)})


RULE = Rule(
    id="C08",
    severity=Severity.ERROR,
    title=Text("数字里有字母 O、l、I", "a letter O, l or I in a number"),
    lead=IN_TABLE,
    fact=Text(
        "“{field}”填的“{words}”里有字母，未参加计算。",
        '{field} holds "{words}" with a letter in it, which was left out of the sums',
    ),
    ask=Text("可能是 {expected}，请核对后重新键入数字。", "perhaps {expected}. Check, and type the number again"),
    rationale=Text(
        "字母 O、l、I 与数字 0、1 形近，多出自扫描识别或键入错误。格子成了文本，任何求和都会漏掉它。",
        "The letters O, l and I look like 0 and 1 and come from scanning or typing. The cell is text, and every sum leaves it out.",
    ),
    mend=Text("对照原始数据，用数字键重新键入。", "Compare with the records and type the number again with digits."),
    source=Text("公开发布的年报中有以字母 O 代替 0 的", "the letter O for 0 was seen in published reports"),
    check=check,
    casts_doubt=True,
    examples=(
        Example({"requests.received.company": "10"}),
        Example({"requests.received.company": "1O", "requests.received.other": "l2"}, fails_at=("requests.received.company", "requests.received.other")),
        Example({"requests.received.company": None}),
    ),
)
