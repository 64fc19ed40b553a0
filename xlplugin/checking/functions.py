"""Runs the rules whose check is a function of one filing.

What they lack whatever the figures are is worked out once for all filings that have the same. A rule that found nothing in the first
filing of a layout, and looked there only at what another one of it has in common with that one, is not asked again of this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, cast

from xlplugin.checking.kept import Kept
from xlplugin.filing.cells import Cell, Value
from xlplugin.filing.filing import ALIKE, Filing
from xlplugin.filing.findings import Finding, NotChecked
from xlplugin.form import Relation
from xlplugin.rules.declare import Across, Bound, Context, Forbidden, Hit, Inspect, Limits, Rule
from xlplugin.rules.shared.cells_needed import cannot_tell, unread
from xlplugin.rules.shared.row_sums import with_row_sums
from xlplugin.rules.shared.unmet import Having, having, lacks

_Call = tuple[Rule, Inspect]


@dataclass(frozen=True, slots=True)
class _Plan:
    """The functions to call, and what is not checked because something is lacking."""

    calls: tuple[_Call, ...]
    missed: tuple[NotChecked, ...]


_COMMON = frozenset({"form", "facts", "document", *ALIKE})
"""What filings of one layout have in common where they differ in plain numbers only; of facts and document this is looked at."""
_COMPARED = frozenset({"saved_otherwise", "year"})
"""What they often have in common besides: this is looked at, too."""


class _Noted(Mapping[str, Any]):
    """What stands in some fields, and by which names it was looked up."""

    def __init__(self, held: Mapping[str, Any], name: str, witness: _Witness) -> None:
        self._held, self._name, self._witness = held, name, witness

    def __getitem__(self, field: str) -> Any:
        self._witness.fields.add(field)
        return self._held[field]

    def __iter__(self) -> Iterator[str]:
        self._witness.seen.add(self._name)
        return iter(self._held)

    def __len__(self) -> int:
        self._witness.seen.add(self._name)
        return len(self._held)


class _Witness:
    """A filing that remembers what was looked at: of the cells and their values by field, of the rest by name."""

    def __init__(self, filing: Filing) -> None:
        self._filing = filing
        self.seen: set[str] = set()
        self.fields: set[str] = set()
        self.amounts, self.cells, self.values = (_Noted(getattr(filing, name), name, self) for name in ("amounts", "cells", "values"))

    def amount(self, name: str) -> Value:
        """See `Filing`."""
        self.fields.add(name)
        return self._filing.amount(name)

    def cell(self, name: str) -> Cell:
        """See `Filing`."""
        self.fields.add(name)
        return self._filing.cell(name)

    def is_known(self, name: str) -> bool:
        """See `Filing`."""
        return name in self.known

    def __getattr__(self, name: str) -> Any:
        self.seen.add(name)
        return getattr(self._filing, name)


class _Open(NamedTuple):
    """A call that may find anything in a filing, and what of it has to differ from another one for that: one of some fields, or of what is `_COMPARED`. Nothing has to where `fields` is None."""

    call: _Call
    fields: frozenset[str] | None
    names: frozenset[str]


class Asked(NamedTuple):
    """A filing, last year's, what is found and what is missed so far, and the rules whose relations hold in it, as it stands."""

    filing: Filing
    prior: Filing | None
    found: list[Finding]
    missed: list[NotChecked]
    equal: frozenset[str] = frozenset()


class _Contexts(dict[str, Context]):
    """The context of each rule by its id, made when it is asked for."""

    def __init__(self, limits: Limits, prior: Filing | None) -> None:
        self._limits, self._prior = limits, prior

    def __missing__(self, rule: str) -> Context:
        self[rule] = context = Context(self._limits, self._prior, rule)
        return context


class Functions:
    """The functions of some rules, ready for many filings."""

    def __init__(self, rules: Sequence[Rule], limits: Limits, kept: Kept | None = None) -> None:
        self._rules = tuple(rules)
        self._limits = limits
        self._kept = kept
        self._contexts = _Contexts(limits, None)
        self._plans: dict[Having, _Plan] = {}

    def run(self, asked: Iterable[Asked]) -> None:
        """Adds to each what the rules find in its filing, and what could not be checked: rule by rule, as a processor is the quicker at what it has just done."""
        by_rule: dict[str, list[tuple[_Call, Asked, Filing, _Contexts]]] = {rule.id: [] for rule in self._rules}
        for one in asked:
            plan = self._plan(having(one.filing, one.prior))
            one.missed.extend(plan.missed)
            contexts = self._contexts if one.prior is None else _Contexts(self._limits, one.prior)
            summed = with_row_sums(one.filing)
            for call in plan.calls if one.prior is not None else self._calls(plan, one.filing, one.equal):
                by_rule[call[0].id].append((call, one, summed, contexts))
        for rule_id, waiting in by_rule.items():
            for (rule, function), one, summed, contexts in waiting:
                seen = summed if rule.needs.row_sums else one.filing
                lacking = unread(seen, rule.needs.fields) if rule.needs.fields else ()
                for case in cannot_tell(seen, lacking) if lacking else function(seen, contexts[rule_id]):
                    if isinstance(case, Hit):
                        one.found.append(rule.finding(case, one.filing))
                    else:
                        one.missed.append(rule.unknown(case))

    def _plan(self, has: Having) -> _Plan:
        plan = self._plans.get(has)
        if plan is None:
            plan = self._plans[has] = _plan(self._rules, has)
        return plan

    def _calls(self, plan: _Plan, filing: Filing, equal: frozenset[str]) -> Sequence[_Call]:
        """Those of the calls that may find anything, without last year's filing."""
        difference = filing.difference
        if self._kept is None or difference is None or not difference.is_plain:
            return plan.calls
        other, changed = difference.other, difference.cells.keys()
        if filing.facts is not other.facts or filing.document is not other.document:
            return plan.calls
        calls, _ = self._kept.of(other, (id(plan), equal), lambda: (self._open(plan.calls, other, equal), plan))
        unlike = [name for name in _COMPARED if getattr(filing, name) != getattr(other, name)]
        if unlike:
            return [call for call, fields, names in calls if fields is None or not (changed.isdisjoint(fields) and names.isdisjoint(unlike))]
        return [call for call, fields, _ in calls if fields is None or not changed.isdisjoint(fields)]

    def _open(self, calls: Sequence[_Call], filing: Filing, equal: frozenset[str]) -> list[_Open]:
        """The calls that may find anything in another filing that is like this one."""
        wanted = [call for call in calls if not (call[0].needs.broken and call[0].needs.sides_of is not None and call[0].needs.sides_of.id in equal)]
        looked = [self._looked_at(call, filing) for call in wanted]
        return [one for one in looked if one.fields is None or one.fields or one.names]

    def _looked_at(self, call: _Call, filing: Filing) -> _Open:
        """A call, and what the rule looks at in a filing, where it finds nothing and looks at nothing else that others may not have in common with it."""
        rule, function = call
        whatever = _Open(call, None, frozenset())
        if rule.needs.row_sums or unread(filing, rule.needs.fields):
            return whatever
        witness = _Witness(filing)
        try:
            found = list(function(cast("Filing", witness), self._contexts[rule.id]))
        except (TypeError, AttributeError):  # a rule that makes another filing of it wants the filing itself
            return whatever
        names = witness.seen - _COMMON
        return whatever if found or not names <= _COMPARED else _Open(call, frozenset(witness.fields), frozenset(names))


@lru_cache(maxsize=256)
def _plan(rules: tuple[Rule, ...], has: Having) -> _Plan:
    calls: list[_Call] = []
    missed: list[NotChecked] = []
    for rule in rules:
        if isinstance(rule.check, (Relation, Bound, Forbidden, Across)):
            continue
        lacking = lacks(rule.needs, has)
        if lacking is None:
            calls.append((rule, rule.check))
        else:
            missed.append(rule.unknown(lacking))
    return _Plan(tuple(calls), tuple(missed))
