"""What the walk leaves out because too few cells are left to mend what is broken, and what it answered before, change no answer."""

from __future__ import annotations

import bench_localise
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlplugin.checking import localise as localising
from xlplugin.checking import search
from xlplugin.checking.localise import localise
from xlplugin.checking.problem import Outcome, Problem
from xlplugin.form import editions


def problems(count: int, monkeypatch: pytest.MonkeyPatch) -> list[Problem]:
    """The parts of section three with 1 to 3 wrong cells."""
    found: list[Problem] = []

    def noted(problem: Problem, time_limit: float) -> Outcome:
        found.append(problem)
        return Outcome((), False)

    monkeypatch.setattr(localising, "search", noted)
    for seed in range(count):
        localise(bench_localise.record(editions()["2021"], seed))
    return found


@pytest.mark.slow
def test_the_walk_answers_the_same_without_leaving_anything_out(monkeypatch: pytest.MonkeyPatch) -> None:
    found = problems(25, monkeypatch)
    answers = [search.walk(problem) for problem in found]
    monkeypatch.setattr(search, "_most_mended", lambda touched, cells: 10**9)
    assert [search.walk(problem) for problem in found] == answers
    assert sum(answer is not None for answer in answers) > 20


@settings(deadline=None)
@given(st.integers(1, 6), st.integers(1, 8), st.integers(1, 9), st.randoms(use_true_random=False))
def test_no_cells_mend_more_than_is_said(rows: int, columns: int, cells: int, chance: object) -> None:
    touched = np.array([[chance.random() < 0.4 for _ in range(columns)] for _ in range(rows)])  # type: ignore[attr-defined]
    chosen = chance.sample(range(columns), min(cells, columns))  # type: ignore[attr-defined]
    assert touched[:, chosen].any(axis=1).sum() <= search._most_mended(touched, cells)


def test_a_fault_that_comes_again_is_not_searched_again_and_any_other_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_KEPT", {})
    walked: list[Problem] = []
    real = search.walk

    def counted(problem: Problem) -> Outcome | None:
        walked.append(problem)
        return real(problem)

    monkeypatch.setattr(search, "walk", counted)
    matrix = np.array([[1.0, 1.0, -1.0]])
    values, weights, zero = np.array([1, 2, 4]), np.ones(3) * 1.5, np.zeros(1)
    lowest = np.zeros(3)
    first = search.search(Problem(matrix, values, weights, zero, lowest), 1)
    assert search.search(Problem(matrix.copy(), values.copy(), weights.copy(), zero.copy(), lowest.copy()), 1) == first and len(walked) == 1
    for other in (
        Problem(-matrix, values, weights, zero, lowest),
        Problem(matrix, values + np.array([5, 0, 0]), weights, zero, lowest),
        Problem(matrix, values, weights * 1.1, zero, lowest),
        Problem(matrix, values, weights, zero + 5, lowest),
        Problem(matrix, values, weights, zero, lowest - np.inf),
    ):
        search.search(other, 1)
    assert len(walked) == 6
