"""A filing whose blank totals count as what their row adds up to: that a total is blank is told once, by the rule that is about it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.filing import Filing
from xlplugin.form.model import Form
from xlplugin.rules.shared.totals import totals


def with_row_sums(filing: Filing) -> Filing:
    """The filing, each total that is blank though its row holds figures filled in; the very same one where there is none."""
    if Shape.BLANK not in filing.by_shape:
        return filing
    filled = {name: found for name, parts in _row_totals(filing.form).items() if (found := _filled(filing, name, parts)) is not None}
    return replace(filing, cells={**filing.cells, **filled}) if filled else filing


def _filled(filing: Filing, name: str, parts: tuple[str, ...]) -> Cell | None:
    cell = filing.cells.get(name)
    if cell is None or cell.shape is not Shape.BLANK or not all(filing.is_known(part) for part in parts):
        return None
    value = sum((filing.amount(part) for part in parts), 0)
    return replace(cell, shape=Shape.NUMBER, value=value) if value else None


@lru_cache(maxsize=16)
def _row_totals(form: Form) -> dict[str, tuple[str, ...]]:
    """By field id of each row's total, the cells of the row that it adds up."""
    rows = {name: tuple(term.field for term in balance.right.terms) for name, balance in totals(form).items()}
    return {name: parts for name, parts in rows.items() if all(form.fields[part].row == form.fields[name].row and part.split(".")[0] == name.split(".")[0] for part in parts)}
