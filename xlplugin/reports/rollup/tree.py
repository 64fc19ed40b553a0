"""The roster as a tree: who stands below whom, and which organ now holds the figures of one that was merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from xlplugin.batch.roster import Member, Roster
from xlplugin.errors import UsageError
from xlplugin.text import Text, join, same

_FEW = 5


@dataclass(frozen=True)
class Tree:
    """The organs of a roster by name, in its order."""

    members: Mapping[str, Member]
    holders: Mapping[str, str]
    """For each organ that was merged: the one that holds its figures in the end."""
    parents: Mapping[str, str | None]
    """For each organ that was not: the one above it; an organ below a merged one stands below the one that took that in."""

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """The organs directly below each, in the roster's order."""
        found: dict[str, list[str]] = {name: [] for name in self.parents}
        for child, parent in self.parents.items():
            if parent is not None:
                found[parent].append(child)
        return {name: tuple(below) for name, below in found.items()}

    @property
    def roots(self) -> tuple[str, ...]:
        """The organs with nothing above them."""
        return tuple(name for name, parent in self.parents.items() if parent is None)

    @property
    def is_flat(self) -> bool:
        """Whether the roster is a mere list: several organs, and none above another."""
        return len(self.parents) > 1 and len(self.roots) == len(self.parents)

    def below(self, name: str) -> Iterator[str]:
        """Every organ below one, at any depth, each before those below it."""
        for child in self.children[name]:
            yield child
            yield from self.below(child)

    def above(self, name: str) -> Iterator[str]:
        """The organs above one, the nearest first."""
        parent = self.parents[name]
        while parent is not None:
            yield parent
            parent = self.parents[parent]


def tree_of(roster: Roster) -> Tree:
    """The tree of a roster; raises `UsageError` for one that is none: a name twice, an unknown 上级 or 并入单位, a circle."""
    members = {member.name: member for member in roster.members}
    problems = [_TWICE.fill(name=name) for name, count in Counter(member.name for member in roster.members).items() if count > 1]
    above = {member.name: member.parent for member in members.values() if member.parent}
    merges = {member.name: member.merged_into for member in members.values() if member.merged_into}
    for column, links in (("上级", above), ("并入单位", merges)):
        problems += [_UNKNOWN.fill(name=name, column=column, other=other) for name, other in links.items() if other not in members]
    problems += [_CIRCLE.fill(column="并入单位", names=join(map(same, circle), " → ", " → ")) for circle in _circles(merges)]
    if not problems:
        holders = {name: _last(merges, name) for name in merges}
        parents = {name: _parent(name, above, holders) for name in members if name not in holders}
        circles = _circles({name: parent for name, parent in parents.items() if parent})
        problems += [_CIRCLE.fill(column="上级", names=join(map(same, circle), " → ", " → ")) for circle in circles]
    if problems:
        more = [Text(f"等共 {len(problems)} 处", f"and more, {len(problems)} in all")] if len(problems) > _FEW else []
        words = join([*problems[:_FEW], *more], "；", "; ")
        raise UsageError(zh=f"名册有误：{words.zh}。", en=f"mistakes in the roster: {words.en}")
    return Tree(members, holders, parents)


_TWICE = Text("{name} 出现了不止一次", "{name} stands there more than once")
_UNKNOWN = Text("{name} 的{column}“{other}”不在名册中", "the {column} of {name}, {other}, is not on the roster")
_CIRCLE = Text("{column}互相循环（{names}）", "the column {column} goes in a circle ({names})")


def _last(links: Mapping[str, str], name: str) -> str:
    while name in links:
        name = links[name]
    return name


def _parent(name: str, links: Mapping[str, str], holders: Mapping[str, str]) -> str | None:
    """The organ above one. Above an organ that took its own 上级 in stands what stood above that."""
    above = links.get(name)
    passed = {name}
    while above is not None and holders.get(above, above) == name and above not in passed:
        passed.add(above)
        above = links.get(above)
    return None if above is None else holders.get(above, above)


def _circles(links: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Each circle once, as the names on the way round, the first again at the end."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for start in links:
        way = [start]
        while (following := links.get(way[-1])) is not None and following not in way:
            way.append(following)
        if following is not None:
            circle = way[way.index(following) :]
            found.setdefault(frozenset(circle), (*circle, following))
    return list(found.values())
