"""Checks a batch: the rules across many submissions, each once over all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xlplugin.findings import Finding, NotChecked
from xlplugin.rules import catalogue, order
from xlplugin.rules.declare import Across, Context, Hit, Rule
from xlplugin.rules.submissions import Batch


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules say of a batch: findings, each with the hit that names its organs and files, the gravest first; and what could not be checked."""

    found: tuple[tuple[Hit, Finding], ...]
    not_checked: tuple[NotChecked, ...]


def check_batch(batch: Batch, rules: Iterable[Rule] | None = None, context: Context | None = None) -> Checked:
    """Runs those of the rules that are across a batch; default the catalogue's that run unless selected."""
    context = context or Context()
    chosen = list(rules) if rules is not None else [rule for rule in catalogue().values() if rule.is_default]
    found: list[tuple[Hit, Finding]] = []
    missed: list[NotChecked] = []
    for rule in chosen:
        if not isinstance(rule.check, Across):
            continue
        for case in rule.check.inspect(batch, context):
            if isinstance(case, Hit):
                found.append((case, rule.finding(case, None)))
            else:
                missed.append(rule.unknown(case))
    found.sort(key=lambda entry: (-entry[1].severity, order(entry[1].rule)))
    return Checked(tuple(found), tuple(dict.fromkeys(missed)))
