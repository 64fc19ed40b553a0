"""Error localisation as a problem of whole numbers, and what its solutions are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_SOLUTIONS = 20
CLOSE = 1e-7
"""Differences below this are rounding."""


@dataclass(frozen=True, slots=True)
class Solution:
    """Cells to change, by number, and the values that make every relation hold."""

    cells: tuple[int, ...]
    values: tuple[int, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """All solutions of least cost. `is_complete` is False where nothing may be claimed: there are more than are told, or (with none) no answer was reached."""

    solutions: tuple[Solution, ...]
    is_complete: bool
    is_unsolved: bool = False
    """Whether there is no answer because the solver is not installed."""


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
    def digest(self) -> bytes:
        """Sixteen bytes that two problems share only where they are the same."""
        found = blake2b(repr(self.matrix.shape).encode(), digest_size=16)
        for values in (self.matrix, self.values, self.weights, self.constant, self.lowest):
            found.update(np.ascontiguousarray(values).tobytes())
        return found.digest()

    @property
    def forced(self) -> NDArray[np.int64]:
        """Cells below their bound: they are in every solution."""
        return np.flatnonzero(self.values < self.lowest)


class NoAnswerError(Exception):
    """A search has taken longer than it may, or has come to nothing that can be relied on."""


def outcome_of(found: Sequence[Solution]) -> Outcome:
    """The outcome of a search that ended: it knows all solutions of least cost, or more than are told."""
    ties = sorted(found, key=lambda solution: solution.cells)
    return Outcome(tuple(ties[:MOST_SOLUTIONS]), 0 < len(ties) <= MOST_SOLUTIONS)
