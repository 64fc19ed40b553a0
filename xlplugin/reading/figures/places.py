"""Figures whose digits do not all stand beside one another in one size: which of them are the figure and which a note, nobody can say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlplugin.patterns import late

_FIGURE = late(r"\d[\d.,，．\s]*")
"""What is read as one figure."""
SMALLER = 0.85
"""Digits of one figure are of one size: a size beside the usual one (10.5 and 12 points, 12 and 14) is no further from it; small type is."""
TURNED = "!"
"""Begins the place of digits that may be shown from right to left."""
Piece = tuple[str, float, str]
"""Where a piece of text stands (the same word: beside one another), how large it is, and what it says."""


def of_several_places(pieces: Iterable[Piece]) -> Iterator[str]:
    """The figures of a text whose digits stand at several places, in several sizes or in another order than they are written in."""
    marks = [(place, size, mark) for place, size, words in pieces for mark in words]
    for figure in _FIGURE.finditer("".join(mark for _, _, mark in marks)):
        own = [(place, size) for place, size, mark in marks[figure.start() : figure.end()] if mark.isdigit()]
        sizes = [size for _, size in own]
        is_turned = len(own) > 1 and own[0][0].startswith(TURNED)
        if len({place for place, _ in own}) > 1 or min(sizes) < SMALLER * max(sizes) or is_turned:
            yield figure[0].strip()
