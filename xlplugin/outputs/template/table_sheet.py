"""One table of the form on its sheet: the official header, the boxes to fill in, totals as formulas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlplugin.form.model import Form, Kind
from xlplugin.outputs.template.contents import areas, lay, put, put_formula, reference
from xlplugin.outputs.template.layout import Box, TablePlan, rectangles
from xlplugin.outputs.template.state import blanks_of, broken_formula
from xlplugin.outputs.template.styles import Styles, height, lines, units
from xlplugin.outputs.template.sums import Figures, Sums, Writer

PROTECTION = {"format_cells": True, "objects": True}
"""What stays allowed on a protected sheet: marking cells and commenting on them."""
CHECK_ROW = 2
"""The row above the form, in sight while typing, that tells whether it adds up."""
_PAGE = 118.0
"""Units of column width that fill a landscape A4 page."""
_ONE_LINE = 38.0
"""A label up to this width stands on one line."""


@dataclass(frozen=True)
class Job:
    """What the sheets of one template are written from."""

    form: Form
    plans: tuple[TablePlan, ...]
    sums: Sums
    contents: Mapping[str, object]
    """By field id: what is entered, and what is typed over a formula."""
    figures: Figures
    heading: tuple[str, str]
    """The organ-and-year line under each title: its formula and result."""
    styles: Styles


def write_table(sheet: Any, plan: TablePlan, job: Job) -> None:
    """Writes the form itself: what is printed, the boxes, the totals, and what guards them."""
    column_widths = widths(plan)
    for column, width in enumerate(column_widths):
        sheet.set_column(column, column, width)
    _write_head(sheet, plan, job)
    for printed in plan.printed:
        is_centred = printed.role == "label" and plan.label_columns == 1
        put(sheet, printed.box, printed.text, job.styles["label_centred" if is_centred else printed.role])
    for row, points in _heights(plan, column_widths).items():
        sheet.set_row(row - 1, points)
    writer = Writer(job.plans, plan.table.sheet)
    for field in plan.table.fields:
        box, content = plan.boxes[field.id], job.contents.get(field.id)
        if field.id not in job.sums.computed:
            put(sheet, box, content, job.styles["date" if isinstance(content, dt.date) else field.kind])
        elif field.id in job.contents:
            put(sheet, box, content, job.styles[f"total_{field.kind}"])
        else:
            put_formula(sheet, box, writer.total(job.sums.computed[field.id]), job.figures.amount(field.id), job.styles[f"total_{field.kind}"])
    _validate(sheet, plan, job)
    _mark(sheet, plan, job)


def finish(sheet: Any, plan: TablePlan, job: Job, last_row: int) -> None:
    """Freezes, protects and sets up the page."""
    first = next((box for field, box in plan.boxes.items() if field not in job.sums.computed), Box(1, 1, 1, 1))
    sheet.freeze_panes(plan.header_end, plan.label_columns if len(plan.table.blocks) == 1 else 0)
    sheet.set_selection(first.top - 1, first.left - 1, first.top - 1, first.left - 1)
    set_page(sheet, last_row, plan.width)
    sheet.fit_to_pages(1, 1 if last_row <= 45 else 0)
    sheet.repeat_rows(0, plan.header_end - 1)
    sheet.protect("", PROTECTION)


def set_page(sheet: Any, last_row: int | None = None, last_column: int | None = None) -> None:
    """A4 across, one page wide; down to a last row and column where they are known."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.55, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    if last_row is not None and last_column is not None:
        sheet.print_area(0, 0, last_row - 1, last_column - 1)
    sheet.set_footer("&C&9第 &P 页，共 &N 页")


def widths(plan: TablePlan) -> list[float]:
    """The width of each column: labels get what they need, figures share alike, and a small form is spread over the page."""
    across = plan.width - plan.label_columns
    figures = [units(printed.text) + 2.5 for printed in plan.printed if printed.role == "header" and printed.box.left == printed.box.right]
    figure = min(max(figures, default=12.0), 9.5 if across > 4 else 24.0)
    found: list[float] = []
    for column in range(1, plan.label_columns + 1):
        ends_here = [printed for printed in plan.printed if printed.role in ("label", "group") and printed.box.right == column]
        if column == plan.label_columns:
            own = [units(printed.text) for printed in ends_here if printed.box.left == column]
            found.append(max((width if width <= _ONE_LINE else width / 2 for width in own), default=12.0) + 5)
        else:
            line_count = 3 if column == 1 else 1
            found.append(min(max((units(printed.text) / line_count for printed in ends_here), default=8.0) + 2.2, 18.0))
    found += [max(figure, 9.0)] * across
    return [width * max(1.0, _PAGE / sum(found)) for width in found]


def _heights(plan: TablePlan, column_widths: Sequence[float]) -> dict[int, float]:
    figures = {box.top for box in plan.boxes.values()}
    figure, other = (30.0, 24.0) if len(figures) <= 15 else (18.5, 18.5)
    first = min(printed.box.top for printed in plan.printed)
    found = {row: figure if row in figures else other for row in range(first, plan.last_row + 1)}
    for printed in sorted(plan.printed, key=lambda printed: printed.box.bottom - printed.box.top):
        box = printed.box
        needed = height(lines(printed.text, sum(column_widths[box.left - 1 : box.right]) - (1 if printed.role == "label" else 0)))
        rows = range(box.top, box.bottom + 1)
        lacking = needed - sum(found[row] for row in rows)
        for row in rows if lacking > 0 else ():
            found[row] += lacking / len(rows)
    return found


def _write_head(sheet: Any, plan: TablePlan, job: Job) -> None:
    """The title, and right of it the organ, the year and the form's document; the row below is the check's."""
    middle = min(max(plan.label_columns, plan.width * 3 // 5), plan.width - 1) or 1
    put(sheet, Box(1, 1, 1, middle), plan.table.title.official, job.styles["table_title"])
    formula, result = job.heading
    if middle < plan.width:
        document = job.form.document
        put_formula(sheet, Box(1, middle + 1, 1, plan.width), f'{formula}&CHAR(10)&"{document}"', f"{result}\n{document}", job.styles["quiet_right"])
    sheet.set_row(0, 34)


def _validate(sheet: Any, plan: TablePlan, job: Job) -> None:
    """An alert on each box to fill in, and a prompt on the first, for each kind of figure."""
    for (kind, unit), boxes in _boxes(plan, job.sums).items():
        first, rest = boxes[0], rectangles(boxes[1:])
        # Excel lays the prompt over the cells below: it stands at the first one only.
        for part, is_prompt in (([first], True), (rest, False)):
            if part:
                at = part[0]
                several = {"multi_range": areas(part)} if len(part) > 1 else {}
                sheet.data_validation(at.top - 1, at.left - 1, at.bottom - 1, at.right - 1, {**_validation(kind, unit), "show_input": is_prompt, **several})
        for box in rectangles(boxes):
            cell = reference(Box(box.top, box.left, box.top, box.left))
            wrong = {"count": f"OR({cell}<0,INT({cell})<>{cell})", "signed_count": f"INT({cell})<>{cell}", "amount": f"{cell}<0"}[kind]
            lay(sheet, [box], {"type": "formula", "criteria": f"=IF(ISNUMBER({cell}),{wrong},NOT(ISBLANK({cell})))", "format": job.styles["is_unreadable"]})


def entries(plan: TablePlan, sums: Sums) -> dict[tuple[Kind, str | None], list[Box]]:
    """The boxes to fill in, joined, by kind and unit."""
    return {key: rectangles(boxes) for key, boxes in _boxes(plan, sums).items()}


def _boxes(plan: TablePlan, sums: Sums) -> dict[tuple[Kind, str | None], list[Box]]:
    found: dict[tuple[Kind, str | None], list[Box]] = {}
    for field in plan.table.fields:
        if field.id not in sums.computed:
            found.setdefault((field.kind, field.column.unit), []).append(plan.boxes[field.id])
    return found


def _validation(kind: Kind, unit: str | None) -> dict[str, object]:
    if kind == "count":
        return {
            "validate": "integer",
            "criteria": ">=",
            "value": 0,
            "input_title": "请填写数量",
            "input_message": "只写数字，没有的填 0。",
            "error_title": "只能填 0 或正整数",
            "error_message": "这一格只能填 0 或正整数：不写单位，不写文字，不带小数。没有发生的请填 0。",
        }
    if kind == "signed_count":
        return {
            "validate": "integer",
            "criteria": "between",
            "minimum": -999_999_999,
            "maximum": 999_999_999,
            "input_title": "请填写增减数量",
            "input_message": "减少填负数，没有增减填 0。",
            "error_title": "只能填整数",
            "error_message": "这一格只能填整数：增加填正数，减少填负数，没有增减填 0。不写单位，不写文字。",
        }
    named = f"（单位：{unit}）" if unit else ""
    return {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "input_title": f"请填写金额{named}",
        "input_message": "只写数字，没有的填 0。",
        "error_title": "只能填 0 或正数",
        "error_message": f"这一格只能填 0 或正数{named}，可以带小数。不写单位，不写文字。没有发生的请填 0。",
    }


def _mark(sheet: Any, plan: TablePlan, job: Job) -> None:
    """Reddens the cells of a relation that is broken for good, whatever the blanks will be, and a total that somebody typed over with another number."""
    writer = Writer(job.plans, plan.table.sheet, is_fixed=True)
    own = set(plan.boxes)
    for standing in job.sums.standing:
        for balance in standing.balances:
            boxes = rectangles(plan.boxes[field] for field in dict.fromkeys(balance.fields) if field in own)
            if boxes:
                broken = broken_formula(balance, blanks_of(balance, job.form, job.sums.computed), writer)
                lay(sheet, boxes, {"type": "formula", "criteria": f"={broken}", "format": job.styles["is_broken"]})
    for field, balance in job.sums.computed.items():
        if field in own:
            typed = {"type": "formula", "criteria": f"={writer.broken(balance)}"}
            lay(sheet, [plan.boxes[field]], {**typed, "format": job.styles["is_broken"]})
            addends = rectangles(plan.boxes[term.field] for term in balance.right.terms if term.field in own)
            lay(sheet, addends, {**typed, "format": job.styles["is_addend"]})
