"""What a checker keeps of the filings that it has seen: workbooks of one layout have nearly everything in common, and only what differs is checked anew.

A filing that differs from the first one of its layout (`Filing.difference`) breaks no bound, no relation and no rule on the
workbook where that one broke none and what differs does not either.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from xlplugin.filing.cells import Cell
from xlplugin.filing.filing import Filing
from xlplugin.form import Form

T = TypeVar("T")
_MOST_CELLS, _MOST_FIRST = 2**15, 64


class Kept:
    """For one set of rules and limits; bounded."""

    def __init__(self) -> None:
        self._cells: dict[Form, dict[tuple[str, int], Cell]] = {}
        self._firsts: dict[int, tuple[Filing, dict[Hashable, Any]]] = {}

    def cells(self, form: Form) -> dict[tuple[str, int], Cell]:
        """The cells that keep every bound, by field and id, each with its id as long as it is here."""
        known = self._cells.setdefault(form, {})
        if len(known) > _MOST_CELLS:
            known.clear()
        return known

    def of(self, first: Filing, what: Hashable, work: Callable[[], T]) -> T:
        """What `work` gives of a filing that others are like, worked out once; `what` is its name."""
        if id(first) not in self._firsts:
            if len(self._firsts) >= _MOST_FIRST:
                self._firsts.clear()
            self._firsts[id(first)] = first, {}  # the filing with its id, which is its own as long as it lives
        _, known = self._firsts[id(first)]
        if what not in known:
            known[what] = work()
        return cast("T", known[what])
