"""Workbooks whose tables cannot be told for sure: what to read then is a question for a person."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from tests.layouts.model import Layout, SheetLayout, TableLayout, line_key
from xlplugin.form import Block, Form, Line, Table


@dataclass(frozen=True)
class Ambiguity:
    """A layout made ambiguous: the table concerned and the ids of the rows that cannot be told (none: the whole table)."""

    layout: Layout
    table: str
    rows: tuple[str, ...] = ()


def two_equal_row_labels(layout: Layout, form: Form, rng: random.Random) -> Ambiguity:
    """Two rows of one group bear the same label, that of the first."""
    table, block = _tallest(form)
    groups = [rows for group in block.row_groups if len(rows := _children(block, group.id)) > 1]
    first, second = rng.sample(rng.choice(groups), 2)
    words = _table_layout(layout, table.id).words
    seen = words[line_key(block, "row", first.id)]
    return Ambiguity(_with_word(layout, table.id, line_key(block, "row", second.id), seen), table.id, (first.id, second.id))


def lost_row_label(layout: Layout, form: Form, rng: random.Random) -> Ambiguity:
    """One row has its numbers, and nothing in the cell of its label."""
    table, block = _tallest(form)
    row = rng.choice(block.rows)
    return Ambiguity(_with_word(layout, table.id, line_key(block, "row", row.id), ""), table.id, (row.id,))


def table_twice(layout: Layout, form: Form, rng: random.Random) -> Ambiguity:
    """One table stands on a second sheet too, every figure one higher."""
    table = _table_layout(layout, rng.choice(form.tables).id)
    copy = SheetLayout("副本", rng.randint(1, 3), tables=(replace(table, raised_by=1),))
    return Ambiguity(replace(layout, sheets=(*layout.sheets, copy)), table.table)


def _tallest(form: Form) -> tuple[Table, Block]:
    """The block with the most rows: section three's."""
    pairs = [(table, block) for table in form.tables for block in table.blocks]
    return max(pairs, key=lambda pair: len(pair[1].rows))


def _children(block: Block, group: str) -> list[Line]:
    return [row for row in block.rows if row.group == group]


def _table_layout(layout: Layout, table: str) -> TableLayout:
    return next(found for found in layout.tables if found.table == table)


def _with_word(layout: Layout, table: str, key: tuple[str, str, str], seen: str) -> Layout:
    def reworded(found: TableLayout) -> TableLayout:
        return replace(found, words={**found.words, key: seen}) if found.table == table else found

    return replace(layout, sheets=tuple(replace(sheet, tables=tuple(map(reworded, sheet.tables))) for sheet in layout.sheets))
