"""The bounds of single cells, asked of the rules themselves: what the pandera schema says of a frame, without loading it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from xlplugin.checking.kept import Kept
from xlplugin.filing.filing import Filing
from xlplugin.rules.declare import Bound, Forbidden, Limits, Rule


def breaks_none(filing: Filing, rules: Sequence[Rule], limits: Limits, kept: Kept) -> bool:
    """Whether no cell of a filing breaks a bound; only cells that are new are looked at."""
    cells, difference = filing.cells, filing.difference
    if difference is not None and kept.of(difference.other, "bounds", lambda: not any(broken_bounds([difference.other], rules, limits))):
        cells = difference.cells
    if new := kept.new(filing.form, cells):
        if any(broken_bounds([replace(filing, cells=new)], rules, limits)):
            return False
        kept.keep(filing.form, new)
    return True


def broken_bounds(filings: Sequence[Filing], rules: Sequence[Rule], limits: Limits) -> Iterator[tuple[int, str, str]]:
    """(number of the filing, rule id, field id) of each cell that breaks a bound."""
    for number, filing in enumerate(filings):
        values = _by_kind(filing)
        for rule in rules:
            yield from ((number, rule.id, name) for name in _broken(filing, values, rule, limits))


def _by_kind(filing: Filing) -> dict[str, list[tuple[str, float]]]:
    """The fields that hold a number and their numbers, by kind of value."""
    found: dict[str, list[tuple[str, float]]] = {}
    for name, cell in filing.cells.items():
        if cell.value is not None:
            found.setdefault(filing.form.fields[name].kind, []).append((name, float(cell.value)))
    return found


def _broken(filing: Filing, values: dict[str, list[tuple[str, float]]], rule: Rule, limits: Limits) -> Iterator[str]:
    check = rule.check
    if isinstance(check, Forbidden):
        yield from (name for name, cell in filing.cells.items() if cell.shape == check.shape)
    if isinstance(check, Bound):
        for kind in check.kinds:
            yield from (name for name, value in values.get(kind, ()) if not check.accepts(value, limits))
