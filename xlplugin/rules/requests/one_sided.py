"""What R05 and R06 share: a column in which one side of the balance of requests is all 0 and the other is not."""

from collections.abc import Iterator
from typing import Literal

from xlplugin.filing.filing import Filing
from xlplugin.rules.declare import Context, Hit, Inspect, Unknown
from xlplugin.rules.requests.r01_balance import RULE as BALANCE
from xlplugin.rules.shared.cells_needed import cannot_tell, figures, sides_of, total, unread


def one_sided(empty: Literal["left", "right"]) -> Inspect:
    """A check that tells the columns whose requests (`left`), or whose results and carry-over (`right`), are all 0 and whose others are not."""

    def inspect(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
        doubtful: list[str] = []
        for sides in sides_of(BALANCE, filing.form):
            nothing, filled = (sides.left, sides.right) if empty == "left" else (sides.right, sides.left)
            if missing := unread(filing, sides.fields):
                doubtful += missing
            elif total(filing, nothing) == 0 < total(filing, filled):
                there = [field for field in filled if filing.amount(field)]
                yield Hit(sides.at, actual=filing.cell(sides.at).value, related=sides.fields, words={"there": figures(filing, there, "row")})
        yield from cannot_tell(filing, doubtful)

    return inspect
