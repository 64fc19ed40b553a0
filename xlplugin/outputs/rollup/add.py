"""Adds filings up, cell by cell: plain sums of what stands in them, nothing averaged, capped or made to balance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from xlplugin.filing.cells import Shape, Value
from xlplugin.filing.filing import Filing
from xlplugin.form import Form
from xlplugin.outputs.template.sums import Sums, sums
from xlplugin.reading.figures.cells import tidy
from xlplugin.rules import catalogue


@dataclass(frozen=True, slots=True)
class Unread:
    """Cells of one organ and table whose figures could not be read: the sums they belong to are no less than what is told."""

    organ: str
    table: str
    cells: tuple[tuple[str, str], ...]
    """Field id and what stands there."""


@dataclass(frozen=True)
class Total:
    """Sums by field id.

    The fields are those of the form and of all its shapes: a single row in place of several is kept apart, as nobody can tell how it divides.
    """

    form: Form
    """The edition as it is prescribed."""
    values: Mapping[str, Value]
    count: int = 0
    """How many filings were added."""
    unread: tuple[Unread, ...] = ()
    undivided: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the row that stands for several (`requests.other`): the organs that have figures in it."""

    @property
    def at_least(self) -> frozenset[str]:
        """The fields whose sum is a lower bound, as a figure in it could not be read."""
        return frozenset(name for unread in self.unread for name, _ in unread.cells)


class Adder:
    """A sum that grows by one filing after the other, none of which is kept."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._values: dict[str, Value] = dict.fromkeys(all_fields(form), 0)
        self._unread: list[Unread] = []
        self._undivided: dict[str, list[str]] = {}
        self._count = 0

    def add(self, organ: str, filing: Filing) -> None:
        """Adds a filing of the edition; raises `ValueError` for one of another. Blank counts as 0."""
        if filing.form.edition != self._form.edition:
            raise ValueError(f"a filing of edition {filing.form.edition} cannot be added to one of {self._form.edition}")
        unknown: dict[str, list[tuple[str, str]]] = {}
        for name, one in filing.form.fields.items():
            if filing.is_known(name):
                self._values[name] += filing.amount(name)
            else:
                cell = filing.cells.get(name)
                unknown.setdefault(one.table, []).append((name, "" if cell is None or cell.shape is Shape.BLANK else cell.raw))
        self._unread += [Unread(organ, table, tuple(cells)) for table, cells in unknown.items()]
        for row in single_rows(self._form):
            if any(filing.amount(name) for name in filing.form.fields if name.rpartition(".")[0] == row):
                self._undivided.setdefault(row, []).append(organ)
        self._count += 1

    @property
    def total(self) -> Total:
        """What was added so far."""
        values = {name: tidied(value) for name, value in self._values.items()}
        return Total(self._form, values, self._count, tuple(self._unread), {row: tuple(organs) for row, organs in self._undivided.items()})


def all_fields(form: Form) -> tuple[str, ...]:
    """The fields of an edition and of all its shapes, the form's own first."""
    return tuple(dict.fromkeys(name for shape in form.shapes for name in shape.fields))


def single_rows(form: Form) -> Mapping[str, tuple[str, ...]]:
    """The rows that may stand in place of several, as `table.row`, and the rows in whose place each stands."""
    return {
        f"{table.id}.{alternative.row.id}": tuple(f"{table.id}.{row}" for row in alternative.replaces)
        for table in form.tables
        for block in table.blocks
        for alternative in block.alternatives
    }


def shape_for(form: Form, *sums_of: Mapping[str, Value]) -> Form:
    """The shape of the form that sums can all be shown in: the prescribed one, unless a single row holds figures; how they divide is not known."""
    shape = form
    for table in form.tables:
        for block in table.blocks:
            for alternative in block.alternatives:
                row = f"{table.id}.{alternative.row.id}"
                if any(values.get(f"{row}.{column.id}") for values in sums_of for column in block.columns):
                    shape = shape.with_alternative(table.id, block.id, alternative)
    return shape


def shown_in(shape: Form, form: Form, values: Mapping[str, Value]) -> dict[str, Value]:
    """The figures of a sum in a shape of the form: the rows in whose place a single row stands are added to it."""
    folded = dict(values)
    for row, replaced in single_rows(form).items():
        for name in shape.fields:
            if name.rpartition(".")[0] == row:
                column = name.rpartition(".")[2]
                folded[name] = tidied(sum((values.get(f"{other}.{column}", 0) for other in replaced), start=values.get(name, 0)))
    return {name: folded.get(name, 0) for name in shape.fields}


@lru_cache(maxsize=16)
def computed(form: Form) -> Sums:
    """What the catalogue's relations compute in a form, as the template does."""
    return sums(form, catalogue().values())


def combined(totals: Iterable[Total], form: Form) -> Total:
    """The sum of sums."""
    whole = Total(form, dict.fromkeys(all_fields(form), 0))
    for one in totals:
        undivided = {row: (*whole.undivided.get(row, ()), *one.undivided.get(row, ())) for row in (*whole.undivided, *one.undivided)}
        values = {name: tidied(value + one.values[name]) for name, value in whole.values.items()}
        whole = replace(whole, values=values, count=whole.count + one.count, unread=(*whole.unread, *one.unread), undivided=undivided)
    return whole


def tidied(value: Value) -> Value:
    """A sum as a cell's value is kept: a whole number as int."""
    found = tidy(Decimal(value))
    return value if isinstance(value, int) or found is None else found
