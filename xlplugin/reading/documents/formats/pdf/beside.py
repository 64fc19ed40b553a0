"""Tables side by side on a page, and the lines of print that belong to each column: a column is read from its top to its end before the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

from pdfplumber.utils.text import extract_text

from xlplugin.reading.documents.formats.pdf.glyphs import Box
from xlplugin.reading.documents.formats.stream import Grid

_NARROWEST = 6.0
"""Points between two tables that stand beside each other."""
_LEAST_OVERLAP = 10.0
_APART = 1.2
"""Words further apart than so many times their size, to the left and the right of a gap, are two lines."""

Line = dict[str, Any]
Table = tuple[Box, Grid]
Column = tuple[list[Line], list[Table]]
"""Lines of print and tables, to be read from the top."""


def columns_of(lines: Sequence[Line], tables: Sequence[Table], gaps: Sequence[float]) -> list[Column]:
    """The lines (with their `chars`) and tables of a page in the order in which they are read: as they stand, or column by column between what runs across them."""
    if not gaps:
        return [(list(lines), list(tables))]
    things: list[tuple[float, int | None, bool, Any]] = [(box[1], _column(box[0], box[2], gaps), True, (box, grid)) for box, grid in tables]
    for line in lines:
        things += [(part["top"], _column(part["x0"], part["x1"], gaps), False, part) for part in _parted(line, gaps)]
    things.sort(key=lambda thing: thing[0])
    found: list[Column] = []
    for is_across, band in groupby(things, lambda thing: thing[1] is None):
        own = list(band)
        for number in [None] if is_across else range(len(gaps) + 1):
            column = [thing for thing in own if thing[1] == number]
            found.append(([thing[3] for thing in column if not thing[2]], [thing[3] for thing in column if thing[2]]))
    return [column for column in found if any(column)]


def gaps_between(boxes: Sequence[Sequence[float]]) -> list[float]:
    """Where a table ends and another begins beside it: the middle of each such gap, from the left."""
    pairs = ((one, other) for one in boxes for other in boxes if other[0] - one[2] >= _NARROWEST and min(one[3], other[3]) - max(one[1], other[1]) >= _LEAST_OVERLAP)
    middles = sorted({(max(box[2] for box in boxes if box[2] <= other[0]) + other[0]) / 2 for _, other in pairs})
    return [middle for number, middle in enumerate(middles) if not number or middle - middles[number - 1] > _NARROWEST]


def _column(left: float, right: float, gaps: Sequence[float]) -> int | None:
    """The column that something stands in; None where it runs over a gap."""
    if any(left < gap < right for gap in gaps):
        return None
    return sum(gap <= left for gap in gaps)


def _parted(line: Line, gaps: Sequence[float]) -> Iterator[Line]:
    """A line's halves, where nothing of it stands over the gap."""
    chars = sorted(line["chars"], key=lambda char: float(char["x0"]))
    ends = [number for number, (one, other) in enumerate(pairwise(chars), 1) if _is_parted(one, other, gaps)]
    for start, end in pairwise([0, *ends, len(chars)]):
        own = chars[start:end]
        whole = {name: pick(char[name] for char in own) for name, pick in (("x0", min), ("x1", max), ("top", min), ("bottom", max))}
        yield {**whole, "text": extract_text(own) if ends else line["text"]}


def _is_parted(one: Any, other: Any, gaps: Sequence[float]) -> bool:
    return any(one["x1"] <= gap <= other["x0"] for gap in gaps) and other["x0"] - one["x1"] > _APART * max(one["size"], other["size"])
