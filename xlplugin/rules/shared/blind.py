"""What the reader of a kind of file cannot see: a rule that needs it says so, instead of passing in silence."""

from __future__ import annotations

from collections.abc import Iterator

from xlplugin.filing.facts import Sight
from xlplugin.filing.filing import Filing
from xlplugin.rules.declare import Unknown
from xlplugin.text import Text

_WHAT: dict[Sight, Text] = {
    "formulas": Text("公式", "formulas"),
    "names": Text("单元格名称", "defined names"),
    "links": Text("外部链接", "links to other workbooks"),
    "hidden": Text("隐藏的行、列", "hidden rows and columns"),
    "merges": Text("合并单元格", "merged cells"),
    "formats": Text("数字格式和字色", "number formats and colours"),
    "runs": Text("划掉的字、上标和格上的图片", "struck-out and raised characters and pictures over cells"),
}
_REASON = Text("以这种方式读取看不到{what}，请另存为 .xlsx 后再审核", "{what} cannot be seen in this way; save the workbook as .xlsx and check that file")


def cannot_see(filing: Filing, what: Sight) -> Iterator[Unknown]:
    """One entry where the file's format hides it."""
    if what in filing.facts.blind:
        yield Unknown(_REASON.fill(what=_WHAT[what]))
