"""Whose indicators are told, of which years: organ by organ, their groups, and all together; each organ once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from xlplugin.filing.submissions import Submission
from xlplugin.form import Form
from xlplugin.form.organ import guess_level
from xlplugin.indicators.declare import GROUPS
from xlplugin.indicators.measure import Measured, added_up, measured
from xlplugin.indicators.terms import reasons_of
from xlplugin.review.review import STATES, Review
from xlplugin.runs.inputs.names import key_of
from xlplugin.text import Text

WHOLE, OTHERS = Text("合计", "all"), Text("未分组", "no group")
_WHOLE_SCOPE = "全域"
Sent = Mapping[int, Submission]
"""An organ's submissions by year."""


@dataclass(frozen=True, slots=True)
class Organ:
    """One organ: its submissions by year, the group it is in, and whether it is added up."""

    name: str
    group: str
    sent: Sent
    state: Text = WHOLE
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One line a year. `number`: of the group, 0 for all organs together."""

    name: str
    number: int
    year: int
    measured: Measured
    organ: Organ | None = None
    """None for a group and for the whole."""
    count: int = 1
    """How many organs are in it."""


@dataclass(frozen=True)
class Indicated:
    """Everything that is told of a run: whole, groups, organs, each with its years, the newest first."""

    years: tuple[int, ...]
    whole: tuple[Line, ...]
    groups: tuple[tuple[Line, ...], ...]
    organs: tuple[tuple[Line, ...], ...]
    reasons: Mapping[str, Mapping[str, Text]]
    """By indicator: its reasons by row id, as they are called."""
    left_out: tuple[str, ...] = ()
    """Organs that are told and not added up: their figures hold those of others."""

    def before(self, line: Line) -> Line | None:
        """The same organ or group a year before."""
        for several in (self.whole, *self.groups, *self.organs):
            if line in several:
                return next((one for one in several if one.year == line.year - 1), None)
        return None


def indicated(organs: Sequence[Organ], forms: Iterable[Form]) -> Indicated | None:
    """The lines; None where no organ has figures of any year."""
    by_edition = {form.edition: form for form in forms}
    years = sorted({year for organ in organs for year in organ.sent}, reverse=True)
    if not years:
        return None
    names = list(dict.fromkeys(organ.group for organ in organs if organ.group))
    numbers = {name: at for at, name in enumerate(names, 1)}
    lines: list[tuple[Line, ...]] = []
    for organ in organs:
        told = [(year, one) for year, one in sorted(organ.sent.items(), reverse=True) if one.edition in by_edition]
        if told:
            lines.append(tuple(Line(organ.name, numbers.get(organ.group, 0), year, measured(one, by_edition[one.edition or ""]), organ) for year, one in told))
    counted = [line for several in lines for line in several if line.organ and line.organ.is_counted]
    groups = tuple(_added(name, numbers[name], [line for line in counted if line.number == numbers[name]]) for name in names) if len(names) > 1 else ()
    used = [form for edition, form in sorted(by_edition.items(), reverse=True) if any(one.edition == edition for organ in organs for one in organ.sent.values())]
    reasons = {one.id: reasons_of(reversed(used), one.group) for one in GROUPS}
    left_out = tuple(organ.name for organ in organs if not organ.is_counted)
    return Indicated(tuple(years), _added(WHOLE.zh, 0, counted), tuple(group for group in groups if group), tuple(lines), reasons, left_out) if counted else None


def _added(name: str, number: int, lines: Sequence[Line]) -> tuple[Line, ...]:
    years = sorted({line.year for line in lines}, reverse=True)
    found = {year: [line.measured for line in lines if line.year == year] for year in years}
    return tuple(Line(name, number, year, added_up(several), count=len(several)) for year, several in found.items())


def organs_of(review: Review, prior: Iterable[Submission] = ()) -> list[Organ]:
    """The organs of a review that submitted for its year, in its order, with what they sent for years before: in this run, or in `prior`."""
    if review.year is None:  # nothing that was sent says of which year it is
        return []
    known = by_organ_and_year(prior)
    for entry in review.entries:
        if (newest := entry.newest) and newest.is_readable and entry.year is not None:
            known.setdefault(key_of(entry.organ), {})[entry.year] = newest
    entries = [entry for entry in review.entries if entry.year == review.year and (newest := entry.newest) and newest.is_readable and newest.edition]
    parents = {entry.organ: entry.member.parent for entry in entries if entry.member}
    has_tree = any(parents.values())
    there = {entry.organ for entry in entries}
    above = {name for name in parents if any(other != name and name in _above(other, parents) for other in there)}
    organs = []
    for entry in entries:
        newest = entry.newest
        assert newest is not None
        scope = newest.scope or (entry.member.scope if entry.member else None)
        level = newest.level or (entry.member.level if entry.member else None) or guess_level(entry.organ) or OTHERS.zh
        group = (parents.get(entry.organ) or OTHERS.zh) if has_tree else level
        organs.append(Organ(entry.organ, group, sent_by(entry.organ, newest, review.year, known), STATES[entry.state], not (scope == _WHOLE_SCOPE and entry.organ in above)))
    return organs


def by_organ_and_year(prior: Iterable[Submission]) -> dict[str, dict[int, Submission]]:
    """Filings of other years by the organ's name without 人民政府 and the like, and the year; of several the last."""
    known: dict[str, dict[int, Submission]] = {}
    for one in prior:
        if one.named and one.named_year is not None and one.is_readable:
            known.setdefault(key_of(one.named), {})[one.named_year] = one
    return known


def sent_by(organ: str, newest: Submission, year: int | None, known: Mapping[str, Mapping[int, Submission]]) -> Sent:
    """What an organ sent for a year and for those before it."""
    if year is None:
        return {}
    names = [key_of(name) for name in (newest.named, organ) if name]
    return {at: one for name in names for at, one in known.get(name, {}).items() if at < year} | {year: newest}


def _above(name: str, parents: Mapping[str, str | None]) -> Collection[str]:
    found: list[str] = []
    while (above := parents.get(found[-1] if found else name)) is not None and above not in found:
        found.append(above)
    return found

