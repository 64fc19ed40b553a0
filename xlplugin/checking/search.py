"""Error localisation (Fellegi and Holt 1976): the sets of cells of least total weight whose change makes every relation hold.

A set of cells can mend the relations when the residual lies in the span of the cells' columns of the matrix. The search
walks over such sets: some cell of every broken relation must change, so it branches over the cells of the broken relation
with the fewest, eliminates that cell from the system, and goes on; a cell already tried is left out of later branches, so
that each set is met once. A residual that is a multiple of one cell's column ends the walk without branching. Where lower
bounds of values (≥ 0) make the linear answer wrong, or the walk grows too long, HiGHS solves the same problem as a
mixed-integer programme.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from xlplugin.checking.integer import solve_integer
from xlplugin.checking.problem import CLOSE, NoAnswerError, Outcome, Problem, Solution, outcome_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEEPEST = 5
MOST_STEPS = 4000
_MOST_KEPT = 256


class _Walk:
    """One search over sets of cells that span the residual."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.least = float(problem.weights.min(initial=np.inf))
        """The weight of the lightest cell."""
        self.best = np.inf
        self.found: dict[tuple[int, ...], Solution] = {}
        self.outside: dict[tuple[int, ...], float] = {}
        """Sets that span the residual only with a value below its bound, and their cost."""
        self.steps = 0

    def run(self) -> Outcome | None:
        """The outcome, or None where the walk cannot answer exactly."""
        start = self._start()
        if start is None:
            return None
        matrix, residual, free, chosen, cost = start
        try:
            for depth in range(1, DEEPEST + 1):
                self._step(matrix, residual, free, chosen, cost, depth)
                if self.best < cost + (depth + 1) * self.least - CLOSE:
                    break
            else:
                return None
        except NoAnswerError:
            return None
        if not all(self._is_settled(cells, cost) for cells, cost in self.outside.items()):
            return None
        return outcome_of([solution for solution in self.found.values() if solution.cost < self.best + CLOSE])

    def _start(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_], tuple[int, ...], float] | None:
        """The system with the forced cells eliminated; None where they depend on each other."""
        problem = self.problem
        matrix, residual = problem.matrix, problem.residual
        free = np.ones(problem.values.size, dtype=bool)
        for cell in problem.forced:
            rows = np.flatnonzero(np.abs(matrix[:, cell]) > CLOSE)
            if rows.size == 0:
                return None
            matrix, residual = _eliminate(matrix, residual, int(rows[0]), int(cell))
            free[cell] = False
        chosen = tuple(int(cell) for cell in problem.forced)
        cost = float(problem.weights[problem.forced].sum())
        if chosen and not (np.abs(residual) > CLOSE).any():
            self._accept(chosen, cost)
        return matrix, residual, free, chosen, cost

    def _step(self, matrix: NDArray[np.float64], residual: NDArray[np.float64], free: NDArray[np.bool_], chosen: tuple[int, ...], cost: float, depth: int) -> None:
        """Every set of exactly `depth` more cells that spans the residual; pivot rows are zero in `matrix` and `residual`."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise NoAnswerError
        broken = np.flatnonzero(np.abs(residual) > CLOSE)
        if broken.size == 0:
            return
        touched = (np.abs(matrix[broken]) > CLOSE) & free
        counts = touched.sum(axis=1)
        if counts.min() == 0 or _most_mended(touched, depth) < broken.size:
            return
        row = broken[int(counts.argmin())]
        candidates = np.flatnonzero((np.abs(matrix[row]) > CLOSE) & free)
        if depth == 1:
            self._finish(matrix, residual, row, candidates, chosen, cost)
            return
        left = free.copy()
        for cell in candidates[np.argsort(self.problem.weights[candidates], kind="stable")]:
            total = cost + self.problem.weights[cell]
            left[cell] = False
            if total + (depth - 1) * self.least > self.best + CLOSE:
                continue
            reduced, rest = _eliminate(matrix, residual, int(row), int(cell))
            self._step(reduced, rest, left, (*chosen, int(cell)), total, depth - 1)

    def _finish(self, matrix: NDArray[np.float64], residual: NDArray[np.float64], row: int, candidates: NDArray[np.int64], chosen: tuple[int, ...], cost: float) -> None:
        """The cells whose column is a multiple of the residual."""
        scaled = matrix[:, candidates] * (residual[row] / matrix[row, candidates])
        for cell in candidates[(np.abs(scaled - residual[:, None]) < CLOSE).all(axis=0)]:
            total = cost + float(self.problem.weights[cell])
            if total < self.best + CLOSE:
                self._accept(tuple(sorted((*chosen, int(cell)))), total)

    def _is_settled(self, cells: tuple[int, ...], cost: float) -> bool:
        """Whether no larger set around one that breaks a bound can be as cheap as the best: it would need a cell whose column depends on these."""
        spare = (self.best + CLOSE - cost) / self.least
        if spare < 1:
            return True
        if spare >= 2:
            return False
        columns = self.problem.matrix[:, list(cells)]
        others = np.delete(self.problem.matrix, list(cells), axis=1)
        projection = columns @ np.linalg.lstsq(columns, others, rcond=None)[0]
        return not bool((np.abs(projection - others) < CLOSE).all(axis=0).any())

    def _accept(self, cells: tuple[int, ...], cost: float) -> None:
        solution = solve_cells(self.problem, cells, cost)
        if solution is None:
            self.outside[cells] = cost
        elif cost < self.best + CLOSE:
            self.best = min(self.best, cost)
            self.found[cells] = solution


def _most_mended(touched: NDArray[np.bool_], cells: int) -> int:
    """More broken relations than this so many cells cannot mend: those that touch most of them, were none touched twice."""
    reach = touched.sum(axis=0)
    return int(np.partition(reach, -cells)[-cells:].sum()) if reach.size > cells else int(reach.sum())


def _eliminate(matrix: NDArray[np.float64], residual: NDArray[np.float64], row: int, cell: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The system in which a cell takes up what is broken in a row: the row is spent, and the cell is gone from all others."""
    column = matrix[:, cell] / matrix[row, cell]
    column[row] = 0.0
    reduced = matrix - np.outer(column, matrix[row])
    rest = residual - column * residual[row]
    reduced[row] = 0.0
    rest[row] = 0.0
    return reduced, rest


def solve_cells(problem: Problem, cells: Sequence[int], cost: float) -> Solution | None:
    """The values of a set of cells that make every relation hold; None where they would be below bounds, or not whole."""
    columns = problem.matrix[:, list(cells)]
    change, *_ = np.linalg.lstsq(columns, -problem.residual, rcond=None)
    whole = np.rint(change)
    values = problem.values[list(cells)] + whole.astype(np.int64)
    if np.abs(change - whole).max() > 1e-4 or (values < problem.lowest[list(cells)]).any() or not whole.all():
        return None
    if np.abs(columns @ whole + problem.residual).max() > CLOSE:
        return None
    return Solution(tuple(int(cell) for cell in cells), tuple(int(value) for value in values), cost)


def walk(problem: Problem) -> Outcome | None:
    """All solutions of least cost, exactly; None where the walk cannot answer."""
    return _Walk(problem).run()


def search(problem: Problem, time_limit: float) -> Outcome:
    """All solutions of least cost, exactly; `is_complete` False where there are more than 20 or no answer came within the time limit (seconds)."""
    key = problem.digest
    outcome = _KEPT.get(key) or walk(problem)
    if outcome is None:
        return solve_integer(problem, time_limit)
    if len(_KEPT) >= _MOST_KEPT:
        _KEPT.clear()
    _KEPT[key] = outcome
    return outcome


_KEPT: dict[bytes, Outcome] = {}
"""What the walk answered before: the same fault comes again, from the office that sends its file a second time too."""
