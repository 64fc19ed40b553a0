"""Error localisation (Fellegi and Holt 1976): the sets of cells of least total weight whose change makes every relation hold.

A set of cells can mend the relations when the residual lies in the span of the cells' columns of the matrix. The search
walks over such sets: some cell of every broken relation must change, so it branches over the cells of the broken relation
with the fewest, eliminates that cell from the system, and goes on; a cell already tried is left out of later branches, so
that each set is met once. A residual that is a multiple of one cell's column ends the walk without branching. Where lower
bounds of values (≥ 0) make the linear answer wrong, or the walk grows too long, HiGHS solves the same problem as a
mixed-integer programme.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_SOLUTIONS = 20
DEEPEST = 5
MOST_STEPS = 4000
_CLOSE = 1e-7


@dataclass(frozen=True, slots=True)
class Solution:
    """Cells to change, by number, and the values that make every relation hold."""

    cells: tuple[int, ...]
    values: tuple[int, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """All solutions of least cost. `is_complete` is False where a limit was hit: then nothing may be claimed."""

    solutions: tuple[Solution, ...]
    is_complete: bool


@dataclass(frozen=True)
class Problem:
    """`matrix` (relations × cells, factors ±1 mostly) times the values must be 0 (after `constant`); values are whole and ≥ `lowest`."""

    matrix: NDArray[np.float64]
    values: NDArray[np.int64]
    weights: NDArray[np.float64]
    constant: NDArray[np.float64]
    lowest: NDArray[np.float64]

    @property
    def residual(self) -> NDArray[np.float64]:
        """What must be taken away: matrix · values + constant."""
        return np.asarray(self.matrix @ self.values + self.constant)

    @property
    def forced(self) -> NDArray[np.int64]:
        """Cells below their bound: they are in every solution."""
        return np.flatnonzero(self.values < self.lowest)


class _TooLong(Exception):
    """The walk has taken more steps than it may."""


class _Walk:
    """One search over sets of cells that span the residual."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.best = np.inf
        self.found: dict[tuple[int, ...], Solution] = {}
        self.outside: dict[tuple[int, ...], float] = {}
        """Sets that span the residual only with a value below its bound, and their cost."""
        self.steps = 0

    def run(self) -> Outcome | None:
        """The outcome, or None where the walk cannot answer exactly."""
        problem = self.problem
        least = float(problem.weights.min(initial=np.inf))
        start = self._start()
        if start is None:
            return None
        matrix, residual, free, chosen, cost = start
        try:
            for depth in range(1, DEEPEST + 1):
                self._step(matrix, residual, free, chosen, cost, depth)
                if self.best < cost + (depth + 1) * least - _CLOSE:
                    break
            else:
                return None
        except _TooLong:
            return None
        if not all(self._is_settled(cells, cost, least) for cells, cost in self.outside.items()):
            return None
        ties = sorted((s for s in self.found.values() if s.cost < self.best + _CLOSE), key=lambda s: s.cells)
        return Outcome(tuple(ties[:MOST_SOLUTIONS]), len(ties) <= MOST_SOLUTIONS)

    def _start(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_], tuple[int, ...], float] | None:
        """The system with the forced cells eliminated; None where they depend on each other."""
        problem = self.problem
        matrix, residual = problem.matrix, problem.residual
        free = np.ones(problem.values.size, dtype=bool)
        for cell in problem.forced:
            rows = np.flatnonzero(np.abs(matrix[:, cell]) > _CLOSE)
            if rows.size == 0:
                return None
            matrix, residual = _eliminate(matrix, residual, int(rows[0]), int(cell))
            free[cell] = False
        chosen = tuple(int(cell) for cell in problem.forced)
        cost = float(problem.weights[problem.forced].sum())
        if chosen and not (np.abs(residual) > _CLOSE).any():
            self._accept(chosen, cost)
        return matrix, residual, free, chosen, cost

    def _step(self, matrix: NDArray[np.float64], residual: NDArray[np.float64], free: NDArray[np.bool_], chosen: tuple[int, ...], cost: float, depth: int) -> None:
        """Every set of exactly `depth` more cells that spans the residual; pivot rows are zero in `matrix` and `residual`."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise _TooLong
        broken = np.flatnonzero(np.abs(residual) > _CLOSE)
        if broken.size == 0:
            return
        touched = (np.abs(matrix[broken]) > _CLOSE) & free
        counts = touched.sum(axis=1)
        if counts.min() == 0:
            return
        row = broken[int(counts.argmin())]
        candidates = np.flatnonzero((np.abs(matrix[row]) > _CLOSE) & free)
        if depth == 1:
            self._finish(matrix, residual, row, candidates, chosen, cost)
            return
        left = free.copy()
        for cell in candidates[np.argsort(self.problem.weights[candidates], kind="stable")]:
            total = cost + self.problem.weights[cell]
            left[cell] = False
            if total + (depth - 1) * self.problem.weights.min() > self.best + _CLOSE:
                continue
            reduced, rest = _eliminate(matrix, residual, int(row), int(cell))
            self._step(reduced, rest, left, (*chosen, int(cell)), total, depth - 1)

    def _finish(self, matrix: NDArray[np.float64], residual: NDArray[np.float64], row: int, candidates: NDArray[np.int64], chosen: tuple[int, ...], cost: float) -> None:
        """The cells whose column is a multiple of the residual."""
        scaled = matrix[:, candidates] * (residual[row] / matrix[row, candidates])
        for cell in candidates[(np.abs(scaled - residual[:, None]) < _CLOSE).all(axis=0)]:
            total = cost + float(self.problem.weights[cell])
            if total < self.best + _CLOSE:
                self._accept(tuple(sorted((*chosen, int(cell)))), total)

    def _is_settled(self, cells: tuple[int, ...], cost: float, least: float) -> bool:
        """Whether no larger set around one that breaks a bound can be as cheap as the best: it would need a cell whose column depends on these."""
        spare = (self.best + _CLOSE - cost) / least
        if spare < 1:
            return True
        if spare >= 2:
            return False
        columns = self.problem.matrix[:, list(cells)]
        others = np.delete(self.problem.matrix, list(cells), axis=1)
        projection = columns @ np.linalg.lstsq(columns, others, rcond=None)[0]
        return not bool((np.abs(projection - others) < _CLOSE).all(axis=0).any())

    def _accept(self, cells: tuple[int, ...], cost: float) -> None:
        solution = solve_cells(self.problem, cells, cost)
        if solution is None:
            self.outside[cells] = cost
        elif cost < self.best + _CLOSE:
            self.best = min(self.best, cost)
            self.found[cells] = solution


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
    if np.abs(columns @ whole + problem.residual).max() > _CLOSE:
        return None
    return Solution(tuple(int(cell) for cell in cells), tuple(int(value) for value in values), cost)


def search(problem: Problem, time_limit: float) -> Outcome:
    """All solutions of least cost, exactly; `is_complete` False where there are more than 20 or the time limit (seconds) was hit."""
    outcome = _Walk(problem).run()
    return outcome if outcome is not None else solve_integer(problem, time_limit)


def solve_integer(problem: Problem, time_limit: float) -> Outcome:
    """The same by mixed-integer programming: y = v + u − d, A y = 0, u + d ≤ M z; each solution found is then forbidden and the next sought."""
    found: list[Solution] = []
    start = time.monotonic()
    for solution in _integer_solutions(problem, start, time_limit):
        if solution is None:
            return Outcome((), False)
        if found and solution.cost > found[0].cost + 1e-6:
            return Outcome(tuple(found), True)
        if len(found) == MOST_SOLUTIONS:
            return Outcome(tuple(found), False)
        found.append(solution)
    return Outcome(tuple(found), bool(found))


def _integer_solutions(problem: Problem, start: float, time_limit: float) -> Iterator[Solution | None]:
    """Solutions in order of cost; None once when the time limit is hit."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, eye_array, hstack

    count = problem.values.size
    big = float(max(1000, 4 * np.abs(problem.values).max(initial=0) + 2 * np.abs(problem.residual).max(initial=0)))
    one = eye_array(count, format="csr")
    matrix = csr_array(problem.matrix)
    zero = csr_array(matrix.shape)
    constraints = [
        LinearConstraint(hstack([matrix, -matrix, zero]), -problem.residual, -problem.residual),
        LinearConstraint(hstack([one, one, -big * one]), -np.inf, 0),
    ]
    down = np.minimum(np.where(np.isfinite(problem.lowest), problem.values - problem.lowest, big), big)
    chosen = np.zeros(count)
    chosen[problem.forced] = 1
    bounds = Bounds(np.concatenate([np.maximum(-down, 0), np.zeros(count), chosen]), np.concatenate([np.full(count, big), np.maximum(down, 0), np.ones(count)]))
    cost = np.concatenate([np.full(2 * count, 1e-7), problem.weights])
    integrality = np.concatenate([np.zeros(2 * count), np.ones(count)])  # with the cells chosen, the values come out whole
    while True:
        left = time_limit - (time.monotonic() - start)
        result = milp(cost, constraints=constraints, bounds=bounds, integrality=integrality, options={"time_limit": max(left, 0.01)}) if left > 0 else None
        if result is None or result.status == 1:
            yield None
            return
        if result.x is None:
            return
        change = np.rint(result.x[:count] - result.x[count : 2 * count])
        if np.abs(matrix @ change + problem.residual).max() > 1e-6:
            if integrality.all():
                yield None
                return
            integrality[:] = 1
            continue
        cells = np.flatnonzero(np.abs(change) > 0.5)
        values = problem.values[cells] + change[cells].astype(np.int64)
        if cells.size == 0:
            return
        yield Solution(tuple(cells.tolist()), tuple(values.tolist()), float(problem.weights[cells].sum()))
        forbid = np.zeros(3 * count)
        forbid[2 * count + cells] = 1
        constraints.append(LinearConstraint(forbid[None, :], -np.inf, cells.size - 1))
