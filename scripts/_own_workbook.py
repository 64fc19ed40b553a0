"""Writes a filing the way an office's own workbook has it: one sheet, a title, the official tables one under another, no defined names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from xlplugin.form import Form
from xlplugin.form.model import Table
from xlplugin.outputs.template.contents import put, put_formula, reference
from xlplugin.outputs.template.layout import FIRST_ROW, Box, TablePlan, plans, rectangles
from xlplugin.outputs.template.sums import sums
from xlplugin.rules import catalogue

_CREATED = dt.datetime(2024, 1, 15)
"""Fixed, so that every run gives the same bytes."""
_SHEET = "年报表格"
_WIDTHS = (16, 18, 30, *([10] * 12))
_ACROSS = 10


@dataclass(frozen=True)
class Formula:
    """A formula as typed, and the value that the file says it gave (None: never calculated)."""

    text: str
    saved: object


@dataclass(frozen=True)
class Sum:
    """A total as `=SUM(…)` over other cells of its table, and the saved value."""

    parts: tuple[str, ...]
    saved: object


@dataclass(frozen=True)
class Own:
    """What one workbook holds. `values`: numbers, text, dates, None for blank, `Formula`, `Sum`, by field id."""

    form: Form
    title: str
    values: Mapping[str, object]
    words: Mapping[str, str] = field(default_factory=dict)
    """Labels that are worded otherwise, by the official wording."""
    without: tuple[str, ...] = ()
    """Tables that are left out."""
    again: Mapping[str, object] | None = None
    """The figures of a second copy of section three's table, where there is one."""
    hidden: tuple[str, ...] = ()
    """Rows that are hidden, `requests.carried_in`."""


def with_sums(form: Form, values: Mapping[str, object]) -> dict[str, object]:
    """The values with every typed total as a sum of its parts, the total itself as the saved value."""
    computed = sums(form, catalogue().values()).computed
    parts = {name: tuple(term.field for term in balance.right.terms) for name, balance in computed.items()}
    return {name: Sum(parts[name], value) if name in parts and not isinstance(value, Formula) else value for name, value in values.items()}


def write_own(own: Own, path: Path) -> None:
    """Writes the workbook; the same contents give the same bytes."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _CREATED})
        writer = _Writer(own, book)
        for plan in plans(own.form):
            if plan.table.id not in own.without:
                writer.table(plan, own.values)
        for plan in plans(own.form):
            if own.again is not None and plan.table.id == "requests":
                writer.table(plan, own.again)


class _Writer:
    """Writes tables downwards and knows how far it came."""

    def __init__(self, own: Own, book: Any) -> None:
        border = {"border": 1, "text_wrap": True, "valign": "vcenter"}
        self._own = own
        self._title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self._heading = book.add_format({"bold": True, "font_size": 12})
        self._label = book.add_format(border)
        self._header = book.add_format({**border, "align": "center"})
        self._figure = book.add_format({**border, "align": "center"})
        self._date = book.add_format({**border, "align": "center", "num_format": "yyyy-mm-dd"})
        self._sheet = book.add_worksheet(_SHEET)
        for column, width in enumerate(_WIDTHS):
            self._sheet.set_column(column, column, width)
        self._row = 1
        if own.title:
            put(self._sheet, Box(1, 1, 1, _ACROSS), own.title, self._title)
            self._row = 3

    def table(self, plan: TablePlan, values: Mapping[str, object]) -> None:
        """Writes one table with its section's title above."""
        put(self._sheet, Box(self._row, 1, self._row, _ACROSS), self._worded(plan.table.title.official), self._heading)
        down = self._row + 1 - FIRST_ROW
        boxes = {name: _moved(box, down) for name, box in plan.boxes.items()}
        for printed in plan.printed:
            style = self._label if printed.role in ("label", "group") else self._header
            put(self._sheet, _moved(printed.box, down), self._worded(printed.text), style)
        for name, box in boxes.items():
            self._figure_at(box, values.get(name), boxes)
        for row in {boxes[name].top for name in _fields_of(plan.table, self._own.hidden)}:
            self._sheet.set_row(row - 1, None, None, {"hidden": True})
        self._row = plan.last_row + down + 2

    def _figure_at(self, box: Box, content: object, boxes: Mapping[str, Box]) -> None:
        if isinstance(content, Sum):
            areas = ",".join(reference(area) for area in rectangles(boxes[part] for part in content.parts))
            content = Formula(f"=SUM({areas})", content.saved)
        if isinstance(content, Formula):
            put_formula(self._sheet, box, content.text, "" if content.saved is None else content.saved, self._figure)
        else:
            put(self._sheet, box, content, self._date if isinstance(content, dt.date) else self._figure)

    def _worded(self, official: str) -> str:
        return self._own.words.get(official, official)


def _moved(box: Box, down: int) -> Box:
    return Box(box.top + down, box.left, box.bottom + down, box.right)


def _fields_of(table: Table, rows: tuple[str, ...]) -> list[str]:
    return [name.id for name in table.fields if name.id.rpartition(".")[0] in rows]
