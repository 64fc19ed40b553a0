"""Figures to put into a form."""

from __future__ import annotations

import random
from collections.abc import Iterable
from decimal import Decimal

from xlplugin.filing.cells import Value
from xlplugin.form import Form


def summing_values(rng: random.Random, form: Form) -> dict[str, Value]:
    """A value for every field, no two alike but by chance; every total of the form is the sum of its parts.

    Nothing else holds: 勾稽 may be broken.
    """
    values: dict[str, Value] = {}
    for name, field in form.fields.items():
        if field.kind == "amount":
            values[name] = Decimal(rng.randint(1, 9_999_999)) / 10_000
        else:
            values[name] = rng.randint(-500 if field.kind == "signed_count" else 0, 5000)
    for table in form.tables:
        for block in table.blocks:
            for total in (row for row in block.rows if row.total and row.group):
                parts = block.members(str(total.group), "row")
                for column in block.columns:
                    values[f"{table.id}.{total.id}.{column.id}"] = _sum(values[f"{table.id}.{row.id}.{column.id}"] for row in parts)
            for total in (column for column in block.columns if column.total and column.group):
                parts = block.members(str(total.group), "column")
                for row in block.rows:
                    values[f"{table.id}.{row.id}.{total.id}"] = _sum(values[f"{table.id}.{row.id}.{column.id}"] for column in parts)
    return values


def _sum(values: Iterable[Value]) -> Value:
    total: Value = 0
    for value in values:
        total += value
    return total
