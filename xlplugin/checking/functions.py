"""Runs the rules whose check is a function of one filing. What they lack whatever the figures are is worked out once for all filings that have the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Finding, NotChecked
from xlplugin.form import Relation
from xlplugin.rules.declare import Across, Bound, Context, Forbidden, Hit, Inspect, Limits, Rule
from xlplugin.rules.shared.cells_needed import cannot_tell, unread
from xlplugin.rules.shared.row_sums import with_row_sums
from xlplugin.rules.shared.unmet import Having, having, lacks


@dataclass(frozen=True, slots=True)
class _Plan:
    """The functions to call, and what is not checked because something is lacking."""

    calls: tuple[tuple[Rule, Inspect], ...]
    missed: tuple[NotChecked, ...]


class Functions:
    """The functions of some rules, ready for many filings."""

    def __init__(self, rules: Sequence[Rule], limits: Limits) -> None:
        self._rules = tuple(rules)
        self._limits = limits
        self._contexts = self._contexts_with(None)

    def run(self, filing: Filing, prior: Filing | None, found: list[Finding], missed: list[NotChecked]) -> None:
        """Adds what the rules find in a filing, and what could not be checked."""
        plan = _plan(self._rules, having(filing, prior))
        missed += plan.missed
        contexts = self._contexts if prior is None else self._contexts_with(prior)
        summed = with_row_sums(filing)
        for rule, function in plan.calls:
            seen = summed if rule.needs.row_sums else filing
            lacking = unread(seen, rule.needs.fields) if rule.needs.fields else ()
            for case in cannot_tell(seen, lacking) if lacking else function(seen, contexts[rule.id]):
                if isinstance(case, Hit):
                    found.append(rule.finding(case, filing))
                else:
                    missed.append(rule.unknown(case))

    def _contexts_with(self, prior: Filing | None) -> dict[str, Context]:
        return {rule.id: Context(self._limits, prior, rule.id) for rule in self._rules}


@lru_cache(maxsize=256)
def _plan(rules: tuple[Rule, ...], has: Having) -> _Plan:
    calls: list[tuple[Rule, Inspect]] = []
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
