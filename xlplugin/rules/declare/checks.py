"""What a rule may check by: a relation of the form, a bound of single values, a forbidden shape, a function over one filing or over a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from xlplugin.filing.facts import Sight
from xlplugin.filing.submissions import Batch
from xlplugin.form.model import Kind
from xlplugin.form.relation import Relation
from xlplugin.rules.declare.context import Context, Limits
from xlplugin.rules.declare.hit import Hit, Inspect, Unknown


@dataclass(frozen=True, slots=True)
class Bound:
    """A check of single values, compiled into the pandera schema: every value of `kinds` must satisfy `accepts`.

    `accepts` takes a float64 array and gives a boolean array of its shape; given one float it gives whether that is accepted.
    The context's limits are passed along.
    """

    kinds: tuple[Kind, ...]
    accepts: Callable[[Any, Limits], Any]


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A check of how cells are written, compiled into the pandera schema: no cell may have this shape.

    `counted`: the case in which a cell of the shape has a number all the same; it is then `expected`.
    """

    shape: str
    counted: str | None = None
    sight: Sight | None = None
    """What a reader has to see to tell the shape from others; of a file whose reader does not, the rule says that it may have missed some."""


@dataclass(frozen=True, slots=True)
class Across:
    """A check of many submissions side by side; it runs once for a batch, never on a filing."""

    inspect: Callable[[Batch, Context], Iterator[Hit | Unknown]]


Check = Relation | Bound | Forbidden | Across | Inspect
