"""Error localisation (Fellegi and Holt 1976): the sets of cells of least total weight whose change makes every relation hold.

A set of cells can mend the relations when the residual lies in the span of the cells' columns of the matrix. The search
walks over such sets: some cell of every broken relation must change, so it branches over the cells of the broken relation
with the fewest, eliminates that cell from the system, and goes on; a cell already tried is left out of later branches, so
that each set is met once. A residual that is a multiple of one cell's column ends the walk without branching. Where lower
bounds of values (≥ 0) make the linear answer wrong, or the walk grows too long, HiGHS solves the same problem as a
mixed-integer programme.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
    """A search has taken longer than it may, or has come to nothing that can be relied on."""


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
        return _outcome([solution for solution in self.found.values() if solution.cost < self.best + _CLOSE])

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
    """The same by mixed-integer programming.

    Each solution found is then forbidden, and one sought that is no dearer, until there is none: that the cost is the
    least never rests on the solver's word alone, which has been seen to call a dearer solution optimal.
    """
    programme = _Programme(problem)
    deadline = time.monotonic() + time_limit
    found: list[Solution] = []
    best = np.inf
    try:
        while len(found) <= MOST_SOLUTIONS and (solution := programme.solve(best, deadline)) is not None:
            best = min(best, solution.cost)
            found = [other for other in (*found, solution) if other.cost < best + _CLOSE]
            programme.forbid(solution.cells)
    except _TooLong:
        return Outcome((), False)
    return _outcome(found)


def _outcome(found: Sequence[Solution]) -> Outcome:
    """The outcome of a search that ended: it knows all solutions of least cost, or more than are told."""
    ties = sorted(found, key=lambda solution: solution.cells)
    return Outcome(tuple(ties[:MOST_SOLUTIONS]), 0 < len(ties) <= MOST_SOLUTIONS)


class _Programme:
    """Changes x and choices z of least weight: A x = −residual, −down z ≤ x ≤ M z."""

    def __init__(self, problem: Problem) -> None:
        from scipy.optimize import Bounds, LinearConstraint
        from scipy.sparse import csr_array, diags_array, eye_array, hstack

        self.problem = problem
        count = problem.values.size
        matrix, residual = csr_array(problem.matrix), problem.residual
        need = np.maximum(problem.lowest - problem.values, 0)
        # On a table of sums no change need be larger than all residuals together. A larger M lets the solver's tolerance of 1e-6 in z pass for a change.
        big = float(max(100, 4 * np.abs(residual + matrix @ need).sum() + need.max(initial=0)))
        down = np.minimum(problem.values - problem.lowest, big)
        one = eye_array(count, format="csr")
        self.constraints = [
            LinearConstraint(hstack([matrix, csr_array(matrix.shape)]), -residual, -residual),
            LinearConstraint(hstack([one, -big * one]), -np.inf, 0),
            LinearConstraint(hstack([one, diags_array(np.maximum(down, 0))]), 0, np.inf),
        ]
        chosen = np.zeros(count)
        chosen[problem.forced] = 1
        self.bounds = Bounds(np.concatenate([-down, chosen]), np.concatenate([np.full(count, big), np.ones(count)]))
        self.cost = np.concatenate([np.zeros(count), problem.weights])
        self.integrality = np.concatenate([np.zeros(count), np.ones(count)])  # with the cells chosen, the changes mostly come out whole

    def forbid(self, cells: Sequence[int]) -> None:
        """Leaves out a set of cells, and every larger one around it."""
        from scipy.optimize import LinearConstraint

        chosen = np.zeros(self.cost.size)
        chosen[self.problem.values.size + np.array(cells)] = 1
        self.constraints.append(LinearConstraint(chosen[None, :], -np.inf, len(cells) - 1))

    def solve(self, most: float, deadline: float) -> Solution | None:
        """A solution that costs no more than `most`; None where there is none. Raises `_TooLong` where no answer can be relied on."""
        from scipy.optimize import LinearConstraint, milp

        limit = [LinearConstraint(self.cost[None, :], -np.inf, most + 1e-5)] if np.isfinite(most) else []
        left = deadline - time.monotonic()
        if left <= 0:
            raise _TooLong
        with _without_output():
            result = milp(self.cost, constraints=[*self.constraints, *limit], bounds=self.bounds, integrality=self.integrality, options={"time_limit": left})
        if result.status == 2:  # infeasible
            return None
        if result.status != 0:
            raise _TooLong
        solution = self._exact(result.x)
        if solution is not None:
            return solution
        if self.integrality.all():
            raise _TooLong
        self.integrality[:] = 1
        return self.solve(most, deadline)

    def _exact(self, found: NDArray[np.float64]) -> Solution | None:
        """What the solver found, as whole numbers; None where it holds only within the solver's tolerance."""
        problem, count = self.problem, self.problem.values.size
        change = np.rint(found[:count])
        cells = np.flatnonzero(change)
        values = problem.values + change.astype(np.int64)
        is_paid = bool((found[count + cells] > 0.5).all())
        if not is_paid or (values < problem.lowest).any() or np.abs(problem.matrix @ change + problem.residual).max() > _CLOSE:
            return None
        return Solution(tuple(cells.tolist()), tuple(values[cells].tolist()), float(problem.weights[cells].sum()))


@contextmanager
def _without_output() -> Iterator[None]:
    """HiGHS prints a line of its own now and then to the process's standard output, where it would spoil a report in JSON."""
    try:
        kept = os.dup(1)
    except OSError:  # there is no standard output, as in a spreadsheet program
        yield
        return
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    try:
        yield
    finally:
        _flush()
        os.dup2(kept, 1)
        os.close(kept)


def _flush() -> None:
    """Writes out what C libraries keep back."""
    import ctypes

    library = ctypes.CDLL("ucrtbase" if os.name == "nt" else None)
    library.fflush(None)
