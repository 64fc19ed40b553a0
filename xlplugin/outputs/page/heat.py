"""The heat map organ × rule as a picture: how many problems of which rule each organ has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlplugin.filing.findings import Severity
from xlplugin.outputs.page.files import Count, Row
from xlplugin.outputs.page.words import WORDS
from xlplugin.rules import order
from xlplugin.text import Text, same

MOST_RULES = 24
"""So many rules have a column of their own; the others share the last one."""
LABEL, HEAD, CELL, LINE = 216, 30, 34, 24
"""Width of the names, height of the rules' ids, width and height of a cell, in pixels."""
_LONGEST = 14
_REST = "…"


@dataclass(frozen=True, slots=True)
class Square:
    """One cell with problems; `x`, `y` are its top left corner."""

    x: int
    y: int
    number: int
    severity: Severity
    hint: Text
    target: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A row's or a column's name; `x`, `y` are where its text begins or has its middle."""

    x: int
    y: int
    text: Text
    hint: Text
    target: str


@dataclass(frozen=True, slots=True)
class Heat:
    """The picture."""

    width: int
    height: int
    columns: tuple[Mark, ...]
    rows: tuple[Mark, ...]
    squares: tuple[Square, ...]


def heat(rows: Sequence[Row], names: Mapping[str, Text], titles: Mapping[str, Text]) -> Heat:
    """Lays out the rows. `names`: how each file's organ is called; `titles`: the rules' titles by id."""
    own = _columns(rows)
    rest = any(rule not in own for row in rows for rule in row.counts)
    shown = [*own, _REST] if rest else own
    at = {rule: LABEL + CELL * number for number, rule in enumerate(shown)}
    columns = [Mark(at[rule] + CELL // 2, HEAD - 10, _short(rule), _title(rule, titles), "rules" if rule == _REST else f"rule-{rule}") for rule in shown]
    lines: list[Mark] = []
    squares: list[Square] = []
    for number, row in enumerate(rows):
        top, name, target = HEAD + LINE * number, names[row.file], f"f{row.position}"
        lines.append(Mark(LABEL - 10, top + 16, same(_cut(name.zh)) if name.zh == name.en else name, name, target))
        for rule, count in _joined(row.counts, own).items():
            hint = WORDS["heat_cell"].fill(organ=name, rule=_short(rule), title=_title(rule, titles), severity=count.worst.text, n=count.number)
            squares.append(Square(at[rule], top, count.number, count.worst, hint, target))
    return Heat(LABEL + CELL * len(shown) + 1, HEAD + LINE * len(rows) + 1, tuple(columns), tuple(lines), tuple(squares))


def _columns(rows: Sequence[Row]) -> list[str]:
    """The rules that matter most, in the catalogue's order."""
    weights: dict[str, tuple[int, int]] = {}
    for row in rows:
        for rule, count in row.counts.items():
            worst, number = weights.get(rule, (0, 0))
            weights[rule] = max(worst, count.worst), number + count.number
    first = sorted(weights, key=lambda rule: (*(-weight for weight in weights[rule]), order(rule)))
    return sorted(first[:MOST_RULES], key=lambda rule: (order(rule), rule))


def _joined(counts: Mapping[str, Count], own: Sequence[str]) -> dict[str, Count]:
    """A row's counts, those without a column of their own in one."""
    joined = {rule: count for rule, count in counts.items() if rule in own}
    others = [count for rule, count in counts.items() if rule not in own]
    if others:
        joined[_REST] = Count(sum(count.number for count in others), max(count.worst for count in others))
    return joined


def _short(rule: str) -> Text:
    return WORDS["heat_rest_short"] if rule == _REST else same(rule)


def _title(rule: str, titles: Mapping[str, Text]) -> Text:
    return WORDS["heat_rest"] if rule == _REST else titles.get(rule, same(""))


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
