"""From the rules' relations to spreadsheet formulas: totals, what is still out of balance, and what they come to.

The relations that are checked are the ones that become formulas, so that the two cannot drift apart. Only those of rules
of severity error take part: a formula enforces, and what may well be true is not enforced.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from xlplugin.filing.findings import Severity
from xlplugin.form.model import Form
from xlplugin.form.relation import Balance, Operator, Relation, Side, Term
from xlplugin.outputs.template.contents import reference
from xlplugin.outputs.template.layout import Box, TablePlan, rectangles
from xlplugin.rules.declare import Rule
from xlplugin.rules.shared.totals import one_sum_each
from xlplugin.text import number

_DIGITS = 6
"""Decimals that count in a comparison: amounts are in 万元, and spreadsheets add in binary."""
_FEW = 4
"""How many terms a side may have to be written out on the sheet."""
_MARKS: Mapping[Operator, str] = {"=": "＝", "<=": "≤", ">=": "≥"}
_BROKEN: Mapping[Operator, str] = {"=": "<>", "<=": ">", ">=": "<"}
_OPERATORS: Mapping[Operator, Callable[[Decimal, Decimal], bool]] = {"=": operator.eq, "<=": operator.le, ">=": operator.ge}


@dataclass(frozen=True, slots=True)
class Standing:
    """A relation that nothing in the template makes true by itself: the sheet shows live whether it holds."""

    rule: Rule
    relation: Relation
    balances: tuple[Balance, ...]

    def words(self, form: Form) -> str:
        """The relation in the form's words, 本年新收＋上年结转＝办理总计＋结转下年; the rule's title where that would be long."""
        first = self.balances[0]
        if max(len(side.terms) for side in (first.left, first.right)) > _FEW:
            return self.rule.title.zh
        return _MARKS[first.operator].join(_side_words(side, self.relation, form) for side in (first.left, first.right))


@dataclass(frozen=True, slots=True)
class Sums:
    """What the relations mean for a form's cells."""

    computed: Mapping[str, Balance]
    """By field id, in the form's order: the relation that gives the cell as a sum."""
    standing: tuple[Standing, ...]


def sums(form: Form, rules: Iterable[Rule]) -> Sums:
    """Which cells of a form are sums of others, and which relations are left to be watched."""
    given: list[Standing] = []
    for rule in rules:
        if isinstance(rule.check, Relation) and rule.severity is Severity.ERROR and rule.holds_for(form.edition):
            for relation in rule.relations(form):
                balances = relation.balances(form)
                given.append(Standing(rule, relation, tuple(balance for balance in balances if all(field in form.fields for field in balance.fields))))
    computed = one_sum_each(form, (balance for standing in given for balance in standing.balances))
    watched = [replace(standing, balances=tuple(b for b in standing.balances if not _holds_by_itself(b, computed))) for standing in given]
    return Sums(computed, tuple(standing for standing in watched if standing.balances))


def _holds_by_itself(balance: Balance, computed: Mapping[str, Balance]) -> bool:
    """Whether the relation is true whatever is entered, the computed cells being what they are."""
    return not any(entries_of(balance, computed).values()) and _OPERATORS[balance.operator](balance.left.constant, balance.right.constant)


def entries_of(balance: Balance, computed: Mapping[str, Balance]) -> dict[str, Decimal]:
    """The boxes to fill in that a relation rests on, and the factor of each in left minus right; computed cells are put down to their addends."""
    entries: dict[str, Decimal] = {}
    open_terms = list(balance.factors())
    while open_terms:
        field, factor = open_terms.pop()
        if field in computed:
            open_terms += [(term.field, factor * term.factor) for term in computed[field].right.terms]
        else:
            entries[field] = entries.get(field, Decimal(0)) + factor
    return entries


class Writer:
    """Writes relations as formulas seen from one sheet; `is_fixed`: with `$`, as a condition laid over many cells needs it."""

    def __init__(self, plans: Iterable[TablePlan], sheet: str, *, is_fixed: bool = False) -> None:
        self._boxes = {field: (plan.table.sheet, box) for plan in plans for field, box in plan.boxes.items()}
        self._sheet = sheet
        self._is_fixed = is_fixed

    def total(self, balance: Balance) -> str:
        """`=SUM(D8:D28)`: the sum that stands in a computed cell."""
        return f"=SUM({self._cells(balance.right.terms)})"

    def difference(self, balance: Balance) -> str:
        """Left minus right, without `=`. Text counts as 0, as in the spreadsheet's own sums."""
        turned = tuple(Term(-term.factor, term.field) for term in balance.right.terms)
        return self._side(Side(balance.left.terms + turned, balance.left.constant - balance.right.constant))

    def rounded(self, balance: Balance) -> str:
        """The difference to as many decimals as count."""
        return f"ROUND({self.difference(balance)},{_DIGITS})"

    def broken(self, balance: Balance) -> str:
        """A condition, without `=`, that is true where the relation does not hold."""
        return f"{self.rounded(balance)}{_BROKEN[balance.operator]}0"

    def side(self, side: Side) -> str:
        """What one side comes to."""
        return f"ROUND({self._side(side)},{_DIGITS})"

    def areas(self, fields: Iterable[str]) -> str:
        """The boxes of several fields, as a function takes them."""
        return self._cells(Term(Decimal(1), field) for field in fields)

    def _side(self, side: Side) -> str:
        by_factor: dict[Decimal, list[Term]] = {}
        for term in side.terms:
            by_factor.setdefault(term.factor, []).append(term)
        parts = [_signed(factor, f"SUM({self._cells(terms)})") for factor, terms in by_factor.items()]
        if side.constant or not parts:
            parts.append(f"{side.constant:+f}")
        return "".join(parts).removeprefix("+")

    def _cells(self, terms: Iterable[Term]) -> str:
        by_sheet: dict[str, list[Box]] = {}
        for term in terms:
            sheet, box = self._boxes[term.field]
            by_sheet.setdefault(sheet, []).append(box)
        areas = [(sheet if sheet != self._sheet else None, box) for sheet, boxes in by_sheet.items() for box in rectangles(boxes)]
        return ",".join(reference(box, sheet, is_fixed=self._is_fixed) for sheet, box in areas)


class Figures:
    """What the template's formulas come to for given contents: the results that are saved beside them."""

    def __init__(self, entries: Mapping[str, object], computed: Mapping[str, Balance]) -> None:
        """`entries`: contents by field id; one for a computed cell, even None, stands in place of its formula. Text adds nothing."""
        self._entries = entries
        self._computed = computed

    def amount(self, field: str) -> Decimal:
        """What a cell adds to a sum."""
        content = self._entries.get(field)
        if field in self._computed and field not in self._entries:
            return sum((self.amount(term.field) for term in self._computed[field].right.terms), Decimal(0))
        return Decimal(str(content)) if _is_number(content) else Decimal(0)

    def difference(self, balance: Balance) -> Decimal:
        """Left minus right."""
        constant = balance.left.constant - balance.right.constant
        return round(sum((factor * self.amount(field) for field, factor in balance.factors()), constant), _DIGITS)

    def side(self, side: Side) -> Decimal:
        """What one side comes to."""
        return round(sum((term.factor * self.amount(term.field) for term in side.terms), side.constant), _DIGITS)

    def are_filled(self, fields: Iterable[str]) -> bool:
        """Whether each of the boxes holds a number."""
        return all(_is_number(content) or isinstance(content, dt.date) for content in map(self._entries.get, fields))

    def is_broken(self, balance: Balance) -> bool:
        """Whether the relation does not hold."""
        return not _OPERATORS[balance.operator](self.difference(balance), Decimal(0))


def _is_number(content: object) -> bool:
    return isinstance(content, (int, float, Decimal)) and not isinstance(content, bool)


def _side_words(side: Side, relation: Relation, form: Form) -> str:
    parts: list[tuple[Decimal, str]] = []
    for term in side.terms:
        field = form.fields[term.field]
        line = {"column": field.row.label, "row": field.column.label}.get(relation.each or "")
        parts.append((term.factor, field.text.zh if line is None else line.short))
    written = "".join(("－" if factor < 0 else "＋") + ("" if abs(factor) == 1 else f"{number(abs(factor))}×") + name for factor, name in parts)
    if side.constant or not parts:
        written += ("－" if side.constant < 0 else "＋") + number(abs(side.constant))
    return written.removeprefix("＋")


def _signed(factor: Decimal, what: str) -> str:
    if abs(factor) == 1:
        return ("+" if factor > 0 else "-") + what
    return f"{factor:+f}*{what}"
