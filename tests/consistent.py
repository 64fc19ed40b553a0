"""Consistent filings with errors planted in them: what was true, which cells were made wrong, and the ways that localisation finds."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from tests.filings import filing_of
from tests.test_check import SHAPES, Shaped, completed, free_fields
from xlplugin.checking.examples import form_of
from xlplugin.checking.localise import Localisation, matrix_of, structure, weight
from xlplugin.checking.problem import Outcome, Problem
from xlplugin.filing.filing import Filing
from xlplugin.form import Form

Change = Mapping[str, int]
"""Values by field id."""


@dataclass(frozen=True)
class Planted:
    """A filing, the figures that it should have, and the cells that do not have them."""

    filing: Filing
    truth: Mapping[str, int]
    wrong: frozenset[str]

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """What hypothesis shows: what is not 0, and what stands in the wrong cells."""
        contents = {name: self.filing.cell(name).value for name in sorted(self.wrong)}
        printer.text(f"plant({self.filing.form.key}, {({name: value for name, value in self.truth.items() if value})}, {contents})")


def ways_of(part: Localisation) -> list[Change]:
    """The preferred change of a part, and the alternatives to it."""
    if not part.suspects:
        return []
    first = {suspect.field: int(suspect.expected) for suspect in part.suspects}
    return [first, *({name: int(value) for name, value in alternative} for alternative in part.suspects[0].alternatives)]


def problem_of(planted: Planted) -> Problem:
    """All relations of a filing as one problem."""
    form = planted.filing.form
    balances = structure(form)
    fields = related(form)
    matrix = matrix_of(form)[:, [list(form.fields).index(name) for name in fields]]
    return Problem(
        matrix,
        np.array([int(planted.filing.amount(name)) for name in fields]),
        np.array([weight(planted.filing, name) for name in fields]),
        np.zeros(len(balances.entries)),
        np.zeros(len(fields)),
    )


def assert_answers(problem: Problem, outcome: Outcome) -> None:
    """Every solution told makes all relations hold, within the bounds, at the cost that it says."""
    for solution in outcome.solutions:
        values = problem.values.copy()
        values[list(solution.cells)] = solution.values
        assert not (problem.matrix @ values + problem.constant).any() and (values >= problem.lowest).all()
        assert (values != problem.values).sum() == len(solution.cells)
        assert solution.cost == pytest.approx(problem.weights[list(solution.cells)].sum())


@st.composite
def planted(draw: st.DrawFn, most: int = 3) -> Planted:
    """A filing of any edition and shape, some nearly empty, with 1 to `most` wrong cells in sections three and four."""
    shaped = draw(st.sampled_from(SHAPES))
    form = form_of(*shaped)
    sparse = st.dictionaries(st.sampled_from(free_fields(form)), st.integers(1, 60), max_size=30)
    dense = st.integers(0, 2**32).map(lambda seed: filled(form, random.Random(seed)))
    truth = completed(form, draw(st.one_of(sparse, dense)))
    names = draw(st.lists(st.sampled_from(related(form)), min_size=1, max_size=most, unique=True))
    contents = {name: draw(_wrong(truth[name])) for name in names}
    return plant(shaped, truth, contents)


def plant_at_random(seed: int, errors: int, shaped: Shaped = SHAPES[0], largest: int = 60, share: float = 0.4) -> Planted:
    """The same without hypothesis: `errors` wrong cells in a filing of which about `share` of the free cells are not 0."""
    rng = random.Random(seed)
    form = form_of(*shaped)
    truth = completed(form, filled(form, rng, largest, share))
    contents = {name: rng.choice(_other_values(truth[name], rng.randint(0, largest))) for name in rng.sample(related(form), errors)}
    return plant(shaped, truth, contents)


def plant(shaped: Shaped, truth: Mapping[str, int], contents: Mapping[str, object]) -> Planted:
    """A filing that is true but for the contents of some cells."""
    return Planted(filing_of({**truth, **contents}, edition=shaped[0], shape=shaped[1]), truth, frozenset(contents))


def filled(form: Form, rng: random.Random, largest: int = 60, share: float = 0.4) -> dict[str, int]:
    """Figures for the cells that a relation leaves free."""
    return {name: rng.randint(1, largest) for name in free_fields(form) if rng.random() < share}


def related(form: Form) -> list[str]:
    """The cells of sections three and four: each is in some relation."""
    return [name for name in form.fields if not name.startswith("proactive.")]


def _other_values(true: int, any_value: int) -> list[int | None]:
    """Wrong contents: off by a little, a slip of the keyboard, any other figure, a sign, a blank."""
    slips = [true + 1, max(true - 1, 0), int(str(true)[::-1]), true * 10, true // 10, true * 11, any_value, -true]
    found: list[int | None] = [value for value in dict.fromkeys(slips) if value != true]
    return [*found, None] if true else found


def _wrong(true: int) -> st.SearchStrategy[int | None]:
    return st.integers(0, 99).flatmap(lambda any_value: st.sampled_from(_other_values(true, any_value)))
