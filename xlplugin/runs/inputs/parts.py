"""Which files may be parts of one submission? Told by their names alone, so that the files of a large folder are not all read twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePath

from xlplugin.reading.workbook.workbook import SUFFIXES

_OF_A_TABLE = re.compile(
    r"(?:附件|附表|表格?|第)[一二三四五六\d]{1,2}(?:张|部分)?|(?<![\d一-鿿])[一二三四五六1-6](?=[、.\s_-]|$)|主动公开(?:政府信息)?(?:情况)?|(?:收到和处理)?(?:政府信息公开)?(?:依)?申请(?:公开)?(?:办理|处理)?(?:情况)?"
    r"|(?:政府信息公开)?(?:被?(?:申请)?行政)?(?:复议|诉讼)(?:和|、|及|与)?(?:行政)?(?:复议|诉讼)?(?:情况)?"
)
_MEANINGLESS = re.compile(r"[\s_\-—·.、，,()\[\]【】]+|(?<!\d)[一二三四五六1-6]$")
MOST_PARTS = 6
"""Of one form: more files than that whose names are so alike are no parts."""


def may_be_parts(files: Sequence[str]) -> list[tuple[str, ...]]:
    """Groups of workbooks that lie in one folder and whose names differ only by which table they say they hold."""
    groups: dict[tuple[str, str], list[str]] = {}
    for file in files:
        path = PurePath(file.replace("\\", "/"))
        stem = unicodedata.normalize("NFKC", path.stem)
        kept = _MEANINGLESS.sub("", _OF_A_TABLE.sub("", stem))
        says_a_table = kept != _MEANINGLESS.sub("", stem) or re.fullmatch(r"[一二三四五六1-6]", stem)
        if path.suffix.lower() in SUFFIXES and says_a_table:
            groups.setdefault((str(path.parent), kept), []).append(file)
    return [tuple(group) for group in groups.values() if 1 < len(group) <= MOST_PARTS]
