"""Relations as one sparse matrix: a matrix–vector product checks a filing, a matrix–matrix product checks ten thousand.

The product runs in float64 and only screens; what it marks is computed again exactly, so that no finding rests on a
rounding and none is lost to one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from xlplugin.filing import Filing, Value
from xlplugin.findings import NotChecked
from xlplugin.form import Balance, Form, Relation, Side
from xlplugin.rules.declare import Hit, Rule
from xlplugin.text import Text, join, number

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

PRIOR = "prior."
LARGEST_EXACT = 2**53
MOST_TERMS_SHOWN = 4
"""A side with more terms than this is written out by its non-zero parts."""


@dataclass(frozen=True)
class Balances:
    """Every relation of some rules on one form: row i of the matrix is `entries[i]`, column j is `fields[j]`."""

    form: Form
    entries: tuple[tuple[Rule, Relation, Balance], ...]
    absent: tuple[Rule, ...]
    """Rules whose relation names a row or column that the form does not have."""

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The form's fields, then last year's where a relation names them."""
        prior = sorted({name for _, _, balance in self.entries for name in balance.fields if name.startswith(PRIOR)})
        return (*self.form.fields, *prior)

    @cached_property
    def matrix(self) -> csr_array:
        """Factors of left − right: relations × fields, float64."""
        from scipy.sparse import csr_array

        column = {name: number for number, name in enumerate(self.fields)}
        cells = [(i, column[name], float(factor)) for i, (_, _, balance) in enumerate(self.entries) for name, factor in balance.factors()]
        rows, columns, factors = zip(*cells, strict=True) if cells else ((), (), ())
        return csr_array((factors, (rows, columns)), shape=(len(self.entries), len(self.fields)))

    def screen(self, filings: Sequence[Filing], priors: Sequence[Filing | None]) -> tuple[np.ndarray, np.ndarray]:
        """(may be broken, cannot be told): boolean arrays of shape relations × filings."""
        import numpy as np

        values = np.zeros((len(self.fields), len(filings)))
        unknown, fractions = np.zeros_like(values), np.zeros_like(values)
        for j, (filing, prior) in enumerate(zip(filings, priors, strict=True)):
            for i, name in enumerate(self.fields):
                amount = _amount(filing, prior, name)
                values[i, j] = float(amount)
                fractions[i, j] = not isinstance(amount, int)
                unknown[i, j] = not _is_known(filing, prior, name)
        constants = np.array([float(balance.left.constant - balance.right.constant) for _, _, balance in self.entries])
        residuals = self.matrix @ values + constants[:, None]
        blind = abs(self.matrix) @ unknown > 0
        broken = np.zeros(residuals.shape, dtype=bool)
        for i, (_, _, balance) in enumerate(self.entries):
            row = residuals[i]
            broken[i] = row != 0 if balance.operator == "=" else row > -1e-6 if balance.operator == "<=" else row < 1e-6
        # where a float may have rounded a difference away, the exact comparison decides
        broken |= (np.abs(values).max(axis=0, initial=0)[None, :] >= LARGEST_EXACT) | (abs(self.matrix) @ fractions > 0)
        return broken & ~blind, blind

    def hits(self, filing: Filing, prior: Filing | None, marked: Sequence[int]) -> Iterator[tuple[Rule, Hit]]:
        """The relations that are broken indeed among those that the screen marked."""
        for index in marked:
            rule, relation, balance = self.entries[index]
            left, right = side_value(balance.left, filing, prior), side_value(balance.right, filing, prior)
            if (left == right) if balance.operator == "=" else (left <= right) if balance.operator == "<=" else (left >= right):
                continue
            yield rule, _hit(relation, balance, filing, prior, left, right)

    def not_checked(self, filing: Filing, prior: Filing | None, blind: Sequence[int]) -> Iterator[NotChecked]:
        """What could not be checked, by rule: once where all its relations are blind, else for each."""
        by_rule: dict[str, list[Balance]] = {}
        for index in blind:
            rule, _, balance = self.entries[index]
            by_rule.setdefault(rule.id, []).append(balance)
        for rule_id, balances in by_rule.items():
            if len(balances) > 1 and len(balances) == sum(1 for rule, _, _ in self.entries if rule.id == rule_id):
                yield NotChecked(rule_id, _reason(filing, prior, balances[0]))
            else:
                yield from (NotChecked(rule_id, _reason(filing, prior, balance), balance.at) for balance in balances)
        for rule in self.absent:
            yield NotChecked(rule.id, Text("这份表格没有该规则所用的行或列", "the form has no row or column that the rule is about"))


def compile_balances(form: Form, rules: Sequence[Rule]) -> Balances:
    """The relations of the rules on a form, with those that the form itself adds."""
    entries: list[tuple[Rule, Relation, Balance]] = []
    absent: list[Rule] = []
    for rule in rules:
        if not isinstance(rule.check, Relation) or not rule.holds_for(form.edition):
            continue
        mine = [(rule, relation, balance) for relation in rule.relations(form) for balance in relation.balances(form)]
        entries += mine
        if not mine:
            absent.append(rule)
    return Balances(form, tuple(entries), tuple(absent))


def side_value(side: Side, filing: Filing, prior: Filing | None = None) -> Decimal:
    """One side of a relation, exactly. Blank counts as 0."""
    return sum((term.factor * _amount(filing, prior, term.field) for term in side.terms), side.constant)


def side_words(side: Side, relation: Relation, filing: Filing, prior: Filing | None = None) -> Text:
    """One side written out: 新收 0＋上年结转 0＝0; of many terms those that are not 0."""
    shown = side.terms if len(side.terms) <= MOST_TERMS_SHOWN else tuple(term for term in side.terms if _amount(filing, prior, term.field))
    total = number(_tidy(side_value(side, filing, prior)))
    if not shown and not side.constant:
        return Text("各项均为 0", "all parts are 0")
    parts = []
    for term in shown:
        factor = "" if abs(term.factor) == 1 else f"{number(_tidy(abs(term.factor)))}×"
        words = Text("{label} {factor}{amount}", "{label} {factor}{amount}").fill(
            label=_label(term.field, relation, filing), factor=factor, amount=_amount(filing, prior, term.field)
        )
        parts.append(Text("－" + words.zh, "- " + words.en) if term.factor < 0 else words)
    if side.constant:
        parts.append(Text(number(_tidy(side.constant)), number(_tidy(side.constant))))
    words = join(parts, "＋", " + ")
    words = Text(words.zh.replace("＋－", "－"), words.en.replace("+ - ", "- "))
    is_plain = len(shown) == 1 and shown[0].factor == 1 and not side.constant
    return words if is_plain else words + Text(f"＝{total}", f" = {total}")


def _hit(relation: Relation, balance: Balance, filing: Filing, prior: Filing | None, left: Decimal, right: Decimal) -> Hit:
    actual = filing.values.get(balance.at)
    expected: Value | None = None
    factor = next((factor for name, factor in balance.factors() if name == balance.at), None)
    if factor and balance.operator == "=":
        wanted = _tidy(Decimal(filing.amount(balance.at)) - (left - right) / factor)
        is_possible = filing.form.fields[balance.at].kind == "signed_count" or wanted >= 0
        expected = wanted if is_possible else None
    words = {
        "left": side_words(balance.left, relation, filing, prior),
        "right": side_words(balance.right, relation, filing, prior),
        "difference": _tidy(abs(left - right)),
    }
    basis = tuple(f"{name}={_amount(filing, prior, name)}" for name in balance.fields if name.startswith(PRIOR))
    return Hit(balance.at, None, actual, expected, tuple(name for name in balance.fields if name != balance.at), words, basis=basis)


def _label(name: str, relation: Relation, filing: Filing) -> Text:
    field = filing.form.fields[name.removeprefix(PRIOR)]
    if name.startswith(PRIOR):
        return Text("上年", "last year's ") + field.text
    if relation.each == "column":
        return field.row.label.text
    return field.column.label.text if relation.each == "row" else field.text


def _reason(filing: Filing, prior: Filing | None, balance: Balance) -> Text:
    """Why a relation cannot be told: the first cell of it that is not known."""
    name = next(name for name in balance.fields if not _is_known(filing, prior, name))
    if name.startswith(PRIOR) and prior is None:
        return Text("没有上年数据", "there is no filing of last year")
    source = prior if name.startswith(PRIOR) and prior else filing
    label = filing.form.fields[name.removeprefix(PRIOR)].text
    cell = source.cells.get(name.removeprefix(PRIOR))
    if cell is None:
        return Text("没有找到“{label}”一格", "the cell {label} was not found").fill(label=label)
    where = cell.place.address if cell.place else ""
    return Text("“{label}”（{where}）读不出数字：{raw}", "{label} ({where}) holds no number that can be read: {raw}").fill(label=label, where=where, raw=cell.raw[:60])


def _amount(filing: Filing, prior: Filing | None, name: str) -> Value:
    if name.startswith(PRIOR):
        return prior.amount(name.removeprefix(PRIOR)) if prior else 0
    return filing.amount(name)


def _is_known(filing: Filing, prior: Filing | None, name: str) -> bool:
    if name.startswith(PRIOR):
        return prior is not None and prior.is_known(name.removeprefix(PRIOR))
    return filing.is_known(name)


def _tidy(value: Decimal) -> Value:
    return int(value) if value == value.to_integral_value() else value.normalize()
