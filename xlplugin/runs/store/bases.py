"""Filings told by what differs from another one: files of one layout have nearly everything in common, and most of what differs is whole numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from xlplugin.filing.cells import Cell, Shape, Value
from xlplugin.filing.filing import Filing
from xlplugin.form import Form
from xlplugin.runs.store.codec import load_filing, made
from xlplugin.runs.store.encode import dump

_IN_COMMON = ("form", "cells", "facts")
_MOST_KEPT, _MOST_OTHERS = 4_000, 64
"""Cells that are known beside one filing that others are told by, and such filings."""


@dataclass(frozen=True, slots=True)
class _Changes:
    """The cells that are others, by field id. `figures`: those of which nothing differs but a whole number. `rest`: what else is this filing's own, as JSON has it.

    As JSON the figures are one list: a cell's number among the other filing's, its figure, the next one's number, and so on.
    """

    figures: dict[str, int]
    cells: dict[str, Cell]
    rest: dict[str, Any]


class _Other:
    """A filing that others are told by, as JSON, and what is known of their cells: those that hold the same are the same object in many files."""

    def __init__(self, filing: Filing) -> None:
        self.filing, self.text = filing, dump(filing)
        self._numbers = {name: number for number, name in enumerate(filing.cells)}
        self._figures: dict[tuple[str, int], str] = {}
        self._kept: list[Cell] = []  # an id is an object's own as long as that lives

    def figures(self, cells: Mapping[str, Cell]) -> list[str | None]:
        """Of each cell the number of its field and its figure, as `_Changes` has them; None of those of which more differs than a whole number."""
        keys = list(zip(cells, map(id, cells.values()), strict=True))
        found = list(map(self._figures.get, keys))
        return [self._figure(key, cells[key[0]]) if figure is None else figure for key, figure in zip(keys, found, strict=True)] if None in found else found

    def _figure(self, key: tuple[str, int], cell: Cell) -> str | None:
        name, value = key[0], cell.value
        if type(value) is not int or cell != _with(self.filing.cells[name], value):
            return None
        if len(self._kept) >= _MOST_KEPT:
            self._figures.clear()
            self._kept.clear()
        self._figures[key] = figure = f"{self._numbers[name]},{value}"
        self._kept.append(cell)
        return figure


def dump_difference(filing: Filing) -> tuple[str, str] | None:
    """A filing as JSON by what differs from another one, and that one as JSON; None where it is not known to be like another."""
    difference = filing.difference
    if difference is None or filing.facts is not difference.other.facts:
        return None
    other, cells = _other(difference.other), difference.cells
    figures = other.figures(cells)
    rest = [f"{json.dumps(name)}:{dump(cells[name])}" for name, figure in zip(cells, figures, strict=True) if figure is None] if None in figures else []
    return f'{{"figures":[{",".join(filter(None, figures))}],"cells":{{{",".join(rest)}}},"rest":{dump(filing, *_IN_COMMON)}}}', other.text


def _other(filing: Filing) -> _Other:
    known = _OTHERS.get(id(filing))
    if known is None:
        if len(_OTHERS) >= _MOST_OTHERS:
            _OTHERS.clear()
        known = _OTHERS[id(filing)] = _Other(filing)  # it holds the filing, whose id is its own as long as that lives
    return known


class Base:
    """A filing that others are told by. `text`: as `dump` wrote it."""

    def __init__(self, text: str, forms: Mapping[str, Form]) -> None:
        self._text, self._forms = text, forms

    @cached_property
    def filing(self) -> Filing:
        """The filing itself."""
        return load_filing(self._text, self._forms)

    def values(self, text: str) -> dict[str, Value | None]:
        """The values of the filing that `dump_difference` wrote."""
        changes = self._changes(text)
        return {**self.filing.values, **changes.figures, **{name: cell.value for name, cell in changes.cells.items()}}

    def like(self, text: str) -> Filing:
        """The filing that `dump_difference` wrote."""
        changes = self._changes(text)
        cells = self.filing.cells
        figures = {name: _with(cells[name], figure) for name, figure in changes.figures.items()}
        return made(Filing, changes.rest, form=self.filing.form, facts=self.filing.facts, cells={**cells, **figures, **changes.cells})

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(self.filing.cells)

    def _changes(self, text: str) -> _Changes:
        told = json.loads(text)
        numbers, figures = told["figures"][::2], told["figures"][1::2]
        named = dict(zip(map(self._names.__getitem__, numbers), figures, strict=True))
        return _Changes(named, {name: made(Cell, cell) for name, cell in told["cells"].items()}, told["rest"])


def _with(cell: Cell, figure: int) -> Cell:
    """The same cell with another whole number in it."""
    computed = None if cell.formula is None else figure
    return Cell(Shape.NUMBER, figure, str(figure), cell.place, cell.formula, computed, computed)


_OTHERS: dict[int, _Other] = {}
