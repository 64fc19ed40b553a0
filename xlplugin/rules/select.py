"""Which rules run: by id or by family, as people write them, `R01,C`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xlplugin.errors import UsageError
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Rule


def named(names: str, rules: Mapping[str, Rule] | None = None) -> list[Rule]:
    """The rules of a list of ids and families, in the catalogue's order; raises `UsageError` for one that there is not."""
    known = catalogue() if rules is None else rules
    found: set[str] = set()
    for name in (part.strip().upper() for part in re.split("[,，、]", names) if part.strip()):
        matching = {rule.id for rule in known.values() if rule.id == name or (len(name) == 1 and rule.id[0] == name)}
        if not matching:
            raise UsageError(zh=f"没有规则 {name}；xlplugin rules 列出全部规则。", en=f"there is no rule {name}; `xlplugin rules` lists them")
        found |= matching
    if not found:
        raise UsageError(zh="没有写规则编号；xlplugin rules 列出全部规则。", en="no rule is named; `xlplugin rules` lists them")
    return [rule for rule in known.values() if rule.id in found]


def choose(select: str | None, ignore: str | None, own: Mapping[str, Rule]) -> list[Rule]:
    """The selected rules, or those that run by default, with the unit's own, without the ignored ones."""
    known = {**catalogue(), **own}
    chosen = named(select, known) if select is not None else [rule for rule in known.values() if rule.is_default]
    left_out = {rule.id for rule in named(ignore, known)} if ignore is not None else set()
    return [rule for rule in chosen if rule.id not in left_out]
