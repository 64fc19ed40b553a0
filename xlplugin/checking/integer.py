"""Error localisation by mixed-integer programming, with scipy's HiGHS."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import numpy as np

from xlplugin import libraries
from xlplugin.checking.problem import CLOSE, MOST_SOLUTIONS, NoAnswerError, Outcome, Problem, Solution, outcome_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


def solve_integer(problem: Problem, time_limit: float) -> Outcome:
    """All solutions of least cost, exactly; no answer after `time_limit` seconds, or without scipy.

    Each solution found is then forbidden, and one sought that is no dearer, until there is none: that the cost is the
    least never rests on the solver's word alone, which has been seen to call a dearer solution optimal. A change that it
    let pass unpaid, within its tolerance, is found again by that.
    """
    try:
        programme = _Programme(problem)
    except ImportError:
        return Outcome((), False, is_unsolved=True)
    deadline = time.monotonic() + time_limit
    found: list[Solution] = []
    best = np.inf
    try:
        while len(found) <= MOST_SOLUTIONS and (solution := programme.solve(best, deadline)) is not None:
            best = min(best, solution.cost)
            found = [other for other in (*found, solution) if other.cost < best + CLOSE]
            programme.forbid(solution.cells)
    except NoAnswerError:
        return Outcome((), False)
    return outcome_of(found)


class _Programme:
    """Changes x and choices z of least weight: A x = −residual, −down z ≤ x ≤ M z."""

    def __init__(self, problem: Problem) -> None:
        libraries.load("scipy.optimize", "scipy.sparse")
        from scipy.optimize import Bounds, LinearConstraint
        from scipy.sparse import csr_array, diags_array, eye_array, hstack

        self.problem = problem
        count = problem.values.size
        matrix, residual = csr_array(problem.matrix), problem.residual
        need = np.maximum(problem.lowest - problem.values, 0)
        # On a table of sums no change need be larger than all residuals together. A larger M lets the solver's tolerance of 1e-6 in z pass for a change.
        factors = np.abs(matrix.data)
        spread = 4 * factors.max() / factors.min()
        big = float(max(100, spread * np.abs(residual + matrix @ need).sum() + need.max(initial=0)))
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
        """A solution that costs no more than `most`; None where there is none. Raises `NoAnswerError` where no answer can be relied on."""
        from scipy.optimize import LinearConstraint, milp

        limit = [LinearConstraint(self.cost[None, :], -np.inf, most + 1e-5)] if np.isfinite(most) else []
        left = deadline - time.monotonic()
        if left <= 0:
            raise NoAnswerError
        with _without_output():
            result = milp(self.cost, constraints=[*self.constraints, *limit], bounds=self.bounds, integrality=self.integrality, options={"time_limit": left})
        if result.status == 2:  # infeasible
            return None
        if result.status != 0:
            raise NoAnswerError
        solution = self._exact(result.x)
        if solution is not None:
            return solution
        if self.integrality.all():
            raise NoAnswerError
        self.integrality[:] = 1
        return self.solve(most, deadline)

    def _exact(self, found: NDArray[np.float64]) -> Solution | None:
        """What the solver found, as whole numbers; None where it holds only within the solver's tolerance."""
        problem, count = self.problem, self.problem.values.size
        change = np.rint(found[:count])
        cells = np.flatnonzero(change)
        values = problem.values + change.astype(np.int64)
        if (values < problem.lowest).any() or np.abs(problem.matrix @ change + problem.residual).max() > CLOSE:
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
    """Writes out what C libraries keep back, where C's library can be found."""
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None).fflush(None)
