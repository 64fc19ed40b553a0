"""Which rules a run used: those whose silence means that they ran and passed."""

from __future__ import annotations

from dataclasses import replace

from xlplugin.rules import order
from xlplugin.rules.declare import Rule
from xlplugin.runs.recipe import build
from xlplugin.runs.store.results import Results


def used_rules(results: Results) -> list[Rule]:
    """The rules of a run in the catalogue's order, the unit's own last."""
    recipe = replace(results.manifest.recipe, priors=None, priors_file=None, read=None)
    return sorted(build(recipe).rules, key=lambda rule: order(rule.id))
