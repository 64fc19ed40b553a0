"""The labels of all blocks at once are those of each block by itself: no text is passed over, whatever edition it is of."""

from __future__ import annotations

import random

import pytest

from xlplugin.form import editions
from xlplugin.form.model import Axis, Form
from xlplugin.reading.tables.label_index import LabelIndex, key_of
from xlplugin.reading.tables.match import label_hits
from xlplugin.reading.workbook.grid import RawCell, Sheet

FORMS = list(editions().values())
AXES: tuple[Axis, ...] = ("row", "column")
OTHERS = ("", " ", "备注", "单位：万元", "样例县水务局", "2023", "（一）", "总计" * 60, "收费金额（万元）" * 12)
CHANGES = ("{}", " {} ", "{}①", "{}（2023年）", "{}（件）", "1.{}", "{}（万元）", "{}(单位:元)", "“{}”", "{}：", "２０２３年{}")


def wordings(form: Form) -> list[str]:
    """Every wording of every label of a form."""
    blocks = [block for table in form.tables for block in table.blocks]
    labels = [line.label for block in blocks for axis in AXES for line in block.lines(axis)]
    labels += [group.label for block in blocks for axis in AXES for group in block.groups(axis)]
    return [wording for label in labels for wording in (label.official, *label.variants)]


@pytest.mark.parametrize("seed", range(6))
def test_the_labels_of_all_blocks_at_once_are_those_of_each_by_itself(seed: int) -> None:
    rng = random.Random(seed)
    texts = [rng.choice(CHANGES).format(wording) for form in FORMS for shape in form.shapes for wording in wordings(shape)]
    texts = rng.sample([*texts, *OTHERS * 5], 300)
    sheet = Sheet("表", {(number // 15 + 1, number % 15 + 1): RawCell(text) for number, text in enumerate(texts)})
    found = LabelIndex(FORMS).hits(sheet)
    for form in FORMS:
        for table in form.tables:
            for block in table.blocks:
                assert found[key_of(table.id, block)] == label_hits(block, sheet)
