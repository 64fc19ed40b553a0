"""Which cells of the form are computed from others, as the catalogue's relations say it, and what they add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from xlplugin.form.model import Form
from xlplugin.form.relation import Balance, Relation
from xlplugin.rules import catalogue

Factors = Mapping[str, Decimal]
"""A plain sum: factor by field id."""


@lru_cache(maxsize=16)
def computed_fields(form: Form) -> Mapping[str, tuple[Balance, ...]]:
    """By field id in the form's order, the relations that give the field as a sum of others (the grand total: by row and by column)."""
    found: dict[str, list[Balance]] = {}
    for rule in catalogue().values():
        if not isinstance(rule.check, Relation) or not rule.holds_for(form.edition):
            continue
        for relation in rule.relations(form):
            for balance in relation.balances(form):
                if balance.computed in form.fields and all(name in form.fields for name in balance.fields):
                    found.setdefault(str(balance.computed), []).append(balance)
    return {name: tuple(found[name]) for name in form.fields if name in found}


@lru_cache(maxsize=16)
def totals(form: Form) -> Mapping[str, Balance]:
    """By field id in the form's order, the one sum that each computed cell holds as a formula: what the template writes there."""
    return one_sum_each(form, (balance for balances in computed_fields(form).values() for balance in balances))


def one_sum_each(form: Form, balances: Iterable[Balance]) -> Mapping[str, Balance]:
    """Of several sums that give a cell the one along its row, and none that would need its own result."""
    chosen: dict[str, Balance] = {}
    for balance in sorted(balances, key=lambda balance: not _is_along_a_row(balance, form)):
        total = balance.computed
        if total is not None and total not in chosen and not _needs(total, balance, chosen):
            chosen[total] = balance
    return {name: chosen[name] for name in form.fields if name in chosen}


def _is_along_a_row(balance: Balance, form: Form) -> bool:
    return len({(form.fields[name].table, form.fields[name].row.id) for name in balance.fields}) == 1


def _needs(total: str, balance: Balance, chosen: Mapping[str, Balance]) -> bool:
    """Whether the sum would need its own result."""
    addends = [term.field for term in balance.right.terms]
    return any(addend == total or (addend in chosen and _needs(total, chosen[addend], chosen)) for addend in addends)


def entries(form: Form, factors: Factors) -> dict[str, Decimal]:
    """A sum with every computed cell in it replaced by the cells that it adds up, down to those that are filled in by hand."""
    computed = computed_fields(form)
    total: dict[str, Decimal] = {}
    waiting = [(name, factor, frozenset[str]()) for name, factor in factors.items()]
    while waiting:
        name, factor, above = waiting.pop()
        if name in computed and name not in above:
            waiting += [(term.field, factor * term.factor, above | {name}) for term in computed[name][0].right.terms]
        else:
            total[name] = total.get(name, Decimal(0)) + factor
    return {name: factor for name, factor in total.items() if factor}
