"""Rows of layouts that do not say where a row ends: figures may have moved from one to the next, all the way down."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.reading.documents.tables.items import Item

_ENDLESS = ("flat", "bars")


def doubt_moved(rows: Sequence[Item], width: int) -> None:
    """Makes the rows between one with too many figures and one with too few doubtful, both of them too: each may hold its neighbour's, labels having been printed below their figures."""
    last: tuple[int, int] | None = None
    for number, item in enumerate(rows):
        sign = _sign(item, width)
        if last is not None and sign == -last[1]:
            for between in rows[last[0] : number + 1]:
                between.is_doubtful = True
                between.faults.append(("cells", between.text))
        if sign:
            last = (number, sign)


def _sign(item: Item, width: int) -> int:
    """1 for a row with more figures than columns, -1 for one with fewer; in bars an empty cell counts, but a row of nothing else is none."""
    if item.piece.layout not in _ENDLESS or item.is_loose or not (item.is_line or item.figures):
        return 0
    count = item.room if item.piece.layout == "bars" and item.figures else len(item.figures)
    if not item.labels and item.figures:
        return 1
    return (count > width) - (count < width)
