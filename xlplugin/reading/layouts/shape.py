"""The layout of a workbook: which cell each slot of its parts fills, and the grid that a file of it has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from itertools import compress, count
from operator import ne
from typing import Any, Literal

from lxml import etree

from xlplugin.reading.layouts.imprint import Imprint
from xlplugin.reading.workbook.grid import NOTHING, Book, Position, RawCell, Sheet
from xlplugin.reading.workbook.lookup import number
from xlplugin.reading.workbook.strings import RichText, rich_text

_NUMBER = re.compile(rb"-?[0-9]{1,15}(?:\.[0-9]{1,17})?(?:E-?[0-9]{1,2})?")
_INDEX = re.compile(rb"[0-9]{1,6}")
_UNPLAIN = re.compile("[\x00-\x08\x0b-\x1f&\ufffe\uffff]|_x")
_PLAIN_STRING = re.compile(rb'<t(?: xml:space="preserve")?>([^<>&]*)</t>')
_LARGEST_STRING = 4096
MOST_MADE = 4000
"""Numbers of a layout that are kept: most figures of a batch are small and come again."""
Kind = Literal["number", "string", "text", "fixed"]
Made = dict[str, dict[tuple[int, bytes | None], RawCell]]
"""Cells that files held, by part, by slot and bytes: the same number in the same slot is the same object."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a layout; `number` of its slot, or -1 where it has none and always holds the same."""

    at: Position
    number: int
    kind: Kind
    raw: bytes | None
    """What the file that was learned from holds there, a string as its XML."""
    cell: RawCell
    """And the cell that this is."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The cells of a sheet, where they differ from those that were learned from, and the texts in which they do; None where others are blank than there."""

    cells: Mapping[Position, RawCell]
    changed: Mapping[Position, RawCell]
    """Those that differ; nothing in one that is blank now."""
    texts: tuple[tuple[Position, str], ...] | None


@dataclass(frozen=True)
class SheetProgram:
    """What fills the cells of a sheet, in their order; `part`: where its slots are."""

    part: str
    slots: tuple[Slot, ...]
    written: Sequence[bytes | None] = ()
    """What the file that was learned from holds in the slots, by their numbers, as it stands there: of a shared string its number."""

    @cached_property
    def filled(self) -> tuple[Slot, ...]:
        """The slots that the file may fill in, in their order."""
        return tuple(slot for slot in self.slots if slot.number >= 0)

    @cached_property
    def by_number(self) -> Mapping[int, Slot]:
        """The same by their numbers."""
        return {slot.number: slot for slot in self.filled}

    @cached_property
    def known(self) -> list[bytes | None]:
        """What the file that was learned from holds in the slots, by their numbers; strings as their XML."""
        return [self.by_number[number].raw for number in range(len(self.filled))]

    @cached_property
    def blank(self) -> frozenset[int]:
        """The numbers of those that are blank there."""
        return frozenset(at for at, raw in enumerate(self.known) if raw is None)

    @cached_property
    def places(self) -> Mapping[int, Position]:
        """By their numbers the cells that they fill."""
        return {slot.number: slot.at for slot in self.filled}

    @cached_property
    def textual(self) -> frozenset[int]:
        """The numbers of those that hold no number."""
        return frozenset(slot.number for slot in self.filled if slot.kind != "number")

    @cached_property
    def naming(self) -> frozenset[int]:
        """The numbers of those that name a shared string."""
        return frozenset(slot.number for slot in self.filled if slot.kind == "string")

    @cached_property
    def by_string(self) -> Mapping[int, Sequence[int]]:
        """By the number that a shared string has in the file that was learned from, the slots that hold it."""
        found: dict[int, list[int]] = {}
        for at in sorted(self.naming):
            found.setdefault(_index(self.written[at]), []).append(at)
        return found

    @property
    def is_plain(self) -> bool:
        """Whether every number of a shared string is written as programs write it."""
        return all(self.written[at] is None or _index(self.written[at]) >= 0 for at in self.naming)

    @cached_property
    def cells(self) -> dict[Position, RawCell]:
        """The cells of the file that was learned from."""
        return {slot.at: slot.cell for slot in self.slots if slot.raw is not None or slot.number < 0}

    def fill(self, differing: Mapping[int, bytes | None], strings: Sequence[bytes], unlike: Iterable[int], made: Made) -> Filled | None:
        """The cells with other values in some slots; None where a slot holds what is not told from its bytes alone. Not to be changed.

        `differing`: what stands in these, by their numbers, as it stands there; `unlike`: the numbers of shared strings that are others than in the file that was learned from.
        """
        changed = self._changed(differing, strings, unlike)
        if changed is None:
            return None
        if not changed:
            return Filled(self.cells, {}, ())
        if None in changed.values() or not self.blank.isdisjoint(changed):
            held = self.known.copy()
            for at, raw in changed.items():
                held[at] = raw
            cells = self.in_order(held, made)
            return None if cells is None else Filled(cells, {self.places[at]: cells.get(self.places[at], NOTHING) for at in changed}, None)
        found: list[RawCell | None] = list(map(made.setdefault(self.part, {}).get, changed.items()))
        if not all(found):
            found = [cell or self.cell(self.by_number[at], raw, made) for cell, (at, raw) in zip(found, changed.items(), strict=True)]
        others = dict(zip(map(self.places.__getitem__, changed), filter(None, found), strict=False))
        if len(others) < len(changed):
            return None
        texts = [(at, str(others[at].content)) for at in map(self.places.__getitem__, sorted(self.textual.intersection(changed)))]
        return Filled({**self.cells, **others}, others, tuple(texts))

    def _changed(self, differing: Mapping[int, bytes | None], strings: Sequence[bytes], unlike: Iterable[int]) -> dict[int, bytes | None] | None:
        """By their numbers the slots that hold another value than in the file that was learned from, strings as their XML; None where one names no shared string."""
        changed = {**differing}  # what differs, and holds no string, is another value
        for at in self.naming.intersection(differing):
            raw = differing[at]
            if raw is not None:
                index = _index(raw)
                if not 0 <= index < len(strings):
                    return None
                raw = changed[at] = strings[index]
            if raw == self.known[at]:
                del changed[at]
        for index in unlike:
            for at in self.by_string.get(index, ()):
                if at not in differing:
                    if index >= len(strings):
                        return None
                    changed[at] = strings[index]
        return changed

    def in_order(self, held: Sequence[bytes | None], made: Made) -> Mapping[Position, RawCell] | None:
        """The same where cells are blank that were not, or the other way round: the cells keep the order of the sheet."""
        cells: dict[Position, RawCell] = {}
        for slot in self.slots:
            raw = held[slot.number] if slot.number >= 0 else slot.raw
            if raw == slot.raw:
                if raw is not None:
                    cells[slot.at] = slot.cell
            elif raw is None:
                if slot.kind != "number" or slot.cell.formula is not None:
                    return None
            elif (cell := self.cell(slot, raw, made)) is not None:
                cells[slot.at] = cell
            else:
                return None
        return cells

    def cell(self, slot: Slot, raw: bytes | None, made: Made) -> RawCell | None:
        """A slot's cell with other content; None where the bytes do not tell it."""
        if raw is None:
            return None
        key, mine = (slot.number, raw), made.setdefault(self.part, {})
        cell = mine.get(key)
        if cell is None:
            cell = _cell(slot, raw)
            if cell is not None and slot.kind == "number" and sum(map(len, made.values())) < MOST_MADE:
                mine[key] = cell
        return cell


@dataclass(frozen=True)
class Shape:
    """A layout: a workbook of it, and by the sheet which part it is and what fills its cells."""

    book: Book
    sheets: tuple[SheetProgram, ...]
    strings: Sequence[bytes] = ()
    """Its shared strings, raw."""
    memory: dict[Any, Any] = field(default_factory=dict, compare=False)
    """What the reading of its workbooks keeps about it; see `reading.layout`."""
    made: Made = field(default_factory=dict, compare=False)

    @property
    def size(self) -> int:
        """How many slots it has."""
        return sum(len(sheet.slots) for sheet in self.sheets)

    def fill(self, found: Imprint) -> Book | None:
        """The workbook with this imprint; None where a slot holds something unusual."""
        sheets: list[Sheet] = []
        changed: list[Mapping[Position, RawCell]] = []
        unlike: list[tuple[int, Position, str]] | None = []
        unlike_strings = self._unlike(found.strings)
        for position, (known, program) in enumerate(zip(self.book.sheets, self.sheets, strict=True)):
            differing = found.differing(program.part, program.written) if program.part else {}
            filled = program.fill(differing, found.strings, unlike_strings, self.made)
            if filled is None:
                return None
            sheets.append(known if filled.cells is program.cells else known.filled(filled.cells, None if filled.texts is None else tuple([at for at, _ in filled.texts])))
            changed.append(filled.changed)
            unlike = None if unlike is None or filled.texts is None else unlike + [(position, at, text) for at, text in filled.texts]
        book = Book.__new__(Book)  # many times faster than `replace`
        book.__dict__.update(self._lasting, sheets=tuple(sheets), shape=self, unlike=None if unlike is None else tuple(unlike), changed=tuple(changed))
        return book

    @cached_property
    def _lasting(self) -> Mapping[str, object]:
        """What all workbooks of it have in common."""
        return {one.name: getattr(self.book, one.name) for one in fields(Book)}

    def _unlike(self, strings: Sequence[bytes]) -> list[int]:
        """The numbers of shared strings that are others than in the workbook that was learned from, or are not there."""
        return [*compress(count(), map(ne, strings, self.strings)), *range(len(strings), len(self.strings))]


@lru_cache(2**12)
def _index(raw: bytes | None) -> int:
    """The number of a shared string; -1 where it is written otherwise than programs write it."""
    return int(raw) if raw is not None and _INDEX.fullmatch(raw) else -1


def _cell(slot: Slot, raw: bytes) -> RawCell | None:
    """A cell with other content; None where the bytes do not tell it."""
    if slot.kind == "string" and slot.raw is not None and _string(slot.raw) is None:  # how a text looks whose runs do not look alike says nothing of another
        return None
    content = _content(slot.kind, raw)
    return None if content is None else RawCell(content, slot.cell.formula, slot.cell.look)


def _content(kind: Kind, raw: bytes) -> object:
    """What a slot of a kind holds; None where its bytes do not tell."""
    if kind == "number":
        return number(raw.decode()) if _NUMBER.fullmatch(raw) else None
    if kind == "string":
        return _string(raw) if len(raw) <= _LARGEST_STRING else None
    return (_decoded(raw) or None) if kind == "text" else None


def _decoded(raw: bytes) -> str | None:
    """A text as XML has it; None where anything stands for something else, or may not stand there."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    return None if _UNPLAIN.search(text) else text


@lru_cache(2**13)
def _string(raw: bytes) -> str | None:
    """The text of a shared string; None where its runs do not look alike."""
    if (match := _PLAIN_STRING.fullmatch(raw)) is not None and (plain := _decoded(match[1])) is not None:
        return plain
    try:
        text = rich_text(etree.fromstring(b"<si>%s</si>" % raw))
    except etree.XMLSyntaxError:
        return None
    return None if isinstance(text, RichText) else text
