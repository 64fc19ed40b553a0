"""The bounds of single cells, asked of the rules themselves: what the pandera schema says of a frame, without loading it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from xlplugin.filing.cells import Cell
from xlplugin.filing.filing import Filing
from xlplugin.form import Form
from xlplugin.rules.declare import Bound, Forbidden, Limits, Rule

_MOST_CELLS, _MOST_FIRST = 2**15, 64


class Kept:
    """Cells that keep every bound, told by their identity: workbooks of one layout share the cells in which they hold the same. For one set of rules and limits."""

    def __init__(self) -> None:
        self._cells: dict[Form, dict[tuple[str, int], Cell]] = {}
        self._first: dict[int, Filing] = {}
        """Filings that break none, by their ids, with which others of their layout have most cells in common."""

    def breaks_none(self, filing: Filing, rules: Sequence[Rule], limits: Limits) -> bool:
        """Whether no cell of a filing breaks a bound; only cells that are new are looked at."""
        cells = filing.cells
        if (difference := filing.difference) is not None and (id(difference.other) in self._first or self._keeps(difference.other, rules, limits)):
            cells = difference.cells
        known = self._cells.setdefault(filing.form, {})
        keys = list(zip(cells, map(id, cells.values()), strict=True))
        new = {name: cells[name] for (name, _), cell in zip(keys, map(known.get, keys), strict=True) if cell is None}
        if new and any(broken_bounds([replace(filing, cells=new)], rules, limits)):
            return False
        if len(known) > _MOST_CELLS:
            known.clear()
        known.update({(name, id(cell)): cell for name, cell in new.items()})  # the cell with its id, which is its own as long as it lives
        return True

    def _keeps(self, first: Filing, rules: Sequence[Rule], limits: Limits) -> bool:
        """Whether the filing that others differ from breaks none; kept where it does not."""
        if any(broken_bounds([first], rules, limits)):
            return False
        if len(self._first) >= _MOST_FIRST:
            self._first.clear()
        self._first[id(first)] = first
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
