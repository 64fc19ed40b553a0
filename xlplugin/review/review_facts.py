"""What the rules across a batch read of its submissions when they need it, and which submissions add up to which territory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.filing.submissions import Contents, Problem, Submission, Sum
from xlplugin.review.arrange import Arranged
from xlplugin.review.roster import Member, Roster
from xlplugin.review.roster_tree import WHOLE, counted_below, tree_of
from xlplugin.runs.inputs.names import Names, base_name, key_of
from xlplugin.runs.store.results import Results


def contents_of(arranged: Arranged, results: Results, parents: Sequence[Filing], prior: Results | None) -> Contents:
    """Reads from the run's folder; a filing given by name goes before the run's own of the same file."""
    given = {filing.file: filing for filing in parents}
    everything = (*arranged.sent, *arranged.others)
    sent = {one.file: one for one in everything}

    @cache
    def before() -> dict[tuple[str, int], tuple[Results, Submission]]:
        newest = {(key_of(one.organ), one.year): (results, one) for one in everything if one.is_newest and one.is_readable and one.year is not None}
        if prior is None:
            return newest
        return newest | {(key_of(one.named), one.named_year): (prior, one) for one in prior.submissions() if one.named and one.named_year is not None}

    def filing(file: str) -> Filing | None:
        return given[file] if file in given else results.of(sent[file]).filing() if file in sent else None

    def narrative(file: str) -> Mapping[str, str]:
        return results.of(sent[file]).narrative()

    def last_year(file: str) -> Mapping[str, str]:
        one = sent[file]
        names = [name for name in (one.organ, one.named) if name and one.year is not None]
        found = next((before()[key] for name in names if (key := (key_of(name), (one.year or 0) - 1)) in before()), None)
        return found[0].of(found[1]).narrative() if found else {}

    @cache
    def problems(file: str) -> frozenset[Problem]:
        asking = (problem.finding for problem in results.of(sent[file]).report().problems)
        return frozenset((finding.rule, finding.field) for finding in asking if finding.waived is None and finding.severity >= Severity.WARNING)

    return Contents(filing, narrative, last_year, problems)


def sums_of(arranged: Arranged, roster: Roster | None, parents: Sequence[Filing]) -> tuple[Sum, ...]:
    """The territories whose reports are to be held against those below them: those given by name, and the roster's whose own scope is 全域."""
    counting = {(one.organ, one.year): one for one in arranged.sent if one.is_newest}
    if roster is None:
        is_clear = sum(filing.scope in (None, WHOLE) for filing in parents) == 1
        return tuple(_without_roster(filing, arranged, counting.values(), is_clear) for filing in parents)
    tree, names = tree_of(roster), Names(member.name for member in roster.members)
    own = {one.organ: one for one in counting.values() if one.year == arranged.year}
    scopes, levels = {organ: one.scope for organ, one in own.items()}, {organ: one.level for organ, one in own.items()}
    found: list[Sum] = []

    def compare(organ: str, file: str, name: str | None, year: int | None) -> None:
        found.append(_sum(organ, file, counted_below(tree, name, scopes, levels), counting, year))

    for filing in parents:
        name = names.find(filing.organ)
        scope = filing.scope or (tree.members[name].scope if name else None)
        if scope not in (None, WHOLE):
            found.append(Sum(name or _called(filing), filing.file, (), scope=scope))
        else:
            compare(name or _called(filing), filing.file, tree.holders.get(name, name) if name else None, filing.year or arranged.year)
    given = {one.organ for one in found if not one.scope}
    for name, children in tree.children.items():
        if children and name in own and own[name].is_readable and name not in given and (scopes[name] or tree.members[name].scope) == WHOLE:
            compare(name, own[name].file, name, arranged.year)
    return tuple(found)


def _sum(organ: str, file: str, parts: Sequence[Member], counting: Mapping[tuple[str, int | None], Submission], year: int | None) -> Sum:
    sent = [counting.get((member.name, year)) for member in parts]
    there = [one.file for one in sent if one is not None and one.is_readable]
    lacking = [member.name for member, one in zip(parts, sent, strict=True) if one is None or not one.is_readable]
    return Sum(organ, file, tuple(there), tuple(lacking))


def _without_roster(parent: Filing, arranged: Arranged, counting: Iterable[Submission], is_clear: bool) -> Sum:
    """Everything of the year but the parent's own submission, where that is the only parent of a whole territory."""
    organ = _called(parent)
    if parent.scope not in (None, WHOLE):
        return Sum(organ, parent.file, (), scope=parent.scope)
    if not is_clear:
        return Sum(organ, parent.file, (), is_unclear=True)
    year, own = parent.year or arranged.year, key_of(parent.organ or "")
    parts = [one for one in counting if one.year == year and key_of(one.organ) != own and one.file != parent.file]
    return Sum(organ, parent.file, tuple(one.file for one in parts if one.is_readable), tuple(one.organ for one in parts if not one.is_readable))


def _called(parent: Filing) -> str:
    return parent.organ or base_name(parent.file)
