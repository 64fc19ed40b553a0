"""C04: full-width digits."""

from collections.abc import Iterator

from xlplugin.filing.cells import Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.wording import by_table, cells_of_shape, named_cells, quoted
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a table."""
    for names in by_table(filing, (name for name, _ in cells_of_shape(filing, Shape.FULL_WIDTH))):
        first = filing.cells[names[0]]
        yield Hit(
            names[0], actual=first.raw, expected=first.value, related=tuple(names[1:]), words={"which": named_cells(filing, names), "words": quoted(first.raw)}
        )


RULE = Rule(
    id="C04",
    severity=Severity.WARNING,
    title=Text("全角数字", "full-width digits"),
    lead=IN_TABLE,
    fact=Text("{which}用了全角数字，求和公式会漏掉。", "{which}: full-width digits, which spreadsheet sums leave out"),
    ask=Text("请改成半角数字，如“{words}”改为 {expected}。", 'Type ordinary digits: {expected} for "{words}"'),
    rationale=Text(
        "全角数字是文本，求和公式会漏掉它。审核时按数字计。",
        "Full-width digits are text, and spreadsheet sums leave them out. They are counted as numbers here.",
    ),
    mend=Text("切换到半角输入，重新键入数字。", "Switch the input method to half width and type the number again."),
    source=Text("公开发布的年报中有全角数字", "seen in published reports"),
    spreads=True,
    check=check,
    subject="table",
    moves=True,
    casts_doubt=True,
    examples=(
        Example({"requests.received.company": "12"}),
        Example({"requests.received.company": "１２", "requests.received.total": "１２"}, fails_at=("requests.received.company",), says="如“１２”改为 12", expected=12, related=("requests.received.total",)),
        Example({"requests.received.company": None, "proactive.fees.amount": "３．５"}, fails_at=("proactive.fees.amount",)),
    ),
)
