"""Which rules run: by id or by family, as people write them, `R01,C`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from xlplugin.errors import UsageError
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Rule
from xlplugin.text import NOTHING, Text

_DIGITS = str.maketrans("OIL", "011")
"""Letters that are typed for digits."""


def named(names: str, rules: Mapping[str, Rule] | None = None) -> list[Rule]:
    """The rules of a list of ids and families, in the catalogue's order; raises `UsageError` for one that there is not."""
    known = catalogue() if rules is None else rules
    found: set[str] = set()
    unknown: list[str] = []
    for name in (part.strip().upper() for part in re.split("[,，、]", names) if part.strip()):
        matching = {rule.id for rule in known.values() if rule.id == name or (len(name) == 1 and rule.id[0] == name)}
        if not matching:
            unknown.append(name)
        found |= matching
    if unknown:
        near = [nearest_rule(name, known) for name in unknown]
        zh, en = ("、".join(name + one.zh for name, one in zip(unknown, near, strict=True)), ", ".join(name + one.en for name, one in zip(unknown, near, strict=True)))
        raise UsageError(zh=f"没有规则 {zh}；xlplugin rules 列出全部规则。", en=f"there is no rule {en}; `xlplugin rules` lists them")
    if not found:
        raise UsageError(zh="没有写规则编号；xlplugin rules 列出全部规则。", en="no rule is named; `xlplugin rules` lists them")
    return [rule for rule in known.values() if rule.id in found]


def nearest_rule(name: str, known: Iterable[str]) -> Text:
    """A rule that may be meant by a name that is none: `R1` is R01, `RO1` too; nothing where there is no such."""
    parts = re.fullmatch(r"([A-Z])0*(\d{1,2})", name[:1] + name[1:].translate(_DIGITS))
    meant = f"{parts[1]}{int(parts[2]):02}" if parts else ""
    if meant not in known:
        meant = next(iter(difflib.get_close_matches(name, list(known), 1)), "")
    return Text(f"（是否想用 {meant}）", f" (did you mean {meant}?)") if meant else NOTHING


def choose(select: str | None, ignore: str | None, own: Mapping[str, Rule]) -> list[Rule]:
    """The selected rules, or those that run by default, with the unit's own, without the ignored ones."""
    known = {**catalogue(), **own}
    chosen = named(select, known) if select is not None else [rule for rule in known.values() if rule.is_default]
    left_out = {rule.id for rule in named(ignore, known)} if ignore is not None else set()
    return [rule for rule in chosen if rule.id not in left_out]
