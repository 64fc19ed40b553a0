"""The official form as data: editions, tables, blocks, rows, columns, and a field for each data cell.

A field's id is `<table>.<row>.<column>`; it is the id in code, in JSON and in the workbook's defined names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from xlplugin.text import Text

Kind = Literal["count", "signed_count", "amount"]
KINDS: tuple[Kind, ...] = ("count", "signed_count", "amount")
Layout = Literal["matrix", "line"]
LAYOUTS: tuple[Layout, ...] = ("matrix", "line")
Axis = Literal["row", "column"]


@dataclass(frozen=True, slots=True)
class Label:
    """How a row, column, group or title is worded: officially, in short, in English, and as seen in the wild."""

    official: str
    en: str
    short: str
    variants: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        """The short wording; the English one carries the official Chinese beside it."""
        return Text(self.short, f"{self.en} ({self.short})")


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over several rows or columns. It has no numbers of its own."""

    id: str
    label: Label
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column of a block. `total` marks one that adds up the others of its group."""

    id: str
    label: Label
    group: str | None = None
    total: bool = False
    kind: Kind = "count"
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another shape of a block found in the wild: one row in place of several. `rule` is the rule that reports it."""

    row: Line
    replaces: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Field:
    """One data cell of the form."""

    id: str
    table: str
    block: str
    row: Line
    column: Line

    @property
    def kind(self) -> Kind:
        """What kind of value belongs in the cell."""
        return self.column.kind

    @property
    def text(self) -> Text:
        """The cell named by its row and column, as a person would: 本年新收·其他."""
        return Text(
            f"{self.row.label.short}·{self.column.label.short}",
            f"{self.row.label.en} / {self.column.label.en} ({self.row.label.short}·{self.column.label.short})",
        )


@dataclass(frozen=True, eq=False)
class Block:
    """A rectangle of rows and columns under one header.

    `matrix`: rows run down, columns run across. `line`: the rows stand side by side on one line of cells, each with all
    its columns (section four: three routes of five outcomes).
    """

    id: str
    layout: Layout
    title: Label | None
    corner: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    row_groups: tuple[Group, ...] = ()
    column_groups: tuple[Group, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    label_columns: int = 1

    def lines(self, axis: Axis) -> tuple[Line, ...]:
        """The rows or the columns."""
        return self.rows if axis == "row" else self.columns

    def groups(self, axis: Axis) -> tuple[Group, ...]:
        """The groups of rows or of columns."""
        return self.row_groups if axis == "row" else self.column_groups

    def path(self, line: Line, axis: Axis) -> tuple[Group, ...]:
        """The groups above a row or column, outermost first."""
        groups = {group.id: group for group in self.groups(axis)}
        chain: list[Group] = []
        parent = line.group
        while parent is not None:
            chain.append(groups[parent])
            parent = groups[parent].parent
        return tuple(reversed(chain))

    def members(self, group: str, axis: Axis) -> tuple[Line, ...]:
        """The rows or columns below a group, at any depth, without its totals: what a total adds up."""
        return tuple(
            line
            for line in self.lines(axis)
            if not line.total and any(above.id == group for above in self.path(line, axis))
        )


@dataclass(frozen=True, eq=False)
class Table:
    """One of the official tables: a section's number and title, and one or more blocks."""

    id: str
    section: str
    title: Label
    sheet: str
    blocks: tuple[Block, ...]

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The table's data cells in the form's order."""
        return tuple(
            Field(f"{self.id}.{row.id}.{column.id}", self.id, block.id, row, column)
            for block in self.blocks
            for row in block.rows
            for column in block.columns
        )

    def block(self, block_id: str) -> Block:
        """The block of that id."""
        return next(block for block in self.blocks if block.id == block_id)


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections of the report: its id and its official title."""

    id: str
    title: Label


@dataclass(frozen=True, slots=True)
class Equation:
    """A relation that an edition adds to a rule, as it is written in its file; `form.relation` reads it."""

    rule: str
    equation: str
    over: str | None = None
    each: Axis | None = None
    at: str | None = None


@dataclass(frozen=True, eq=False)
class Form:
    """One edition of the official form, or one alternative shape of it (`shape`)."""

    edition: str
    title: Label
    document: str
    first_year: int
    last_year: int | None
    tables: tuple[Table, ...]
    sections: tuple[Section, ...]
    shape: tuple[str, ...] = ()
    equations: tuple[Equation, ...] = ()
    """Relations that this edition adds to rules."""

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every data cell by its id, in the form's order."""
        return {field.id: field for table in self.tables for field in table.fields}

    @cached_property
    def key(self) -> str:
        """Names the edition and shape: filings of one key have the same fields."""
        return "+".join((self.edition, *self.shape))

    @cached_property
    def shapes(self) -> tuple[Form, ...]:
        """The form, and each of the other shapes of it that are found in the wild."""
        others = [
            self.with_alternative(table.id, block.id, alternative) for table in self.tables for block in table.blocks for alternative in block.alternatives
        ]
        return (self, *others)

    def table(self, table_id: str) -> Table:
        """The table of that id."""
        return next(table for table in self.tables if table.id == table_id)

    def fits_year(self, year: int) -> bool:
        """Whether this edition is the one prescribed for a report year."""
        return year >= self.first_year and (self.last_year is None or year <= self.last_year)

    def with_alternative(self, table_id: str, block_id: str, alternative: Alternative) -> Form:
        """The form with one row in place of those that the alternative replaces."""

        def reshape(block: Block) -> Block:
            at = next(i for i, row in enumerate(block.rows) if row.id in alternative.replaces)
            kept = [row for row in block.rows if row.id not in alternative.replaces]
            kept.insert(at, alternative.row)
            rows = tuple(kept)
            used = {group.id for row in rows for group in block.path(row, "row")}
            groups = tuple(group for group in block.row_groups if group.id in used)
            return replace(block, rows=rows, row_groups=groups, alternatives=())

        tables = tuple(
            replace(table, blocks=tuple(reshape(block) if block.id == block_id else block for block in table.blocks))
            if table.id == table_id
            else table
            for table in self.tables
        )
        return replace(self, tables=tables, shape=(*self.shape, alternative.row.id))


def shapes_by_key(forms: Iterable[Form]) -> dict[str, Form]:
    """Every shape of the forms, by its key."""
    return {shape.key: shape for form in forms for shape in form.shapes}
