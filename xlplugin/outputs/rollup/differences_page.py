"""汇总差异表 in the roll-up workbook: the parent's own report against the sum, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlplugin.filing.filing import Filing
from xlplugin.form import Form
from xlplugin.outputs.rollup.differ import Difference
from xlplugin.outputs.rollup.page import Column, Pen
from xlplugin.outputs.rollup.plan import Plan
from xlplugin.outputs.rollup.summary_page import shown_files
from xlplugin.outputs.template.styles import AMBER, QUIET, RED, Styles
from xlplugin.review.roster_tree import WHOLE

_WIDTHS = (42.0, 38.0, 12.0, 12.0, 10.0, 12.0, 40.0)


def write_differences(sheet: Any, workbook: Any, styles: Styles, plan: Plan, form: Form, parent: Filing, found: Sequence[Difference]) -> None:
    """Writes the sheet; cells that differ stand first."""
    pen = Pen(sheet, workbook, styles, _WIDTHS)
    pen.head("汇总差异表（上级报告 − 各单位汇总）", plan.note.zh)
    differing = sum(one.gap not in (0, None) for one in found)
    year = f" {parent.year} 年" if parent.year else ""
    pen.paragraph(f"上级报告：{parent.organ or '（未写单位）'}{year}，{shown_files([parent.parts or (parent.file,)])[0]}。共 {len(found)} 格，{differing} 格不同。")
    for warning in _warnings(plan, parent):
        pen.paragraph(warning)
    columns = (
        Column("表", 1, 1, is_text=True),
        Column("栏目", 2, 2, is_text=True),
        *(Column(title, at, at) for at, title in enumerate(("上级报告数", "各单位合计", "汇总调整", "差额"), 3)),
        Column("常见原因", 7, 7, is_text=True),
    )
    titles = {table.id: table.title.official for table in form.tables}
    rows = [
        (
            titles[one.field.table],
            one.field.text.zh,
            "读不出" if one.parent is None else one.parent,
            one.sum,
            one.adjustment,
            "" if one.gap is None else one.gap,
            one.note.zh if one.gap and one.note else "",
        )
        for one in found
    ]
    header = pen.row
    pen.table(columns, rows, [QUIET if one.gap == 0 else AMBER if one.gap is None or one.note else RED for one in found])
    pen.finish(header)


def _warnings(plan: Plan, parent: Filing) -> list[str]:
    """What makes the differences say less than they seem to."""
    found = []
    if plan.lacking:
        found.append(f"汇总还缺 {len(plan.lacking)} 家，差额中含有这些单位的数。")
    if plan.owed is None:
        found.append("没有名册，不知道汇总是否齐全，差额中可能含有未报单位的数。")
    if parent.scope not in (None, WHOLE):
        found.append(f"上级报告的口径是“{parent.scope}”，不是“{WHOLE}”，本来就不等于各单位之和。")
    if plan.year is not None and parent.year != plan.year:
        found.append(f"上级报告的年度（{parent.year or '不详'}）与汇总年度（{plan.year}）不同。")
    return found
