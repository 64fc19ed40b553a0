"""The search behind localisation: the walk, HiGHS and plain enumeration give the same least cost and the same sets of cells."""

from __future__ import annotations

import ctypes
import itertools
import os
import random
from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import scipy.optimize

from tests.consistent import assert_answers, plant_at_random, problem_of, related
from tests.test_check import SHAPES
from xlplugin.checking.integer import solve_integer
from xlplugin.checking.problem import MOST_SOLUTIONS, Outcome, Problem
from xlplugin.checking.search import search, walk

pytestmark = pytest.mark.slow  # whole workbooks, many of them

if TYPE_CHECKING:
    from numpy.typing import NDArray

PATIENCE = 30.0
"""Seconds that HiGHS may take here: a slow machine is no wrong answer."""
FURTHEST = 40
"""Enumeration tries changes up to this far from 0 where a set of cells leaves them open."""
WEIGHTS = (1.0, 1.15, 1.3, 1.35, 1.5, 1.8)


def small_problem(seed: int) -> Problem:
    """Up to 5 relations between up to 9 cells, most factors ±1, with negative values and cells without a bound among them."""
    rng = random.Random(seed)
    rows, cells = rng.randint(1, 5), rng.randint(3, 9)
    factors = [0, 0, 1, 1, -1] if seed % 3 else [0, 0, 1, -1, 2]
    matrix = np.array([[rng.choice(factors) for _ in range(cells)] for _ in range(rows)], dtype=float)
    values = np.array([rng.choice([0, 0, 0, 1, 2, 3, -1] if seed % 4 == 0 else [0, 0, 1, 2, 3]) for _ in range(cells)])
    constant = -(matrix @ [rng.randint(0, 3) for _ in range(cells)])
    weights = np.array([rng.choice(WEIGHTS) for _ in range(cells)])
    lowest = np.array([0.0 if rng.random() < 0.9 else -np.inf for _ in range(cells)])
    return Problem(matrix, values, weights, constant, lowest)


def enumerate_sets(problem: Problem) -> tuple[float, set[tuple[int, ...]]]:
    """The least cost and the sets of cells that have it, by trying every set in the order of cost."""
    sets = [cells for size in range(1, problem.values.size + 1) for cells in itertools.combinations(range(problem.values.size), size)]
    best, found = np.inf, set()
    for cost, cells in sorted((float(problem.weights[list(cells)].sum()), cells) for cells in sets):
        if cost > best + 1e-9:
            break
        if set(problem.forced.tolist()) <= set(cells) and any(is_answer(problem, cells, change) for change in changes(problem, cells)):
            best = min(best, cost)
            found.add(cells)
    return best, found


def changes(problem: Problem, cells: tuple[int, ...]) -> Iterator[NDArray[np.float64]]:
    """Changes of a set of cells that may mend the relations: one where they are independent, else those near 0."""
    columns, residual = problem.matrix[:, list(cells)], problem.residual
    if not np.allclose(columns @ np.linalg.lstsq(columns, -residual, rcond=None)[0], -residual):
        return
    basis: list[int] = []
    for cell in range(len(cells)):
        if np.linalg.matrix_rank(columns[:, [*basis, cell]]) > len(basis):
            basis.append(cell)
    rest = [cell for cell in range(len(cells)) if cell not in basis]
    inverse = np.linalg.pinv(columns[:, basis])
    for given in itertools.product(range(-FURTHEST, FURTHEST + 1), repeat=len(rest)):
        change = np.zeros(len(cells))
        change[rest] = given
        change[basis] = np.rint(inverse @ (-residual - columns[:, rest] @ np.array(given, dtype=float)))
        yield change


def is_answer(problem: Problem, cells: tuple[int, ...], change: NDArray[np.float64]) -> bool:
    """Whether every cell of the set changes, and with that all relations hold within the bounds."""
    values = problem.values.astype(float)
    values[list(cells)] += change
    return bool(change.all() and (values >= problem.lowest).all() and not (problem.matrix @ values + problem.constant).any())


def sets_of(outcome: Outcome) -> set[tuple[int, ...]]:
    return {solution.cells for solution in outcome.solutions}


SMALL = [seed for seed in range(260) if small_problem(seed).residual.any()]


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_the_search_agrees_with_trying_every_set_of_cells(part: int) -> None:
    walked = 0
    for seed in SMALL[part::4]:
        problem = small_problem(seed)
        cost, sets = enumerate_sets(problem)
        by_walk, by_highs = walk(problem), solve_integer(problem, PATIENCE)
        walked += by_walk is not None
        for outcome in (by_highs, *([by_walk] if by_walk is not None else [])):
            assert_answers(problem, outcome)
            assert outcome.is_complete == (0 < len(sets) <= MOST_SOLUTIONS), seed
            if outcome.is_complete:
                assert sets_of(outcome) == sets and outcome.solutions[0].cost == pytest.approx(cost), seed
    assert walked > len(SMALL) / 6, "the walk hardly ever answers"


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.02, 0.1, 0.4, 0.9])
def test_the_walk_agrees_with_highs_on_filings(share: float) -> None:
    compared = 0
    for seed in range(16):
        planted = plant_at_random(seed, 1 + seed % 4, SHAPES[seed % 3], share=share)
        problem = problem_of(planted)
        if not problem.residual.any():
            continue
        by_walk, by_highs = walk(problem), solve_integer(problem, PATIENCE)
        assert by_walk is not None and by_walk.is_complete and by_highs.is_complete, seed
        assert_answers(problem, by_walk)
        assert sets_of(by_walk) == sets_of(by_highs) and by_walk.solutions[0].cost == pytest.approx(by_highs.solutions[0].cost), seed
        assert {solution.cells: solution.values for solution in by_walk.solutions} == {solution.cells: solution.values for solution in by_highs.solutions}
        compared += 1
    assert compared >= 15


@pytest.mark.parametrize("largest", [10**4, 10**6, 10**9])
def test_large_figures_make_highs_silent_before_they_make_it_wrong(largest: int) -> None:
    for seed in range(5):
        problem = problem_of(plant_at_random(seed, 1 + seed % 3, largest=largest))
        exact, by_highs = walk(problem), solve_integer(problem, 2)
        assert exact is not None and exact.is_complete
        assert_answers(problem, exact)
        assert not by_highs.is_complete or sets_of(by_highs) == sets_of(exact)


HARD = [(seed, 8 + seed % 8) for seed in range(12)]
LIMIT = 1.0


@pytest.mark.parametrize(("seed", "errors"), HARD)
def test_many_errors_end_exactly_or_without_a_claim(seed: int, errors: int) -> None:
    planted = plant_at_random(seed, errors, SHAPES[seed % 3], share=(0.4, 0.1, 0.9)[seed % 3])
    problem = problem_of(planted)
    outcome = search(problem, LIMIT)
    assert_answers(problem, outcome)
    if outcome.is_complete:
        names = related(planted.filing.form)
        planted_cost = problem.weights[[names.index(name) for name in planted.wrong]].sum()
        assert outcome.solutions[0].cost <= planted_cost + 1e-9


def chain(length: int) -> Problem:
    """Relations x1 = x2 = …, every one broken by itself: one change for each, more than the walk goes."""
    matrix = np.zeros((length, 2 * length))
    for row in range(length):
        matrix[row, [2 * row, 2 * row + 1]] = 1, -1
    values = np.array([5, 3] * length)
    return Problem(matrix, values, np.full(2 * length, 1.5) + np.array([0, 0.1] * length), np.zeros(length), np.zeros(2 * length))


def test_a_search_deeper_than_the_walk_goes_on_with_highs() -> None:
    problem = chain(7)
    assert walk(problem) is None
    outcome = search(problem, PATIENCE)
    assert outcome.is_complete and sets_of(outcome) == {tuple(range(0, 14, 2))}
    assert outcome.solutions[0].values == (3,) * 7


def test_no_time_gives_no_claim() -> None:
    assert search(chain(7), 0.0) == Outcome((), False)


@pytest.mark.parametrize("status", [1, 4])
def test_a_solver_that_stops_half_way_gives_no_claim(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    solve, calls = scipy.optimize.milp, []

    def stopping(*arguments: Any, **options: Any) -> Any:
        result = solve(*arguments, **options)
        calls.append(result)
        return result if len(calls) == 1 else SimpleNamespace(status=status, x=None)

    monkeypatch.setattr(scipy.optimize, "milp", stopping)
    assert solve_integer(chain(2), PATIENCE) == Outcome((), False) and len(calls) == 2


def test_a_solution_that_the_solver_wrongly_calls_optimal_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    solve, calls = scipy.optimize.milp, []

    def wrong_at_first(cost: NDArray[np.float64], **options: Any) -> Any:
        calls.append(cost)
        return solve(-cost if len(calls) == 1 else cost, **options)

    monkeypatch.setattr(scipy.optimize, "milp", wrong_at_first)
    outcome = solve_integer(chain(2), PATIENCE)
    assert outcome.is_complete and sets_of(outcome) == {(0, 2)} and len(calls) > 2


def test_relations_that_nothing_can_mend_give_no_claim() -> None:
    problem = Problem(np.ones((1, 2)), np.array([1, 1]), np.ones(2), np.array([3.0]), np.zeros(2))  # x + y + 3 = 0
    assert search(problem, PATIENCE) == Outcome((), False)


def test_more_solutions_than_are_told_give_no_claim() -> None:
    for cells, is_complete in ((MOST_SOLUTIONS, True), (MOST_SOLUTIONS + 1, False)):
        problem = Problem(np.ones((1, cells)), np.zeros(cells, dtype=np.int64), np.ones(cells), np.array([-4.0]), np.zeros(cells))
        for outcome in (walk(problem), solve_integer(problem, PATIENCE)):
            assert outcome is not None and outcome.is_complete is is_complete and len(outcome.solutions) == MOST_SOLUTIONS


def test_two_cells_that_share_a_change_are_found_where_one_would_fall_below_zero() -> None:
    # Both cells must give: 5 too many, and neither holds 5. Their columns are alike, which the walk leaves to HiGHS.
    problem = Problem(np.ones((1, 2)), np.array([3, 4]), np.array([1.3, 1.5]), np.array([-2.0]), np.zeros(2))
    assert walk(problem) is None
    outcome = search(problem, PATIENCE)
    assert sets_of(outcome) == {(0, 1)} and sum(outcome.solutions[0].values) == 2


def test_what_highs_prints_does_not_reach_standard_output(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    library = ctypes.CDLL("ucrtbase" if os.name == "nt" else None)
    solve = scipy.optimize.milp

    def talkative(*arguments: Any, **options: Any) -> Any:
        library.puts(b"HighsMipSolverData::")
        return solve(*arguments, **options)

    monkeypatch.setattr(scipy.optimize, "milp", talkative)
    assert solve_integer(chain(2), PATIENCE).is_complete
    library.puts(b"ours")
    library.fflush(None)
    assert capfd.readouterr() == ("ours\n", "")
