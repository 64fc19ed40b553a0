"""分项小计 in the roll-up workbook: a row a group, a column a field, and the whole below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlplugin.filing.cells import Value
from xlplugin.form import Field, Form
from xlplugin.outputs.rollup.add import shown_in
from xlplugin.outputs.rollup.page import Pen
from xlplugin.outputs.rollup.subtotals import By, Group
from xlplugin.outputs.template.contents import put, put_formula, reference
from xlplugin.outputs.template.layout import Box
from xlplugin.outputs.template.styles import Styles

_FIRST = 4
"""The first column of figures."""
_COLUMNS_ON_A_PAGE, _SCALE = 15, 52
"""What fits on A4 across, at that percentage."""
_TITLES: Mapping[By, str] = {"level": "按单位层级", "parent": "按上级"}


def write_subtotals(
    sheet: Any,
    workbook: Any,
    styles: Styles,
    groups: Sequence[Group],
    by: By,
    shape: Form,
    form: Form,
    sums: tuple[Mapping[str, Value], Mapping[str, Value]],
    note: str,
) -> None:
    """Writes the sheet. `shape`: that of the roll-up's tables; `sums`: the plain ones and those after adjustment, of all shapes' fields."""
    fields = list(shape.fields.values())
    pen = Pen(sheet, workbook, styles, (34.0, 10.0, 10.0, *(10.0,) * len(fields)))
    for column, width in enumerate(pen.widths):
        sheet.set_column(column, column, width)
    for text, style in ((f"分项小计（{_TITLES[by]}）", "heading"), (note, "quiet"), (_how(by), "quiet")):
        put(sheet, Box(pen.row, 1, pen.row, 1), text, styles[style])
        pen.row += 1
    _write_header(sheet, pen.row, fields, shape, styles)
    top = pen.row + 3
    for row, group in enumerate(groups, top):
        covered = f"{group.covered}/{group.owed}" if group.owed is not None else f"{group.covered}"
        for column, content in enumerate((group.name, group.total.count, covered), 1):
            put(sheet, Box(row, column, row, column), content, styles["label_centred"])
        values = shown_in(shape, form, group.total.values)
        for column, field in enumerate(fields, _FIRST):
            put(sheet, Box(row, column, row, column), values[field.id], styles["label_centred"])
    pen.row = top + len(groups)
    _write_whole(sheet, pen, groups, top, fields, [shown_in(shape, form, values) for values in sums], styles)
    pen.finish(top - 1, _FIRST - 1)
    for row in range(top, pen.row):
        sheet.set_row(row - 1, 22)
    sheet.repeat_columns(0, _FIRST - 2)
    sheet.set_print_scale(_SCALE)
    sheet.set_v_pagebreaks(_breaks(fields))


def _breaks(fields: Sequence[Field]) -> list[int]:
    """Where a printed page ends: between rows of the form, so many columns on each page as have room."""
    found: list[int] = []
    start = 0
    for at in range(1, len(fields)):
        if (fields[at].table, fields[at].row.id) != (fields[at - 1].table, fields[at - 1].row.id):
            end = next((one for one in range(at + 1, len(fields)) if (fields[one].table, fields[one].row.id) != (fields[at].table, fields[at].row.id)), len(fields))
            if end - start > _COLUMNS_ON_A_PAGE:
                found.append(at + _FIRST - 1)
                start = at
    return found


def _write_header(sheet: Any, row: int, fields: Sequence[Field], shape: Form, styles: Styles) -> None:
    """Three rows: table, row of the form, column of the form."""
    for column, text in enumerate(("分组", "报告份数", "覆盖家数"), 1):
        put(sheet, Box(row, column, row + 2, column), text, styles["header"])
    titles = {table.id: table.title.official for table in shape.tables}
    pages = _breaks(fields)
    # A table's title stands once on each printed page: over all its columns it would be out of sight on most.
    keys = (
        [(field.table, sum(at + _FIRST - 1 >= end for end in pages)) for at, field in enumerate(fields)],
        [(field.table, field.row.id) for field in fields],
    )
    for level, texts in ((0, [titles[field.table] for field in fields]), (1, [field.row.label.short for field in fields])):
        start = 0
        for end in range(len(fields)):
            if end + 1 == len(fields) or keys[level][end + 1] != keys[level][start]:
                put(sheet, Box(row + level, start + _FIRST, row + level, end + _FIRST), texts[start], styles["header"])
                start = end + 1
    for column, field in enumerate(fields, _FIRST):
        put(sheet, Box(row + 2, column, row + 2, column), field.column.label.short, styles["header"])
    for at, points in ((0, 22), (1, 34), (2, 48)):
        sheet.set_row(row + at - 1, points)


def _write_whole(
    sheet: Any, pen: Pen, groups: Sequence[Group], top: int, fields: Sequence[Field], sums: Sequence[Mapping[str, Value]], styles: Styles
) -> None:
    """The whole as a formula over the groups; where something was adjusted, the adjustments and what comes of them."""
    row, bottom = pen.row, pen.row - 1
    owed = None if any(group.owed is None for group in groups) else sum(group.owed or 0 for group in groups)
    covered = sum(group.covered for group in groups)
    for column, content in enumerate(("合计", sum(group.total.count for group in groups), f"{covered}/{owed}" if owed is not None else f"{covered}"), 1):
        put(sheet, Box(row, column, row, column), content, styles["total_count"])
    plain, after = sums
    is_adjusted = any(plain[field.id] != after[field.id] for field in fields)
    for column, field in enumerate(fields, _FIRST):
        area = reference(Box(top, column, bottom, column))
        put_formula(sheet, Box(row, column, row, column), f"=SUM({area})", plain[field.id], styles["total_count"])
        if is_adjusted:
            put(sheet, Box(row + 1, column, row + 1, column), after[field.id] - plain[field.id], styles["label_centred"])
            both = reference(Box(row, column, row + 1, column))
            put_formula(sheet, Box(row + 2, column, row + 2, column), f"=SUM({both})", after[field.id], styles["total_count"])
    if is_adjusted:
        for at, text in ((1, "汇总调整"), (2, "调整后")):
            put(sheet, Box(row + at, 1, row + at, 3), text, styles["total_count"])
    pen.row = row + (3 if is_adjusted else 1)


def _how(by: By) -> str:
    if by == "level":
        return "按报告的单位层级分组（没有填写的按单位名称推断）；含在全域报告中的单位计入该报告的组。"
    return "按名册的上级分组：有下级的各为一组，其余归入本级；含在全域报告中的单位计入该报告的组。"
