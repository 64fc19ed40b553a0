"""What the formulas of a workbook really give, computed with the `formulas` package: no saved value is trusted.

Each formula is compiled by itself and evaluated in our own order, so that one that cannot be evaluated stops no other.
A formula is compiled without its operands (`skeleton`), and what is compiled is kept: ten thousand workbooks made
from one template compile its formulas once. Linked workbooks are never opened, and nothing here can reach a file or
the network.

The `formulas` package is not thread-safe (threads that share a compiled formula get each other's numbers, silently).
Evaluation therefore holds a lock: threads are safe and gain nothing. Use processes to go faster.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from xlplugin import libraries
from xlplugin.filing.cells import Place
from xlplugin.reading.formulas.circles import settle
from xlplugin.reading.formulas.nodes import ArrayConstant, Constant, ErrorConstant
from xlplugin.reading.formulas.order import in_order
from xlplugin.reading.formulas.plan import COST_OF_OPERAND, Plan, Planner, Ready
from xlplugin.reading.formulas.sheets import Area, number_in
from xlplugin.reading.formulas.shown import as_shown
from xlplugin.reading.formulas.skeleton import RANGE_FOR_VALUE, Skeleton
from xlplugin.reading.formulas.tokens import NOT_UNDERSTOOD, RefusedError
from xlplugin.reading.workbook.grid import Book
from xlplugin.text import Text

if TYPE_CHECKING:
    from types import ModuleType

CIRCULAR = Text("公式循环引用", "the formula refers back to itself (a circular reference)")
NOT_SETTLED = Text("公式循环引用，迭代计算没有确定的结果", "the formula refers back to itself, and iteration settles on no certain result")
DEPENDS = Text("公式用到的单元格 {cell} 无法重算", "the formula depends on {cell}, which could not be recalculated")
FAILED = Text("公式重算失败", "the formula could not be evaluated")
OTHER_SIZE = Text("动态数组公式的结果与保存的区域大小不同", "the result of the dynamic array formula is not as large as the area that was saved")

_lock = Lock()


@dataclass(frozen=True, slots=True)
class NotCalculated:
    """A formula whose value is not known, and why."""

    reason: Text


def recalculate(book: Book, places: Iterable[Place]) -> dict[Place, object | NotCalculated]:
    """The value of each of the given cells that holds a formula; cells without one are left out.

    Values are int, float, str or bool; error values are strings ("#DIV/0!"); a reference to a blank cell gives 0. Only
    what the given cells depend on is computed. Floats are as computed: the caller rounds to 15 digits. Not to be shared
    out to threads for speed, see the module's first lines. The first call loads `formulas` (about a second).
    """
    calculation = _Calculation(book)
    homes = {place: home for place in places if (home := calculation.sheets.home(place)) and book.cell(home).formula is not None}
    calculation.run(homes.values())
    return {place: calculation.result(home) for place, home in homes.items()}


class _Calculation:
    """One run over one book. `values` are engine values by place, for formula cells; `grids` the whole results of array formulas."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.planner = Planner(book)
        self.sheets = self.planner.sheets
        self.plans = self.planner.plans
        self.failed = self.planner.failed
        self.values: dict[Place, Any] = {}
        self.grids: dict[Place, Any] = {}
        self.causes: dict[Place, Place] = {}

    def run(self, places: Iterable[Place]) -> None:
        self.planner.plan_all(places)
        order, circle, hanging = in_order({place: plan.needs for place, plan in self.plans.items()})
        self._evaluate_all(order)
        if circle:
            self._settle(circle)
        self._evaluate_all(hanging)

    def result(self, place: Place) -> object | NotCalculated:
        if place in self.failed:
            return NotCalculated(self.failed[place])
        value = self.values[place]
        if isinstance(value, float):
            return int(value) if value.is_integer() and abs(value) < 1e15 else value
        return str(value) if isinstance(value, str) else value

    def _evaluate_all(self, places: Iterable[Place]) -> None:
        for place in places:
            plan = self.plans[place]
            cause = next((need for need in plan.needs if need in self.failed), None)
            if cause is not None and plan.skeleton is None and cause not in self.grids:
                self.failed[place] = self.failed[cause]
                continue
            if cause is not None and plan.skeleton is not None:
                self.causes[place] = self.causes.get(cause, cause)
                at = self.causes[place]
                self.failed[place] = DEPENDS.fill(cell=at.full)
                continue
            try:
                self.values[place] = self._value(place)
            except RefusedError as refusal:
                self.failed[place] = refusal.reason

    def _settle(self, circle: list[Place]) -> None:
        """Gives the formulas of circles their values, or the reason why they have none."""
        settings = self.book.settings
        is_fed = not any(need in self.failed for place in circle for need in self.plans[place].needs)
        if not settings.iterations or not is_fed or any(self.plans[place].array for place in circle):
            self.failed.update(dict.fromkeys(circle, CIRCULAR))
            return
        contents = {place: number_in(self.book.cell(place)) for place in circle}
        saved = {place: content for place, content in contents.items() if isinstance(content, float)}
        cost = sum(
            COST_OF_OPERAND + operand.size if isinstance(operand, Area) else COST_OF_OPERAND for place in circle for operand in self.plans[place].operands
        )
        found = settle(circle, saved, settings, self._go_round, cost)
        if found is None:
            self.failed.update(dict.fromkeys(circle, NOT_SETTLED))
        else:
            self.values.update(found)

    def _go_round(self, values: dict[Place, float]) -> bool:
        self.values.update(values)
        for place in values:
            try:
                value = self._value(place)
            except RefusedError:
                return False
            if type(value) is not float:
                return False
            self.values[place] = values[place] = value
        return True

    def _value(self, place: Place) -> Any:
        """The engine value of a formula whose needs are known; refused where it is undecided or fails."""
        libraries.load("xlplugin.reading.formulas.functions")  # loads `formulas`: only when there is a formula to evaluate
        from xlplugin.reading.formulas import coerce

        plan = self.plans[place]
        if plan.skeleton is not None:
            result = self._computed(plan, plan.skeleton, coerce)
            if plan.array is not None:
                self.grids[place] = result
        else:
            result = self.grids[plan.needs[0]]
        value = _element(result, place, plan)
        if not isinstance(value, (int, float)) and value in coerce.UNDECIDED:
            raise RefusedError(coerce.UNDECIDED[value])
        if value is coerce.EMPTY:
            return 0.0
        if isinstance(value, (str, bool)):
            return value
        return self._as_shown(place, float(value)) if math.isfinite(value) else coerce.ERRORS["#NUM!"]

    def _computed(self, plan: Plan, skeleton: Skeleton, coerce: ModuleType) -> Any:
        operands = [self._operand(operand, coerce) for operand in plan.operands]
        with _lock:
            function, order = _compiled(skeleton.text)
            try:
                return function(*(operands[index] for index in order))
            except Exception as error:  # whatever a formula does, the others go on
                raise RefusedError(FAILED) from error

    def _operand(self, operand: Ready, coerce: ModuleType) -> Any:
        if isinstance(operand, ErrorConstant):
            return coerce.ERRORS[operand.code]
        if isinstance(operand, Constant):
            return 0.0 if operand.value is None else operand.value
        if isinstance(operand, ArrayConstant):
            return coerce.array([[self._operand(value, coerce) for value in row] for row in operand.rows])
        grid = coerce.blank_cells(operand.last_row - operand.first_row + 1, operand.last_column - operand.first_column + 1, operand.beyond)
        for (row, column), cell in operand.cells():
            place = Place(operand.sheet.name, row, column)
            value = number_in(cell) if cell.formula is None else self.values[place]
            if type(value) is float and cell.formula is None:
                value = self._as_shown(place, value)
            if value is not None:
                grid[row - operand.first_row, column - operand.first_column] = coerce.text_of_cell(value) if type(value) is str else value
        return grid

    def _as_shown(self, place: Place, value: float) -> float:
        """The value as its cell shows it, where the workbook calculates with that."""
        if not self.book.settings.is_precision_as_shown:
            return value
        return as_shown(value, self.sheets.sheet(place.sheet).formats.get((place.row, place.column), "General"))


def _element(result: Any, place: Place, plan: Plan) -> Any:
    """What a result is in one cell: an array formula's fills its area, the first row or column over again where there is one only."""
    shape = getattr(result, "shape", ())
    if plan.array is None or not shape:
        if getattr(result, "size", 1) != 1:
            raise RefusedError(RANGE_FOR_VALUE)
        return result.item() if hasattr(result, "item") else result
    offsets = place.row - plan.array.first_row, place.column - plan.array.first_column
    at = tuple(0 if size == 1 else offset for size, offset in zip(shape, offsets, strict=True))
    if any(offset >= size for size, offset in zip(shape, at, strict=True)):
        if plan.array.is_dynamic:
            raise RefusedError(OTHER_SIZE)
        from xlplugin.reading.formulas import coerce

        return coerce.ERRORS["#N/A"]
    return result[at]


@lru_cache(maxsize=1024)
def _compiled(text: str) -> tuple[Any, tuple[int, ...]]:
    """A skeleton compiled, and which operand each of its inputs is."""
    from xlplugin.reading.formulas.functions import SkeletonParser  # loads `formulas`

    try:
        function = SkeletonParser().ast(f"={text}")[1].compile()
    except Exception as error:  # a formula that the package cannot compile stops no other
        raise RefusedError(NOT_UNDERSTOOD) from error
    return function, tuple(int(name.removeprefix("P_")) for name in function.inputs)
