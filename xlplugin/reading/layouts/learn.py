"""Learns a layout: the workbook is read a second time with a number of its own in every slot; where they come out is what they fill."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from xlplugin.reading.layouts.imprint import STRINGS, Imprint
from xlplugin.reading.layouts.shape import Kind, Shape, SheetProgram, Slot
from xlplugin.reading.workbook.grid import Book, ErrorValue, Position, RawCell, Sheet
from xlplugin.reading.workbook.openxml import Package, part_name

LARGEST_SHAPE = 20_000
"""Slots of a layout that is learned, at the most."""
_MARK = "slot:"


@dataclass(frozen=True)
class _Marked(Package):
    """A package with marks in its slots: numbers from `base` on; and where strings stand, strings that tell the slot."""

    found: Imprint
    firsts: Mapping[str, int]
    """By worksheet part the number of its first slot; they are counted through the whole package."""
    base: int

    def read(self, name: str) -> bytes:
        """A part with its slots marked.

        Raises `KeyError` for one that the digest does not tell, where another file of the layout may hold anything, and for a worksheet that is not known as one and has no slots.
        """
        key = part_name(name)
        if key not in self.found.parts:
            raise KeyError(name)
        if key in self.firsts:
            return self.found.filled(key, [self.firsts[key] + slot + (0 if b' t="s"' in tag else self.base) for slot, tag in enumerate(_tags(self.found, key))])
        if key == STRINGS:
            count = sum(len(self.found.values(part)) for part in self.firsts)
            return b"<sst>%s</sst>" % b"".join(b"<si><t>%s%d</t></si>" % (_MARK.encode(), slot) for slot in range(count))
        content = super().read(name)
        if b"sheetData" in content:
            raise KeyError(name)
        return content


def learn(found: Imprint, package: Package, book: Book, has_macros: bool, read: Callable[[Package, bool], Book]) -> Shape | None:
    """The layout of a workbook that was read; None where it cannot be told which cell each slot fills."""
    firsts: dict[str, int] = {}
    count = 0
    for part in found.sheets:
        firsts[part] = count
        count += len(found.values(part))
    if count > LARGEST_SHAPE or book.settings.is_precision_as_shown or any(sheet.arrays for sheet in book.sheets):
        return None
    base = 10**13 + secrets.randbelow(10**13)  # nobody can write a file whose own figures are taken for marks
    try:
        marked = read(_Marked(package.source, package.names, found, firsts, base), has_macros)
    except Exception:  # whatever a workbook with other figures raises: it is not learned
        return None
    sheets = []
    filled: list[int] = []
    for sheet, probe in zip(book.sheets, marked.sheets, strict=True):
        slots = {at: slot for at, cell in probe.cells.items() if (slot := _slot_in(cell, base)) is not None}
        part = next((part for part in reversed(firsts) if slots and firsts[part] <= min(slots.values())), "")
        if any(at not in sheet.cells for at in probe.cells if at not in slots):
            return None
        program = SheetProgram(part, tuple(_slots(sheet, probe, slots, found, part, firsts.get(part, 0))), found.learned(part) if part else ())
        if sorted(program.by_number) != list(range(len(found.values(part)) if part else 0)) or not program.is_plain or not _gives(program, sheet):
            return None
        sheets.append(program)
        filled += slots.values()
    shape = Shape(book, tuple(sheets), found.strings)
    return shape if sorted(filled) == list(range(count)) and shape.fill(found) is not None else None


def _slots(sheet: Sheet, probe: Sheet, slots: Mapping[Position, int], found: Imprint, part: str, first: int) -> Sequence[Slot]:
    """What fills the cells of a sheet, in their order."""
    values, tags = (found.values(part), _tags(found, part)) if part else ([], [])
    program = []
    for at, cell in probe.cells.items():
        if at not in slots:
            program.append(Slot(at, -1, "fixed", b"", sheet.cells[at]))
            continue
        slot = slots[at] - first
        kind, raw = _kind(cell, tags[slot]), values[slot]
        if kind == "string" and raw is not None:
            raw = found.strings[int(raw)]
        program.append(Slot(at, slot, kind, raw, sheet.cells.get(at, RawCell(None, cell.formula, cell.look))))
    return program


def _kind(cell: RawCell, tag: bytes) -> Kind:
    if type(cell.content) is int:
        return "number"
    if isinstance(cell.content, ErrorValue):
        return "fixed"
    return "string" if str(cell.content).startswith(_MARK) else "text" if b' t="str"' in tag else "fixed"


def _slot_in(cell: RawCell, base: int) -> int | None:
    """Which slot a cell of the marked workbook tells."""
    text = str(cell.content)
    if text.startswith(_MARK):
        return int(text.removeprefix(_MARK))
    return int(text) - base if text.isdecimal() and int(text) >= base else None


def _tags(found: Imprint, part: str) -> list[bytes]:
    """The attributes of each slot's cell; nothing for those of which only address and style are fixed."""
    return [b"" if address is not None else before.rpartition(b"<c ")[2].partition(b">")[0] for address, before in found.before(part)]


def _gives(program: SheetProgram, sheet: Sheet) -> bool:
    """Whether a program gives, of what it was learned from, the cells of a sheet in the same order, their looks too."""
    wanted = [(at, cell, cell.look) for at, cell in sheet.cells.items()]
    given = program.cells, program.in_order(program.known, {})
    return all(cells is not None and [(at, cell, cell.look) for at, cell in cells.items()] == wanted for cells in given)
