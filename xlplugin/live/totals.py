"""Totals of an open workbook: what they should be, and the formulas that give them, at the cells where this workbook has its fields."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xlplugin.filing.cells import Place, Shape, Value
from xlplugin.filing.filing import Filing
from xlplugin.form import Balance
from xlplugin.outputs.template.contents import reference
from xlplugin.outputs.template.layout import Box, rectangles
from xlplugin.rules.shared.totals import computed_fields, totals


@dataclass(frozen=True, slots=True)
class Total:
    """A total that does not stand for the sum of its parts: where, what is there, what it should be."""

    field: str
    place: Place
    actual: Value | None
    expected: Value


def wrong_totals(filing: Filing) -> list[Total]:
    """Typed or blank totals that differ from their sums, those that other totals rest on first. A formula is never among them."""
    found: dict[str, Total] = {}
    for name, balance in _in_order(filing):
        cell = filing.cells.get(name)
        if cell is None or cell.place is None or cell.formula is not None or not all(filing.is_known(term.field) for term in balance.right.terms):
            continue
        amounts = [(term.factor, found[term.field].expected if term.field in found else filing.amount(term.field)) for term in balance.right.terms]
        wanted = sum((factor * amount for factor, amount in amounts), Decimal(0))
        if cell.value is None or Decimal(cell.value) != wanted:
            found[name] = Total(name, cell.place, cell.value, int(wanted) if wanted == int(wanted) else wanted)
    return list(found.values())


def lost_formulas(filing: Filing) -> dict[str, str]:
    """The formulas of totals that hold none, by field id."""
    found: dict[str, str] = {}
    for name, balance in _in_order(filing):
        cell = filing.cells.get(name)
        if cell is not None and cell.place is not None and cell.formula is None and (formula := formula_of(balance, filing)):
            found[name] = formula
    return found


def formula_of(balance: Balance, filing: Filing) -> str | None:
    """The sum as a formula over the cells of this workbook; None where a part is not in it, or stands on another sheet."""
    total = filing.cells.get(balance.left.terms[0].field)
    parts = [filing.cells.get(term.field) for term in balance.right.terms]
    places = [part.place for part in parts if part is not None and part.place is not None]
    if total is None or total.place is None or len(places) < len(parts) or any(place.sheet != total.place.sheet for place in places):
        return None
    boxes = rectangles(Box(place.row, place.column, place.row, place.column) for place in places)
    return f"=SUM({','.join(map(reference, boxes))})"


def blanks(filing: Filing) -> list[str]:
    """Entry cells that are blank, by field id; totals are left to their formulas."""
    computed = computed_fields(filing.form)
    return [name for name, cell in filing.cells.items() if cell.shape is Shape.BLANK and cell.formula is None and name not in computed]


def text_numbers(filing: Filing) -> list[str]:
    """Cells, by field id, whose number is stored as text or in full-width digits and can be read surely."""
    shapes = (Shape.TEXT_NUMBER, Shape.FULL_WIDTH)
    return [name for name, cell in filing.cells.items() if cell.shape in shapes and cell.value is not None and cell.formula is None]


def _in_order(filing: Filing) -> list[tuple[str, Balance]]:
    """The sum that each computed cell holds in the template (the grand total: along its row), those that add up other totals last."""
    sums = totals(filing.form)

    def floor(name: str) -> int:
        return 1 + max((floor(term.field) for term in sums[name].right.terms), default=0) if name in sums else 0

    return sorted(sums.items(), key=lambda entry: floor(entry[0]))
