"""The labels of a matrix's rows: which sheet rows they take, and how groups are written beside or above them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.layouts.canvas import Canvas
from tests.layouts.model import SpanStyle, TableLayout, group_key, line_key
from xlplugin.form import Block, Group, Label, Line

Word = Callable[[tuple[str, str, str], Label], str]


@dataclass
class Rows:
    """Sheet rows by row id, and of the groups that have a row of their own."""

    lines: dict[str, int] = field(default_factory=dict)
    headings: dict[str, int] = field(default_factory=dict)
    bottom: int = 0
    """The first row below."""


def label_depth(block: Block, layout: TableLayout) -> int:
    """How many columns the row labels take."""
    if block.layout == "line":
        return 1 if layout.line_label else 0
    depth = max(len(block.path(row, "row")) for row in block.rows) + 1
    if layout.rows == "own_row":
        return 1
    return min(depth, 2) if layout.rows == "joined" else depth


def place_rows(block: Block, layout: TableLayout, top: int) -> Rows:
    """Gives each row, and each group that has its own, a sheet row from `top` on."""
    rows = Rows()
    y = top
    for number, row in enumerate(block.rows):
        y += (block.id, number) in layout.gap_rows
        if layout.rows == "own_row":
            for group in block.path(row, "row"):
                if group.id not in rows.headings:
                    rows.headings[group.id] = y
                    y += 1
        rows.lines[row.id] = y
        y += 1
    rows.bottom = y
    return rows


def write_row_labels(canvas: Canvas, block: Block, layout: TableLayout, left: int, rows: Rows, word: Word) -> None:
    """Writes every row label and group label in the layout's style, from column `left` on."""
    last = left + label_depth(block, layout) - 1
    groups = {group.id: group for group in block.row_groups}
    for name, y in rows.headings.items():
        canvas.put(y, left, word(group_key(block, "row", name), groups[name].label))
    style: SpanStyle = {"merged": "merged", "repeated": "repeated", "joined": "merged"}.get(layout.rows, "first")  # type: ignore[assignment]
    for row in block.rows:
        y, path = rows.lines[row.id], _beside(block, layout, row)
        area = (y, left + len(path), y, last)
        canvas.span(area, _joined(block, layout, row, word), style)
    if layout.rows == "own_row":
        return
    for group in block.row_groups:
        below = [row for row in block.rows if group in _beside(block, layout, row)]
        if not below:
            continue
        level = _beside(block, layout, below[0]).index(group)
        text = word(group_key(block, "row", group.id), group.label)
        if layout.rows in ("repeated", "repeated_groups"):
            for row in below:
                canvas.put(rows.lines[row.id], left + level, text)
        else:
            canvas.span((rows.lines[below[0].id], left + level, rows.lines[below[-1].id], left + level), text, style)


def _beside(block: Block, layout: TableLayout, row: Line) -> tuple[Group, ...]:
    """The groups that stand in columns of their own, left of a row's label."""
    if layout.rows == "own_row":
        return ()
    return block.path(row, "row")[:1] if layout.rows == "joined" else block.path(row, "row")


def _joined(block: Block, layout: TableLayout, row: Line, word: Word) -> str:
    """The text in a row's label cell: its label, after its group's where the two are joined. A lost label takes its cell with it."""
    own = word(line_key(block, "row", row.id), row.label)
    inner = block.path(row, "row")[1:] if layout.rows == "joined" else ()
    if not own or not inner:
        return own
    is_first = next(other for other in block.rows if block.path(other, "row")[1:] == inner) == row
    if not (is_first or layout.joins_each):
        return own
    return layout.joint.join((*(word(group_key(block, "row", group.id), group.label) for group in inner), own))
