"""Runs the rules whose check is a function of one filing.

What they lack whatever the figures are is worked out once for all filings that have the same. A rule that found nothing in the first
filing of a layout, and looked there only at what others of it have in common with that one, is not asked again of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from xlplugin.checking.kept import Kept
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


_ALIKE = frozenset({"form", "facts", "document", "by_shape", "doubtful", "known", "plain", "shown_otherwise", "unknown"})
"""What filings of one layout have in common, so that it is the same object, where nothing but figures differs."""


class _Witness:
    """A filing that remembers what was looked at."""

    def __init__(self, filing: Filing) -> None:
        self._filing = filing
        self.seen: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.seen.add(name)
        return getattr(self._filing, name)


class Functions:
    """The functions of some rules, ready for many filings."""

    def __init__(self, rules: Sequence[Rule], limits: Limits, kept: Kept | None = None) -> None:
        self._rules = tuple(rules)
        self._limits = limits
        self._kept = kept
        self._contexts = self._contexts_with(None)

    def run(self, filing: Filing, prior: Filing | None, found: list[Finding], missed: list[NotChecked]) -> None:
        """Adds what the rules find in a filing, and what could not be checked."""
        plan = _plan(self._rules, having(filing, prior))
        missed += plan.missed
        contexts = self._contexts if prior is None else self._contexts_with(prior)
        summed = with_row_sums(filing)
        for rule, function in plan.calls if prior is not None else self._calls(plan, filing):
            seen = summed if rule.needs.row_sums else filing
            lacking = unread(seen, rule.needs.fields) if rule.needs.fields else ()
            for case in cannot_tell(seen, lacking) if lacking else function(seen, contexts[rule.id]):
                if isinstance(case, Hit):
                    found.append(rule.finding(case, filing))
                else:
                    missed.append(rule.unknown(case))

    def _calls(self, plan: _Plan, filing: Filing) -> Sequence[tuple[Rule, Inspect]]:
        """Those of the calls that may find anything, without last year's filing."""
        if self._kept is None or filing.difference is None:
            return plan.calls
        other = filing.difference.other
        if any(getattr(filing, name) is not getattr(other, name) for name in _ALIKE):
            return plan.calls
        return self._kept.of(other, id(plan), lambda: (plan, [call for call in plan.calls if not self._is_settled(call, other)]))[1]

    def _is_settled(self, call: tuple[Rule, Inspect], filing: Filing) -> bool:
        """Whether a rule finds nothing in a filing and looks only at what others may have in common with it."""
        rule, function = call
        if rule.needs.fields or rule.needs.row_sums:
            return False
        witness = _Witness(filing)
        try:
            found = list(function(cast("Filing", witness), self._contexts[rule.id]))
        except TypeError:  # a rule that makes another filing of it wants the filing itself
            return False
        return not found and witness.seen <= _ALIKE

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
