"""The official tables as cells with spans: what every layout is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from xlplugin.form import Block, Form, Label, Line, Table

Word = Callable[[Label], str]
"""How a label is worded."""


@dataclass(frozen=True)
class Box:
    """A cell. `role`: title, corner, header, label or figure; `field`: the figure's field id, or the label's row id."""

    text: str
    role: str
    columns: int = 1
    rows: int = 1
    field: str = ""


Rows = list[list[Box]]
Cells = list[list[Box | None]]
"""Rows as a layout has them: None is an empty cell. A row of one `loose` box is a line between the rows, one of a `break` box ends the table on its page."""


def boxes(form: Form, values: Mapping[str, str], word: Word) -> dict[str, Rows]:
    """The rows of each table, official in shape: a merged cell stands in the row where it begins."""
    return {table.id: _table(table, values, word) for table in form.tables}


def _table(table: Table, values: Mapping[str, str], word: Word) -> Rows:
    if table.blocks[0].layout == "line":
        return _line(table, table.blocks[0], values, word)
    width = max(block.label_columns + len(block.columns) for block in table.blocks)
    rows: Rows = []
    for block in table.blocks:
        if block.title:
            rows.append([Box(word(block.title), "title", width)])
        rows += _head(block, width, word) + _body(table, block, values, width, word)
    return rows


def _head(block: Block, width: int, word: Word) -> Rows:
    """Two levels of groups at the most: 申请人情况 over 法人或其他组织 over its columns."""
    depth = max(len(block.path(line, "column")) for line in block.columns) + 1
    rows: Rows = [[] for _ in range(depth)]
    rows[0].append(Box(block.corner, "corner", block.label_columns, depth))
    seen: set[str] = set()
    for number, line in enumerate(block.columns):
        path = block.path(line, "column")
        for level, group in enumerate(path):
            if group.id not in seen:
                seen.add(group.id)
                under = sum(any(above.id == group.id for above in block.path(other, "column")) for other in block.columns)
                rows[level].append(Box(word(group.label), "header", under))
        stretched = width - block.label_columns - len(block.columns) if number == len(block.columns) - 1 else 0
        rows[len(path)].append(Box(word(line.label), "header", 1 + stretched, depth - len(path)))
    return rows


def _body(table: Table, block: Block, values: Mapping[str, str], width: int, word: Word) -> Rows:
    rows: Rows = []
    seen: set[str] = set()
    for line in block.rows:
        path = block.path(line, "row")
        cells: list[Box] = []
        for group in path:
            if group.id not in seen:
                seen.add(group.id)
                under = sum(any(above.id == group.id for above in block.path(other, "row")) for other in block.rows)
                cells.append(Box(word(group.label), "label", 1, under, group.id))
        cells.append(Box(word(line.label), "label", block.label_columns - len(path), 1, line.id))
        for number, column in enumerate(block.columns):
            name = f"{table.id}.{line.id}.{column.id}"
            stretched = width - block.label_columns - len(block.columns) if number == len(block.columns) - 1 else 0
            cells.append(Box(values.get(name, ""), "figure", 1 + stretched, 1, name))
        rows.append(cells)
    return rows


def _line(table: Table, block: Block, values: Mapping[str, str], word: Word) -> Rows:
    size = len(block.columns)
    outer: list[Box] = []
    routes: list[Box] = []
    low: list[Box] = []
    groups: set[str] = set()
    for row in block.rows:
        path = block.path(row, "row")
        if path:
            if path[0].id not in groups:
                groups.add(path[0].id)
                under = sum(bool(block.path(other, "row")) for other in block.rows)
                outer.append(Box(word(path[0].label), "header", size * under))
            routes.append(Box(word(row.label), "header", size))
            low += [Box(word(column.label), "header") for column in block.columns]
        else:
            outer.append(Box(word(row.label), "header", size))
            routes += [Box(word(column.label), "header", 1, 2) for column in block.columns]
    figures = [Box(values.get(name, ""), "figure", field=name) for row in block.rows for column in block.columns if (name := _field(table, row, column))]
    return [outer, routes, low, figures]


def _field(table: Table, row: Line, column: Line) -> str:
    return f"{table.id}.{row.id}.{column.id}"


def laid_out(rows: Rows) -> Cells:
    """The rows with each cell at its place; None where a span covers it. Rows end with their last cell."""
    grid: dict[tuple[int, int], Box | None] = {}
    for number, row in enumerate(rows):
        column = 0
        for box in row:
            while (number, column) in grid:
                column += 1
            for down in range(box.rows):
                for across in range(box.columns):
                    grid[number + down, column + across] = None if down or across else box
            column += box.columns
    ends = [max((column for at, column in grid if at == number), default=-1) + 1 for number in range(len(rows))]
    return [[grid.get((number, column)) for column in range(end)] for number, end in enumerate(ends)]


def covered_below(rows: Rows) -> Cells:
    """The rows with None only for a cell that a merged cell above covers, once for each: as a text export of Word has it."""
    found: Cells = []
    covering: list[tuple[int, int, int]] = []
    for number, row in enumerate(rows):
        line: list[tuple[int, Box | None]] = [(column, None) for first, last, column in covering if first < number <= last]
        taken = {column + across for first, last, column in covering if first < number <= last for across in range(_width_of(rows, first, column))}
        column = 0
        for box in row:
            while column in taken:
                column += 1
            line.append((column, box))
            if box.rows > 1:
                covering.append((number, number + box.rows - 1, column))
            column += box.columns
        found.append([box for _, box in sorted(line, key=lambda entry: entry[0])])
    return found


def _width_of(rows: Rows, number: int, column: int) -> int:
    at = laid_out(rows)[number][column]
    return at.columns if at else 1
