"""Linear relations between cells, written as equations over the ids of rows, columns or fields.

    received + carried_in = results_total + carried_over      over the rows of a table, once for each column
    results_total = sum(results)                              sum(): the members of a group, without its totals
    proactive.licensing.decisions >= 0.5 * prior.proactive.licensing.decisions      over whole field ids

One equation is checked, printed, turned into the template's formulas and into a row of the matrix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Literal

from xlplugin.errors import DefinitionError, EquationError
from xlplugin.form.model import Axis, Block, Equation, Form

Operator = Literal["=", "<=", ">="]
_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][\w.]*)|(?P<mark><=|>=|[=+\-*()]))")
_PRIOR = "prior."


@dataclass(frozen=True, slots=True)
class Term:
    """A multiple of a cell's value; `field` is a field id, or `prior.` and a field id for last year's value."""

    factor: Decimal
    field: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an equation: terms and a constant."""

    terms: tuple[Term, ...]
    constant: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Balance:
    """One equation between cells of a form; `at` is the field where a finding is reported."""

    at: str
    left: Side
    operator: Operator
    right: Side

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field id in it, left to right."""
        return tuple(term.field for side in (self.left, self.right) for term in side.terms)

    @property
    def computed(self) -> str | None:
        """The field that the equation gives as a plain sum of others, if it does: what a formula may stand in."""
        alone = self.operator == "=" and len(self.left.terms) == 1 and self.left.terms[0].factor == 1
        whole = all(term.factor == 1 for term in self.right.terms) and not self.left.constant and not self.right.constant
        return self.left.terms[0].field if alone and whole and len(self.right.terms) > 1 else None

    def factors(self) -> Iterator[tuple[str, Decimal]]:
        """Field ids and factors of left − right."""
        for term in self.left.terms:
            yield term.field, term.factor
        for term in self.right.terms:
            yield term.field, -term.factor


@dataclass(frozen=True)
class Relation:
    """An equation as it is declared: over the rows of a table for each column, over its columns for each row, or over field ids.

    `at` names the row, column or field at which a finding is reported; the default is the first name.
    """

    equation: str
    over: str | None = None
    each: Axis | None = None
    at: str | None = None

    @classmethod
    def of(cls, declared: Equation) -> Relation:
        """The relation that an edition's file adds to a rule."""
        return cls(declared.equation, declared.over, declared.each, declared.at)

    @cached_property
    def _parsed(self) -> tuple[list[tuple[Decimal, str, bool]], Operator, list[tuple[Decimal, str, bool]]]:
        return _parse(self.equation)

    @lru_cache(maxsize=1024)  # noqa: B019 - a relation is frozen, and forms live as long as the program
    def balances(self, form: Form) -> tuple[Balance, ...]:
        """The relation on the cells of a form: empty where the form lacks a row or column it names."""
        left, operator, right = self._parsed
        if self.over is None:
            at = self.at or next(name for _, name, _ in (*left, *right) if name)
            known = all(name.removeprefix(_PRIOR) in form.fields for _, name, _ in (*left, *right) if name)
            if not known:
                return ()
            return (Balance(at, _side([(f, [n] if n else []) for f, n, _ in left]), operator, _side([(f, [n] if n else []) for f, n, _ in right])),)
        found: list[Balance] = []
        for block in next((table.blocks for table in form.tables if table.id == self.over), ()):
            if all(self._names(block, name, is_sum) for _, name, is_sum in (*left, *right) if name):
                found += self._on(block, left, operator, right)
        return tuple(found)

    def check_names(self, form: Form) -> None:
        """Raises `DefinitionError` when the form has no cell that the relation names."""
        if not self.balances(form):
            raise DefinitionError(detail=f"relation {self.equation!r} names a row, column, group or field that edition {form.edition} does not have (关系式引用了不存在的栏目)")

    def _names(self, block: Block, name: str, is_sum: bool) -> list[str]:
        axis: Axis = "row" if self.each == "column" else "column"
        if is_sum:
            return [line.id for line in block.members(name, axis)]
        return [line.id for line in block.lines(axis) if line.id == name]

    def _on(self, block: Block, left: list[tuple[Decimal, str, bool]], operator: Operator, right: list[tuple[Decimal, str, bool]]) -> Iterator[Balance]:
        assert self.each is not None
        at = self.at or next(name for _, name, _ in (*left, *right) if name)
        for line in block.lines(self.each):

            def field(name: str, across: str = line.id) -> str:
                return f"{self.over}.{name}.{across}" if self.each == "column" else f"{self.over}.{across}.{name}"

            sides = [_side([(factor, [field(n) for n in self._names(block, name, is_sum)] if name else []) for factor, name, is_sum in side]) for side in (left, right)]
            yield Balance(field(at), sides[0], operator, sides[1])


def _side(parts: list[tuple[Decimal, list[str]]]) -> Side:
    terms = tuple(Term(factor, field) for factor, fields in parts for field in fields)
    return Side(terms, sum((factor for factor, fields in parts if not fields), Decimal(0)))


def _parse(equation: str) -> tuple[list[tuple[Decimal, str, bool]], Operator, list[tuple[Decimal, str, bool]]]:
    tokens: list[str] = []
    position = 0
    while position < len(equation.rstrip()):
        match = _TOKEN.match(equation, position)
        if match is None:
            raise EquationError(equation, f"cannot read {equation[position:]!r}")
        tokens.append(match.group().strip())
        position = match.end()
    marks = [token for token in tokens if token in ("=", "<=", ">=")]
    if len(marks) != 1:
        raise EquationError(equation, "needs exactly one of = <= >=")
    at = tokens.index(marks[0])
    operator: Operator = "=" if marks[0] == "=" else "<=" if marks[0] == "<=" else ">="
    return _terms(equation, tokens[:at]), operator, _terms(equation, tokens[at + 1 :])


def _terms(equation: str, tokens: list[str]) -> list[tuple[Decimal, str, bool]]:
    """(factor, name, is it a sum) of one side; a constant has an empty name."""
    found: list[tuple[Decimal, str, bool]] = []
    rest = list(tokens)
    sign = Decimal(1)
    while rest:
        if found or rest[0] in "+-":
            mark = rest.pop(0)
            if mark not in ("+", "-") or not rest:
                raise EquationError(equation, f"a + or - is missing before {mark!r}")
            sign = Decimal(1 if mark == "+" else -1)
        token = rest.pop(0)
        factor = sign
        if token[0].isdigit():
            factor *= Decimal(token)
            if rest[:1] != ["*"]:
                found.append((factor, "", False))
                continue
            token = rest[1] if len(rest) > 1 else ""
            rest = rest[2:]
        if not re.match(r"[A-Za-z_]", token):
            raise EquationError(equation, f"a name is missing after {token!r}")
        if token == "sum" and rest[:1] == ["("]:
            if len(rest) < 3 or rest[2] != ")":
                raise EquationError(equation, "sum( ) takes one group")
            found.append((factor, rest[1], True))
            rest = rest[3:]
        else:
            found.append((factor, token, False))
    if not found:
        raise EquationError(equation, "one side is empty")
    return found
