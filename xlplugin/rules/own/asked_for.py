"""From what is asked for (rules selected, left out, one's own) to the rules that run, and what they run by."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xlplugin.form import Form
from xlplugin.rules.declare import Context, Rule
from xlplugin.rules.own.own_rules import load_blocks
from xlplugin.rules.select import choose


def asked_for(select: str | None, ignore: str | None, own: Path | None, forms: Sequence[Form] | None) -> tuple[list[Rule], Context]:
    """The rules of `--select`, `--ignore` and `--rules`, and the limits that a unit's own file changes; raises where one of them holds a mistake."""
    if own is None:
        return choose(select, ignore, {}), Context()
    blocks = load_blocks(own, forms)
    return choose(select, ignore, {rule.id: rule for rule in blocks.rules}), Context(limits=blocks.limits)
