"""What a formula needs to be evaluated: its skeleton, the cells that it reads, and the formulas that come before it. Within limits."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from xlplugin.filing.cells import Place
from xlplugin.reading.formulas.formula import parse
from xlplugin.reading.formulas.lower import Lowering, is_lowered
from xlplugin.reading.formulas.nodes import ArrayConstant, Constant, ErrorConstant
from xlplugin.reading.formulas.sheets import Area, Sheets
from xlplugin.reading.formulas.skeleton import LeavesOut, Skeleton, skeleton, skeleton_of
from xlplugin.reading.formulas.tokens import RefusedError
from xlplugin.reading.workbook.grid import ArrayArea, Book, Position
from xlplugin.text import Text

MAX_FORMULAS = 10_000
MAX_COST = 2_000_000
COST_OF_OPERAND = 50
COST_OF_PART = 20
MAX_COMPILED = 60_000
"""Limits of one run: its formulas; cells read, characters, and operands and parts of formulas at what each costs in cells read; characters compiled.
A template comes to 2,000. The worst workbook within them takes some seconds."""

TOO_MUCH = Text("工作簿的公式过多或引用的单元格过多，超出重算上限", "the workbook's formulas, or the cells they refer to, are more than are recalculated")
HIDDEN_SUBTOTAL = Text(
    "SUBTOTAL 或 AGGREGATE 的区域含有隐藏行或其他分类汇总，各软件算法不一或无从判断，无法重算",
    "a SUBTOTAL or AGGREGATE over hidden rows or other subtotals, where programs differ or the file does not tell, is not recalculated here",
)

Ready = Area | Constant | ErrorConstant | ArrayConstant
"""An operand whose cells are known."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A formula ready to be evaluated: its operands, and the formula cells that come before it."""

    skeleton: Skeleton | None
    """None: the cell's value comes out of an array formula that stands in another cell, its only need."""
    operands: tuple[Ready, ...]
    needs: tuple[Place, ...]
    array: ArrayArea | None = None
    """The cells that the formula fills, where it is an array formula."""


class Planner:
    """The plans of one run over one book, and the formulas of which none could be made, with the reason."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.sheets = Sheets(book)
        self.plans: dict[Place, Plan] = {}
        self.failed: dict[Place, Text] = {}
        self._cost = 0
        self._compiled: set[str] = set()
        self._compiled_length = 0

    def plan_all(self, places: Iterable[Place]) -> None:
        """Plans the given formulas and all that they need."""
        waiting = deque(places)
        while waiting:
            place = waiting.popleft()
            if place in self.plans or place in self.failed:
                continue
            if len(self.plans) >= MAX_FORMULAS:
                self.failed[place] = TOO_MUCH
                continue
            try:
                self.plans[place] = plan = self._plan(place)
            except RefusedError as refusal:
                self.failed[place] = self.sheets.refusal(refusal)
                continue
            waiting.extend(plan.needs)

    def _plan(self, place: Place) -> Plan:
        array = self.sheets.sheet(place.sheet).arrays.get((place.row, place.column))
        if array is not None and (array.first_row, array.first_column) != (place.row, place.column):
            return Plan(None, (), (Place(place.sheet, array.first_row, array.first_column),), array)
        bare = self._bare(place, is_array=array is not None)
        self._spend(COST_OF_OPERAND * len(bare.operands))
        if bare.text not in self._compiled:
            self._compiled.add(bare.text)
            self._compiled_length += len(bare.text)
            if self._compiled_length > MAX_COMPILED:
                raise RefusedError(TOO_MUCH)
        operands: list[Ready] = []
        needs: dict[Place, None] = {}
        for index, operand in enumerate(bare.operands):
            if isinstance(operand, (Constant, ErrorConstant, ArrayConstant)):
                operands.append(operand)
                continue
            area = self.sheets.area(operand, place.sheet)
            if area is None:
                operands.append(ErrorConstant("#REF!"))
                continue
            self._spend(area.size)
            if index in bare.subtotals:
                area = subtotal_area(area, bare.subtotals[index])
            needs.update((Place(area.sheet.name, *position), None) for position, cell in area.cells() if cell.formula is not None)
            operands.append(area)
        return Plan(bare, tuple(operands), tuple(needs), array)

    def _bare(self, place: Place, is_array: bool) -> Skeleton:
        formula = self.book.cell(place).formula or ""
        self._spend(len(formula))
        if is_lowered(formula):
            bare = skeleton(formula, is_array)
            if isinstance(bare, RefusedError):
                raise RefusedError(bare.reason, bare.link)  # anew: the kept one must not gather tracebacks
            return bare
        tree = parse(formula)
        if isinstance(tree, RefusedError):
            raise RefusedError(tree.reason, tree.link)
        lowering = Lowering(self.sheets, place, is_array)
        try:
            tree = lowering.tree(tree)
        finally:
            self._cost += COST_OF_PART * lowering.used
        return skeleton_of(tree, is_array)

    def _spend(self, cost: int) -> None:
        self._cost += cost
        if self._cost > MAX_COST:
            raise RefusedError(TOO_MUCH)


def subtotal_area(area: Area, leaves_out: LeavesOut) -> Area:
    """The area without what a subtotal leaves out; refused where that cannot be told or programs differ."""
    hidden = {row for row in range(area.first_row, area.last_row + 1) if row in area.sheet.hidden_rows}
    filtered = {row for row in hidden if any(first < row <= last for first, _, last, _ in area.sheet.filters)}
    inner = {
        at: cell.formula.upper() for at, cell in area.cells() if cell.formula and ("SUBTOTAL(" in cell.formula.upper() or "AGGREGATE(" in cell.formula.upper())
    }
    is_unsure = (
        (hidden and leaves_out.hidden is None)
        or (filtered and leaves_out.filtered is None)
        or (hidden and area.sheet.has_tables and not leaves_out.hidden)
        or (inner and leaves_out.nested is None)
    )
    if is_unsure:
        raise RefusedError(HIDDEN_SUBTOTAL)
    rows = hidden if leaves_out.hidden else filtered if leaves_out.filtered else set()
    left_out: set[Position] = {at for at, _ in area.cells() if at[0] in rows} | (set(inner) if leaves_out.nested else set())
    return area.without(frozenset(left_out))
