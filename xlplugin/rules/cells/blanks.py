"""Blank cells of a filing that ought to hold 0, and how a message names them: a whole row or column by its label."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from xlplugin.filing.cells import Shape
from xlplugin.filing.filing import Filing
from xlplugin.form.model import Axis, Block, Line, Table
from xlplugin.rules.shared.totals import computed_fields
from xlplugin.rules.shared.wording import MOST, listed, named
from xlplugin.text import Text


def blank_fields(filing: Filing) -> list[str]:
    """The blank cells, in the form's order, without totals whose parts are filled (those are a wrong sum, not a missing 0) and cells under a merged one (F02 tells of them)."""
    return [name for name in filing.by_shape.get(Shape.BLANK, ()) if _is_blank(filing, name) and name not in filing.facts.covered and not _is_total_of_filled_parts(filing, name)]


def _is_blank(filing: Filing, name: str) -> bool:
    """Whether nothing stands in a blank cell, no formula that gives a figure either."""
    cell = filing.cells[name]
    return cell.value is None and cell.recalculated is None


def describe(filing: Filing, names: Collection[str]) -> Text:
    """Blank cells of one table: the whole table, whole rows, whole columns, then single cells."""
    table = filing.form.table(filing.form.fields[next(iter(names))].table)
    entries = [field.id for field in table.fields if filing.cell(field.id).formula is None]
    if len(names) == len(entries):
        return Text(f"全部 {len(names)} 格", f"all {len(names)} cells")
    told: set[str] = set()
    parts = [_line_text(axis, line, len(cells)) for axis, line, cells in _whole_lines(table, names, told, set(entries))]
    parts += [named(filing, name) for name in names if name not in told]
    return listed(parts, len(names) if len(parts) > MOST else None, "格")


def _whole_lines(table: Table, names: Collection[str], told: set[str], entries: set[str]) -> Iterator[tuple[Axis, Line, list[str]]]:
    """Rows, then columns, of at least two entry cells that are blank throughout; `told` grows by their cells."""
    blank = set(names)
    axes: tuple[Axis, ...] = ("row", "column")
    for axis in axes:
        for block in table.blocks:
            for line in block.lines(axis):
                cells = [cell for cell in _cells(table, block, line, axis) if cell in entries]
                if len(cells) > 1 and blank.issuperset(cells) and not told.issuperset(cells):
                    told.update(cells)
                    yield axis, line, cells


def _cells(table: Table, block: Block, line: Line, axis: Axis) -> list[str]:
    if axis == "row":
        return [f"{table.id}.{line.id}.{column.id}" for column in block.columns]
    return [f"{table.id}.{row.id}.{line.id}" for row in block.rows]


def _line_text(axis: Axis, line: Line, count: int) -> Text:
    label = line.label.text
    if axis == "row":
        return Text(f"“{label.zh}”行 {count} 格", f"row {label.en}, {count} cells")
    return Text(f"“{label.zh}”列 {count} 格", f"column {label.en}, {count} cells")


def _is_total_of_filled_parts(filing: Filing, name: str) -> bool:
    sums = computed_fields(filing.form).get(name, ())
    return any(filing.amount(term.field) != 0 for balance in sums for term in balance.right.terms)
