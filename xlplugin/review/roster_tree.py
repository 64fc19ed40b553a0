"""Who is below whom on a roster, mergers done: the one tree that B05, the review and the roll-up go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from xlplugin.errors import UsageError
from xlplugin.form.organ import guess_level
from xlplugin.review.roster import Member, Roster
from xlplugin.text import Text, join, same

WHOLE, WITH_UNITS = "全域", "含下属单位"
_GOVERNMENTS = frozenset({"省级政府", "市级政府", "县级政府"})
_TERRITORIAL = _GOVERNMENTS | {"开发区管委会"}
"""Of these 含下属单位 is not taken to mean the organs below them on the roster, which report for themselves."""
_FEW = 5


@dataclass(frozen=True)
class Tree:
    """The organs of a roster by name, in its order."""

    members: Mapping[str, Member]
    holders: Mapping[str, str]
    """For each organ that was merged: the one that holds its figures in the end."""
    parents: Mapping[str, str | None]
    """For each organ that was not: the one above it."""

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
    """The tree of a roster; raises `UsageError` for one that is none: a name twice, an unknown 上级 or 并入单位, a circle in one of these columns.

    What stands below a merged organ stands below the one that took it in. An organ that took in one above it stands where
    that stood: it now holds those figures, and they are still owed to what was above them.
    """
    members = {member.name: member for member in roster.members}
    problems = [_TWICE.fill(name=name) for name, count in Counter(member.name for member in roster.members).items() if count > 1]
    above = {member.name: member.parent for member in members.values() if member.parent}
    merges = {member.name: member.merged_into for member in members.values() if member.merged_into}
    for column, links in (("上级", above), ("并入单位", merges)):
        problems += [_UNKNOWN.fill(name=name, column=column, other=other) for name, other in links.items() if other not in members]
        problems += [_CIRCLE.fill(column=column, names=join(map(same, circle), " → ", " → ")) for circle in _circles(links)]
    if problems:
        more = [Text(f"等共 {len(problems)} 处", f"and more, {len(problems)} in all")] if len(problems) > _FEW else []
        words = join([*problems[:_FEW], *more], "；", "; ")
        raise UsageError(zh=f"名册有误：{words.zh}。", en=f"mistakes in the roster: {words.en}")
    holders = {name: _way(name, merges)[-1] for name in merges}
    return Tree(members, holders, _parents(members, above, holders))


def takes_in_those_below(member: Member, scope: str | None = None, level: str | None = None) -> bool:
    """Whether the figures of an organ's own report hold those of the organs below it on the roster.

    `scope`, `level`: as its submission says; that scope goes before the roster's, that level after it. Where neither says the scope, a
    government's report does; the units of 含下属单位 are not the organs below a government or a zone, which report for themselves.
    """
    said, level = scope or member.scope, member.level or level or guess_level(member.name)
    if said is None:
        return level in _GOVERNMENTS
    return said == WHOLE or (said == WITH_UNITS and level is not None and level not in _TERRITORIAL)


def counted_below(tree: Tree, name: str | None, scopes: Mapping[str, str | None] | None = None, levels: Mapping[str, str | None] | None = None) -> tuple[Member, ...]:
    """The organs below one (None: all of the roster) whose reports add up to its territory's, no organ twice.

    Left out: those merged into another; those not included, with all below them; those below an organ whose report takes
    them in. `scopes`, `levels`: what the submissions give, by organ.
    """
    found: list[Member] = []
    waiting = [*(tree.roots if name is None else tree.children[name])][::-1]
    while waiting:
        member = tree.members[waiting.pop()]
        if not member.is_included:
            continue
        found.append(member)
        if not takes_in_those_below(member, (scopes or {}).get(member.name), (levels or {}).get(member.name)):
            waiting += tree.children[member.name][::-1]
    return tuple(found)


_TWICE = Text("{name} 出现了不止一次", "{name} stands there more than once")
_UNKNOWN = Text("{name} 的{column}“{other}”不在名册中", "the {column} of {name}, {other}, is not on the roster")
_CIRCLE = Text("{column}互相循环（{names}）", "the column {column} goes in a circle ({names})")


def _way(name: str, links: Mapping[str, str]) -> list[str]:
    """A name and what its links lead to, one after the other; they go in no circle."""
    way = [name]
    while (following := links.get(way[-1])) is not None:
        way.append(following)
    return way


def _parents(members: Iterable[str], above: Mapping[str, str], holders: Mapping[str, str]) -> dict[str, str | None]:
    """Above each organ that was not merged: what the roster says, or what took that in.

    Mergers can cross, so that this goes in a circle (two organs that each took in the other's superior). Those on it stand where the
    highest of all that they hold stood: that is one floor up at every step, and so no circle any more.
    """
    held: dict[str, list[str]] = {name: [name] for name in members if name not in holders}
    for merged, holder in holders.items():
        held[holder].append(merged)
    places = {name: next(one for one in reversed(_way(name, above)) if one in own) for name, own in held.items()}
    while True:
        found = {name: _held_by(above.get(place), holders) for name, place in places.items()}
        circles = _circles({name: parent for name, parent in found.items() if parent is not None})
        if not circles:
            return found
        for name in {name for circle in circles for name in circle}:
            places[name] = min(held[name], key=lambda one: len(_way(one, above)))


def _held_by(name: str | None, holders: Mapping[str, str]) -> str | None:
    return None if name is None else holders.get(name, name)


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
