"""Draws one table's labels on a canvas and says where its figures belong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.layouts.canvas import Canvas
from tests.layouts.model import SpanStyle, TableLayout, group_key, line_key, title_key
from tests.layouts.rows import label_depth, place_rows, write_row_labels
from xlplugin.form import Block, Group, Label, Line, Table
from xlplugin.form.model import Axis


@dataclass
class Drawing:
    """A table being drawn: where its columns are, what was found to be worded otherwise, where the figures belong."""

    canvas: Canvas
    layout: TableLayout
    table: Table
    year: int
    first: int
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    wide: dict[str, int] = field(default_factory=dict)
    """Last column of a figure's cell, where that is merged."""
    changed: list[tuple[str, str]] = field(default_factory=list)
    row: int = 1

    def __post_init__(self) -> None:
        blocks = self.table.blocks
        self.labels = self.first + self.layout.has_serial
        self.depth = max(label_depth(block, self.layout) for block in blocks)
        self.slots: list[int] = []
        column = self.labels + self.depth
        for slot in range(max(_width(block) for block in blocks)):
            column += slot in self.layout.gap_columns
            self.slots.append(column)
            column += 1
        self.remarks = column

    def word(self, key: tuple[str, str, str], label: Label) -> str:
        """The wording of a label that is printed now; a difference is noted once."""
        seen = self.fill(self.layout.words[key])
        if seen and seen != label.official and (label.official, seen) not in self.changed:
            self.changed.append((label.official, seen))
        return seen

    def fill(self, template: str) -> str:
        """A template with the year filled in."""
        return template.replace("{year}", str(self.year))


def draw_table(canvas: Canvas, layout: TableLayout, table: Table, top: int, left: int, year: int) -> Drawing:
    """Draws the table from row `top` on. `row` of the drawing is the first row below it."""
    drawing = Drawing(canvas, layout, table, year, left + layout.left, row=top + layout.above)
    if layout.title is not None:
        seen = drawing.fill(layout.title)
        if seen != table.title.official:
            drawing.changed.append((table.title.official, seen))
        style: SpanStyle = "merged" if layout.is_title_merged else "first"
        canvas.span((drawing.row, drawing.first, drawing.row, drawing.slots[-1]), seen, style)
        drawing.row += 1
    serial = 0
    for number, block in enumerate(table.blocks):
        drawing.row += layout.gap_blocks if number else 0
        if block.title:
            area = (drawing.row, drawing.first, drawing.row, drawing.slots[-1])
            canvas.span(area, drawing.word(title_key(block), block.title), layout.header)
            drawing.row += 1
        if block.layout == "line":
            _draw_line(drawing, block)
        else:
            serial = _draw_matrix(drawing, block, serial)
    return drawing


def _draw_matrix(drawing: Drawing, block: Block, serial: int) -> int:
    """Header and rows of a matrix; the serial number reached."""
    canvas, layout, top = drawing.canvas, drawing.layout, drawing.row
    ends = drawing.slots[: len(block.columns)]
    if layout.is_stretched:
        ends[-1] = drawing.slots[-1]
    paths = [_kept(layout, block, line, "column") for line in block.columns]
    height = max(map(len, paths)) + 1
    for level, first, last, group in _runs(paths):
        area = (top + level, drawing.slots[first], top + level, ends[last])
        canvas.span(area, drawing.word(group_key(block, "column", group.id), group.label), layout.header)
    for slot, (column, path) in enumerate(zip(block.columns, paths, strict=True)):
        area = (top + len(path), drawing.slots[slot], top + height - 1, ends[slot])
        _leaf(drawing, area, drawing.word(line_key(block, "column", column.id), column.label))
    _draw_edges(drawing, block, top, height)
    rows = place_rows(block, layout, top + height)
    write_row_labels(canvas, block, layout, drawing.labels, rows, lambda key, label: drawing.word(key, label))
    for number, row in enumerate(block.rows):
        y = rows.lines[row.id]
        serial += 1
        if layout.has_serial:
            canvas.put(y, drawing.first, serial)
        if layout.has_remarks and number % 6 == 1:
            canvas.put(y, drawing.remarks, "与台账一致")
        for slot, column in enumerate(block.columns):
            name = f"{drawing.table.id}.{row.id}.{column.id}"
            drawing.places[name] = (y, drawing.slots[slot])
            if layout.header == "merged" and ends[slot] > drawing.slots[slot]:
                drawing.wide[name] = ends[slot]
    drawing.row = rows.bottom
    return serial


def _draw_line(drawing: Drawing, block: Block) -> None:
    """A line: two or three header rows, then the one row of figures."""
    canvas, layout, top = drawing.canvas, drawing.layout, drawing.row
    count = len(block.columns)
    paths = [_kept(layout, block, line, "row") for line in block.rows]
    outcomes = max(map(len, paths)) + 1
    for level, first, last, group in _runs(paths):
        area = (top + level, drawing.slots[first * count], top + level, drawing.slots[last * count + count - 1])
        canvas.span(area, drawing.word(group_key(block, "row", group.id), group.label), layout.header)
    y = top + outcomes + 1 + ((block.id, 0) in layout.gap_rows)
    for number, (row, path) in enumerate(zip(block.rows, paths, strict=True)):
        slots = drawing.slots[number * count : (number + 1) * count]
        last = outcomes - 1 if layout.is_route_tall else len(path)
        area = (top + len(path), slots[0], top + last, slots[-1])
        canvas.span(area, drawing.word(line_key(block, "row", row.id), row.label), layout.header)
        for slot, column in zip(slots, block.columns, strict=True):
            _leaf(drawing, (top + last + 1, slot, top + outcomes, slot), drawing.word(line_key(block, "column", column.id), column.label))
            drawing.places[f"{drawing.table.id}.{row.id}.{column.id}"] = (y, slot)
    _draw_edges(drawing, block, top, outcomes + 1)
    if layout.line_label:
        canvas.put(y, drawing.labels, layout.line_label)
    drawing.row = y + 1


def _draw_edges(drawing: Drawing, block: Block, top: int, height: int) -> None:
    """The header's ends: the corner over the row labels, 序号 and 备注."""
    layout, bottom = drawing.layout, top + height - 1
    if drawing.depth:
        area = (top, drawing.labels, bottom, drawing.labels + drawing.depth - 1)
        drawing.canvas.span(area, layout.corners[block.id], layout.header)
    if layout.has_serial:
        drawing.canvas.span((top, drawing.first, bottom, drawing.first), "序号", layout.header)
    if layout.has_remarks:
        drawing.canvas.span((top, drawing.remarks, bottom, drawing.remarks), "备注", layout.header)


def _leaf(drawing: Drawing, area: tuple[int, int, int, int], text: str) -> None:
    """A label of one column: unmerged, it may stand in the lowest of its header rows."""
    if drawing.layout.header == "first" and drawing.layout.is_leaf_low:
        area = (area[2], area[1], area[2], area[3])
    drawing.canvas.span(area, text, drawing.layout.header)


def _kept(layout: TableLayout, block: Block, line: Line, axis: Axis) -> tuple[Group, ...]:
    """The groups printed above a line of the header."""
    path = block.path(line, axis)
    return path if layout.has_outer_header else path[1:]


def _runs(paths: Sequence[tuple[Group, ...]]) -> Iterator[tuple[int, int, int, Group]]:
    """Each group with its level and its first and last line."""
    for level in range(max(map(len, paths))):
        first = 0
        while first < len(paths):
            last = first
            here = paths[first][: level + 1]
            while last + 1 < len(paths) and len(here) > level and paths[last + 1][: level + 1] == here:
                last += 1
            if len(here) > level:
                yield level, first, last, here[level]
            first = last + 1


def _width(block: Block) -> int:
    return len(block.columns) * (len(block.rows) if block.layout == "line" else 1)
