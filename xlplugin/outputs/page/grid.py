"""A table of the form as rows of cells with spans, as HTML and word processors want it, in both languages.

Where everything stands is the template's layout; here its boxes become rows, and the labels get their English.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from xlplugin.form.model import Block, Form, Group, Label, Line, Table
from xlplugin.outputs.template.layout import Box, Role, TablePlan, plans
from xlplugin.text import Text, same

CORNERS = {
    "信息内容": "content",
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）": "(In each column, item 1 + item 2 must equal item 3 + item 4)",
}
"""What the official corners say; another edition's is shown as it is printed."""
_NUMBERING = {"一、": "I. ", "二、": "II. ", "三、": "III. ", "四、": "IV. "}


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """One cell. `row` and `column` count from 1 in its table. A figure has a `field`, everything else a `text`."""

    row: int
    column: int
    row_span: int
    column_span: int
    role: Role | None
    """None for a figure."""
    text: Text
    field: str | None = None
    is_total: bool = False

    @property
    def is_header(self) -> bool:
        """Whether it names figures: all that is printed, block titles and corners too."""
        return self.role is not None


@dataclass(frozen=True, slots=True)
class Drawn:
    """One table: its rows from top to bottom, each with the cells that begin in it from left to right."""

    table: Table
    width: int
    label_columns: int
    rows: tuple[tuple[DrawnCell, ...], ...]


@lru_cache(maxsize=16)
def draw(form: Form) -> tuple[Drawn, ...]:
    """The tables of a form in its order. The result is kept: a run has few forms and many filings."""
    return tuple(_drawn(plan) for plan in plans(form))


def _drawn(plan: TablePlan) -> Drawn:
    first = min(box.top for box in (*(printed.box for printed in plan.printed), *plan.boxes.values()))
    english = _english(plan.table)
    cells = [_cell(printed.box, first, printed.role, Text(printed.text, english[printed.role].get(printed.text, printed.text))) for printed in plan.printed]
    for field in plan.table.fields:
        is_total = field.row.total or field.column.total
        cells.append(_cell(plan.boxes[field.id], first, None, same(""), field.id, is_total))
    rows: list[list[DrawnCell]] = [[] for _ in range(plan.last_row - first + 1)]
    for cell in sorted(cells, key=lambda cell: cell.column):
        rows[cell.row - 1].append(cell)
    return Drawn(plan.table, plan.width, plan.label_columns, tuple(map(tuple, rows)))


def _cell(box: Box, first: int, role: Role | None, text: Text, field: str | None = None, is_total: bool = False) -> DrawnCell:
    return DrawnCell(box.top - first + 1, box.left, box.bottom - box.top + 1, box.right - box.left + 1, role, text, field, is_total)


def _english(table: Table) -> Mapping[Role, Mapping[str, str]]:
    """The English of what a table prints, by the official wording."""
    found: dict[Role, dict[str, str]] = {"title": {}, "corner": dict(CORNERS), "header": {}, "group": {}, "label": {}}
    for block in table.blocks:
        found["title"] |= _labels([block.title] if block.title else [])
        rows = {"group": _named(block.row_groups), "label": _named(block.rows)}
        found["header"] |= _named(block.columns) | _named(block.column_groups)
        if _is_across(block):
            found["header"] |= rows["group"] | rows["label"]
        else:
            found["group"] |= rows["group"]
            found["label"] |= rows["label"]
    return found


def _is_across(block: Block) -> bool:
    return block.layout == "line"


def _named(lines: Iterable[Line | Group]) -> dict[str, str]:
    return _labels(line.label for line in lines)


def _labels(labels: Iterable[Label]) -> dict[str, str]:
    """English by official wording; an item's number is kept, for the note in the corner speaks of it."""
    return {label.official: _NUMBERING.get(label.official[:2], "") + label.en for label in labels}
