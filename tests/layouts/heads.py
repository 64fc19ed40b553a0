"""What stands above a table: titles, and the ways in which a workbook tells its organ and year.

Templates: `{organ}`, `{year}`, and `{year#}` for a cell that holds the year as a number.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.layouts.model import HeadRow, Identity
from tests.layouts.wording import reword
from xlplugin.form import Form

_KINDS: tuple[Identity, ...] = ("beside", "beside", "beside", "one_cell", "one_cell", "below", "title", "title", "file_name", "empty_label")
_NAMED = ("{organ}{year}年", "{organ}{year}年", "{year}年{organ}", "{organ}{year}年度", "{organ}\n{year}年")
_ORGAN_LABELS = ("单位名称", "填报单位")
_YEARS = ("{year#}", "{year}", "{year}年", "{year}年度")
_ONE_CELL = (
    ("填报单位：{organ}；年度：{year}年",),
    ("单位名称：{organ}    年度：{year}",),
    ("填报单位:{organ}  年度:{year}年",),
    ("单位名称：{organ}\n年度：{year}年",),
    ("填报单位：{organ}", "年度：{year}年"),
    ("填报单位（盖章）：{organ}", "年度：{year}"),
)
_EMPTY = (("填报单位：____",), ("填报单位：",), ("单位名称：", "年度："), ("填报单位：____  年度：____年",), ("单位名称",))
_FILES = ("{organ}{year}年政府信息公开工作年度报告", "{year}年{organ}政府信息公开工作年度报告", "{organ}{year}年政府信息公开年度报告（终稿）")


@dataclass(frozen=True)
class Told:
    """How organ and year are told: the rows that tell them, the rows for sheets that need not, and the file's name if that tells them."""

    kind: Identity
    heads: tuple[HeadRow, ...]
    plain: tuple[HeadRow, ...]
    file_name: str | None


def identify(rng: random.Random, form: Form) -> Told:
    """One way of telling organ and year, with whatever else stands above."""
    kind = rng.choice(_KINDS)
    title = reword(rng, form.title)
    needs_title = kind in ("title", "empty_label")
    named = rng.choice(_NAMED) + title
    before = [HeadRow(((0, rng.choice(("附件2", "附件", "附表"))),))] if rng.random() < 0.3 else []
    after = [HeadRow(((rng.choice((0, 3, 6)), "单位：件"),))] if rng.random() < 0.25 else []
    if kind != "file_name" and rng.random() < 0.15:
        after.append(HeadRow(((0, "（统计期间：{year}年1月1日至{year}年12月31日）"),)))
    plain = [HeadRow(((0, title + rng.choice(("", "统计表", "附表"))),), rng.choice((1, 1, 6)))] if rng.random() < 0.3 else []
    titles = [HeadRow(((0, named),), rng.choice((1, 1, 5, 8)))] if needs_title or (kind != "file_name" and rng.random() < 0.4) else plain
    rows = _labelled(rng, kind)
    heads = (*before, *titles, *rows, *after) if rng.random() < 0.8 else (*before, *rows, *titles, *after)
    return Told(kind, heads, tuple(plain), rng.choice(_FILES) if kind == "file_name" else None)


def _labelled(rng: random.Random, kind: Identity) -> list[HeadRow]:
    colon = rng.choice(("", "：", ":"))
    organ, year = rng.choice(_ORGAN_LABELS) + colon, "年度" + colon
    value = rng.choice(_YEARS)
    if kind == "beside":
        gap = rng.choice((2, 3, 5))
        if rng.random() < 0.4:
            return [HeadRow(((0, organ), (1, "{organ}"))), HeadRow(((0, year), (1, value)))]
        return [HeadRow(((0, organ), (1, "{organ}"), (gap, year), (gap + 1, value)))]
    if kind == "below":
        return [HeadRow(((0, organ), (1, year))), HeadRow(((0, "{organ}"), (1, value)))]
    if kind in ("one_cell", "empty_label"):
        parts = rng.choice(_ONE_CELL if kind == "one_cell" else _EMPTY)
        return [HeadRow(tuple((3 * number, part) for number, part in enumerate(parts)))]
    return []
