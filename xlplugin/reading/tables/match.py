"""Which row, column or group of a block does a label name? The official wording, a listed variant, or one worded alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property, lru_cache

from xlplugin.form.labels import canonical, loose, unnumbered
from xlplugin.form.model import Axis, Block, Label
from xlplugin.reading.workbook.grid import Position, Sheet

LONGEST_LABEL = 80
MOST_TEXTS = 2**12
_YEAR = re.compile(r"[（(〔\[]?\s*20\d{2}\s*(?:年度?)?\s*[)）〕\]]?")


class Quality(IntEnum):
    """How surely a label was told; lower is surer."""

    OFFICIAL = 0
    VARIANT = 1
    ALIKE = 2
    """Without its marks or its number, and no other line reads so."""


Match = tuple[str, bool, Quality]
"""The line or group that a label names, by its id; whether it is a group; how surely it was told."""


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A cell that names a line (row or column) or a group of a block."""

    at: Position
    id: str
    is_group: bool
    quality: Quality
    seen: str


@dataclass(frozen=True)
class Matcher:
    """Tells the labels of one axis of a block."""

    keys: dict[str, Match]
    loose_keys: dict[str, Match]

    def match(self, text: str) -> Match | None:
        """(id, is it a group, quality) of a label, or None."""
        for exact, alike, worst in _readings(text):
            if found := self.keys.get(exact) or self.loose_keys.get(alike):
                return found[0], found[1], max(found[2], worst)
        return None

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
def _readings(text: str) -> tuple[tuple[str, str, Quality], ...]:
    """How a text may be taken for a label: as it is, and without a year in it. A workbook's texts are held against every block of every edition."""
    if not text or len(text) > LONGEST_LABEL:
        return ()
    without = _YEAR.sub("", text)
    whole = (canonical(text), loose(text), Quality.OFFICIAL)
    return (whole,) if without == text else (whole, (canonical(without), loose(without), Quality.VARIANT))


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
    return Matcher(keys, {key: (*name, quality) for key, names in alike.items() if key and len(names) == 1 for name, quality in names.items()})


def _wordings(label: Label) -> Iterable[str]:
    return (label.official, *label.variants)
