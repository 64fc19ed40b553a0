"""The roster of a reviewing office: the organs that are to submit, what stands above them, and until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """One organ of the roster (its columns in brackets)."""

    name: str
    """(单位)"""
    parent: str | None = None
    """(上级) The organ above it, as the roster has it; `roster_tree` says who stands above it once the mergers are done."""
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
    received: dt.date | None = None
    """(收到) The day on which the office received the organ's first submission, as it noted it; it goes before every date that files bear."""


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
