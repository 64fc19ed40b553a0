"""Finds texts that are nearly alike among thousands: an index gives the pairs worth a look, and only these are compared in full.

What many texts share (an office's model text, official phrases) is nobody's copy and does not count.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xlplugin.rules.batches.alike.text_index import Index
from xlplugin.rules.batches.alike.text_marks import LENGTH, Marked, sampled

_HELD = 0.6
"""Of a stretch's own marks, that the other text must hold: a changed word spoils the marks that reach over it."""
_HELD_IN_ALL = 0.7
"""Of all its marks, common ones too."""
_ENTIRE = 0.9
_FEWEST = 2
_QUOTED = 56


@dataclass(frozen=True, slots=True)
class Measure:
    """What counts as alike. `share`: of the shorter text's own words; `least`: characters; `most`: texts that may share a stretch before it is common."""

    share: float
    least: int
    most: int = 0


@dataclass(frozen=True, slots=True)
class Alike:
    """Two texts by their numbers, the share of the one that the other holds, and a passage as each of them has it."""

    one: int
    other: int
    share: float
    passages: tuple[str, str]


def find_alike(index: Index, text: Callable[[int], Marked], may_pair: Callable[[int, int], bool], measure: Measure) -> list[Alike]:
    """The pairs of texts that are nearly alike, the nearest first. `text`: a text of the index, marked, when it is needed."""
    found = []
    for a, b in index.pairs(measure.most):
        if may_pair(a, b) and (alike := compare(a, b, text(a), text(b), measure, index)) is not None:
            found.append(alike)
    return sorted(found, key=lambda alike: (-alike.share, alike.one, alike.other))


def compare(a: int, b: int, one: Marked, other: Marked, measure: Measure, index: Index | None = None) -> Alike | None:
    """Two texts in full; None where they are not alike."""
    ways = [_held(one, other, measure, index), _held(other, one, measure, index)]
    best = max(ways, key=lambda way: way[0])
    share, stretch = best
    if stretch is None:
        return None
    source, target = (one, other) if best is ways[0] else (other, one)
    passages = _passages(source, target, stretch)
    return Alike(a, b, share, passages if best is ways[0] else (passages[1], passages[0]))


def _held(one: Marked, other: Marked, measure: Measure, index: Index | None) -> tuple[float, tuple[int, int] | None]:
    """The share of a text's own words that another holds, and the longest stretch of them; none where it is too little."""
    import numpy as np

    own = held = 0.0
    longest, stretch_held = 0.0, None
    for stretch in one.stretches:
        marks = one.of(stretch)
        judged = marks if index is None else index.rare(marks, measure.most)
        if len(judged) < _FEWEST:
            continue  # common words only
        length = (stretch[1] - stretch[0]) * (1.0 if index is None else len(judged) / len(sampled(marks)))
        own += length
        if np.isin(judged, other.every).mean() >= _HELD and np.isin(marks, other.every).mean() >= _HELD_IN_ALL:
            held += length
            if length > longest:
                longest, stretch_held = length, stretch
    if held >= measure.least and held >= measure.share * own:
        return held / own, stretch_held
    return _whole(one, other, measure, index)


def _whole(one: Marked, other: Marked, measure: Measure, index: Index | None) -> tuple[float, tuple[int, int] | None]:
    """The same for a text that is put together of common pieces, and yet as a whole like few others."""
    import numpy as np

    if index is None or len(one.marks) < measure.least:
        return 0.0, None
    whole = float(np.isin(one.marks, other.every).mean())
    if whole < _ENTIRE or index.holders(one.every, _ENTIRE) > measure.most:
        return 0.0, None
    return whole, max(one.stretches, key=lambda stretch: float(np.isin(one.of(stretch), other.every).sum()))


def _passages(one: Marked, other: Marked, stretch: tuple[int, int]) -> tuple[str, str]:
    """The stretch in both texts, from its first words that they share."""
    import numpy as np

    marks: Any = one.of(stretch)
    at = int(np.isin(marks, other.every).argmax())
    start = int((other.marks == marks[at]).argmax())
    back = min(at, start, LENGTH)  # a little before, so that the names that differ are seen
    return one.quote(stretch[0] + at - back, _QUOTED), other.quote(start - back, _QUOTED)
