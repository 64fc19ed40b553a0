"""Where 下一个问题 stops: once for each problem, at the cell that is most likely wrong before what follows from it; and how large its note is."""

from __future__ import annotations

from xlplugin.filing.cells import Place
from xlplugin.filing.findings import Finding, Report
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


def stops(report: Report, explained: frozenset[Finding]) -> list[Place]:
    """One cell for each problem that counts, no cell twice. With the first problem of a part that localisation speaks of come its suspects.

    `explained`: the findings that go away with the suspects (`explained_by_suspects`), and need no stop of their own.
    """
    found: dict[Place, None] = {}
    for problem in report.problems:
        finding = problem.finding
        if finding.waived is not None:
            continue
        suspects = [suspect.place for advice in report.advice if is_part(finding, advice) for suspect in advice.suspects if suspect.place is not None]
        own = [finding.place] if finding.place is not None and finding not in explained else []
        found.update(dict.fromkeys(suspects + own))
    return list(found)[:MOST_STOPS]


def note_size(text: str) -> tuple[float, float]:
    """Width and height, in millimetres, of a note that shows its text, or most of a very long one."""
    for width in (_WIDTH, _WIDE):
        count = sum(max(1, -int(-units(part) * _UNIT // (width - _MARGIN))) for part in text.split("\n"))
        if count <= _LINES:
            break
    return width, min(count, _MOST_LINES) * _LINE + _MARGIN
