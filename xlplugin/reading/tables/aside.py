"""Words and numbers in or beside a table that are no figures of the form: remarks, ratios, checks, codes, who filled it in, the numbers of lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from itertools import pairwise

from xlplugin.reading.tables.match import LONGEST_LABEL
from xlplugin.reading.workbook.grid import Sheet

_REMARKS = re.compile(
    r"备注|附注|注|(?:情况|有关|数据)?说明|原因|勾稽|尚有|联系|填表|制表|经办|盖章|签[字章名]|报[出送](?:日期|时间|人)|填报(?:人|单位|日期|时间|说明|[科处股]室|部门)"
    r"|(?:单位|部门|主要|分管|[科处股]室)?负责人|(?:电话|手机|分机|传真|邮编)(?:号码)?(?:[:0-9]|$)"
)
_CHECKS = re.compile(r"校验|审核|复核|差[额异值]$|(?:[横纵]向|平衡|数据)?(?:核对|检查|核验|平衡)(?:结果|关系|情况|差[额异值])?$")
_RATIOS = re.compile(r"占比|比[重例率]|百分[比数]|同比|环比|增长|增幅|率$|%|分值|得分|评分|页[码数]")
_NUMBERING = re.compile(r"序$|序号|[行栏项]次|行号|编号|(?:指标|项目|栏目)?(?:代码|编码)")
_COUNTED = re.compile(r"(?:(?<![分页])数|[数件]量|[总合]计)(?:\(.*\))?$")
"""What ends so heads figures, whatever it begins with: 审核数, 复核后总计."""
_FEWEST = 3


def is_remark(text: str) -> bool:
    """Whether a text is a remark to the table, or says who filled it in or checked it, and no label of it."""
    return _says_remark(_plain(text))


def _says_remark(plain: str) -> bool:
    return _REMARKS.match(plain) is not None or (_CHECKS.match(plain) is not None and _COUNTED.search(plain) is None)


def is_aside(text: str) -> bool:
    """Whether a text heads remarks, checks, ratios, codes or the numbers of lines: no figures of the form stand there."""
    return (_is_aside if len(text) <= LONGEST_LABEL else _is_aside.__wrapped__)(text)


@lru_cache(2**12)
def _is_aside(text: str) -> bool:
    plain = _plain(text)
    return _says_remark(plain) or _NUMBERING.match(plain) is not None or _RATIOS.search(plain) is not None


def numbers_columns(sheet: Sheet, row: int, columns: Collection[int]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3; (1), (2); ①, ②; A, B, C; from the first on, or on from what stands left of it."""
    marks: list[int] = []
    for column in sorted(columns):
        mark = _number(sheet.shown(row, column))
        if mark is None:
            return False
        marks.append(mark)
    if len(marks) < _FEWEST or any(after != before + 1 for before, after in pairwise(marks)):
        return False
    before = next((shown for column in range(min(columns) - 1, 0, -1) if (shown := sheet.shown(row, column).strip())), "")
    return marks[0] in (0, 1) or _number(before) == marks[0] - 1


def _number(shown: str) -> int | None:
    """The number of a line: 7 of ⑦, (7), 7=1+2; 1 of A."""
    plain = unicodedata.normalize("NFKC", shown).strip().strip("()[]. ").partition("=")[0].rstrip(")] ")
    if len(plain) == 1 and "A" <= plain.upper() <= "Z":
        return ord(plain.upper()) - ord("A") + 1
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < _FEWEST else None


def _plain(text: str) -> str:
    """A text without blanks, its brackets of one width."""
    return unicodedata.normalize("NFKC", "".join(text.split()))
