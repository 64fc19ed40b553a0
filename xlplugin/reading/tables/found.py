"""One place in a workbook where a block of the form stands, as the locator found it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from xlplugin.filing.cells import Place
from xlplugin.filing.facts import LineFault, SeenLabel
from xlplugin.form.model import Axis, Block, Line
from xlplugin.reading.tables.match import LabelHit, Quality
from xlplugin.reading.workbook.grid import Position, Sheet


@dataclass
class Found:
    """The cells of a block on a sheet by field id, and what was noticed on finding them."""

    table: str
    block: Block
    sheet: Sheet
    cells: dict[str, Position] = field(default_factory=dict)
    owners: dict[Position, str] = field(default_factory=dict)
    """By the cell that holds it, the field whose figure stands there."""
    seen_labels: list[SeenLabel] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)
    group_numbers: list[tuple[str, str, Place, str]] = field(default_factory=list)
    covered: dict[str, str] = field(default_factory=dict)
    """By field id, where a merged area covers several fields: the field whose figure stands in it."""
    labels: Position = (0, 0)
    """The last row of the header, and the last column left of the figures."""
    header: Position = (0, 0)
    """The first and the last row of the header; of a block that is turned over, the columns."""
    exact: int = 0
    """How many labels are worded just as the form prescribes."""
    is_piece: bool = False
    """Whether only a few of the block's rows are there: no second table in itself, but one beside the whole table."""
    is_part: bool = False
    """Whether it is a piece of a table that is whole only with the other places of the block."""
    is_turned: bool = False
    """Whether the block's rows run across and its columns down."""

    @property
    def corner(self) -> Place:
        """The block's first data cell."""
        return self.place(min(self.cells.values()))

    @property
    def contents(self) -> list[str]:
        """What stands in the data cells, for telling a blank copy of a table from a filled one."""
        cells = (self.sheet.cells.get(at) for at in self.cells.values())
        return ["" if cell is None or cell.content is None else str(cell.content) for cell in cells]

    @property
    def is_filled(self) -> bool:
        """Whether anything stands in the data cells."""
        return any(cell is not None and cell.content is not None and cell.content != "" for cell in map(self.sheet.cells.get, self.cells.values()))

    def holds_the_same(self, other: Found) -> bool:
        """Whether the same figures stand in two places; of a piece, in the fields that it has."""
        if self is other:
            return True
        if not (self.is_piece or other.is_piece):
            return self.contents == other.contents
        mine, others = (dict(zip(found.cells, found.contents, strict=True)) for found in (self, other))
        return all(mine[name] == others[name] for name in mine.keys() & others.keys())

    def place(self, at: Position) -> Place:
        """A position on the block's sheet as a place."""
        return Place(self.sheet.name, *at)

    def put(self, row: Line, column: Line, at: Position) -> None:
        """Records a data cell; a merged area is its top left cell, and belongs to the first field that it covers. A label's area covers the cell."""
        name, corner = f"{self.table}.{row.id}.{column.id}", self.sheet.top_left(at)
        if corner != at and (corner[0] <= self.labels[0] or corner[1] <= self.labels[1]):
            corner = at
        owner = self.owners.setdefault(corner, name)
        self.cells[name] = corner if owner == name else at
        if owner != name:
            self.covered[name] = owner

    def tell_merged(self) -> None:
        """Reports the fields that share a merged cell, each cell once."""
        for owner in dict.fromkeys(self.covered.values()):
            others = [name for name, first in self.covered.items() if first == owner]
            rows, columns = ([line for line in lines if any(name.split(".")[part] == line.id for name in (owner, *others))] for part, lines in ((1, self.block.rows), (2, self.block.columns)))
            axis: Axis = "column" if len(columns) > 1 else "row"
            along = "、".join(line.label.short for line in (columns if axis == "column" else rows))
            across = "、".join(line.label.short for line in (rows if axis == "column" else columns))
            held = [f"{self.place(self.cells[name]).address} {self.sheet.shown(*self.cells[name])}" for name in others if self.sheet.is_filled(*self.cells[name])]
            hidden = f"，盖住了 {'、'.join(held)}" if held else ""
            self.faults.append(LineFault("merged", self.table, axis, f"{across}：{along}{hidden}", self.place(self.cells[owner])))

    def see(self, axis: Axis, line: Line, hit: LabelHit) -> None:
        """Notes how a row's or column's label is worded."""
        if hit.quality == Quality.OFFICIAL:
            self.exact += 1
        else:
            self.seen_labels.append(SeenLabel(self.table, axis, line.id, line.label.official, hit.seen, self.place(hit.at)))

    def see_groups(self, axis: Axis, hits: Iterable[LabelHit]) -> None:
        """Notes how the groups' labels are worded, each once."""
        first = {hit.id: hit for hit in reversed(list(hits)) if hit.is_group}
        for group in self.block.groups(axis):
            if group.id not in first:
                continue
            hit = first[group.id]
            if hit.quality == Quality.OFFICIAL:
                self.exact += 1
            else:
                self.seen_labels.append(SeenLabel(self.table, axis, group.id, group.label.official, hit.seen, self.place(hit.at)))

    def told_by_place(self, axis: Axis, line: Line, seen: str, at: Position) -> None:
        """Notes that a row or column could be told only by its place."""
        self.seen_labels.append(SeenLabel(self.table, axis, line.id, line.label.official, seen, self.place(at), by_place=True))

    def check_order(self, axis: Axis, placed: Iterable[tuple[Line, int, Position]]) -> None:
        """Reports lines that stand before one that the form puts before them. `placed`: line, its number on the sheet, where to point."""
        furthest = 0
        for line, number, at in placed:
            if number < furthest:
                self.faults.append(LineFault("order", self.table, axis, line.label.official, self.place(at)))
            furthest = max(furthest, number)
