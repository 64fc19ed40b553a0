"""Makes every choice of a random workbook."""

from __future__ import annotations

import random

from tests.layouts.heads import identify
from tests.layouts.model import Extra, Layout, RowStyle, SheetLayout, SpanStyle, TableLayout, Totals, group_key, line_key, title_key
from tests.layouts.wording import corner, reword
from xlplugin.form import Block, Form, Table
from xlplugin.form.model import Axis

_SPANS: tuple[SpanStyle, ...] = ("merged", "merged", "first", "repeated")
_ROWS: tuple[RowStyle, ...] = ("merged", "merged", "merged", "first", "first", "repeated", "repeated_groups", "joined", "own_row")
_TOTALS: tuple[Totals, ...] = ("typed", "typed", "range", "addition", "list")
_EXTRAS: tuple[Extra, ...] = ("blank", "phones", "text")
_JOINTS = ("：", ":", "", " ", "\n", "——", "·")
_FORMATS = ("General", "General", "0", "#,##0", "0.00")
_NOTES = (
    ((0, "备注：本表由办公室根据台账填报。"),),
    ((0, "注：“总计”栏由各分项相加得出。"),),
    ((0, "填表人：李思   联系电话：0951-5521234"),),
    ((0, "填表人：王武"), (2, "联系电话：0951-5521234"), (4, "审核人：赵柳")),
    ((0, "填表人："), (1, "王武"), (2, "联系电话："), (3, "0951-5521234")),
    ((0, "说明：规范性文件以正式印发为准，其他情况见总结。"),),
)


def random_layout(rng: random.Random, form: Form) -> Layout:
    """A layout for a form. The same state of `rng` gives the same layout."""
    identity = identify(rng, form)
    groups = _shared_out(rng, [_table(rng, table) for table in form.tables])
    names = _names(rng, form, groups)
    where = rng.choice(("all", "all", "first", "cover"))
    sheets = []
    for number, (name, tables) in enumerate(zip(names, groups, strict=True)):
        heads = identity.heads if where == "all" or (where == "first" and number == 0) else identity.plain
        sheets.append(SheetLayout(name, rng.choice((1, 1, 2, 4)), rng.choice((1, 1, 2, 3)), heads, tuple(tables)))
    if where == "cover":
        sheets.append(SheetLayout("封面", rng.randint(1, 6), rng.randint(1, 4), identity.heads))
    sheets += [SheetLayout(_EXTRA_NAMES[extra], extra=extra) for extra in _EXTRAS if rng.random() < 0.25]
    if rng.random() < 0.4:
        rng.shuffle(sheets)
    totals = {table.totals for table in (table for group in groups for table in group)}
    writer = rng.choice(("xlsxwriter", "openpyxl")) if totals == {"typed"} else "xlsxwriter"
    return Layout(tuple(sheets), identity.kind, identity.file_name, "openpyxl" if writer == "openpyxl" else "xlsxwriter", rng.choice(_FORMATS), rng.random() < 0.3)


_EXTRA_NAMES: dict[Extra, str] = {"blank": "Sheet9", "phones": "通讯录", "text": "报告全文"}


def _shared_out(rng: random.Random, tables: list[TableLayout]) -> list[list[TableLayout]]:
    """The tables by sheet: all on one, one a sheet, or two and one."""
    if rng.random() < 0.2:
        rng.shuffle(tables)
    choice = rng.choice(("one", "each", "two"))
    if choice == "one" or len(tables) == 1:
        return [tables]
    if choice == "each":
        return [[table] for table in tables]
    cut = rng.randint(1, len(tables) - 1)
    return [tables[:cut], tables[cut:]]


def _names(rng: random.Random, form: Form, groups: list[list[TableLayout]]) -> list[str]:
    count = len(groups)
    style = rng.choice(("official", "sheet", "numbered", "annex", "organ", "title"))
    if style == "official":
        return [form.table(group[0].table).sheet for group in groups]
    if style == "title":
        return [form.table(group[0].table).title.official.replace("、", "") for group in groups]
    if style == "sheet":
        return [f"Sheet{number + 1}" for number in range(count)]
    if style == "numbered":
        return [f"表{'一二三四五六'[number]}" for number in range(count)]
    if style == "annex":
        return ["附件" if number == 0 else f"附件{number + 1}" for number in range(count)]
    return ["{organ}" if number == 0 else f"{{organ}}{number + 1}" for number in range(count)]


def _table(rng: random.Random, table: Table) -> TableLayout:
    width = max(_slots(block) for block in table.blocks)
    has_title = rng.random() < 0.85
    is_line = any(block.layout == "line" for block in table.blocks)
    gap_columns = sorted(rng.sample(range(width), min(width, rng.randint(1, 2)))) if rng.random() < 0.25 else []
    gap_rows = [(block.id, row) for block in table.blocks for row in range(_body(block)) if rng.random() < 0.12] if rng.random() < 0.25 else []
    return TableLayout(
        table=table.id,
        left=rng.choice((0, 0, 0, 1, 2, 4)),
        above=rng.randint(0 if has_title else 1, 3),
        title=reword(rng, table.title) if has_title else None,
        is_title_merged=rng.random() < 0.5,
        header=rng.choice(_SPANS),
        is_leaf_low=rng.random() < 0.3,
        has_outer_header=rng.random() < 0.85,
        rows=rng.choice(_ROWS),
        joint=rng.choice(_JOINTS),
        joins_each=rng.random() < 0.7,
        is_stretched=rng.random() < 0.7,
        has_serial=not is_line and rng.random() < 0.2,
        has_remarks=rng.random() < 0.25,
        line_label=rng.choice(("件数", "数量", "本年")) if is_line and rng.random() < 0.2 else None,
        is_route_tall=rng.random() < 0.4,
        gap_columns=tuple(gap_columns),
        gap_rows=tuple(gap_rows),
        gap_blocks=rng.choice((0, 0, 1, 2)),
        corners={block.id: corner(rng, block.corner) for block in table.blocks},
        words={key: word for block in table.blocks for key, word in _words(rng, table, block).items()},
        totals=rng.choice(_TOTALS) if _has_totals(table) else "typed",
        notes=tuple(rng.choice(_NOTES) for _ in range(rng.choice((0, 0, 1, 2)))),
        above_notes=rng.randint(0, 2),
    )


def _words(rng: random.Random, table: Table, block: Block) -> dict[tuple[str, str, str], str]:
    """The wording of every label of a block. Only section two's headers say 本年 of the columns."""
    words = {title_key(block): reword(rng, block.title)} if block.title else {}
    axes: tuple[Axis, ...] = ("row", "column")
    for axis in axes:
        takes_year = axis == "column" and table.id == "proactive"
        words |= {line_key(block, axis, line.id): reword(rng, line.label, takes_year=takes_year) for line in block.lines(axis)}
        words |= {group_key(block, axis, group.id): reword(rng, group.label) for group in block.groups(axis)}
    return words


def _slots(block: Block) -> int:
    """How many numbers stand side by side."""
    return len(block.columns) * (len(block.rows) if block.layout == "line" else 1)


def _body(block: Block) -> int:
    """How many rows of numbers a block has."""
    return 1 if block.layout == "line" else len(block.rows)


def _has_totals(table: Table) -> bool:
    return any(line.total for block in table.blocks for line in (*block.rows, *block.columns))
