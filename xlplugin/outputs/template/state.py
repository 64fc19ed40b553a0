"""How far a relation is while the form is being filled in: not filled, even, or so that no blank can make it even any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xlplugin.form.model import Form
from xlplugin.form.relation import Balance, Operator
from xlplugin.outputs.template.sums import Figures, Writer, entries_of
from xlplugin.text import number

State = Literal["open", "even", "broken"]
OPEN, EVEN = "未填完", "√ 平"
LEFT = "左"
"""What the words for a broken relation begin with: 左 14 ≠ 右 9，差 5."""
_UNLIKE: Mapping[Operator, str] = {"=": "≠", "<=": "＞", ">=": "＜"}


@dataclass(frozen=True, slots=True)
class Blanks:
    """The boxes to fill in that a relation rests on: those that can still raise left minus right while they are blank, and those that can lower it."""

    up: tuple[str, ...]
    down: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(dict.fromkeys((*self.up, *self.down)))


def blanks_of(balance: Balance, form: Form, computed: Mapping[str, Balance]) -> Blanks:
    """Which boxes matter. Counts and amounts are never negative, so that a blank one pulls one way only."""
    factors = {name: factor for name, factor in entries_of(balance, computed).items() if factor}
    either = {name for name in factors if form.fields[name].kind == "signed_count"}
    up = tuple(name for name, factor in factors.items() if factor > 0 or name in either)
    return Blanks(up, tuple(name for name, factor in factors.items() if factor < 0 or name in either))


def broken_formula(balance: Balance, blanks: Blanks, writer: Writer) -> str:
    """A condition, without `=`, that is true where the relation does not hold, and no blank is left that could mend it."""
    difference = writer.rounded(balance)
    too_much = _and(f"{difference}>0", _filled(blanks.down, writer))
    too_little = _and(f"{difference}<0", _filled(blanks.up, writer))
    return {"=": f"OR({too_much},{too_little})", "<=": too_much, ">=": too_little}[balance.operator]


def state_formula(balance: Balance, blanks: Blanks, writer: Writer) -> str:
    """The formula that tells the state: 未填完, √ 平, 左 14 ≠ 右 9，差 5."""
    left, right = writer.side(balance.left), writer.side(balance.right)
    told = f'"{LEFT} "&{left}&" {_UNLIKE[balance.operator]} 右 "&{right}&"，差 "&ABS({writer.rounded(balance)})'
    return f'=IF({broken_formula(balance, blanks, writer)},{told},IF({_filled(blanks.all, writer) or "TRUE"},"{EVEN}","{OPEN}"))'


def state(balance: Balance, blanks: Blanks, figures: Figures) -> State:
    """What the formula comes to."""
    difference = figures.difference(balance)
    too_much = difference > 0 and figures.are_filled(blanks.down)
    too_little = difference < 0 and figures.are_filled(blanks.up)
    if {"=": too_much or too_little, "<=": too_much, ">=": too_little}[balance.operator]:
        return "broken"
    return "even" if figures.are_filled(blanks.all) else "open"


def state_words(balance: Balance, blanks: Blanks, figures: Figures) -> str:
    """The state in words, as the formula gives them."""
    found = state(balance, blanks, figures)
    if found != "broken":
        return EVEN if found == "even" else OPEN
    left, right = (number(figures.side(side)) for side in (balance.left, balance.right))
    return f"{LEFT} {left} {_UNLIKE[balance.operator]} 右 {right}，差 {number(abs(Decimal(figures.difference(balance))))}"


def _filled(fields: tuple[str, ...], writer: Writer) -> str:
    """A condition that is true where each of the boxes holds a number; empty where there is none to fill."""
    return f"COUNT({writer.areas(fields)})={len(fields)}" if fields else ""


def _and(first: str, second: str) -> str:
    return f"AND({first},{second})" if second else first
