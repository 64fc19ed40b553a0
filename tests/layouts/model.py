"""What one random workbook looks like: every choice, made before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from xlplugin.form import Block
from xlplugin.form.model import Axis

SpanStyle = Literal["merged", "first", "repeated"]
"""A label over several cells: merged; only in the first cell; in each of them, as some programs export merged cells."""
RowStyle = Literal["merged", "first", "repeated", "repeated_groups", "joined", "own_row"]
"""The same for row labels, and: groups repeated but not the rows' own labels; group and row in one cell; groups on rows of their own."""
Totals = Literal["typed", "range", "addition", "list"]
Identity = Literal["beside", "one_cell", "below", "title", "file_name", "empty_label"]
"""How organ and year are told; `empty_label`: a label with nothing after it, the truth in the title."""
Extra = Literal["blank", "phones", "text"]


@dataclass(frozen=True)
class HeadRow:
    """A row of text above a table: (columns to the right of the first, template). `span` merges a single cell over that many."""

    cells: tuple[tuple[int, str], ...]
    span: int = 1


@dataclass(frozen=True)
class TableLayout:
    """How one table is drawn. Words are templates: `{year}` is filled in when it is written."""

    table: str
    left: int
    above: int
    title: str | None
    is_title_merged: bool
    header: SpanStyle
    is_leaf_low: bool
    """Unmerged, a column's label over several header rows stands in the lowest of them."""
    has_outer_header: bool
    rows: RowStyle
    joint: str
    joins_each: bool
    """`joined`: the group's label in every row's cell, not only in its first row's."""
    is_stretched: bool
    """A block with fewer columns than its neighbours: its last column takes the room left."""
    has_serial: bool
    has_remarks: bool
    line_label: str | None
    is_route_tall: bool
    gap_columns: tuple[int, ...]
    """Number columns that have a blank column before them, from 0."""
    gap_rows: tuple[tuple[str, int], ...]
    """(block, row): rows that have a blank row before them, from 0."""
    gap_blocks: int
    corners: Mapping[str, str]
    words: Mapping[tuple[str, str, str], str]
    """The wording seen, by `row_key` and so on; an empty one leaves the cell blank."""
    totals: Totals
    notes: tuple[tuple[tuple[int, str], ...], ...]
    above_notes: int
    raised_by: int = 0
    """What is added to every number: for a second copy with other figures."""


@dataclass(frozen=True)
class SheetLayout:
    """One sheet: what stands above, then tables one under another; or something that is none of the form's."""

    name: str
    top: int = 1
    left: int = 1
    heads: tuple[HeadRow, ...] = ()
    tables: tuple[TableLayout, ...] = ()
    extra: Extra | None = None


@dataclass(frozen=True)
class Layout:
    """A whole workbook."""

    sheets: tuple[SheetLayout, ...]
    identity: Identity
    file_name: str | None
    """A template, where the file's name alone tells organ and year."""
    writer: Literal["xlsxwriter", "openpyxl"]
    number_format: str
    is_float: bool = field(default=False)
    spans: tuple[int, ...] = ()
    """How many sheet columns a column takes, over and over: a web table that was pasted with its spans."""
    merges_figures: bool = True
    """With spans: whether a figure's cell is merged as its label is, or only its first sheet column is used."""

    @property
    def tables(self) -> tuple[TableLayout, ...]:
        """Every table drawn, in the order of the sheets."""
        return tuple(table for sheet in self.sheets for table in sheet.tables)


def line_key(block: Block, axis: Axis, line: str) -> tuple[str, str, str]:
    """The key of a row's or column's wording."""
    return (block.id, axis, line)


def group_key(block: Block, axis: Axis, group: str) -> tuple[str, str, str]:
    """The key of a group's wording: a group may have the id of a row."""
    return (block.id, f"{axis}_group", group)


def title_key(block: Block) -> tuple[str, str, str]:
    """The key of a block's title."""
    return (block.id, "title", "")
