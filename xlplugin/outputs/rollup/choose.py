"""Makes the plan of a roll-up from what the run gave and from the roster: each organ once, and a reason for whatever stays out."""

from __future__ import annotations

from xlplugin.errors import UsageError
from xlplugin.form.organ import guess_level
from xlplugin.outputs.rollup import words
from xlplugin.outputs.rollup.plan import NO_LEVEL, LeftOut, Part, Plan
from xlplugin.outputs.rollup.scaling import taken_incomplete, usual, why_not
from xlplugin.outputs.rollup.walk import Walk
from xlplugin.review.review import Review
from xlplugin.review.roster import Roster
from xlplugin.review.roster_tree import WHOLE, Tree, tree_of
from xlplugin.runs.inputs.names import Names


def plan(review: Review, roster: Roster | None, *, target: str | None = None, include_unaccepted: bool = False, year: int | None = None) -> Plan:
    """Which reports are added up.

    `target`: the organ whose roll-up it is; default the only organ of the roster with nothing above it. Of a roster that is a mere list
    everything goes in, and the target is but a title. `year`: default that of most reports that may go in.
    Raises `UsageError` for a roster that is no tree, for a target it does not have, and where it has several and none is named.
    """
    if roster is None:
        return _without_roster(review, target, include_unaccepted, year)
    tree = tree_of(roster)
    root = _root(tree, target)
    return Walk(review, tree, root, include_unaccepted, year).plan(root or target)


def _root(tree: Tree, wanted: str | None) -> str | None:
    """The organ at which the roll-up begins; None for all of a roster that is a mere list."""
    if wanted is None:
        if tree.is_flat or len(tree.roots) == 1:
            return None if tree.is_flat else tree.roots[0]
        names = words.some(tree.roots)
        raise UsageError(
            zh=f"名册中没有上级的单位不止一家（{names.zh}），请用 --for 指定汇总到哪一家。",
            en=f"several organs of the roster have nothing above them ({names.en}); name the one to roll up with --for",
        )
    found = Names(tree.members).find(wanted)
    if found is not None and found in tree.holders:
        raise UsageError(zh=f"{found}已并入{tree.holders[found]}，请改为汇总后者。", en=f"{found} was merged into {tree.holders[found]}; roll that up")
    if found is None and not tree.is_flat:
        raise UsageError(zh=f"名册中没有“{wanted}”，请核对 --for 后面的单位名称。", en=f"{wanted} is not on the roster; check the name after --for")
    return found


def _without_roster(review: Review, title: str | None, include_unaccepted: bool, year: int | None) -> Plan:
    """Every organ's newest report once."""
    year, edition = usual(review.entries, include_unaccepted, year)
    parts: list[Part] = []
    left_out: list[LeftOut] = []
    for entry in review.entries:
        reason = why_not(entry, year, edition, include_unaccepted)
        if reason is not None or entry.newest is None:
            left_out.append(LeftOut(entry.organ, reason or words.MISSING, entry.newest))
            continue
        level = entry.newest.level or guess_level(entry.organ) or NO_LEVEL
        parts.append(Part(entry.organ, entry.newest, entry.state, (entry.organ,), level, entry.newest.scope))
    whole = [part.organ for part in parts if part.scope == WHOLE] if len(parts) > 1 else []
    remarks = [words.ALL_ALIKE, *(words.WHOLE_OF_WHAT.fill(organ=organ) for organ in whole), *taken_incomplete(parts)]
    return Plan(title, year, edition, tuple(parts), tuple(left_out), None, remarks=tuple(remarks), levels={part.organ: part.level for part in parts})
