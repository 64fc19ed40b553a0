"""A cell of which nobody can say what figure stands in it, though something stands there: why, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from xlplugin.filing.cells import Aside, Cell, Obstacle, Shape
from xlplugin.text import Text

REASONS: Mapping[Obstacle, Text] = {
    "picture": Text("格里有图片，看不出图片里有没有数字，这一格没有读。", "a picture stands in the cell, and whether it shows figures cannot be told, so the cell was not read"),
    "drawn": Text("格里有画出来的图形，看不出里面有没有数字，这一格没有读。", "a drawing stands in the cell, and whether it shows figures cannot be told, so the cell was not read"),
    "embedded": Text("格里嵌有公式、控件或别的程序的内容，看不出里面有没有数字，这一格没有读。", "a formula or the content of another program is embedded in the cell, and whether it shows figures cannot be told, so the cell was not read"),
    "generated": Text("格里有网页样式或编号自动加上的字，不能确定是不是数的一部分，这一格没有读。", "a style or a numbered list adds characters to the cell; whether they belong to the figure cannot be told, so the cell was not read"),
    "symbol": Text("格里有符号字体的字，看不出是什么，这一格没有读。", "the cell holds a sign of a symbol font, and which one cannot be told, so the cell was not read"),
    "moved": Text(
        "格里的数字有的与旁边的大小、高低或次序不同，分不清哪些是数、哪些是注号，这一格没有读。",
        "some digits of the cell stand higher, lower, smaller or in another order than those beside them; which of them are the figure and which are a note cannot be told, so the cell was not read",
    ),
}
"""The first that holds of a cell is told."""


def unless_hindered(cell: Cell) -> Cell:
    """The cell; one that was not read where something stands in it that keeps it from being read."""
    if not cell.aside:
        return cell
    kinds = {one.kind for one in cell.aside}
    reason = next((text for kind, text in REASONS.items() if kind in kinds), None)
    return cell if reason is None else replace(cell, shape=Shape.NOT_READ, value=None, likely=None, reason=reason, aside=(), shown=None)


def hinders(one: Aside) -> bool:
    """Whether something beside a figure keeps the cell from being read."""
    return cast(Obstacle, one.kind) in REASONS

