"""What the formulas of a workbook really give, computed with the `formulas` package: no saved value is trusted.

Each formula is compiled by itself and evaluated in our own order, so that one that cannot be evaluated stops no other.
A formula is compiled without its operands (`calc.skeleton`), and what is compiled is kept: ten thousand workbooks made
from one template compile its formulas once. Linked workbooks are never opened, and nothing here can reach a file or
the network.

The `formulas` package is not thread-safe (threads that share a compiled formula get each other's numbers, silently).
Evaluation therefore holds a lock: threads are safe and gain nothing. Use processes to go faster.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from xlplugin.filing import Place
from xlplugin.reading.calc.formula import NOT_UNDERSTOOD, Constant, ErrorConstant, RefusedError
from xlplugin.reading.calc.sheets import Area, Sheets, serial
from xlplugin.reading.calc.skeleton import RANGE_FOR_VALUE, Skeleton, skeleton
from xlplugin.reading.grid import Book
from xlplugin.text import Text

if TYPE_CHECKING:
    from types import ModuleType

MAX_FORMULAS = 10_000
MAX_COST = 2_000_000
COST_OF_OPERAND = 50
MAX_COMPILED = 60_000
"""Limits of one run: its formulas; cells read, characters, and operands at what each costs in cells read; characters compiled.
A template comes to 2,000. The worst workbook within them takes some seconds."""

CIRCULAR = Text("公式循环引用", "the formula refers back to itself (a circular reference)")
DEPENDS = Text("公式用到的单元格 {cell} 无法重算", "the formula depends on {cell}, which could not be recalculated")
TOO_MUCH = Text("工作簿的公式过多或引用的单元格过多，超出重算上限", "the workbook's formulas, or the cells they refer to, are more than are recalculated")
FAILED = Text("公式重算失败", "the formula could not be evaluated")
HIDDEN_SUBTOTAL = Text("SUBTOTAL 的区域含有隐藏行或其他分类汇总，无法重算", "a SUBTOTAL over hidden rows or other subtotals is not recalculated here")

_lock = Lock()


@dataclass(frozen=True, slots=True)
class NotCalculated:
    """A formula whose value is not known, and why."""

    reason: Text


@dataclass(frozen=True, slots=True)
class _Plan:
    """A formula ready to be evaluated: its operands, and the formula cells that come before it."""

    skeleton: Skeleton
    operands: tuple[Area | Constant | ErrorConstant, ...]
    needs: tuple[Place, ...]


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
    """One run over one book. `values` are engine values by place, for formula cells."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.sheets = Sheets(book)
        self.plans: dict[Place, _Plan] = {}
        self.values: dict[Place, Any] = {}
        self.failed: dict[Place, Text] = {}
        self.causes: dict[Place, Place] = {}
        self.cost = 0
        self.compiled: set[str] = set()
        self.compiled_length = 0

    def run(self, places: Iterable[Place]) -> None:
        self._plan_all(places)
        for place in self._order():
            cause = next((need for need in self.plans[place].needs if need in self.failed), None)
            if cause is not None:
                self.causes[place] = self.causes.get(cause, cause)
                at = self.causes[place]
                self.failed[place] = DEPENDS.fill(cell=f"{at.sheet}!{at.address}")
                continue
            try:
                self.values[place] = self._evaluate(self.plans[place])
            except RefusedError as refusal:
                self.failed[place] = refusal.reason

    def result(self, place: Place) -> object | NotCalculated:
        if place in self.failed:
            return NotCalculated(self.failed[place])
        value = self.values[place]
        if isinstance(value, float):
            return int(value) if value.is_integer() and abs(value) < 1e15 else value
        return str(value) if isinstance(value, str) else value

    def _plan_all(self, places: Iterable[Place]) -> None:
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

    def _plan(self, place: Place) -> _Plan:
        formula = self.book.cell(place).formula or ""
        self._spend(len(formula))
        bare = skeleton(formula)
        if isinstance(bare, RefusedError):
            raise RefusedError(bare.reason, bare.link)  # anew: the kept one must not gather tracebacks
        self._spend(COST_OF_OPERAND * len(bare.operands))
        if bare.text not in self.compiled:
            self.compiled.add(bare.text)
            self.compiled_length += len(bare.text)
            if self.compiled_length > MAX_COMPILED:
                raise RefusedError(TOO_MUCH)
        operands: list[Area | Constant | ErrorConstant] = []
        needs: dict[Place, None] = {}
        for index, operand in enumerate(bare.operands):
            if isinstance(operand, (Constant, ErrorConstant)):
                operands.append(operand)
                continue
            area = self.sheets.area(operand, place.sheet)
            if area is None:
                operands.append(ErrorConstant("#REF!"))
                continue
            self._spend(area.size)
            formulas = [(position, cell.formula) for position, cell in area.cells() if cell.formula is not None]
            if index in bare.subtotals:
                self._check_subtotal(area, [formula for _, formula in formulas])
            needs.update((Place(area.sheet.name, *position), None) for position, _ in formulas)
            operands.append(area)
        return _Plan(bare, tuple(operands), tuple(needs))

    def _spend(self, cost: int) -> None:
        self.cost += cost
        if self.cost > MAX_COST:
            raise RefusedError(TOO_MUCH)

    def _check_subtotal(self, area: Area, formulas: list[str]) -> None:
        is_hidden = any(area.first_row <= row <= area.last_row for row in area.sheet.hidden_rows)
        if is_hidden or any("SUBTOTAL(" in formula.upper() or "AGGREGATE(" in formula.upper() for formula in formulas):
            raise RefusedError(HIDDEN_SUBTOTAL)

    def _order(self) -> list[Place]:
        """The planned formulas, each after those it needs; those of a circle, and what hangs on it, are marked failed."""
        users: dict[Place, list[Place]] = {place: [] for place in self.plans}
        open_needs: Counter[Place] = Counter()
        for place, plan in self.plans.items():
            for need in plan.needs:
                if need in users:
                    users[need].append(place)
                    open_needs[place] += 1
        order: list[Place] = []
        ready = deque(place for place in self.plans if not open_needs[place])
        while ready:
            place = ready.popleft()
            order.append(place)
            for user in users[place]:
                open_needs[user] -= 1
                if not open_needs[user]:
                    ready.append(user)
        return order + self._break_circles({place for place in self.plans if open_needs[place]}, users)

    def _break_circles(self, left: set[Place], users: dict[Place, list[Place]]) -> list[Place]:
        """Marks what is in a circle; gives what only hangs on one, in order."""
        open_users = Counter({place: sum(user in left for user in users[place]) for place in left})
        ready = deque(sorted(place for place in left if not open_users[place]))
        hanging: list[Place] = []
        while ready:
            place = ready.popleft()
            hanging.append(place)
            for need in self.plans[place].needs:
                if need in left:
                    open_users[need] -= 1
                    if not open_users[need]:
                        ready.append(need)
        self.failed.update(dict.fromkeys(left.difference(hanging), CIRCULAR))
        return hanging[::-1]

    def _evaluate(self, plan: _Plan) -> Any:
        """The engine value of a formula whose needs are known; refused where it is undecided or fails."""
        from xlplugin.reading.calc import coerce  # loads `formulas`: only when there is a formula to evaluate

        operands = [self._operand(operand, coerce) for operand in plan.operands]
        with _lock:
            function, order = _compiled(plan.skeleton.text)
            try:
                result = function(*(operands[index] for index in order))
            except Exception as error:  # whatever a formula does, the others go on
                raise RefusedError(FAILED) from error
        if getattr(result, "size", 1) != 1:
            raise RefusedError(RANGE_FOR_VALUE)
        value = result.item() if hasattr(result, "item") else result
        if not isinstance(value, (int, float)) and value in coerce.UNDECIDED:
            raise RefusedError(coerce.UNDECIDED[value])
        if value is coerce.EMPTY:
            return 0.0
        if isinstance(value, (str, bool)):
            return value
        return float(value) if math.isfinite(value) else coerce.ERRORS["#NUM!"]

    def _operand(self, operand: Area | Constant | ErrorConstant, coerce: ModuleType) -> Any:
        if isinstance(operand, ErrorConstant):
            return coerce.ERRORS[operand.code]
        if isinstance(operand, Constant):
            return 0.0 if operand.value is None else operand.value
        grid = coerce.blank_cells(operand.last_row - operand.first_row + 1, operand.last_column - operand.first_column + 1, operand.beyond)
        for (row, column), cell in operand.cells():
            value = serial(cell.content) if cell.formula is None else self.values[Place(operand.sheet.name, row, column)]
            if value is not None:
                grid[row - operand.first_row, column - operand.first_column] = coerce.ERRORS.get(value.upper(), value) if type(value) is str else value
        return grid


@lru_cache(maxsize=1024)
def _compiled(text: str) -> tuple[Any, tuple[int, ...]]:
    """A skeleton compiled, and which operand each of its inputs is."""
    from xlplugin.reading.functions import SkeletonParser  # loads `formulas`

    try:
        function = SkeletonParser().ast(f"={text}")[1].compile()
    except Exception as error:  # a formula that the package cannot compile stops no other
        raise RefusedError(NOT_UNDERSTOOD) from error
    return function, tuple(int(name.removeprefix("P_")) for name in function.inputs)
