"""Puts contents into the template's cells: text stays text, whatever it looks like, and what does not fit is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from xlplugin.errors import UsageError
from xlplugin.outputs.template.layout import Box

MAX_TEXT = 32_767
"""Characters that fit into one cell of a workbook."""


def put(sheet: Any, box: Box, content: object, style: Any) -> None:
    """Writes a content into a box, merged where it has several cells. None leaves it blank; text is never a formula or a link."""
    if not box.is_single:
        sheet.merge_range(box.top - 1, box.left - 1, box.bottom - 1, box.right - 1, "", style)
    at = (box.top - 1, box.left - 1)
    if content is None or content == "":
        sheet.write_blank(*at, None, style)
    elif isinstance(content, bool):
        sheet.write_boolean(*at, content, style)
    elif isinstance(content, (int, float, Decimal)):
        sheet.write_number(*at, content, style)
    elif isinstance(content, (dt.datetime, dt.date, dt.time)):
        sheet.write_datetime(*at, content, style)
    else:
        text = str(content)
        if len(text) > MAX_TEXT:
            raise UsageError(
                zh=f"文字过长（{len(text)} 字），一个单元格最多放 {MAX_TEXT} 字。",
                en=f"a text of {len(text)} characters does not fit into one cell ({MAX_TEXT})",
            )
        sheet.write_string(*at, text, style)


def put_formula(sheet: Any, box: Box, formula: str, result: object, style: Any) -> None:
    """Writes a formula and its result into a box."""
    if not box.is_single:
        sheet.merge_range(box.top - 1, box.left - 1, box.bottom - 1, box.right - 1, "", style)
    sheet.write_formula(box.top - 1, box.left - 1, formula, style, result)


def lay(sheet: Any, boxes: list[Box], options: dict[str, object]) -> None:
    """Lays a conditional format over several boxes."""
    first = boxes[0]
    several = {"multi_range": areas(boxes)} if len(boxes) > 1 else {}
    sheet.conditional_format(first.top - 1, first.left - 1, first.bottom - 1, first.right - 1, {**options, **several})


def areas(boxes: list[Box]) -> str:
    """Several boxes as a workbook names them: `D6:D7 D29:D30`."""
    return " ".join(reference(box) for box in boxes)


def reference(box: Box, sheet: str | None = None, *, is_fixed: bool = False) -> str:
    """A box as a formula names it: `D8:D28`, `$D$8`, `'三、申请办理'!D8`."""
    first = xl_rowcol_to_cell(box.top - 1, box.left - 1, is_fixed, is_fixed)
    last = xl_rowcol_to_cell(box.bottom - 1, box.right - 1, is_fixed, is_fixed)
    quoted = "'" + sheet.replace("'", "''") + "'!" if sheet else ""
    return quoted + (first if box.is_single else f"{first}:{last}")
