"""Relations on filings, exactly: whole numbers and decimals as they stand, each read once, each relation added up term by term.

A finding never rests on a rounding, and none is lost to one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from functools import cached_property

from xlplugin.checking.kept import Kept
from xlplugin.filing.cells import Shape, Value
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import NotChecked
from xlplugin.form import Balance, Form, Relation, Side
from xlplugin.rules.declare import Hit, Rule
from xlplugin.rules.shared.cells_needed import WAS_NOT_READ, why_absent
from xlplugin.rules.shared.unmet import NOT_ON_FORM
from xlplugin.text import Text, join, number

PRIOR = "prior."
MOST_TERMS_SHOWN = 4
"""A side with more terms than this is written out by its non-zero parts."""
_EXACT = Context(prec=100_000)
"""More digits than a spreadsheet cell has characters (32,767) on both sides of the point."""
_NOT_FOUND = Text("没有找到“{cell}”一格", "the cell {cell} was not found")


@dataclass(frozen=True, slots=True)
class _Line:
    """What left − right of a relation adds up: a constant, fields, fields that are taken off, and others with their factors."""

    constant: Value
    added: tuple[str, ...]
    taken: tuple[str, ...]
    others: tuple[tuple[str, Value], ...]
    operator: str

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field of it."""
        return (*self.added, *self.taken, *(name for name, _ in self.others))

    def residual(self, amount: Callable[[str], Value]) -> Value:
        """What it comes to with these amounts."""
        found = self.constant + sum(map(amount, self.added)) - sum(map(amount, self.taken))
        for name, factor in self.others:
            found += factor * amount(name)
        return found

    def is_broken(self, residual: Value) -> bool:
        """Whether the relation does not hold where left − right is so much."""
        return bool(residual) and (self.operator == "=" or (residual > 0) == (self.operator == "<="))


@dataclass(frozen=True, slots=True)
class Before:
    """What is told of the relations of a filing that breaks none of them, and of others like it."""

    missed: tuple[NotChecked, ...]
    """What is said of those that cannot be told."""
    holding: frozenset[str]
    """The rules of which all relations hold."""
    users: Mapping[str, tuple[Value, Sequence[int], Sequence[int]]]
    """By field, of all that were found, what it holds there, and the relations that add it on the left and those that take it off, by their numbers."""
    unequal: Mapping[int, tuple[_Line, Value]]
    """The relations that need not be equal, and what left − right comes to, where that is a whole number."""

    def may_be_broken(self, index: int, gain: Value) -> bool:
        """Whether a relation does not hold where left − right is so much more."""
        line, residual = self.unequal.get(index, (None, 0))
        return line is None or line.is_broken(residual + gain)


@dataclass(frozen=True)
class Balances:
    """Every relation of some rules on one form."""

    form: Form
    entries: tuple[tuple[Rule, Relation, Balance], ...]
    absent: tuple[Rule, ...]
    """Rules whose relation names a row or column that the form does not have."""

    @cached_property
    def _lines(self) -> tuple[_Line, ...]:
        """Of each relation what left − right adds up."""
        return tuple(_line(balance) for _, _, balance in self.entries)

    @cached_property
    def _fields(self) -> frozenset[str]:
        """The fields that the relations name."""
        return frozenset(name for line in self._lines for name in line.fields)

    @cached_property
    def _of_prior(self) -> tuple[str, ...]:
        """Those of last year's filing."""
        return tuple(name for name in self._fields if name.startswith(PRIOR))

    @cached_property
    def _nothing(self) -> dict[str, Value]:
        """What all of them hold where they are blank."""
        return dict.fromkeys(self._fields, 0)

    def like_before(self, filing: Filing, kept: Kept) -> Before | None:
        """What a filing has in common with another one from which it differs in whole numbers, where neither breaks anything; None where that cannot be told so. Both without last year's."""
        difference = filing.difference
        if difference is None or not difference.is_plain or filing.facts is not difference.other.facts:
            return None
        before, _ = kept.of(difference.other, id(self), lambda: (self._before(difference.other), self))  # itself, too: an id is that of an object as long as that lives
        if before is None:
            return None
        users = before.users
        gained: list[Value] = [0] * len(self.entries)
        for name, value in difference.values.items():
            amount, added, taken = users[name]
            gain = value - amount  # type: ignore[operator]  # a plain number, as the difference is
            for index in added:
                gained[index] += gain
            for index in taken:
                gained[index] -= gain
        is_told = {*map(type, gained)} <= {int}
        changed = [(index, gain) for index, gain in enumerate(gained) if gain]
        return before if is_told and not any(before.may_be_broken(index, gain) for index, gain in changed) else None

    def _before(self, filing: Filing) -> Before | None:
        """What others may have in common with a filing; None where it breaks anything, or where a relation has factors."""
        broken, blind = self.compare(filing, None)
        lines = [(index, line) for index, line in enumerate(self._lines) if index not in blind]
        if broken or any(line.others for _, line in lines):
            return None
        users: dict[str, tuple[Value, list[int], list[int]]] = {name: (filing.amount(name), [], []) for name in (*filing.cells, *self._fields)}
        for index, line in lines:
            for name in line.added:
                users[name][1].append(index)
            for name in line.taken:
                users[name][2].append(index)
        holding = {rule.id for rule, _, _ in self.entries} - {self.entries[index][0].id for index in blind}
        return Before(tuple(self.not_checked(filing, None, blind)), frozenset(holding), users, self._unequal(filing))

    def _unequal(self, filing: Filing) -> dict[int, tuple[_Line, Value]]:
        """What left − right comes to in the relations of this year's cells that need not be equal, where that is a whole number."""
        found = {index: (line, line.residual(filing.amount)) for index, line in enumerate(self._lines) if line.operator != "=" and not any(name.startswith(PRIOR) for name in line.fields)}
        return {index: told for index, told in found.items() if isinstance(told[1], int)}

    def compare(self, filing: Filing, prior: Filing | None) -> tuple[dict[int, Value], list[int]]:
        """(left − right of each broken relation, those that cannot be told), by their number among the entries."""
        values = self._nothing | filing.amounts
        values |= {name: _amount(filing, prior, name) for name in self._of_prior}
        amount = values.__getitem__
        unknown = {name for name in self._fields - filing.known if not _is_known(filing, prior, name)}
        broken: dict[int, Value] = {}
        blind: list[int] = []
        with localcontext(_EXACT):
            for index, line in enumerate(self._lines):
                if unknown and not unknown.isdisjoint(line.fields):
                    blind.append(index)
                    continue
                residual = line.residual(amount)
                if line.is_broken(residual):
                    broken[index] = residual
        return broken, blind

    def hits(self, filing: Filing, prior: Filing | None, broken: Mapping[int, Value]) -> Iterator[tuple[Rule, Hit]]:
        """A hit for each broken relation, with both sides written out."""
        for index, residual in broken.items():
            rule, relation, balance = self.entries[index]
            yield rule, _hit(relation, balance, filing, prior, residual)

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
            yield NotChecked(rule.id, NOT_ON_FORM)


def _line(balance: Balance) -> _Line:
    factors = [(name, _tidy(factor)) for name, factor in balance.factors()]
    return _Line(
        _tidy(balance.left.constant - balance.right.constant),
        tuple(name for name, factor in factors if factor == 1),
        tuple(name for name, factor in factors if factor == -1),
        tuple((name, factor) for name, factor in factors if abs(factor) != 1),
        balance.operator,
    )


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


def side_value(side: Side, filing: Filing, prior: Filing | None = None) -> Value:
    """One side of a relation, exactly. Blank counts as 0."""
    with localcontext(_EXACT):
        return sum((_tidy(term.factor) * _amount(filing, prior, term.field) for term in side.terms), _tidy(side.constant))


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


def _hit(relation: Relation, balance: Balance, filing: Filing, prior: Filing | None, residual: Value) -> Hit:
    actual = filing.values.get(balance.at)
    expected: Value | None = None
    factor = next((factor for name, factor in balance.factors() if name == balance.at), None)
    if factor and balance.operator == "=":
        wanted = _without(filing.amount(balance.at), residual, _tidy(factor))
        is_possible = filing.form.fields[balance.at].kind == "signed_count" or wanted >= 0
        expected = wanted if is_possible else None
    words = {
        "left": side_words(balance.left, relation, filing, prior),
        "right": side_words(balance.right, relation, filing, prior),
        "difference": _tidy(max(residual, -residual)),
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
        return why_absent(source, name.removeprefix(PRIOR), _NOT_FOUND).fill(cell=label)
    if cell.shape is Shape.NOT_READ:
        return WAS_NOT_READ.fill(cell=label)
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


def _without(amount: Value, residual: Value, factor: Value) -> Value:
    """What a cell would have to be for a relation to hold in which it stands with a factor."""
    change = residual * factor if abs(factor) == 1 else Decimal(residual) / factor
    return _tidy(amount - change)


def _tidy(value: Value) -> Value:
    """A whole number as int, any other without trailing zeros."""
    return value if isinstance(value, int) else int(value) if value == value.to_integral_value() else value.normalize()
