"""R11: a row seems to stand one column too far to the left."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.requests.r03_row_sum import RULE as ROW_SUM
from xlplugin.rules.shared.cells_needed import cannot_tell, figures, sides_of, total, unread
from xlplugin.text import Text


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    doubtful: list[str] = []
    for sides in sides_of(ROW_SUM, filing.form):
        row = (*sides.right, sides.at)
        if missing := unread(filing, row):
            doubtful += missing
            continue
        # Only a row too far left can be told: its total stands in the last column of applicants. Of a row too far right the
        # total is gone, and moved back it would "hold" only where nothing is left in it. A formula does not move with the figures.
        *parts, last = sides.right
        if filing.amount(last) > 0 == filing.amount(sides.at) and filing.amount(last) == total(filing, parts) and filing.cell(sides.at).formula is None:
            yield Hit(sides.at, actual=filing.cell(sides.at).value, related=sides.right, words={"shown": figures(filing, (f for f in row if filing.amount(f)), "column")})
    yield from cannot_tell(filing, doubtful)


RULE = Rule(
    id="R11",
    severity=Severity.WARNING,
    title=Text("整行可能错了一栏", "a row seems to be shifted by one column"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{row}”行的数看上去整体左移了一栏（{shown}）：右移一栏后，总计正好等于各类申请人之和。",
        'row "{row}" seems to stand one column too far to the left ({shown}): moved to the right, its total is just the sum of its parts',
    ),
    ask=Text("请对照表头逐格核对，填错栏的移回应在的栏。", "Compare the row with the header and move what is in the wrong column"),
    rationale=Text(
        "从别的表格粘贴、或删去了一个合并单元格时，整行会错开一栏，数字都在，位置全错。",
        "When a row is pasted, or a merged cell is deleted, all its numbers are there and all stand in the wrong place.",
    ),
    source=Text("经验判断；公开的年报中见过错栏的行组", "judgement; groups of shifted rows are found in published reports"),
    check=_check,
    needs=Needs(sides_of=ROW_SUM, broken=True),
    examples=(
        Example({"requests.received.natural_person": 2, "requests.received.other": 1, "requests.received.total": 3}),
        Example({"requests.received.company": 2, "requests.received.legal_service": 1, "requests.received.other": 3, "requests.received.total": None}, fails_at=("requests.received.total",)),
        Example({"requests.received.other": 6, "requests.received.total": None}),
        Example({"requests.received.natural_person": 5, "requests.received.total": 0}),
        Example({"requests.received.total": 5}),
    ),
)
