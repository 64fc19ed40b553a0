"""What stood in the cells before they were marked, kept on a sheet hidden in the workbook itself, so that it can be put back to the letter.

The sheet has one row a cell: sheet, row, column, the user's note (blank: none), the user's fill, our note, our fill. Its
first row holds what is remembered of the workbook: whether 校验结果 is ours, and last year's workbook.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from xlplugin.filing.cells import Place
from xlplugin.form.sheets import RECORD
from xlplugin.live.host import Host

SEPARATOR = "―――― 校验 ――――"
"""Stands between a user's own note and ours below it."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of a workbook."""

    made_findings: bool = False
    """Whether the sheet 校验结果 was made by us, not found there."""
    prior: str = ""
    """Last year's workbook, for the rules across years."""
    stops: tuple[Place, ...] = ()
    """Where 下一个问题 stops, in its order."""


@dataclass(frozen=True, slots=True)
class Before:
    """One marked cell: what was there, and what was put there."""

    place: Place
    note: str | None
    fill: str
    our_note: str
    our_fill: str


def with_ours(own: str | None, ours: str) -> str:
    """A cell's note with ours below the user's."""
    return f"{own}\n{SEPARATOR}\n{ours}" if own else ours


def without_ours(now: str | None, before: Before) -> str | None:
    """What the user has left of a cell's note once ours is taken out: his changes to his own part stay."""
    if now is None or now == before.our_note:
        return None
    if SEPARATOR in now:
        own = now.split(f"\n{SEPARATOR}", 1)[0].split(SEPARATOR, 1)[0]
        return before.note if before.note is not None and now == with_ours(before.note, before.our_note) else own or None
    return now


def load(book: Any) -> tuple[Memory, list[Before]]:
    """What is recorded in a workbook; nothing where it was never marked."""
    sheet = next((sheet for sheet in book.sheets if sheet.name == RECORD), None)
    if sheet is None:
        return Memory(), []
    values = sheet.range((1, 1), (max(sheet.used_range.last_cell.row, 1), 7)).options(ndim=2).value
    try:
        said = json.loads(str(values[0][0]))
        memory = Memory(**{**said, "stops": tuple(Place(sheet, int(row), int(column)) for sheet, row, column in said.get("stops", ()))})
    except (ValueError, TypeError):
        memory = Memory()
    rows = [_decode(row) for row in values[1:] if row[0]]
    return memory, [before for before in rows if before is not None]


def save(book: Any, host: Host, memory: Memory, cells: list[Before]) -> None:
    """Writes the record, or takes its sheet away where there is nothing to remember."""
    sheet = next((sheet for sheet in book.sheets if sheet.name == RECORD), None)
    if memory == Memory() and not cells:
        if sheet is not None:
            sheet.delete()
        return
    if sheet is None:
        active = book.sheets.active
        sheet = book.sheets.add(RECORD, after=book.sheets[len(book.sheets) - 1])
        host.show_sheet(active)
    sheet.used_range.clear_contents()
    said = {**asdict(memory), "stops": [(place.sheet, place.row, place.column) for place in memory.stops]}
    rows = [[json.dumps(said, ensure_ascii=False), *[""] * 6], *(_encode(before) for before in cells)]
    host.write_rows(sheet, 1, 1, rows)
    host.hide_deeply(sheet)


def _encode(before: Before) -> list[str]:
    """A row of texts, in JSON: it keeps line breaks and tells no note from an empty one."""
    place = before.place
    values = (place.sheet, place.row, place.column, before.note, before.fill, before.our_note, before.our_fill)
    return [json.dumps(value, ensure_ascii=False) for value in values]


def _decode(row: list[object]) -> Before | None:
    try:
        sheet, line, column, note, fill, our_note, our_fill = (json.loads(str(value)) for value in row)
        return Before(Place(sheet, int(line), int(column)), note, fill, our_note, our_fill)
    except (ValueError, TypeError):
        return None
