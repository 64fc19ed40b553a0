"""Circles of formulas in a workbook that iterates (迭代计算): gone round until nothing changes any more, as the programs do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from xlplugin.filing.cells import Place
from xlplugin.reading.workbook.grid import Settings

MAX_READ = 1_000_000
"""Cells read, formulas at what each costs in them, on all rounds through the circles of one workbook."""
LEAST_ROUNDS = 200
"""A program goes round again at every recalculation: where it allows a few rounds only, its values have come further."""
LIKE_CHANGES = 100
"""Where the program stopped, its values may be this many times the least change away from where they tend."""


def settle(
    circle: Sequence[Place], saved: Mapping[Place, float], settings: Settings, go_round: Callable[[dict[Place, float]], bool], cost: int
) -> dict[Place, float] | None:
    """The values on which a circle settles, the saved ones where they are among them; None where it settles on none, or hangs on where it began.

    `go_round` evaluates every formula of the circle once, in place, at the cost of so many cells; False where one gives no number.
    """
    rounds = min(max(settings.iterations, LEAST_ROUNDS), MAX_READ // (2 * cost))
    found = []
    for start in (saved, dict.fromkeys(circle, 0.0)):
        values, change = {place: start.get(place, 0.0) for place in circle}, float("inf")
        for _ in range(rounds):
            before = dict(values)
            if not go_round(values):
                return None
            change = _distance(before, values)
            if change == 0:
                break
        if change > settings.least_change:
            return None
        found.append(values)
    tolerance = LIKE_CHANGES * settings.least_change
    if _distance(*found) > tolerance:
        return None
    return dict(saved) if len(saved) == len(circle) and _distance(saved, found[0]) <= tolerance else found[0]


def _distance(one: Mapping[Place, float], other: Mapping[Place, float]) -> float:
    return max(abs(one[place] - other[place]) for place in other)
