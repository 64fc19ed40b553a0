"""Puts the files of a run in order: whose each is, of which year, which submission it is, and which one counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from xlplugin.batch.names import Names, base_name, is_same, key_of, told_by_file, told_by_folder
from xlplugin.batch.results import Result
from xlplugin.batch.roster import Member, Roster, by_name
from xlplugin.batch.submitted import oldest_first, submitted
from xlplugin.reading.organ import from_file_name
from xlplugin.rules.submissions import Sent


@dataclass(frozen=True)
class Arranged:
    """`sent`: those of one organ and year follow each other, oldest first. `results`: by file."""

    sent: tuple[Sent, ...]
    results: Mapping[str, Result]
    year: int | None
    """The year that most of them are of; of two, the later one."""


def arrange(results: Iterable[Result], roster: Roster | None) -> Arranged:
    """The submissions of a run. Without a roster, names that differ only in 人民政府 and the like are one organ's.

    A file that cannot be read, or names no organ, is whose its name tells, else (on a roster) its folder's; a file without a
    year is counted for the year that most are of.
    """
    members = by_name(roster) if roster else {}
    names = Names(members)
    found = {result.source.file: result for result in results}
    years = Counter(result.year for result in found.values() if result.year is not None)
    year = max(years, key=lambda one: (years[one], one), default=None)
    groups: dict[tuple[str, int | None], list[Result]] = {}
    for file, result in found.items():
        own_year = result.year or (from_file_name(file)[1] if result.status == "unreadable" else None) or year
        groups.setdefault((_whose(result, names, members), own_year), []).append(result)
    ordered = {key: oldest_first(group) for key, group in groups.items()}
    organs = {whose: whose if whose in members else _display(ordered[whose, own_year], whose, found) for whose, own_year in sorted(ordered, key=lambda key: key[1] or 0)}
    sent: list[Sent] = []
    for (whose, own_year), group in ordered.items():
        sent += _group(group, organs[whose], own_year, members.get(whose), names)
    return Arranged(tuple(_told_missing(sent, members)), found, year)


def _whose(result: Result, names: Names, members: Mapping[str, Member]) -> str:
    """The roster's name of the organ; where none is meant, the key of the name that is there; where there is none, the file."""
    file = result.source.file
    if result.organ is not None:
        return names.find(result.organ) or key_of(result.organ)
    told, folder = told_by_file(file), names.find(told_by_folder(file))
    if folder is not None and any(member.parent == folder for member in members.values()):
        folder = None  # a county's folder holds many organs' files
    return names.find(told) or folder or (key_of(told) if told else file)


def _display(ordered: Sequence[Result], whose: str, found: Mapping[str, Result]) -> str:
    """An organ that is on no roster as its newest submission of the last year has it; a nameless file by its name, with its folders where that is another's too."""
    named = [result.organ or told_by_file(result.source.file) for result in ordered]
    name = next((name for name in reversed(named) if name), None)
    if name is not None:
        return name
    base = base_name(whose)
    return base if sum(base_name(file) == base for file in found) == 1 else whose


def _group(ordered: Sequence[Result], organ: str, year: int | None, member: Member | None, names: Names) -> Iterable[Sent]:
    counting = next((at for at, result in enumerate(ordered) if member and is_chosen(result.source.file, member.chosen)), len(ordered) - 1)
    number, before = 0, ""
    for at, result in enumerate(ordered):
        number += not (result.source.content and result.source.content == before)
        before = result.source.content
        day, by = submitted(result)
        told = told_by_file(result.source.file)
        yield Sent(
            file=result.source.file,
            organ=organ,
            year=year,
            named=result.organ,
            content=result.source.content,
            told=_other(told, organ, names),
            is_readable=result.status != "unreadable",
            is_on_roster=member is not None,
            near=names.near(result.organ or told or "") if member is None else (),
            submitted=day,
            dated_by=by,
            deadline=member.deadline if member else None,
            round=number,
            is_newest=at == counting,
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


def _told_missing(sent: Sequence[Sent], members: Mapping[str, Member]) -> Iterable[Sent]:
    """The submissions, `wanted` left only where no file of the organ has that name."""
    there = {one.organ for one in sent if one.wanted and is_chosen(one.file, one.wanted)}
    return (replace(one, wanted=None) if one.organ in there else one for one in sent)
