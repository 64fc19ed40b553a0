"""The lines that tell at once how far a table is and whether it adds up, with no add-in installed: one above the form, in sight while typing, the rest below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlplugin.form.relation import Balance
from xlplugin.outputs.template.contents import lay, put, put_formula, reference
from xlplugin.outputs.template.layout import Box, TablePlan
from xlplugin.outputs.template.state import LEFT, OPEN, blanks_of, broken_formula, state, state_formula, state_words
from xlplugin.outputs.template.styles import height, lines
from xlplugin.outputs.template.sums import Standing, Writer
from xlplugin.outputs.template.table_sheet import CHECK_ROW, Job, entries, widths

HOLDS = "√"
COUNTED = "有"
"""What the words of a line begin with that counts what is wrong."""
_CHECK_HEIGHT = 40.0


@dataclass(frozen=True)
class Live:
    """What the lines of one table say, for the cover to repeat."""

    plan: TablePlan
    checks: tuple[Box, ...]
    """Boxes that show √ where all is well."""
    is_broken: bool
    filled: Box
    """The box that tells how much is blank."""
    filled_text: str
    last_row: int


def write_live(sheet: Any, plan: TablePlan, job: Job) -> Live:
    """Writes the line above a table, those under it, and the legend below them."""
    writer = Writer(job.plans, plan.table.sheet)
    column_widths = widths(plan)
    split = plan.label_columns or max(1, plan.width // 3)
    row = plan.last_row + 2
    sheet.set_row(plan.last_row, 6)
    checks: list[Box] = []
    is_broken = False
    on_top: Standing | None = None

    def label(text: str) -> Box:
        put(sheet, Box(row, 1, row, split), text, job.styles["live_label"])
        sheet.set_row(row - 1, max(20.0, height(lines(text, sum(column_widths[:split]), 9), 9)))
        return Box(row, split + 1, row, plan.width)

    for standing, balances in _of_table(plan, job):
        columns = _columns(plan, balances)
        is_on_top = columns is not None and len(columns) > 1 and on_top is None
        rest = Box(0, 0, 0, 0) if is_on_top else label(f"勾稽：{standing.words(job.form)}")
        for balance, box in zip(balances, columns or (), strict=False):
            at = Box(CHECK_ROW if is_on_top else row, box.left, CHECK_ROW if is_on_top else row, box.right)
            blanks = blanks_of(balance, job.form, job.sums.computed)
            put_formula(sheet, at, state_formula(balance, blanks, writer), state_words(balance, blanks, job.figures), job.styles["live"])
            checks.append(at)
        if not columns:
            checks.append(_write_count(sheet, rest, balances, "处不符，见红色格", job, writer))
        is_broken = is_broken or any(state(balance, blanks_of(balance, job.form, job.sums.computed), job.figures) == "broken" for balance in balances)
        if is_on_top:
            on_top = standing
            continue
        if columns:
            sheet.set_row(row - 1, 28)
        row += 1
    computed = [balance for field, balance in job.sums.computed.items() if field in plan.boxes]
    if computed:
        checks.append(_write_count(sheet, label("自动合计：总计＝各分项之和"), computed, "处总计与分项之和不符，见红色格", job, writer))
        is_broken = is_broken or any(job.figures.is_broken(balance) for balance in computed)
        row += 1
    filled = label("填写情况")
    filled_text = _write_filled(sheet, filled, plan, job)
    _write_top(sheet, Box(CHECK_ROW, 1, CHECK_ROW, split), on_top, (filled, filled_text), plan, job)
    _colour(sheet, [Box(CHECK_ROW, 1, CHECK_ROW, plan.width), Box(plan.last_row + 2, split + 1, row, plan.width)], job)
    return Live(plan, tuple(checks), is_broken, filled, filled_text, _write_legend(sheet, row + 2, plan, bool(computed), job))


def _write_top(sheet: Any, box: Box, standing: Standing | None, filled: tuple[Box, str], plan: TablePlan, job: Job) -> None:
    """Left of the states of the columns: their relation, and how much is blank. Alone where the table has no such relation."""
    at, text = filled
    cell = reference(Box(at.top, at.left, at.top, at.left))
    if standing is None:
        put(sheet, box, "填写情况", job.styles["live_label"])
        put_formula(sheet, Box(box.top, box.right + 1, box.bottom, plan.width), f"={cell}", text, job.styles["live"])
        sheet.set_row(CHECK_ROW - 1, 22)
        return
    words = standing.words(job.form)
    put_formula(sheet, box, f'="{words}"&CHAR(10)&{cell}', f"{words}\n{text}", job.styles["live_label"])
    sheet.set_row(CHECK_ROW - 1, _CHECK_HEIGHT)


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
    """One answer for many relations: √, or how many do not hold; 未填完 while there are blanks that may yet mend it."""
    blanks = [blanks_of(balance, job.form, job.sums.computed) for balance in balances]
    conditions = [broken_formula(balance, own, writer) if own.all else writer.broken(balance) for balance, own in zip(balances, blanks, strict=True)]
    count = "+".join(f"({condition})" for condition in conditions)
    count = count if len(balances) > 1 else f"--{count}"
    states = [state(balance, own, job.figures) for balance, own in zip(balances, blanks, strict=True)]
    broken = states.count("broken")
    fields = tuple(dict.fromkeys(field for balance in balances for field in entries_of_whole(balance, job)))
    is_filled = f"COUNT({writer.areas(fields)})={len(fields)}"
    result = f"{COUNTED} {broken} {words}" if broken else HOLDS if job.figures.are_filled(fields) else OPEN
    put_formula(sheet, box, f'=IF({count}>0,"{COUNTED} "&({count})&" {words}",IF({is_filled},"{HOLDS}","{OPEN}"))', result, job.styles["live"])
    return box


def entries_of_whole(balance: Balance, job: Job) -> tuple[str, ...]:
    """The boxes to fill in that a relation speaks of, those too that cancel out once its computed cells are put down to their addends."""
    found: list[str] = []
    waiting = list(balance.fields)
    while waiting:
        field = waiting.pop()
        if field in job.sums.computed:
            waiting += [term.field for term in job.sums.computed[field].right.terms]
        else:
            found.append(field)
    return tuple(dict.fromkeys(found))


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


def _colour(sheet: Any, boxes: list[Box], job: Job) -> None:
    states = ((HOLDS, "is_good"), ("尚有", "is_open"), (OPEN, "is_waiting"), (LEFT, "is_broken"), (COUNTED, "is_bad"), ("不是数字", "is_bad"))
    for text, style in states:
        for box in boxes:
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
        words = "没有发生的填 0；空白表示还没有填。红色：填完不平或已不可能平，或者填的不是规定的数字。"
        put(sheet, Box(row, column, row, plan.width), words, job.styles["legend"])
    return row
