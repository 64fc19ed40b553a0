"""One random report: which form, which figures, which words, which layout, which damage."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.documents.damage import DAMAGES
from tests.documents.figures import printed_values
from tests.documents.prose import Prose, random_prose
from tests.documents.published import BARS
from tests.documents.tables import Cells, Rows, boxes
from tests.documents.write import NEEDS_FIGURES, TAKES_BREAKS, cells_of, suffix_of, write_report
from tests.layouts.wording import reword
from xlplugin.form import Form, Label, editions

ORGANS = ("样例一镇", "样例二乡人民政府", "样例三街道办事处", "样例县人民政府办公室", "样例市自然资源局")


def single_row_form() -> Form:
    """The 2021 form with a single row （六）."""
    form = editions()["2021"]
    return form.with_alternative("requests", "requests", form.table("requests").block("requests").alternatives[0])


FORMS = (editions()["2021"], editions()["2019"], single_row_form())


@dataclass(frozen=True)
class Report:
    """What was written, and where."""

    form: Form
    values: Mapping[str, str]
    """What stands in the cells, by field id."""
    prose: Prose
    path: Path


def make_report(seed: int, layout: str, folder: Path, damage: str = "", *, has_blanks: bool | None = None) -> Report | None:
    """A report of its own for each seed, layout and damage; None where the damage cannot be done to it."""
    rng = random.Random(f"{seed} {layout} {damage}")
    form = FORMS[seed % 5 % 3]
    year = rng.choice((2019, 2020) if form.edition == "2019" else (2021, 2022, 2023))
    may_be_blank = layout not in NEEDS_FIGURES and (not damage if has_blanks is None else has_blanks)
    values = printed_values(rng, form, has_blanks=may_be_blank)
    is_official = rng.random() < 0.5 or damage in ("torn_row", "stuck_labels")

    def word(label: Label) -> str:
        return label.official if is_official else _fitting(reword(rng, label), layout)

    tables: dict[str, Cells | Rows] = {table: cells_of(rows, layout) for table, rows in boxes(form, values, word).items()}
    if damage == "another_beside" and layout in (*NEEDS_FIGURES, *BARS):
        return None  # where lines do not say where a row ends, nothing stands beside anything
    if damage and not _damaged(rng, tables, damage):
        return None
    prose = random_prose(rng, form, rng.choice(ORGANS), year)
    path = folder / f"{layout} {damage or 'whole'} {seed}{suffix_of(layout)}"
    return Report(form, values, prose, write_report(rng, prose, tables, layout, path))


def _damaged(rng: random.Random, tables: dict[str, Cells | Rows], damage: str) -> bool:
    """Damages one of the tables; False where none of them takes it."""
    order = list(tables)
    rng.shuffle(order)
    for table in order:
        changed = DAMAGES[damage](rng, [list(row) for row in tables[table]])
        if changed is not None:
            tables[table] = changed
            return True
    return False


def _fitting(text: str, layout: str) -> str:
    """A label without the line breaks that its layout cannot have, or that would leave a number alone on its line."""
    lines = re.sub(r"\n+", "\n", text)
    is_split = any(not line.strip() or line.strip().strip(".．、").isdigit() for line in lines.split("\n"))
    return "".join(text.split()) if layout not in TAKES_BREAKS or is_split else lines
