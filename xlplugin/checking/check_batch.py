"""Checks a batch: the rules across many submissions, each once over all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xlplugin.filing.findings import Finding, NotChecked
from xlplugin.filing.submissions import Batch
from xlplugin.rules import catalogue, order
from xlplugin.rules.declare import Across, Context, Hit, Rule


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules say of a batch: findings, each with the organs and files that it names, the gravest first; and what could not be checked."""

    found: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]


def check_batch(batch: Batch, rules: Iterable[Rule] | None = None, context: Context | None = None) -> Checked:
    """Runs those of the rules that are across a batch; default the catalogue's that run unless selected."""
    context = context or Context()
    chosen = list(rules) if rules is not None else [rule for rule in catalogue().values() if rule.is_default]
    found: list[Finding] = []
    missed: list[NotChecked] = []
    for rule in chosen:
        if not isinstance(rule.check, Across):
            continue
        for case in rule.check.inspect(batch, Context(context.limits, context.prior, rule.id)):
            if isinstance(case, Hit):
                found.append(rule.finding(case, None))
            else:
                missed.append(rule.unknown(case))
    found.sort(key=lambda finding: (-finding.severity, order(finding.rule)))
    return Checked(tuple(found), tuple(dict.fromkeys(missed)))
