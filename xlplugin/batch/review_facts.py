"""What the rules across a batch read of its submissions when they need it, and which submissions add up to which territory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from xlplugin.batch.arrange import Arranged
from xlplugin.batch.names import Names, base_name, key_of
from xlplugin.batch.results import Result, Results
from xlplugin.batch.roster import Member, Roster, by_name, counted_below
from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.rules.submissions import Contents, Problem, Sent, Sum

_WHOLE = "全域"


def contents_of(arranged: Arranged, parents: Sequence[Filing], prior: Results | None) -> Contents:
    """Reads from the run's folder; a filing given by name goes before the run's own of the same file."""
    given = {filing.file: filing for filing in parents}
    results = arranged.results
    before: dict[tuple[str, int], Result] = {
        (key_of(one.organ), one.year): results[one.file] for one in arranged.sent if one.is_newest and one.is_readable and one.year is not None
    }
    before |= {(key_of(result.organ), result.year): result for result in prior or () if result.organ and result.year is not None}
    organs = {one.file: one for one in arranged.sent}

    def filing(file: str) -> Filing | None:
        return given[file] if file in given else results[file].filing() if file in results else None

    def narrative(file: str) -> Mapping[str, str]:
        return results[file].narrative()

    def last_year(file: str) -> Mapping[str, str]:
        one = organs[file]
        names = [name for name in (one.organ, one.named) if name and one.year is not None]
        found = next((before[key] for name in names if (key := (key_of(name), (one.year or 0) - 1)) in before), None)
        return found.narrative() if found else {}

    @cache
    def problems(file: str) -> frozenset[Problem]:
        asking = (problem.finding for problem in results[file].report().problems)
        return frozenset((finding.rule, finding.field) for finding in asking if finding.waived is None and finding.severity >= Severity.WARNING)

    return Contents(filing, narrative, last_year, problems)


def sums_of(arranged: Arranged, roster: Roster | None, parents: Sequence[Filing]) -> tuple[Sum, ...]:
    """The territories whose reports can be held against those below them: those given by name, and the roster's whose own scope is 全域."""
    counting = {(one.organ, one.year): one for one in arranged.sent if one.is_newest}
    if roster is None:
        return tuple(_all_others(filing, arranged, counting.values()) for filing in parents[:1] if filing.scope in (None, _WHOLE) and len(parents) == 1)
    members, names = by_name(roster), Names(by_name(roster))
    scopes = {one.organ: arranged.results[one.file].scope for one in counting.values() if one.year == arranged.year}
    found: list[Sum] = []
    for filing in parents:
        name = names.find(filing.organ)
        scope = filing.scope or (members[name].scope if name else None)
        if scope in (None, _WHOLE):
            found.append(_sum(name or filing.organ or base_name(filing.file), filing.file, counted_below(roster, name, scopes), counting, filing.year or arranged.year))
    for name in dict.fromkeys(member.parent for member in roster.members if member.parent):
        own = counting.get((name, arranged.year))
        if own is None or not own.is_readable or any(one.organ == name for one in found):
            continue
        if (scopes.get(name) or members[name].scope) == _WHOLE:
            found.append(_sum(name, own.file, counted_below(roster, name, scopes), counting, arranged.year))
    return tuple(found)


def _sum(organ: str, file: str, parts: Sequence[Member], counting: Mapping[tuple[str, int | None], Sent], year: int | None) -> Sum:
    sent = [counting.get((member.name, year)) for member in parts]
    there = [one.file for one in sent if one is not None and one.is_readable]
    lacking = [member.name for member, one in zip(parts, sent, strict=True) if one is None or not one.is_readable]
    return Sum(organ, file, tuple(there), tuple(lacking))


def _all_others(parent: Filing, arranged: Arranged, counting: Iterable[Sent]) -> Sum:
    """Without a roster: everything of the year but the parent's own submission."""
    year, own = parent.year or arranged.year, key_of(parent.organ or "")
    parts = [one for one in counting if one.year == year and key_of(one.organ) != own and one.file != parent.file]
    organ = parent.organ or base_name(parent.file)
    return Sum(organ, parent.file, tuple(one.file for one in parts if one.is_readable), tuple(one.organ for one in parts if not one.is_readable))
