"""The form's tables as rows of cells with spans."""

from __future__ import annotations

import re
from itertools import product

import pytest

from xlplugin.form import Form, editions
from xlplugin.outputs.page.grid import draw

SHAPES = [shape for form in editions().values() for shape in form.shapes]


@pytest.mark.parametrize("form", SHAPES, ids=lambda form: form.key)
def test_the_cells_of_a_drawn_table_fill_its_rectangle_exactly(form: Form) -> None:
    for drawn in draw(form):
        taken = [
            (row, column)
            for cells in drawn.rows
            for cell in cells
            for row, column in product(range(cell.row, cell.row + cell.row_span), range(cell.column, cell.column + cell.column_span))
        ]
        assert sorted(taken) == list(product(range(1, len(drawn.rows) + 1), range(1, drawn.width + 1)))
        assert [cell.row for number, cells in enumerate(drawn.rows, 1) for cell in cells if cell.row != number] == []
    assert [cell.field for drawn in draw(form) for row in drawn.rows for cell in row if cell.field] == list(form.fields)


@pytest.mark.parametrize("form", SHAPES, ids=lambda form: form.key)
def test_every_printed_label_has_its_english(form: Form) -> None:
    untranslated = [cell.text.zh for drawn in draw(form) for row in drawn.rows for cell in row if re.search("[一-龥]", cell.text.en)]
    assert untranslated == []


@pytest.mark.parametrize(("edition", "rows"), [("2021", 22), ("2019", 20)])
def test_the_results_span_their_rows_and_the_applicants_their_columns(edition: str, rows: int) -> None:
    spans = {cell.text.zh: (cell.row_span, cell.column_span) for row in draw(editions()[edition])[1].rows for cell in row if cell.is_header}
    assert spans["三、本年度办理结果"] == (rows, 1) and spans["申请人情况"] == (1, 7) and spans["法人或其他组织"] == (1, 5) and spans["自然人"] == (2, 1)
    assert spans["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"] == (3, 3) and spans["（三）不予公开"] == (8, 1) and spans["（一）予以公开"] == (1, 2)
