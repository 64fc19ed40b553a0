"""A block laid out evenly, whatever it looked like in the report: what the locator of workbooks can read; and notes of what was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlplugin.reading.documents.formats.marked import aside_of
from xlplugin.reading.documents.tables.items import Kind

DOUBTFUL = "?"
"""Stands in the cells of a row whose figures cannot be told, so that its label is found; it is never read."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something wrong with the file that was read. `rows`: of the even block, from 0; none where it belongs to no row."""

    kind: Kind
    text: str
    rows: tuple[int, ...] = ()
    is_read: bool = True


@dataclass
class Even:
    """A block laid out evenly: cells by (row, column) from 0, the rows that are not read, and the notes."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    height: int = 0
    doubtful: set[int] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)

    def add(self, cells: Mapping[int, str]) -> int:
        """A further row; its number."""
        self.cells |= {(self.height, column): text for column, text in cells.items() if text.strip() or aside_of(text)}
        self.height += 1
        return self.height - 1
