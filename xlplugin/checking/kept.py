"""What a checker keeps of the filings that it has seen: workbooks of one layout have nearly everything in common, and only what differs is checked anew.

A filing that differs from the first one of its layout (`Filing.difference`) breaks no bound, no relation and no rule on the
workbook where that one broke none and what differs does not either.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar, cast

from xlplugin.filing.cells import Cell, Value
from xlplugin.filing.filing import Filing
from xlplugin.form import Form
from xlplugin.form.model import Kind

T = TypeVar("T")
_MOST_CELLS, _MOST_FIRST = 2**15, 64


class Kept:
    """For one set of rules and limits; bounded."""

    def __init__(self) -> None:
        self._fields: dict[Form, dict[int, str]] = {}
        self._cells: list[Cell] = []
        self._figures: set[tuple[Kind, Value | None]] = set()
        self._firsts: dict[int, tuple[Filing, dict[Hashable, Any]]] = {}

    def new(self, form: Form, cells: Mapping[str, Cell]) -> dict[str, Cell]:
        """Those cells that are not known to keep every bound, by their fields."""
        fields = self._fields.get(form, {})
        told = list(map(fields.get, map(id, cells.values())))
        return {} if told == list(cells) else {name: cell for (name, cell), field in zip(cells.items(), told, strict=True) if field != name}

    def keep(self, form: Form, cells: Mapping[str, Cell]) -> None:
        """Cells that keep every bound, each with its id as long as it is here; of one that fills several fields, the last is known."""
        if len(self._cells) > _MOST_CELLS:
            self._cells.clear()
            self._fields.clear()
        self._cells += cells.values()
        self._fields.setdefault(form, {}).update(zip(map(id, cells.values()), cells, strict=True))

    @property
    def figures(self) -> set[tuple[Kind, Value | None]]:
        """Numbers that keep every bound, each with the kind of value that it is; those that are found to are put in here."""
        if len(self._figures) > _MOST_CELLS:
            self._figures.clear()
        return self._figures

    def of(self, first: Filing, what: Hashable, work: Callable[[], T]) -> T:
        """What `work` gives of a filing that others are like, worked out once; `what` is its name."""
        kept = self._firsts.get(id(first))
        if kept is None:
            if len(self._firsts) >= _MOST_FIRST:
                self._firsts.clear()
            kept = self._firsts[id(first)] = first, {}  # the filing with its id, which is its own as long as it lives
        _, known = kept
        if what not in known:
            known[what] = work()
        return cast("T", known[what])
