"""The roster of a reviewing office: the organs that are to submit, what stands above them, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from xlplugin.form.organ import guess_level

_GOVERNMENTS = frozenset({"省级政府", "市级政府", "县级政府"})


@dataclass(frozen=True, slots=True)
class Member:
    """One organ of the roster (its columns in brackets)."""

    name: str
    """(单位)"""
    parent: str | None = None
    """(上级) The name of the organ whose report takes this one in."""
    level: str | None = None
    """(层级) One of `form.organ.LEVELS`."""
    scope: str | None = None
    """(口径) One of `form.organ.SCOPES`."""
    is_included: bool = True
    """(是否纳入汇总)"""
    merged_into: str | None = None
    """(并入单位) The organ whose report now holds this one's figures; it owes none of its own."""
    contact: str | None = None
    """(联系人)"""
    phone: str | None = None
    """(电话)"""
    deadline: dt.date | None = None
    """(截止日期) The last day on which a submission is in time."""
    chosen: str | None = None
    """(采用文件) Which of several submissions counts: the file's name, or the end of its path. Blank: the newest."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The organs in the order of the file. Names are unique; `parent` and `merged_into` are names of members, without circles."""

    members: tuple[Member, ...]


def by_name(roster: Roster) -> dict[str, Member]:
    """The members by their names, in the roster's order."""
    return {member.name: member for member in roster.members}


def owing(roster: Roster) -> tuple[Member, ...]:
    """The organs that owe a submission: those merged into another owe none."""
    return tuple(member for member in roster.members if member.merged_into is None)


def takes_in_those_below(member: Member, scope: str | None = None) -> bool:
    """Whether the figures of an organ's own report hold those of the organs below it on the roster.

    `scope`: as its submission says, which goes before the roster's. Where neither says it, a government's report does; the
    units of 含下属单位 are not the organs below a government or a zone, which report for themselves.
    """
    said, level = scope or member.scope, member.level or guess_level(member.name)
    if said is None:
        return level in _GOVERNMENTS
    return said == "全域" or (said == "含下属单位" and level is not None and level not in _GOVERNMENTS and level != "开发区管委会")


def counted_below(roster: Roster, name: str | None, scopes: Mapping[str, str | None] | None = None) -> tuple[Member, ...]:
    """The organs below one (None: all of the roster) whose reports add up to its territory's, no organ twice.

    Left out: those merged into another; those not included, with all below them; those below an organ whose report takes
    them in. What stands below a merged organ stands below the one that took it in. `scopes`: the scope that a submission
    gives, by organ.
    """
    members = by_name(roster)
    below: dict[str | None, list[Member]] = {}
    for member in roster.members:
        below.setdefault(_holder(member.parent, members), []).append(member)
    found: list[Member] = []
    waiting = below.get(name, [])[::-1]
    while waiting:
        member = waiting.pop()
        if not member.is_included or member.merged_into is not None:
            continue
        found.append(member)
        if not takes_in_those_below(member, (scopes or {}).get(member.name)):
            waiting += below.get(member.name, [])[::-1]
    return tuple(found)


def _holder(name: str | None, members: Mapping[str, Member]) -> str | None:
    """The organ that now holds another's figures: itself, unless it was merged."""
    while name is not None and (into := members[name].merged_into) is not None:
        name = into
    return name
