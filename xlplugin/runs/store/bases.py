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
from xlplugin.runs.store.encode import WrittenOnce, dump

_IN_COMMON = ("form", "cells", "facts")
_MOST_KEPT, _MOST_BASES = 2**14, 64
"""Pairs of cells that are known, and filings that others were told by."""


@dataclass(frozen=True, slots=True)
class _Changes:
    """The cells that are others, by field id. `figures`: those of which nothing differs but a whole number. `rest`: what else is this filing's own, as JSON has it."""

    figures: dict[str, int]
    cells: dict[str, Cell]
    rest: dict[str, Any]


def dump_difference(filing: Filing) -> tuple[str, str] | None:
    """A filing as JSON by what differs from another one, and that one as JSON; None where it is not known to be like another."""
    difference = filing.difference
    if difference is None or filing.facts is not difference.other.facts:
        return None
    before = difference.other.cells
    figures: dict[str, int] = {}
    cells: list[str] = []
    for name, cell in difference.cells.items():
        if (figure := _FIGURES.of(cell, before[name])) is None:
            cells.append(f"{json.dumps(name)}:{dump(cell)}")
        else:
            figures[name] = figure
    return f'{{"figures":{json.dumps(figures)},"cells":{{{",".join(cells)}}},"rest":{dump(filing, *_IN_COMMON)}}}', _BASES(difference.other)


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
        changes = _changes(text)
        return {**self.filing.values, **changes.figures, **{name: cell.value for name, cell in changes.cells.items()}}

    def like(self, text: str) -> Filing:
        """The filing that `dump_difference` wrote."""
        changes = _changes(text)
        cells = self.filing.cells
        figures = {name: _with(cells[name], figure) for name, figure in changes.figures.items()}
        return made(Filing, changes.rest, form=self.filing.form, facts=self.filing.facts, cells={**cells, **figures, **changes.cells})


def _changes(text: str) -> _Changes:
    told = json.loads(text)
    return _Changes(told["figures"], {name: made(Cell, cell) for name, cell in told["cells"].items()}, told["rest"])


def _with(cell: Cell, figure: int) -> Cell:
    """The same cell with another whole number in it."""
    computed = None if cell.formula is None else figure
    return Cell(Shape.NUMBER, figure, str(figure), cell.place, cell.formula, computed, computed)


class _Figures:
    """What is known of pairs of cells: whether one is the other but for its number. Cells that hold the same are the same object in many files."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], int | None] = {}
        self._cells: list[tuple[Cell, Cell]] = []  # an id is an object's own as long as that lives

    def of(self, cell: Cell, before: Cell) -> int | None:
        """The number, where it alone differs."""
        key = id(cell), id(before)
        if key not in self._known:
            if len(self._cells) >= _MOST_KEPT:
                self._known.clear()
                self._cells.clear()
            value = cell.value
            self._known[key] = value if type(value) is int and cell == _with(before, value) else None
            self._cells.append((cell, before))
        return self._known[key]


_FIGURES, _BASES = _Figures(), WrittenOnce(dump, _MOST_BASES)
