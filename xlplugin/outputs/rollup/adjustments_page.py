"""汇总调整 in the roll-up workbook: what was adjusted beside the plain sum, and room to write more and give the sheet again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from xlplugin.filing.address import column_letters
from xlplugin.filing.cells import Value
from xlplugin.form import Field
from xlplugin.outputs.rollup.add import Total, computed
from xlplugin.outputs.rollup.adjust import HEADER, Adjustment, adjustable, label_of
from xlplugin.outputs.rollup.page import CELL, Pen
from xlplugin.outputs.template.contents import put, put_formula
from xlplugin.outputs.template.layout import Box
from xlplugin.outputs.template.styles import COMPUTED_TINT, ENTRY_TINT, PALE, Styles, height, lines

_ROOM = 60
"""Empty lines to fill in."""
_WIDTHS = (34.0, 10.0, 44.0, 30.0, 12.0, 12.0, 3.0, 30.0, 12.0, 10.0, 12.0)
_LIST, _SUMS = 12, 13
"""Hidden columns, from 0: the fields to choose from and their plain sums."""
_HOW = (
    "联合发文、转办移送、一案多方等重复计算的，在这里调整：选字段，填增减（减少填负数），写明原因和涉及单位。"
    "填好保存后，用 --adjustments 指定本文件重新汇总，各表才会变动。合计随分项变动，不单独调整；没有原因的调整不予接受。"
)


def write_adjustments(sheet: Any, workbook: Any, styles: Styles, total: Total, after: Mapping[str, Value], adjustments: Sequence[Adjustment], note: str) -> None:
    """Writes the sheet. `after`: the sums after adjustment."""
    pen = Pen(sheet, workbook, styles, _WIDTHS)
    pen.head("汇总调整", note)
    pen.paragraph(_HOW)
    # A single row that nobody reported and nobody adjusts would only lengthen the list.
    asked = {*total.form.fields, *(one.field for one in adjustments)}
    fields = [field for name, field in adjustable(total.form).items() if name in asked or name.rpartition(".")[0] in total.undivided]
    header = pen.row
    for column, text in enumerate((*HEADER, "汇总数", "调整后"), 1):
        put(sheet, Box(header, column, header, column), text, styles["header"])
    sheet.set_row(header - 1, 24)
    first, last = header + 1, header + len(adjustments) + _ROOM
    _write_choices(sheet, fields, total, header)
    _write_lines(sheet, workbook, styles, (first, last), adjustments, total, after, len(fields))
    chosen = f"=${column_letters(_LIST + 1)}${first}:${column_letters(_LIST + 1)}${header + len(fields)}"
    sheet.data_validation(first - 1, 0, last - 1, 0, {"validate": "list", "source": chosen, "error_title": "不在列表中", "error_message": "请从下拉列表中选择字段。"})
    sheet.data_validation(
        first - 1,
        1,
        last - 1,
        1,
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -999_999_999,
            "maximum": 999_999_999,
            "error_title": "只能填数字",
            "error_message": "增加填正数，减少填负数，只写数字。",
        },
    )
    _write_totals(pen, header, adjustments, total, after)
    pen.row = last + 1
    pen.finish(header)
    sheet.print_area(0, 0, header + len(adjustments) + min(_ROOM, 20) - 1, len(_WIDTHS) - 1)


def _write_choices(sheet: Any, fields: Sequence[Field], total: Total, header: int) -> None:
    sheet.set_column(_LIST - 1, _SUMS, 10, None, {"hidden": True})
    for at, field in enumerate(fields):
        sheet.write_string(header + at, _LIST, label_of(field))
        sheet.write_number(header + at, _SUMS, total.values[field.id])


def _write_lines(
    sheet: Any,
    workbook: Any,
    styles: Styles,
    rows: tuple[int, int],
    adjustments: Sequence[Adjustment],
    total: Total,
    after: Mapping[str, Value],
    count: int,
) -> None:
    """The lines given, then empty ones; beside each the plain sum and the figure after every adjustment of that field, as formulas."""
    base = {**CELL, "border_color": PALE}
    entry = workbook.add_format({**base, "bg_color": ENTRY_TINT, "locked": False})
    figure = workbook.add_format({**base, "bg_color": ENTRY_TINT, "locked": False, "align": "center"})
    result = workbook.add_format({**base, "bg_color": COMPUTED_TINT, "align": "center"})
    fields = adjustable(total.form)
    first, last = rows
    names, plain = (f"${column_letters(column + 1)}${first}:${column_letters(column + 1)}${first + count - 1}" for column in (_LIST, _SUMS))
    for row in range(first, last + 1):
        one = adjustments[row - first] if row - first < len(adjustments) else None
        contents = (label_of(fields[one.field]), one.amount, one.reason, one.organs) if one else (None, None, None, None)
        sheet.set_row(row - 1, max(20.0, *(height(lines(str(text or ""), width)) for text, width in zip(contents, _WIDTHS, strict=False))))
        for column, content in enumerate(contents, 1):
            put(sheet, Box(row, column, row, column), content, figure if column == 2 else entry)
        found = f"INDEX({plain},MATCH($A{row},{names},0))"
        put_formula(sheet, Box(row, 5, row, 5), f'=IF($A{row}="","",{found})', total.values[one.field] if one else "", result)
        changed = f"SUMIF($A${first}:$A${last},$A{row},$B${first}:$B${last})"
        put_formula(sheet, Box(row, 6, row, 6), f'=IF($A{row}="","",$E{row}+{changed})', after[one.field] if one else "", result)


def _write_totals(pen: Pen, header: int, adjustments: Sequence[Adjustment], total: Total, after: Mapping[str, Value]) -> None:
    """The totals that followed, right of the lines."""
    changed: dict[str, Field] = defaultdict()
    for shape in total.form.shapes:
        changed |= {name: shape.fields[name] for name in computed(shape).computed if after[name] != total.values[name]}
    if not adjustments or not changed:
        return
    for column, text in enumerate(("随之变动的合计", "汇总数", "调整", "调整后"), 8):
        put(pen.sheet, Box(header, column, header, column), text, pen.styles["header"])
    for row, (name, field) in enumerate(changed.items(), header + 1):
        put(pen.sheet, Box(row, 8, row, 8), field.text.zh, pen.format(is_text=True))
        for column, value in enumerate((total.values[name], after[name] - total.values[name], after[name]), 9):
            put(pen.sheet, Box(row, column, row, column), value, pen.format())
