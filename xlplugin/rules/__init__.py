"""The rule catalogue: one rule a file, in folders by the families of the catalogue."""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache, lru_cache

from xlplugin.rules.declare import Rule

FAMILIES = ("R", "V", "P", "C", "W", "F", "Y", "N", "D", "B", "T", "U")


@lru_cache(maxsize=1024)
def order(rule_id: str) -> tuple[int, int]:
    """Sorts ids as the catalogue does: family first, then number."""
    match = re.fullmatch(r"([A-Z])(\d+)", rule_id)
    return (FAMILIES.index(match[1]), int(match[2])) if match and match[1] in FAMILIES else (len(FAMILIES), 0)


@cache
def catalogue() -> dict[str, Rule]:
    """Every rule by id, in the catalogue's order."""
    rules: dict[str, Rule] = {}
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        rule = getattr(importlib.import_module(module.name), "RULE", None)
        if rule is None:
            continue
        if rule.id in rules:
            raise ValueError(f"rule {rule.id} is declared twice, again in {module.name}")
        rules[rule.id] = rule
    return dict(sorted(rules.items(), key=lambda entry: order(entry[0])))
