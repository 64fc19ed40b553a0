"""Thousands set apart by blanks, 1 234: one figure, or two that stuck together. The total of its row tells, where a person typed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from xlplugin.filing.cells import Cell, Shape, Value
from xlplugin.form import Block, Form
from xlplugin.form.model import Line
from xlplugin.reading.figures.cells import is_grouped


def grouped(cells: Mapping[str, Cell]) -> list[str]:
    """The fields whose figures are typed in groups of digits."""
    return [name for name, cell in cells.items() if not cell.raw.isdigit() and cell.formula is None and is_grouped(cell.raw)]


def settle_groups(cells: Mapping[str, Cell], form: Form, *, is_document: bool) -> dict[str, Cell]:
    """The cells, each figure of groups of three digits as one figure or as none that is sure.

    In a workbook it is one unless the total of its row says otherwise. In a report, where a torn table may have brought two
    together, only where the total agrees and no cell of the row is left without a figure.
    """
    settled = dict(cells)
    for name in grouped(cells):
        cell = cells[name]
        value = cell.value if cell.value is not None else cell.likely
        if value is None or cell.shape not in (Shape.TEXT_NUMBER, Shape.TEXT, Shape.NUMBER):
            continue
        agrees = _agrees(name, value, cells, form)
        if agrees is False or (is_document and agrees is None):
            settled[name] = replace(cell, shape=Shape.TEXT, value=None, likely=value)
        elif is_document:
            settled[name] = replace(cell, shape=Shape.NUMBER, value=value, likely=None)
    return settled


def _agrees(name: str, value: Value, cells: Mapping[str, Cell], form: Form) -> bool | None:
    """Whether the typed totals of a figure's row hold with it; None where there are none, or a cell of the row is blank or not known."""
    field = form.fields[name]
    block = next(block for block in form.table(field.table).blocks if block.id == field.block)
    row = name.rpartition(".")[0]
    values = {column.id: cells.get(f"{row}.{column.id}", Cell()) for column in block.columns}
    known = {column: value if f"{row}.{column}" == name else _number(cell) for column, cell in values.items()}
    answers = [
        sum((known[addend.id] or 0 for addend in addends), start=0) == known[total.id]
        for total, addends in _sums(block)
        if values[total.id].formula is None and field.column in (total, *addends) and None not in (known[total.id], *(known[addend.id] for addend in addends))
    ]
    return all(answers) if answers else None


def _number(cell: Cell) -> Value | None:
    return cell.value if cell.value is not None else cell.likely if is_grouped(cell.raw) else None


def _sums(block: Block) -> list[tuple[Line, tuple[Line, ...]]]:
    """The columns that add up others of their row."""
    plain = tuple(column for column in block.columns if not column.total)
    return [(column, block.members(column.group, "column") if column.group else plain) for column in block.columns if column.total]
