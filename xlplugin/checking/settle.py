"""What was found in one filing, put in order: one fault, one problem; what was not checked, each once; what nobody tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Finding, NotChecked, Severity
from xlplugin.form import Form
from xlplugin.rules import catalogue, order
from xlplugin.rules.declare import Rule


@lru_cache(maxsize=16)
def positions(form: Form) -> Mapping[str, int]:
    """The place of each field in the form's order."""
    return {name: number for number, name in enumerate(form.fields)}


_MOST_ORDERED = 256
_ORDERED: dict[tuple[int, ...], tuple[Form, Sequence[NotChecked], tuple[NotChecked, ...]]] = {}
"""By the ids of a form and of what was not checked: these, which so keep them, and the latter in order."""


def in_order(missed: Sequence[NotChecked], form: Form) -> tuple[NotChecked, ...]:
    """What was not checked, each once, by rule and field; most filings of a batch have the same."""
    key = id(form), *map(id, missed)
    known = _ORDERED.get(key)
    if known is None:
        if len(_ORDERED) >= _MOST_ORDERED:
            _ORDERED.clear()
        known = _ORDERED[key] = form, tuple(missed), _in_order(tuple(missed), form)
    return known[2]


@lru_cache(maxsize=256)
def _in_order(missed: tuple[NotChecked, ...], form: Form) -> tuple[NotChecked, ...]:
    position = positions(form)
    return tuple(sorted(dict.fromkeys(missed), key=lambda entry: (order(entry.rule), position.get(entry.field or "", -1))))


def untold(filing: Filing, rules: Mapping[str, Rule], found: Sequence[Finding]) -> frozenset[str]:
    """The fields at which no error counts although it would have been found: it was let pass, or no rule was left out and none has found one."""
    errors = {finding.field for finding in found if finding.severity is Severity.ERROR and finding.field}
    counting = {finding.field for finding in found if finding.severity is Severity.ERROR and finding.waived is None}
    is_all = _all_rules() <= rules.keys()
    return frozenset(filing.form.fields if is_all else errors) - counting


@cache
def _all_rules() -> frozenset[str]:
    """The ids of the catalogue's rules that run unless selected."""
    return frozenset(rule.id for rule in catalogue().values() if rule.is_default)


def settle(found: Sequence[Finding], rules: dict[str, Rule]) -> list[Finding]:
    """One fault, one problem: what a clearer rule at the same field replaces is dropped, what it covers is marked as its ground."""
    replaced = {(other, finding.field) for finding in found for other in rules[finding.rule].replaces}
    kept = [finding for finding in found if (finding.rule, finding.field) not in replaced]
    covered = {(other, finding.field): finding.rule for finding in kept for other in rules[finding.rule].covers}
    return [replace(finding, covered_by=covered.get((finding.rule, finding.field))) for finding in kept]
