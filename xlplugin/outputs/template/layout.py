"""Where each cell of the form stands in our template: the official form's merged headers, group cells and boxes for figures.

Any form is laid out from its declaration alone; nothing here knows an edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from xlplugin.filing.cells import Place
from xlplugin.form.model import Block, Form, Group, Table

FIRST_ROW = 3
"""The form's first row on a table's sheet; above it stand the title, and the organ and year."""

Role = Literal["title", "corner", "header", "group", "label"]


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle of cells, merged where it has more than one; rows and columns count from 1, both ends are in it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def is_single(self) -> bool:
        """Whether it is one cell."""
        return (self.top, self.left) == (self.bottom, self.right)


@dataclass(frozen=True, slots=True)
class Printed:
    """A label as the form prints it."""

    box: Box
    text: str
    role: Role


@dataclass(frozen=True)
class TablePlan:
    """One table on its sheet: what is printed where, and the box of each field."""

    table: Table
    label_columns: int
    """How many columns stand left of the figures; 0 where all labels are above them."""
    width: int
    """How many columns the form takes."""
    header_end: int
    """Last row of what stays in sight: the header where there is but one, else the organ and year."""
    last_row: int
    printed: tuple[Printed, ...]
    boxes: Mapping[str, Box]
    """By field id, in the form's order."""

    def place(self, field: str) -> Place:
        """The field's cell: the top left one of its box."""
        return Place(self.table.sheet, self.boxes[field].top, self.boxes[field].left)


def layout(form: Form) -> dict[str, Place]:
    """The cell of each field in the template of a form, by field id in the form's order."""
    return {field: plan.place(field) for plan in plans(form) for field in plan.boxes}


def plans(form: Form) -> tuple[TablePlan, ...]:
    """The tables of a form as they stand on their sheets."""
    return tuple(_plan(table) for table in form.tables)


def _plan(table: Table) -> TablePlan:
    matrices = [block for block in table.blocks if block.layout == "matrix"]
    label_columns = max((_label_columns(block) for block in matrices), default=0)
    across = [len(block.columns) for block in matrices]
    across += [len(block.rows) * len(block.columns) - label_columns for block in table.blocks if block.layout == "line"]
    width = label_columns + max(across)
    printed: list[Printed] = []
    boxes: dict[str, Box] = {}
    row, header_end = FIRST_ROW, FIRST_ROW - 1
    for block in table.blocks:
        if block.title is not None:
            printed.append(Printed(Box(row, 1, row, width), block.title.official, "title"))
            row += 1
        place = _place_matrix if block.layout == "matrix" else _place_line
        header, row = place(table.id, block, row, label_columns, width, printed, boxes)
        if len(table.blocks) == 1:
            header_end = header
    return TablePlan(table, label_columns, width, header_end, row - 1, tuple(printed), boxes)


def _place_matrix(table: str, block: Block, row: int, label_columns: int, width: int, printed: list[Printed], boxes: dict[str, Box]) -> tuple[int, int]:
    """Places a block whose rows run down; gives its header's last row and the row below the block."""
    across = _share(len(block.columns), width - label_columns, label_columns + 1)
    beside = _share(_label_columns(block), label_columns, 1)
    paths = [block.path(column, "column") for column in block.columns]
    depth = max(len(path) for path in paths) + 1
    last = row + depth - 1
    printed.append(Printed(Box(row, 1, last, label_columns), block.corner, "corner"))
    for group, level, start, end in _runs(paths):
        printed.append(Printed(Box(row + level, across[start][0], row + level, across[end][1]), group.label.official, "header"))
    for column, path, (left, right) in zip(block.columns, paths, across, strict=True):
        printed.append(Printed(Box(row + len(path), left, last, right), column.label.official, "header"))
    first = last + 1
    paths = [block.path(line, "row") for line in block.rows]
    for group, level, start, end in _runs(paths):
        printed.append(Printed(Box(first + start, beside[level][0], first + end, beside[level][1]), group.label.official, "group"))
    for at, (line, path) in enumerate(zip(block.rows, paths, strict=True), first):
        printed.append(Printed(Box(at, beside[len(path)][0], at, label_columns), line.label.official, "label"))
        for column, (left, right) in zip(block.columns, across, strict=True):
            boxes[f"{table}.{line.id}.{column.id}"] = Box(at, left, at, right)
    return last, first + len(block.rows)


def _place_line(table: str, block: Block, row: int, label_columns: int, width: int, printed: list[Printed], boxes: dict[str, Box]) -> tuple[int, int]:
    """Places a block whose rows stand side by side: their labels above, the columns' below them, one line of figures.

    Groups of columns would stand once under each row; the official form does not print them, and neither do we.
    """
    count = len(block.columns)
    spans = _share(len(block.rows) * count, width, 1)
    paths = [block.path(line, "row") for line in block.rows]
    last = row + max(len(path) for path in paths)
    for group, level, start, end in _runs(paths):
        printed.append(Printed(Box(row + level, spans[start * count][0], row + level, spans[end * count + count - 1][1]), group.label.official, "header"))
    for at, (line, path) in enumerate(zip(block.rows, paths, strict=True)):
        own = spans[at * count : (at + 1) * count]
        printed.append(Printed(Box(row + len(path), own[0][0], last, own[-1][1]), line.label.official, "header"))
        for column, (left, right) in zip(block.columns, own, strict=True):
            printed.append(Printed(Box(last + 1, left, last + 1, right), column.label.official, "header"))
            boxes[f"{table}.{line.id}.{column.id}"] = Box(last + 2, left, last + 2, right)
    return last + 1, last + 3


def _label_columns(block: Block) -> int:
    return max(block.label_columns, *(len(block.path(line, "row")) + 1 for line in block.rows))


def _share(parts: int, width: int, start: int) -> list[tuple[int, int]]:
    """First and last column of each of `parts` neighbours that share `width` columns; the later ones get what is over."""
    return [(start + width * part // parts, start + width * (part + 1) // parts - 1) for part in range(parts)]


def _runs(paths: Sequence[tuple[Group, ...]]) -> Iterator[tuple[Group, int, int, int]]:
    """(group, its level, first line, last line) for each run of neighbouring lines below one group."""
    for level in range(max(len(path) for path in paths)):
        start = 0
        for end, path in enumerate(paths):
            following = paths[end + 1] if end + 1 < len(paths) else ()
            if _ids(path, level) == _ids(following, level):
                continue
            if len(path) > level:
                yield path[level], level, start, end
            start = end + 1


def _ids(path: tuple[Group, ...], level: int) -> tuple[str, ...] | None:
    return tuple(group.id for group in path[: level + 1]) if len(path) > level else None


def rectangles(boxes: Iterable[Box]) -> list[Box]:
    """The boxes joined to few rectangles: neighbours in a row first, then equal rows below each other."""
    joined: list[Box] = []
    for box in sorted(boxes):
        before = joined[-1] if joined else None
        if before is not None and (before.top, before.bottom, before.right + 1) == (box.top, box.bottom, box.left):
            joined[-1] = Box(before.top, before.left, box.bottom, box.right)
        else:
            joined.append(box)
    stacked: list[Box] = []
    for box in sorted(joined, key=lambda box: (box.left, box.right, box.top)):
        before = stacked[-1] if stacked else None
        if before is not None and (before.left, before.right, before.bottom + 1) == (box.left, box.right, box.top):
            stacked[-1] = Box(before.top, before.left, box.bottom, box.right)
        else:
            stacked.append(box)
    return sorted(stacked)
