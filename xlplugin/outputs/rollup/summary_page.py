"""汇总说明, the first page of a roll-up: how many organs of how many, what went in, what did not and why, and what to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from xlplugin.filing.cells import Value
from xlplugin.outputs.rollup.add import Total, single_rows
from xlplugin.outputs.rollup.page import Column, Pen
from xlplugin.outputs.rollup.plan import Plan
from xlplugin.outputs.template.contents import put
from xlplugin.outputs.template.layout import Box
from xlplugin.outputs.template.styles import AMBER, INK, QUIET, RED, RED_TINT, TITLE_FONT, Styles
from xlplugin.review.review import STATES
from xlplugin.text import Text

_WIDTHS = (6.0, 34.0, 13.0, 12.0, 10.0, 13.0, 13.0, 40.0)
_LAST = len(_WIDTHS)
_NUMERALS = "一二三四五六七"


def write_summary(sheet: Any, workbook: Any, styles: Styles, plan: Plan, total: Total, after: Mapping[str, Value], remarks: Sequence[Text]) -> None:
    """Writes the page. `after`: the sums after adjustment, of all shapes' fields; `remarks`: what is to be known of the figures, besides the plan's own."""
    pen = Pen(sheet, workbook, styles, _WIDTHS)
    year = f"{plan.year}年" if plan.year else ""
    big = {"font_name": TITLE_FONT, "font_size": 13, "bold": True, "align": "center", "valign": "vcenter"}
    pen.head(f"{plan.target or ''}{year}{total.form.title.official}汇总说明", plan.coverage.zh, workbook.add_format(big))
    if plan.stamp:
        stamp = {**big, "font_color": RED, "bg_color": RED_TINT, "border": 2, "border_color": RED}
        put(sheet, Box(3, 3, 3, 7), plan.stamp.zh, workbook.add_format(stamp))
        sheet.set_row(2, 30)
        pen.row = 4
    pen.gap()
    part = iter(_NUMERALS)
    if known := [*plan.remarks, *remarks]:
        pen.heading(f"{next(part)}、请注意")
        for count, remark in enumerate(known, 1):
            pen.paragraph(f"{count}．{remark.zh}")
    pen.heading(f"{next(part)}、计入汇总的报告（{len(plan.parts)} 份）")
    _parts(pen, plan)
    pen.heading(f"{next(part)}、未计入的报告和单位（其中未含 {len(plan.lacking)} 家）" if plan.owed is not None else f"{next(part)}、未计入的报告")
    _left_out(pen, plan)
    if total.unread:
        pen.heading(f"{next(part)}、读不出的单元格（有关合计为“至少”）")
        _unread(pen, total)
    if total.undivided:
        pen.heading(f"{next(part)}、没有分项的单行")
        _undivided(pen, total, after)
    pen.finish()
    sheet.set_selection(0, 0, 0, 0)
    sheet.activate()


def _parts(pen: Pen, plan: Plan) -> None:
    columns = (
        Column("序号", 1, 1),
        Column("单位", 2, 2, is_text=True),
        *(Column(title, at, at) for at, title in enumerate(("层级", "口径", "覆盖家数", "报送时间", "审核状态"), 3)),
        Column("文件", 8, 8, is_text=True),
    )
    files = shown_files([part.submission.files for part in plan.parts])
    rows = [
        (
            number,
            part.organ,
            part.level,
            part.scope or "未注明",
            len(part.covers),
            part.submission.submitted.isoformat() if part.submission.submitted else "",
            STATES[part.state].zh,
            file,
        )
        for number, (part, file) in enumerate(zip(plan.parts, files, strict=True), 1)
    ]
    pen.table(columns, rows, [INK if part.state == "accepted" else AMBER for part in plan.parts])


def _left_out(pen: Pen, plan: Plan) -> None:
    if not plan.left_out:
        pen.paragraph("没有。")
        return
    columns = (Column("序号", 1, 1), Column("单位", 2, 2, is_text=True), Column("原因", 3, 6, is_text=True), Column("是否缺数", 7, 7), Column("文件", 8, 8, is_text=True))
    told = sorted(plan.left_out, key=lambda one: not one.is_lacking)
    names = iter(shown_files([one.submission.files for one in told if one.submission]))
    rows = [
        (number, one.organ, one.reason.zh, "缺" if one.is_lacking else "不缺" if plan.owed is not None else "不详", next(names) if one.submission else "")
        for number, one in enumerate(told, 1)
    ]
    pen.table(columns, rows, [RED if one.is_lacking else QUIET for one in told])


def _unread(pen: Pen, total: Total) -> None:
    fields = {name: field for shape in total.form.shapes for name, field in shape.fields.items()}
    columns = (Column("序号", 1, 1), Column("单位", 2, 2, is_text=True), Column("表", 3, 5, is_text=True), Column("格数", 6, 6), Column("哪些格（原文）", 7, 8, is_text=True))
    rows = []
    for number, unread in enumerate(total.unread, 1):
        named = [fields[name].text.zh + (f"“{raw}”" if raw else "（未找到）") for name, raw in unread.cells]
        words = "、".join(named[:4]) + (f" 等 {len(named)} 格" if len(named) > 4 else "")
        rows.append((number, unread.organ, total.form.table(unread.table).title.official, len(unread.cells), words))
    pen.table(columns, rows)


def _undivided(pen: Pen, total: Total, after: Mapping[str, Value]) -> None:
    """For each row that stands for several: what is known of its parts, what is not, and whose it is."""
    form = total.form
    for row, replaced in single_rows(form).items():
        if row not in total.undivided:
            continue
        table, _, row_id = row.partition(".")
        block, alternative = next((b, a) for b in form.table(table).blocks for a in b.alternatives if a.row.id == row_id)
        pen.paragraph(
            f"下列单位的“{alternative.row.label.official}”只报了一行，无法拆分到规定的各行：{'、'.join(total.undivided[row])}。"
            "汇总没有替它们拆分。请向单位核实后，在“汇总调整”中从该行减去、在规定的行加上，写明原因；全部拆分后，汇总表恢复规定的各行。"
        )
        labels = {f"{table}.{line.id}": line.label.official for line in block.rows}
        whole = [*replaced, row]
        columns = (
            Column("行", 1, 2, is_text=True),
            *(Column(column.label.short, at, at) for at, column in enumerate(block.columns[: _LAST - 2], 3)),
        )
        rows = [(labels.get(name, "没有分项"), *(after.get(f"{name}.{column.id}", 0) for column in block.columns[: _LAST - 2])) for name in whole]
        pen.table(columns, rows)


def shown_files(submissions: Sequence[Sequence[str]]) -> list[str]:
    """The files of submissions as a page names them: without the folders that all of them lie in."""
    paths = [PurePath(file) for files in submissions for file in files]
    folders = [path.parts[:-1] for path in paths]
    common = 0
    while folders and all(len(folder) > common and folder[common] == folders[0][common] for folder in folders):
        common += 1
    names = iter("/".join(path.parts[common:]) for path in paths)
    return [" + ".join(next(names) for _ in files) for files in submissions]
