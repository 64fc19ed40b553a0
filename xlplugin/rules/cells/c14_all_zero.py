"""C14: every number of the filing is 0."""

from collections.abc import Iterator

from xlplugin.filing.cells import Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.form import editions
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.cells_needed import cannot_tell
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a file, where every cell of the form was read, every one is 0 or blank and at least one is 0."""
    cells = filing.cells.values()
    is_empty = all(cell.value == 0 or (cell.value is None and cell.shape in (Shape.BLANK, Shape.PLACEHOLDER)) for cell in cells)
    if not is_empty or not any(cell.value == 0 for cell in cells):
        return
    if missing := [name for name in filing.form.fields if name not in filing.cells]:
        yield from cannot_tell(filing, missing)
    else:
        yield Hit()


RULE = Rule(
    id="C14",
    severity=Severity.INFO,
    title=Text("全部为 0", "everything is zero"),
    fact=Text("三张表的数字全部是 0。", "every number in the three tables is 0"),
    ask=Text("请确认没有误交空表；属实的不必修改。", "Make sure that it is not an empty form sent by mistake; if it is true, nothing need be done"),
    rationale=Text("小单位全年没有发生是可能的，也可能是交了没填的空表。", "A small office may have had nothing all year; or an empty form was sent in."),
    source=Text("审核常识", "common sense"),
    check=check,
    subject="form",
    casts_doubt=True,
    examples=(
        Example({"requests.received.company": 1}),
        Example(fails_at=(None,)),
        Example({"requests.received.company": None, "requests.received.other": "/"}, fails_at=(None,)),
        Example({"requests.received.company": "见附件"}),
        Example(not_found=("review.reconsideration.total",), not_checked=("review.reconsideration.total",)),
        Example(dict.fromkeys(editions()["2021"].fields)),
    ),
)
