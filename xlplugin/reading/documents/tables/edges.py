"""Where the columns of a drawn table stand on its page: a table goes on over a page break only where they stand at the same place."""

from __future__ import annotations

from collections.abc import Sequence

Edges = tuple[float, ...]
"""The lines between columns and at both sides, from the left, in points; none where the format does not tell."""
_MOVED = 40.0
"""Left and right pages of a bound report are set off by so much at the most; a table beside another one stands further away."""
_NEAR = 6.0
_SHARE = 0.75
_FEWEST = 5
"""Lines that stand under each other by chance are fewer."""


def stand_alike(one: Edges, other: Edges) -> bool:
    """Whether two pieces of tables may be one table's: as far as is known, they are as wide, at the same place, and their columns under each other."""
    if len(one) < 2 or len(other) < 2:
        return True
    moved = _moved(one, other)
    if abs(moved) > _MOVED or abs(other[-1] - one[-1] - moved) > 2 * _NEAR:
        return False
    few, many = sorted(([edge + moved for edge in one[1:-1]], list(other[1:-1])), key=len)
    return sum(_is_near(edge, many) for edge in few) >= _SHARE * len(few)


def _moved(one: Edges, other: Edges) -> float:
    """How far to the right the other piece stands. One that lacks the first columns is not moved: a browser draws no line below or above a merged cell that goes on."""
    inner, outer = sorted((one, other), reverse=True)
    is_cut = len(inner) >= _FEWEST and abs(inner[-1] - outer[-1]) <= _NEAR and sum(_is_near(edge, outer) for edge in inner) >= _SHARE * len(inner)
    return 0.0 if is_cut else other[0] - one[0]


def _is_near(edge: float, others: Sequence[float]) -> bool:
    return any(abs(edge - other) <= _NEAR for other in others)


def column_below(above: Edges, below: Edges, column: int) -> int | None:
    """The column of an upper piece under which a column of a lower one begins; None where there is none."""
    if len(above) < 2 or column >= len(below) - 1:
        return None
    moved = _moved(above, below)
    return next((number for number, edge in enumerate(above[:-1]) if abs(edge + moved - below[column]) <= _NEAR), None)
