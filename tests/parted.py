"""One organ's tables, each in a workbook of its own, as offices send them that were given one form a table."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tests.layouts import Layout, random_layout, write_layout
from tests.layouts.model import HeadRow, SheetLayout
from xlplugin.form import editions

FORM = editions()["2021"]
TABLES = ("proactive", "requests", "review")
NAMES = ("主动公开.xlsx", "依申请公开.xlsx", "复议诉讼.xlsx")
_HEADS = (HeadRow(((0, "单位：{organ}"), (4, "{year}年度"))),)


def write_table(path: Path, tables: str | Sequence[str], values: Mapping[str, object] | None = None, *, organ: str = "样例一镇人民政府", year: int = 2023, seed: int = 4) -> Path:
    """A workbook with some tables of the form; figures are 0 but those of `values`. None leaves a cell blank."""
    wanted = (tables,) if isinstance(tables, str) else tables
    layout = random_layout(random.Random(seed), FORM)
    drawn = {table.table: replace(table, totals="typed") for sheet in layout.sheets for table in sheet.tables}
    one = Layout((SheetLayout("Sheet1", heads=_HEADS, tables=tuple(drawn[name] for name in wanted)),), "beside", None, "xlsxwriter", "0")
    path.parent.mkdir(parents=True, exist_ok=True)
    filled = {**dict.fromkeys(FORM.fields, 0), **(values or {})}
    return write_layout(one, FORM, filled, path, organ=organ, year=year).path


def write_parts(folder: Path, names: Sequence[str] = NAMES, values: Mapping[str, object] | None = None, **more: object) -> list[Path]:
    """The form's three tables in three workbooks."""
    return [write_table(folder / name, table, values, **more) for name, table in zip(names, TABLES, strict=True)]  # type: ignore[arg-type]
