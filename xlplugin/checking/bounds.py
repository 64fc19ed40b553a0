"""The bounds of single cells, asked of the rules themselves: what the pandera schema says of a frame, without loading it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from xlplugin.checking.kept import Kept
from xlplugin.filing.cells import Cell, Value
from xlplugin.filing.filing import Filing
from xlplugin.form import Form
from xlplugin.form.model import Kind
from xlplugin.rules.declare import Bound, Forbidden, Limits, Rule


def breaks_none(filing: Filing, rules: Sequence[Rule], limits: Limits, kept: Kept) -> bool:
    """Whether no cell of a filing breaks a bound; only cells that are new are looked at."""
    form, cells, difference = filing.form, filing.cells, filing.difference
    if difference is not None and kept.of(difference.other, "bounds", lambda: not any(_broken(form, difference.other.cells, rules, limits))):
        if difference.is_plain:  # no cell is written otherwise than there
            return _keeps(form, difference.values, rules, limits, kept.figures)
        cells = difference.cells
    if new := kept.new(form, cells):
        if any(_broken(form, new, rules, limits)):
            return False
        kept.keep(form, new)
    return True


def _keeps(form: Form, values: Mapping[str, Value | None], rules: Sequence[Rule], limits: Limits, known: set[tuple[Kind, Value | None]]) -> bool:
    """Whether numbers by their fields keep the bounds. `known`: those that do, by kind of value; others that do are added."""
    kinds = _kinds(form)
    if known.issuperset(zip(map(kinds.__getitem__, values), values.values(), strict=True)):
        return True
    new = {(kinds[name], value) for name, value in values.items()} - known
    bounds = [rule.check for rule in rules if isinstance(rule.check, Bound)]
    if not all(bound.accepts(float(value), limits) for kind, value in new if value is not None for bound in bounds if kind in bound.kinds):
        return False
    known |= new
    return True


@lru_cache(maxsize=16)
def _kinds(form: Form) -> Mapping[str, Kind]:
    """The kind of value of each field."""
    return {name: field.kind for name, field in form.fields.items()}


def broken_bounds(filings: Sequence[Filing], rules: Sequence[Rule], limits: Limits) -> Iterator[tuple[int, str, str]]:
    """(number of the filing, rule id, field id) of each cell that breaks a bound."""
    for number, filing in enumerate(filings):
        yield from ((number, rule, name) for rule, name in _broken(filing.form, filing.cells, rules, limits))


def _broken(form: Form, cells: Mapping[str, Cell], rules: Sequence[Rule], limits: Limits) -> Iterator[tuple[str, str]]:
    """(rule id, field id) of each of some cells that breaks a bound."""
    values = _by_kind(form, cells)
    for rule in rules:
        check = rule.check
        if isinstance(check, Forbidden):
            yield from ((rule.id, name) for name, cell in cells.items() if cell.shape == check.shape)
        if isinstance(check, Bound):
            for kind in check.kinds:
                yield from ((rule.id, name) for name, value in values.get(kind, ()) if not check.accepts(value, limits))


def _by_kind(form: Form, cells: Mapping[str, Cell]) -> dict[str, list[tuple[str, float]]]:
    """The fields that hold a number and their numbers, by kind of value."""
    found: dict[str, list[tuple[str, float]]] = {}
    for name, cell in cells.items():
        if cell.value is not None:
            found.setdefault(form.fields[name].kind, []).append((name, float(cell.value)))
    return found
