"""Numbers with their units: Arabic and Chinese, with separators, 万, 余, 约 and %."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import prod
from typing import Literal

from xlplugin.patterns import late
from xlplugin.sentences.text.normalised import Traced

Measure = Literal["count", "money", "percent", "other"]
_FIRST, _LAST = 0xE000, 0xE7FF
MARKED = f"[{chr(_FIRST)}-{chr(_LAST)}]"
"""A quantity of a line whose quantities are masked."""

_COUNTERS = "件次|人次|宗次|件|宗|条|份|例|起|次|个|项|笔|部|篇|单|封|桩"
_MONEY = {"亿元": 10**8, "千万元": 10**7, "百万元": 10**6, "万元": 10**4, "千元": 1000, "元": 1}
# Counted, but nothing that the tables count. 个 before a noun is one of them: 9个乡镇.
_OTHERS = (
    "个百分点|个工作日|个自然日|个月|个小时|小时|分钟|工作日|名|人|位|家|户|场|期|处|批次|批"
    "|场次|类|种|年|天|公里|平方米|亩|吨|类别|版|台|块|幅|张|页|字|级|轮|届|章|套|辆|座|所|支|队|间|头|只"
)
_UNIT = "|".join(sorted([*_COUNTERS.split("|"), *_MONEY, *_OTHERS.split("|")], key=len, reverse=True))
_BEFORE = "大约|约为|约|将近|接近|几近|近|超过|突破|超|逾|不少于|不足|不到|不超过|至少|最多"
_AFTER = "余|多|来|几"
_BEHIND = "左右|上下|以上|以下|以内|之多"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d++)?|\d++(?:\.\d++)?"  # no digit is given back: none of what may follow begins with one
_CHINESE = "[零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]{1,24}"
_END = r"(?=[,.;:。、)(\ue000-\uf8ff]|$)"
_QUANTITY = late(
    rf"(?P<before>{_BEFORE})?"
    rf"(?:(?P<share>百分之(?P<hundredths>百|{_CHINESE}(?:点{_CHINESE})?)|(?:{_ARABIC})(?:{_AFTER})?%)"
    rf"|(?<![\d第])(?P<arabic>{_ARABIC})(?P<behind1>{_AFTER})?(?P<times>[十百千万亿]{{1,2}}(?!元))?(?P<behind2>{_AFTER}|\+)?(?P<unit1>{_UNIT}|{_END})"
    rf"|(?<![第一二三四五六七八九十百千万每同逐首另唯登着队壹贰叁肆伍陆柒捌玖拾佰仟])(?P<chinese>{_CHINESE})(?P<behind3>{_AFTER})?(?P<times3>[万亿](?!元))?(?P<behind4>{_AFTER})?(?P<unit3>{_UNIT})"
    rf"|(?<=为)(?P<nought>零){_END})"
    rf"(?P<behind5>{_BEHIND})?"
)
_TENS = late(r"(?:(?<![总件次量个])数|[几成]|(?<![线网])上)$")
"""数十件 and 上百件 are no numbers; 总数十二件 and 有效数35件 are."""
_ROUND = late(r"[十百千万亿]|10+(?!\d)")
_RANGE = late(rf"(?:{_ARABIC}|{_CHINESE})(?:{_UNIT})?(?:至|到|-|—|~|–)+(?:{_ARABIC}|{_CHINESE})(?:{_AFTER})?(?:{_UNIT}|%)")
_ROUNDED = late("[万亿]$")
"""1.8万件 and 三万件 are rounded counts."""
_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_PROTECTED = late(
    r"(?:19|20)\d\d年度?|\d{1,2}月(?:\d{1,2}[日号])?|[一二三四五六七八九十]{1,2}月|[一二三四1-4]季度|(?:1|一)至(?:12|十二)月"
    r"|[(〔\[](?:19|20)\d\d[)〕\]]\d*号?|[一二三四五六七八九十]是|十[一二三四五六七八九]大|二十大|[上下前]一年"
)
"""Digits and numerals that count nothing: years, dates, document numbers, 一是, 二十大."""


_ALSO_ADDED = frozenset(("期", "场", "场次", "处"))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as it stands in a line. Amounts are in 元; a range has no value."""

    value: int | Decimal | None
    measure: Measure
    unit: str
    is_exact: bool
    start: int
    end: int
    """Its place in the original text."""

    @property
    def may_be_added(self) -> bool:
        """Whether it may stand in a sum: what the tables count, and issues and sessions."""
        return self.measure == "count" or (self.unit in _ALSO_ADDED and self.value is not None and self.value == int(self.value))


def mask(line: Traced) -> tuple[Traced, dict[str, Quantity]]:
    """The line with a single character for each quantity, and what these stand for. Years and dates stay words."""
    found: dict[str, Quantity] = {}
    for pattern, read in ((_RANGE, _range), (_QUANTITY, _quantity)):
        line = _masked(line, pattern, read, found)
    return line, found


def _masked(line: Traced, pattern: re.Pattern[str], read: Callable[[re.Match[str], tuple[int, int]], Quantity | None], found: dict[str, Quantity]) -> Traced:
    protected = [match.span() for match in _PROTECTED.finditer(line.text)]

    def mark(match: re.Match[str]) -> str:
        if any(match.start() < end and start < match.end() for start, end in protected):
            return match[0]
        quantity = read(match, line.cut(*match.span()).span())
        if quantity is None:
            return match[0]
        sign = chr(_FIRST + len(found))
        found[sign] = quantity
        return sign

    return line.rewrite(pattern, mark)


def _range(match: re.Match[str], place: tuple[int, int]) -> Quantity:
    return Quantity(None, "other", "", False, *place)


def _quantity(match: re.Match[str], place: tuple[int, int]) -> Quantity | None:
    if _TENS.search(match.string, 0, match.start()) and _ROUND.match(match[0]):
        return None
    is_exact = not any(match[name] for name in ("before", "behind1", "behind2", "behind3", "behind4", "behind5"))
    if match["nought"]:
        return Quantity(0, "count", "", is_exact, *place)
    number: Decimal | None
    if match["share"]:
        digits = re.search(_ARABIC, match["share"])
        number = Decimal(digits[0].replace(",", "")) if digits else _spoken(match["hundredths"])
        return None if number is None else Quantity(number, "percent", "%", is_exact, *place)
    if match["arabic"]:
        number, times, unit = Decimal(match["arabic"].replace(",", "")), match["times"], match["unit1"]
    else:
        number, times, unit = _spoken(match["chinese"]), match["times3"], match["unit3"]
    if number is None:
        return None
    number *= prod(_TIMES[sign] for sign in times or "")
    is_exact = is_exact and not (unit not in _MONEY and _ROUNDED.search(times or match["chinese"] or ""))
    if unit in _MONEY:
        return Quantity(number * _MONEY[unit], "money", unit, is_exact, *place)
    if unit in _OTHERS.split("|") or number != int(number):
        return Quantity(number, "other", unit, is_exact, *place)
    return Quantity(int(number), "count", unit, is_exact, *place)


@cache
def _spoken(words: str) -> Decimal | None:
    """A number in Chinese numerals, by cn2an; None for what is none."""
    if words == "百":
        return Decimal(100)
    import cn2an  # takes a tenth of a second to load

    try:
        return Decimal(str(cn2an.cn2an(words.replace("两", "二"), "smart")))
    except ValueError:
        return None
