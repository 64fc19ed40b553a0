"""分项小计: the roll-up by level or by branch of the tree; the groups add up to the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from xlplugin.errors import UsageError
from xlplugin.form.organ import LEVELS
from xlplugin.outputs.rollup.add import Total
from xlplugin.outputs.rollup.plan import NO_LEVEL, Plan

By = Literal["level", "parent"]


@dataclass(frozen=True)
class Group:
    """A row of the subtotals. An organ belongs to the group of the report that its figures are in; where there is none, to its own."""

    name: str
    total: Total
    covered: int
    owed: int | None
    """None without a roster."""


def group_of(plan: Plan, organ: str, by: By | None) -> str:
    """The group of an organ's report."""
    return "" if by is None else (plan.levels if by == "level" else plan.branches).get(organ, NO_LEVEL)


def groups_of(plan: Plan, totals: Mapping[str, Total], by: By, empty: Total) -> list[Group]:
    """The groups in their order. `totals`: by group name; `empty`: the sum of nothing, for groups of which nobody reported."""
    home = {name: group_of(plan, part.organ, by) for part in plan.parts for name in part.covers}
    owed = {name: home.get(name) or group_of(plan, name, by) for name in plan.owed or ()}
    names = list(dict.fromkeys([*owed.values(), *totals]))
    if by == "level":
        names.sort(key=lambda name: (*LEVELS, NO_LEVEL).index(name) if name in LEVELS else len(LEVELS))
    found = []
    for name in names:
        members = [organ for organ, group in owed.items() if group == name]
        covered = sum(organ in home for organ in members) if plan.owed is not None else totals[name].count
        found.append(Group(name, totals.get(name, empty), covered, None if plan.owed is None else len(members)))
    return found


def check_by(plan: Plan, by: By | None) -> None:
    """Raises `UsageError` where there is nothing to group by."""
    if by == "parent" and not plan.branches:
        raise UsageError(zh="按上级小计需要名册（--roster）。", en="subtotals by parent need a roster (--roster)")
