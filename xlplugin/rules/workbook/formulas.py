"""What the rules on formulas share: whether formulas can be seen at all, and when two results are the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from xlplugin.filing.cells import Cell, Value
from xlplugin.filing.filing import Filing
from xlplugin.rules.declare import Unknown
from xlplugin.text import Text

NOT_VISIBLE = Text("这种文件格式读不出公式，请另存为 .xlsx 后再审核", "formulas cannot be read from this file format; save it as .xlsx and check again")
RELATIVE, ABSOLUTE = Decimal("1e-12"), Decimal("1e-9")
"""Spreadsheets compute in binary floating point and show 15 digits: results closer than this are one result."""


def formula_cells(filing: Filing) -> Sequence[tuple[str, Cell]]:
    """The cells that hold a formula, with their field ids, in the form's order."""
    return filing.formula_cells


def is_same_result(one: Value | str, other: Value | str) -> bool:
    """Whether a saved and a recalculated value are the same, apart from the last digits of floating point."""
    if one == other:
        return True
    first, second = _as_number(one), _as_number(other)
    if first is None or second is None:
        return str(one).strip() == str(other).strip()
    return abs(first - second) <= max(ABSOLUTE, RELATIVE * max(abs(first), abs(second)))


def unseen(filing: Filing) -> Iterator[Unknown]:
    """One entry where the file's format hides its formulas."""
    if not filing.facts.formulas_visible:
        yield Unknown(NOT_VISIBLE)


def _as_number(value: Value | str) -> Decimal | None:
    try:
        number = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
