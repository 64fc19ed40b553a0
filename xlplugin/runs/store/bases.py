"""Reports and their filings, told by what differs from another one: files of one layout have nearly everything in common, and most of what differs is whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from json.encoder import encode_basestring_ascii as quoted
from operator import attrgetter
from typing import Any

from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Differing, NotChecked, Report
from xlplugin.form import Form
from xlplugin.runs.store.codec import load_filing, made, value_of
from xlplugin.runs.store.encode import dump

_OF_REPORT = ("file", "organ", "year", "parts", "sources")
"""What a filing and its report have alike."""
_IN_COMMON = ("form", "cells", "facts", *_OF_REPORT)
_alike = attrgetter("values", *_OF_REPORT)
_MOST_KEPT, _MOST_OTHERS = 4_000, 64
"""Cells that are known beside one filing that others are told by, and such filings."""


class _Other:
    """A filing that others are told by, as JSON, and what is known of their cells: those that hold the same are the same object in many files."""

    def __init__(self, filing: Filing) -> None:
        self.filing, self.text = filing, dump(filing)
        self._numbers = {name: number for number, name in enumerate(filing.cells)}
        self._figures: dict[tuple[str, int], str] = {}
        self._kept: list[Cell] = []  # an id is an object's own as long as that lives

    def figures(self, cells: Mapping[str, Cell]) -> list[str | None]:
        """Of each cell the number of its field and its figure, as `dump_difference` writes them; None of those of which more differs than a whole number."""
        keys = list(zip(cells, map(id, cells.values()), strict=True))
        found = list(map(self._figures.get, keys))
        return [self._figure(key, cells[key[0]]) if figure is None else figure for key, figure in zip(keys, found, strict=True)] if None in found else found

    def _figure(self, key: tuple[str, int], cell: Cell) -> str | None:
        name, value = key[0], cell.value
        if type(value) is not int or not _is_with(cell, self.filing.cells[name], value):
            return None
        if len(self._kept) >= _MOST_KEPT:
            self._figures.clear()
            self._kept.clear()
        self._figures[key] = figure = f"{self._numbers[name]},{value}"
        self._kept.append(cell)
        return figure


def dump_difference(report: Report, filing: Filing) -> tuple[str, str] | None:
    """A report and its filing as one JSON, the filing by what differs from another one, and that one as JSON; None where it is not known to be like another.

    `figures`: of the cells of which nothing differs but a whole number, one after the other its number among the other filing's cells, and its figure.
    `cells`: those that differ otherwise. `filing`: what else is its own. What was not checked, and the report's values, are not in it.
    """
    difference = filing.difference
    if difference is None or filing.facts is not difference.other.facts or _alike(report) != _alike(filing):
        return None
    other, cells = _other(difference.other), difference.cells
    figures = other.figures(cells)
    rest = [f"{quoted(name)}:{dump(cells[name])}" for name, figure in zip(cells, figures, strict=True) if figure is None] if None in figures else []
    told = f'"figures":[{",".join(filter(None, figures))}],"cells":{{{",".join(rest)}}},"filing":{dump(filing, *_IN_COMMON)}'
    return f'{{"report":{dump(report, "not_checked", "values")},{told}}}', other.text


def _other(filing: Filing) -> _Other:
    known = _OTHERS.get(id(filing))
    if known is None:
        if len(_OTHERS) >= _MOST_OTHERS:
            _OTHERS.clear()
        known = _OTHERS[id(filing)] = _Other(filing)  # it holds the filing, whose id is its own as long as that lives
    return known


class Base:
    """A filing that others are told by. `text`: as `dump` wrote it; `told`: what `dump_difference` wrote of another one, decoded."""

    def __init__(self, text: str, forms: Mapping[str, Form]) -> None:
        self._text, self._forms = text, forms

    @cached_property
    def _filing(self) -> Filing:
        return load_filing(self._text, self._forms)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(self._filing.cells)

    @cached_property
    def _is_whole(self) -> bool:
        """Whether its cells are those of its values, in the same order."""
        return self._names == tuple(self._filing.values)

    def report(self, told: Mapping[str, Any], not_checked: tuple[NotChecked, ...]) -> Report:
        """The report."""
        others, rest = self._filing.values, {name: value_of(cell) for name, cell in told["cells"].items()}
        values = Differing(others, told["figures"], rest) if self._is_whole and rest.keys() <= others.keys() else {**others, **self._figures(told), **rest}
        return made(Report, told["report"], not_checked=not_checked, values=values)

    def filing(self, told: Mapping[str, Any], report: Report) -> Filing:
        """The filing, whose report is known."""
        cells = self._filing.cells
        figures = {name: _with(cells[name], figure) for name, figure in self._figures(told).items()}
        common = {name: getattr(report, name) for name in _OF_REPORT}
        return made(Filing, told["filing"], form=self._filing.form, facts=self._filing.facts, cells={**cells, **figures, **{name: made(Cell, cell) for name, cell in told["cells"].items()}}, **common)

    def _figures(self, told: Mapping[str, Any]) -> dict[str, int]:
        numbers, figures = told["figures"][::2], told["figures"][1::2]
        return dict(zip(map(self._names.__getitem__, numbers), figures, strict=True))


def _with(cell: Cell, figure: int) -> Cell:
    """The same cell with another whole number in it."""
    computed = None if cell.formula is None else figure
    return Cell(Shape.NUMBER, figure, str(figure), cell.place, cell.formula, computed, computed)


def _is_with(cell: Cell, other: Cell, figure: int) -> bool:
    """Whether a cell that holds a whole number is another one with that in it: `_with` gives the same."""
    computed = None if other.formula is None else figure
    return _besides(cell) == (Shape.NUMBER, str(figure), other.place, other.formula, computed, computed) and _more(cell) == _NO_MORE


_besides, _more = attrgetter("shape", "raw", "place", "formula", "saved", "recalculated"), attrgetter("likely", "reason", "shown", "aside")
"""What a cell holds besides its value: what a figure by itself has, and what it has not."""
_NO_MORE = _more(Cell())
_OTHERS: dict[int, _Other] = {}
