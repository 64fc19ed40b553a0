"""Puts the files of a run in order: whose each is, of which year, which submission it is, and which one counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from xlplugin.filing.submissions import Submission, changed
from xlplugin.reading.organ import from_file_name
from xlplugin.review.roster import Member, Roster, by_name
from xlplugin.review.roster_tree import tree_of
from xlplugin.review.submitted import oldest_first, submitted
from xlplugin.review.year import year_of_batch
from xlplugin.rules.declare import Limits
from xlplugin.runs.inputs.names import Names, base_name, is_same, key_of, told_by_file, told_by_folder
from xlplugin.text import Text


@dataclass(frozen=True)
class Arranged:
    """`sent`: those of one organ and year follow each other, oldest first."""

    sent: tuple[Submission, ...]
    year: int | None
    """The year of the batch (see `year_of_batch`)."""
    others: tuple[Submission, ...] = ()
    """Those of other years, where one year was asked for: listed, and not judged."""
    year_note: Text | None = None
    """What is to be said of the year, where there are several."""


def arrange(submissions: Iterable[Submission], roster: Roster | None, asked: int | None = None, limits: Limits | None = None) -> Arranged:
    """The submissions of a run, each with whose it is, of which year, and which round. Without a roster, names that differ only in 人民政府 and the like are one organ's.

    A file that cannot be read, or names no organ, is whose its name tells, else (on a roster) its folder's; a file without a
    year is counted for the batch's. `asked`: the only year that is judged; what cannot be read is judged whatever year its name tells,
    by itself, since it may be of any.
    """
    members = by_name(roster) if roster else {}
    names = Names(members)
    superiors = _superiors(roster) if roster else frozenset()
    found = {one.file: one for one in submissions}
    year, note = year_of_batch(found.values(), roster, asked, limits)
    groups: dict[tuple[str, int | None], list[Submission]] = {}
    for file, one in found.items():
        own_year = one.named_year or (None if one.is_readable else from_file_name(file)[1]) or year
        groups.setdefault((_whose(one, names, superiors), own_year), []).append(one)
    ordered = {key: oldest_first(group) for key, group in groups.items()}
    organs = {whose: whose if whose in members else _display(ordered[whose, own_year], whose, found) for whose, own_year in sorted(ordered, key=lambda key: key[1] or 0)}
    sent: list[Submission] = []
    aside: set[str] = set()
    for (whose, own_year), group in ordered.items():
        others = [one for one in group if one.is_readable] if asked not in (None, own_year) else []
        aside.update(one.file for one in others)
        for some in (others, [one for one in group if one.file not in aside]) if others else (group,):
            sent += _group(some, organs[whose], own_year, members.get(whose), names, own_year == year)
    told = tuple(_told_missing(sent, members))
    return Arranged(tuple(one for one in told if one.file not in aside), year, tuple(one for one in told if one.file in aside), note)


def _superiors(roster: Roster) -> frozenset[str]:
    """The organs with others below them, by the roster's own words or once the mergers are done."""
    told = {member.parent for member in roster.members if member.parent}
    return frozenset(told | {name for name, children in tree_of(roster).children.items() if children})


def _whose(one: Submission, names: Names, superiors: Collection[str]) -> str:
    """The roster's name of the organ; where none is meant, the key of the name that is there; where there is none, the file."""
    file = one.file
    if one.named is not None:
        return names.find(one.named) or key_of(one.named)
    told, folder = told_by_file(file), names.find(told_by_folder(file))
    if folder in superiors:
        folder = None  # a county's folder holds many organs' files
    return names.find(told) or folder or (key_of(told) if told else file)


def _display(ordered: Sequence[Submission], whose: str, found: Mapping[str, Submission]) -> str:
    """An organ that is on no roster as its newest submission of the last year has it; a nameless file by its name, with its folders where that is another's too."""
    named = [one.named or told_by_file(one.file) for one in ordered]
    name = next((name for name in reversed(named) if name), None)
    if name is not None:
        return name
    base = base_name(whose)
    return base if sum(base_name(file) == base for file in found) == 1 else whose


def _group(ordered: Sequence[Submission], organ: str, year: int | None, member: Member | None, names: Names, is_of_batch: bool) -> Iterable[Submission]:
    chosen = {at for at, one in enumerate(ordered) if member and any(is_chosen(file, member.chosen) for file in one.files)}
    counting, number, before = max(chosen, default=len(ordered) - 1), 0, ""
    received = member.received if member and is_of_batch else None  # the roster's note is of the year at hand
    for at, one in enumerate(ordered):
        number += not (one.content and one.content == before)
        before = one.content
        day, by = (received, "received") if received and number == 1 else submitted(one)
        told = told_by_file(one.file)
        yield changed(
            one,
            organ=organ,
            year=year,
            told=_other(told, organ, names),
            is_on_roster=member is not None,
            near=names.near(one.named or told or "") if member is None else (),
            submitted=day,
            dated_by=by,
            deadline=member.deadline if member else None,
            round=number,
            is_newest=at == counting,
            is_chosen=at in chosen,
            wanted=member.chosen if member else None,
        )


def is_chosen(file: str, chosen: str | None) -> bool:
    """Whether a file is the one that the roster names (采用文件): by its name, with or without suffix, or by the end of its path."""
    if not chosen:
        return False
    path, end = (name.replace("\\", "/").strip().lower() for name in (file, chosen))
    base = path.rpartition("/")[2]
    return end in (base, base.rpartition(".")[0]) or path == end or path.endswith("/" + end.removeprefix("/"))


def _other(told: str | None, organ: str, names: Names) -> str | None:
    """What a file's name tells, where it is surely another organ."""
    if told is None:
        return None
    name = names.find(told) or told
    return None if name == organ or is_same(told, organ) else name


def _told_missing(sent: Sequence[Submission], members: Mapping[str, Member]) -> Iterable[Submission]:
    """The submissions, `wanted` left only where no file of the organ has that name."""
    if not members:
        return sent
    there = {one.organ for one in sent if one.is_chosen}
    return (replace(one, wanted=None) if one.organ in there else one for one in sent)
