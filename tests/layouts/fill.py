"""Puts the figures into a drawn table: as numbers or text, totals also as formulas with the value they give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from tests.layouts.canvas import Formula
from tests.layouts.draw import Drawing
from xlplugin.filing.cells import Place
from xlplugin.form import Block, Field


def fill_table(drawing: Drawing, values: Mapping[str, object], *, is_float: bool) -> None:
    """Writes every value to its place. A total becomes a formula only where its parts add up to it."""
    figures = {name: _figure(values.get(name), drawing.layout.raised_by, is_float) for name in drawing.places}
    for block in drawing.table.blocks:
        for field in (field for field in drawing.table.fields if field.block == block.id):
            row, column = drawing.places[field.id]
            drawing.canvas.put(row, column, _formula(drawing, block, field, figures) or figures[field.id])
            if field.id in drawing.wide:
                drawing.canvas.merges.append((row, column, row, drawing.wide[field.id]))


def _figure(value: object, raised_by: int, is_float: bool) -> object:
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = round(value + raised_by, 6)
        return float(value) if is_float else value
    return value


def _formula(drawing: Drawing, block: Block, field: Field, figures: Mapping[str, object]) -> Formula | None:
    """The total's formula; None for what is no total, or whose parts do not add up to it or are not all numbers."""
    if drawing.layout.totals == "typed":
        return None
    table, row, column = drawing.table.id, field.row, field.column
    if column.total and column.group:
        parts = [f"{table}.{row.id}.{line.id}" for line in block.members(column.group, "column")]
    elif row.total and row.group:
        parts = [f"{table}.{line.id}.{column.id}" for line in block.members(row.group, "row")]
    else:
        return None
    saved, sum_of = figures[field.id], 0.0
    for part in parts:
        figure = figures[part]
        if figure is not None and not isinstance(figure, (int, float)):
            return None
        sum_of += figure or 0
    if not isinstance(saved, (int, float)) or saved != sum_of:
        return None
    return Formula(_words(drawing, parts), saved)


def _words(drawing: Drawing, parts: Sequence[str]) -> str:
    places = [drawing.places[part] for part in parts]
    addresses = [Place("", *place).address for place in places]
    style = drawing.layout.totals
    if style == "range" and _is_alone(drawing, places):
        return f"=SUM({addresses[0]}:{addresses[-1]})"
    return f"=SUM({','.join(addresses)})" if style == "list" else f"={'+'.join(addresses)}"


def _is_alone(drawing: Drawing, places: Sequence[tuple[int, int]]) -> bool:
    """Whether the range from the first to the last part holds no other figure."""
    (top, left), (bottom, right) = places[0], places[-1]
    inside = {place for place in drawing.places.values() if top <= place[0] <= bottom and left <= place[1] <= right}
    return inside == set(places)
