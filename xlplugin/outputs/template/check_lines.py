"""The lines under a table that tell at once whether it adds up and what is still blank, with no add-in installed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlplugin.form.relation import Balance
from xlplugin.outputs.template.contents import lay, put, put_formula, reference
from xlplugin.outputs.template.layout import Box, TablePlan
from xlplugin.outputs.template.styles import height, lines
from xlplugin.outputs.template.sums import Standing, Writer
from xlplugin.outputs.template.table_sheet import Job, entries, widths
from xlplugin.text import number

HOLDS = "√"


@dataclass(frozen=True)
class Live:
    """What the lines under one table say, for the cover to repeat."""

    plan: TablePlan
    checks: tuple[Box, ...]
    """Boxes that show √ where all is well."""
    holds: bool
    filled: Box
    """The box that tells how much is blank."""
    filled_text: str
    last_row: int


def write_live(sheet: Any, plan: TablePlan, job: Job) -> Live:
    """Writes the lines under a table, and the legend below them."""
    writer = Writer(job.plans, plan.table.sheet)
    column_widths = widths(plan)
    split = plan.label_columns or max(1, plan.width // 3)
    row = plan.last_row + 2
    sheet.set_row(plan.last_row, 6)
    checks: list[Box] = []
    holds = True

    def label(text: str) -> Box:
        put(sheet, Box(row, 1, row, split), text, job.styles["live_label"])
        sheet.set_row(row - 1, max(20.0, height(lines(text, sum(column_widths[:split]), 9), 9)))
        return Box(row, split + 1, row, plan.width)

    for standing, balances in _of_table(plan, job):
        columns = _columns(plan, balances)
        rest = label(f"勾稽：{standing.words(job.form)}")
        for balance, box in zip(balances, columns or (), strict=False):
            at = Box(row, box.left, row, box.right)
            result = f"差 {number(abs(job.figures.difference(balance)))}" if job.figures.is_broken(balance) else HOLDS
            formula = f'=IF({writer.broken(balance)},"差 "&ABS(ROUND({writer.difference(balance)},6)),"{HOLDS}")'
            put_formula(sheet, at, formula, result, job.styles["live"])
            checks.append(at)
        if not columns:
            checks.append(_write_count(sheet, rest, balances, "处不符，见红色格", job, writer))
        holds = holds and not any(job.figures.is_broken(balance) for balance in balances)
        row += 1
    computed = [balance for field, balance in job.sums.computed.items() if field in plan.boxes]
    if computed:
        checks.append(_write_count(sheet, label("自动合计：总计＝各分项之和"), computed, "处总计与分项之和不符，见红色格", job, writer))
        holds = holds and not any(job.figures.is_broken(balance) for balance in computed)
        row += 1
    filled = label("填写情况")
    filled_text = _write_filled(sheet, filled, plan, job)
    _colour(sheet, Box(plan.last_row + 2, split + 1, row, plan.width), job)
    return Live(plan, tuple(checks), holds, filled, filled_text, _write_legend(sheet, row + 2, plan, bool(computed), job))


def _of_table(plan: TablePlan, job: Job) -> list[tuple[Standing, tuple[Balance, ...]]]:
    """The relations that are shown under this table, which is where a finding would be reported."""
    found = []
    for standing in job.sums.standing:
        places = [(balance, balance.at if balance.at in job.form.fields else balance.fields[0]) for balance in standing.balances]
        if own := tuple(balance for balance, at in places if at in plan.boxes):
            found.append((standing, own))
    return found


def _columns(plan: TablePlan, balances: tuple[Balance, ...]) -> list[Box] | None:
    """The boxes under which each relation is shown, where each has a column of its own."""
    boxes = [plan.boxes[balance.at] for balance in balances if balance.at in plan.boxes]
    has_own = len(boxes) == len(balances) == len({box.left for box in boxes}) and len({box.top for box in boxes}) == 1
    return boxes if has_own and plan.label_columns else None


def _write_count(sheet: Any, box: Box, balances: Sequence[Balance], words: str, job: Job, writer: Writer) -> Box:
    """One answer for many relations: √, or how many do not hold."""
    count = "+".join(f"({writer.broken(balance)})" for balance in balances)
    count = count if len(balances) > 1 else f"--{count}"
    broken = sum(job.figures.is_broken(balance) for balance in balances)
    put_formula(sheet, box, f'=IF({count}=0,"{HOLDS}","有 "&({count})&" {words}")', f"有 {broken} {words}" if broken else HOLDS, job.styles["live"])
    return box


def _write_filled(sheet: Any, box: Box, plan: TablePlan, job: Job) -> str:
    cells = ",".join(reference(area) for areas in entries(plan, job.sums).values() for area in areas)
    fields = [field for field in plan.boxes if field not in job.sums.computed]
    contents = [job.contents[field] for field in fields if job.contents.get(field) not in (None, "")]
    texts, blanks = sum(isinstance(content, str) for content in contents), len(fields) - len(contents)
    formula = (
        f'=IF(COUNTA({cells})>COUNT({cells}),COUNTA({cells})-COUNT({cells})&" 格不是数字，没有计入合计",'
        f'IF(COUNT({cells})<{len(fields)},"尚有 "&({len(fields)}-COUNT({cells}))&" 格未填","{HOLDS} 已填完"))'
    )
    text = f"{texts} 格不是数字，没有计入合计" if texts else f"尚有 {blanks} 格未填" if blanks else f"{HOLDS} 已填完"
    put_formula(sheet, box, formula, text, job.styles["live"])
    return text


def _colour(sheet: Any, box: Box, job: Job) -> None:
    for text, style in ((HOLDS, "is_good"), ("尚有", "is_open"), ("差", "is_bad"), ("有", "is_bad"), ("不是数字", "is_bad")):
        lay(sheet, [box], {"type": "text", "criteria": "containing" if text == "不是数字" else "begins with", "value": text, "format": job.styles[style]})


def _write_legend(sheet: Any, row: int, plan: TablePlan, has_totals: bool, job: Job) -> int:
    sheet.set_row(row - 2, 6)
    sheet.set_row(row - 1, 18)
    put(sheet, Box(row, 1, row, 1), "请填写", job.styles["legend_entry"])
    column = 2
    if has_totals:
        put(sheet, Box(row, 2, row, 2), "自动计算", job.styles["legend_total"])
        column = 3
    if column <= plan.width:
        words = "没有发生的填 0；空白表示还没有填。红色：不平衡，或填的不是规定的数字。"
        put(sheet, Box(row, column, row, plan.width), words, job.styles["legend"])
    return row
