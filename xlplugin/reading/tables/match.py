"""Which row, column or group of a block does a label name? The official wording, a listed variant, or one worded alike."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from xlplugin.form.labels import canonical, loose, unnumbered
from xlplugin.form.model import Axis, Block, Label
from xlplugin.form.money import is_same, unit_of, units_of_header, without_unit
from xlplugin.reading.workbook.grid import Position, Sheet

LONGEST_LABEL = 80
MOST_TEXTS = 2**12
_ASIDE = re.compile(r"[（(〔\[]?\s*20\d{2}\s*(?:年度?)?\s*[)）〕\]]?|[（(〔\[]\s*(?:(?:计量)?单位\s*[:：]?\s*)?(?:件次?|条|项|个|宗|份|次|起)\s*[)）〕\]]")
"""A year in a label, and what is counted in it: 总计（件）."""


class Quality(IntEnum):
    """How surely a label was told; lower is surer."""

    OFFICIAL = 0
    VARIANT = 1
    ALIKE = 2
    """Without its marks or its number, and no other line reads so."""


Match = tuple[str, bool, Quality]
"""The line or group that a label names, by its id; whether it is a group; how surely it was told."""


class LabelHit(NamedTuple):
    """A cell that names a line (row or column) or a group of a block."""

    at: Position
    id: str
    is_group: bool
    quality: Quality
    seen: str


class LabelHits(NamedTuple):
    """The labels of a block's rows and columns on a sheet, top to bottom."""

    rows: list[LabelHit]
    columns: list[LabelHit]


def in_rows(hits: Sequence[LabelHit], first: int, end: int = 10**9) -> Sequence[LabelHit]:
    """Of hits from the top those in the rows from `first` to before `end`."""
    return hits[bisect_left(hits, first, key=_row) : bisect_left(hits, end, key=_row)]


def _row(hit: LabelHit) -> int:
    return hit.at[0]


@dataclass(frozen=True)
class Matcher:
    """Tells the labels of one axis of a block."""

    keys: dict[str, Match]
    loose_keys: dict[str, Match]
    amounts: dict[str, tuple[str, Quality, str | None]] = field(default_factory=dict)
    """By label without its unit, of amounts and of the rows in which they stand: the line, how it is worded, and the unit that the form asks for."""

    def match(self, text: str) -> Match | None:
        """(id, is it a group, quality) of a label, or None."""
        if text and "\u4e00" <= text[0] <= "\u9fff" and text[0] not in self._beginnings:  # an ideograph is the first one of every reading, too
            return None
        for exact, alike, worst in readings(text):
            if found := self.keys.get(exact) or self.loose_keys.get(alike):
                told = found[0], found[1], max(found[2], worst)
                return told if told[2] == Quality.OFFICIAL else self._with_unit(text, told)
        return self._with_unit(text, None)

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """With what labels begin."""
        return frozenset(key[:1] for key in (*self.keys, *self.loose_keys, *self.amounts))

    def _with_unit(self, text: str, told: Match | None) -> Match | None:
        """The label of an amount with its unit in any spelling; the official label where unit and all other words are the form's."""
        if not self.amounts or (bare := without_unit(text)) == text:
            return told
        for exact, alike, worst in readings(bare):
            if found := self.amounts.get(exact) or self.amounts.get(alike):
                name, quality, unit = found
                is_asked = unit is not None and all(is_same(unit, other) for other in units_of_header(text))
                own = max(quality, worst) if is_asked else max(quality, worst, Quality.VARIANT)
                return (name, False, own) if told is None or own < told[2] else told
        return told

    @cached_property
    def _known(self) -> _Known:
        return _Known(self.match)

    def hits(self, sheet: Sheet) -> list[LabelHit]:
        """Every cell of a sheet that names a line or group, top to bottom."""
        known = self._known
        found = [LabelHit(at, *match, text) for at, text in sheet.texts if (match := known[text])]
        return sorted(found, key=lambda hit: hit.at)


class _Known(dict[str, Match | None]):
    """What texts were matched with: workbooks have most of theirs in common, and one text may stand in very many cells."""

    def __init__(self, match: Callable[[str], Match | None]) -> None:
        super().__init__()
        self._match = match

    def __missing__(self, text: str) -> Match | None:
        if len(self) >= MOST_TEXTS:
            self.clear()
        found = self[text] = self._match(text) if len(text) <= LONGEST_LABEL else None
        return found


@lru_cache(2**14)
def readings(text: str) -> tuple[tuple[str, str, Quality], ...]:
    """How a text may be taken for a label: as it is, and without a year or （件） in it. A workbook's texts are held against every block of every edition."""
    if not text or len(text) > LONGEST_LABEL:
        return ()
    without = _ASIDE.sub("", text)
    whole = (canonical(text), loose(text), Quality.OFFICIAL)
    return (whole,) if without == text else (whole, (canonical(without), loose(without), Quality.VARIANT))


def label_hits(block: Block, sheet: Sheet) -> LabelHits:
    """The labels of one block on a sheet."""
    return LabelHits(matcher(block, "row").hits(sheet), matcher(block, "column").hits(sheet))


@cache
def matcher(block: Block, axis: Axis) -> Matcher:
    """The matcher for the rows or columns of a block."""
    keys: dict[str, Match] = {}
    alike: dict[str, dict[tuple[str, bool], Quality]] = {}

    def also(key: str, name: str, is_group: bool, quality: Quality) -> None:
        known = alike.setdefault(key, {})
        known[name, is_group] = min(quality, known.get((name, is_group), quality))

    entries: list[tuple[str, bool, Label]] = [(line.id, False, line.label) for line in block.lines(axis)]
    entries += [(group.id, True, group.label) for group in block.groups(axis)]
    for name, is_group, label in entries:
        keys.setdefault(canonical(label.official), (name, is_group, Quality.OFFICIAL))
    for name, is_group, label in entries:
        for variant in label.variants:
            keys.setdefault(canonical(variant), (name, is_group, Quality.VARIANT))
        for wording in _wordings(label):
            for key in {loose(wording), unnumbered(wording)}:
                also(key, name, is_group, Quality.ALIKE)
    for line in block.lines(axis):
        for group in block.path(line, axis):
            for quality, above in enumerate(_wordings(group.label)):
                for worse, own in enumerate(_wordings(line.label)):
                    told = Quality.VARIANT if quality or worse else Quality.OFFICIAL
                    also(loose(above + own), line.id, False, told)
    return Matcher(keys, {key: (*name, quality) for key, names in alike.items() if key and len(names) == 1 for name, quality in names.items()}, _amounts(block, axis))


def _amounts(block: Block, axis: Axis) -> dict[str, tuple[str, Quality, str | None]]:
    """The labels of amounts, or of the rows in which they stand, without their unit."""
    columns = [column for column in block.columns if column.kind == "amount"]
    units = {unit_of(column) for column in columns}
    found: dict[str, tuple[str, Quality, str | None]] = {}
    for line in columns if axis == "column" else block.rows if columns else ():
        unit = unit_of(line) if axis == "column" else next(iter(units)) if len(units) == 1 else None
        for quality, wording in zip((Quality.OFFICIAL, *[Quality.VARIANT] * len(line.label.variants)), _wordings(line.label), strict=True):
            bare = without_unit(wording)
            found.setdefault(canonical(bare), (line.id, quality, unit))
            found.setdefault(loose(bare), (line.id, max(quality, Quality.VARIANT), unit))
    return found


def _wordings(label: Label) -> tuple[str, ...]:
    return (label.official, *label.variants)
