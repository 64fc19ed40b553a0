"""One plain report for tests that need to know every word of it, in the layout they want."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

from tests.documents.damage import DAMAGES
from tests.documents.prose import Prose
from tests.documents.tables import Cells, Rows, boxes
from tests.documents.write import cells_of, suffix_of, write_report
from xlplugin.filing.filing import Filing
from xlplugin.form import Form, editions
from xlplugin.reading.documents import read_document

FORM = editions()["2021"]


def plain_prose(**sections: list[str]) -> Prose:
    """The words of a report of 样例一镇 for 2023; `sections` in place of the usual paragraphs."""
    usual = {"overview": ["本年度信息公开工作有序开展。"], "problems": ["存在的问题：解读形式单一。", "改进措施：加强培训。"], "other": ["本年度没有收取信息处理费。"]}
    headings = {section.id: section.title.official for section in FORM.sections}
    texts = {section: {**usual, **sections}.get(section, []) for section in headings}
    return Prose("样例一镇2023年政府信息公开工作年度报告", "统计期限为2023年1月1日至2023年12月31日。", headings, texts, "样例一镇", 2023, "样例一镇人民政府", "2024年1月15日")


def plain_tables(layout: str, values: Mapping[str, str] | None = None, form: Form = FORM) -> dict[str, Cells | Rows]:
    """The three tables, official in every word; all cells 0 but those named."""
    zeros = dict.fromkeys(form.fields, "0")
    return {table: cells_of(rows, layout) for table, rows in boxes(form, {**zeros, **(values or {})}, lambda label: label.official).items()}


def written(tables: Mapping[str, Cells | Rows], layout: str, folder: Path, prose: Prose | None = None) -> Path:
    """The report as a file."""
    return write_report(_Utf8(), prose or plain_prose(), tables, layout, folder / f"样例一镇{suffix_of(layout)}")


def read(path: Path) -> Filing:
    """The filing in a report."""
    return read_document(path, path.name, list(editions().values()))


def damaged(tables: Mapping[str, Cells | Rows], table: str, damage: str, seed: int = 1) -> dict[str, Cells | Rows]:
    """The tables, one of them damaged. Raises ValueError where the damage cannot be done to it."""
    changed = DAMAGES[damage](random.Random(seed), [list(row) for row in tables[table]])
    if changed is None:
        raise ValueError(f"{damage} cannot be done to {table}")
    return {**tables, table: changed}


class _Utf8(random.Random):
    """Chooses the first of everything, so that texts are in UTF-8."""

    def choice(self, seq):  # type: ignore[no-untyped-def]
        return seq[0]
