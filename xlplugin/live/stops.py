"""Where 下一个问题 stops: once for each problem, at the cell that is most likely wrong before what follows from it; and how large its note is."""

from __future__ import annotations

from xlplugin.filing.cells import Place
from xlplugin.filing.findings import Report
from xlplugin.outputs.marked.marks import is_part
from xlplugin.outputs.template.styles import units

MOST_STOPS = 500
_WIDTH, _WIDE = 80.0, 110.0
"""Millimetres across: what a text of some lines takes, and a long one."""
_LINES = 8
"""Beyond so many lines a note is made wider, and beyond `_MOST_LINES` not higher: the table is to be seen beside it."""
_MOST_LINES = 14
_UNIT, _LINE, _MARGIN = 1.75, 4.3, 4.0
"""Millimetres of a narrow character, of a line, and of what is around the text."""


def stops(report: Report) -> list[Place]:
    """One cell for each problem that counts; the first problems of a part that localisation speaks of stand for its suspects. No cell twice."""
    waiting = [[suspect.place for suspect in advice.suspects if suspect.place is not None] for advice in report.advice]
    found: dict[Place, None] = {}
    for problem in report.problems:
        if problem.finding.waived is not None:
            continue
        suspects = next((left for advice, left in zip(report.advice, waiting, strict=True) if left and is_part(problem.finding, advice)), None)
        place = suspects.pop(0) if suspects else problem.finding.place
        if place is not None:
            found[place] = None
    return list(found)[:MOST_STOPS]


def note_size(text: str) -> tuple[float, float]:
    """Width and height, in millimetres, of a note that shows its text, or most of a very long one."""
    for width in (_WIDTH, _WIDE):
        count = sum(max(1, -int(-units(part) * _UNIT // (width - _MARGIN))) for part in text.split("\n"))
        if count <= _LINES:
            break
    return width, min(count, _MOST_LINES) * _LINE + _MARGIN
