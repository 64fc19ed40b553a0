"""From a sentence to its pieces: a label, a number, and what stands after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlplugin.patterns import late
from xlplugin.sentences.text.normalised import Traced
from xlplugin.sentences.text.numbers import MARKED, Quantity, mask

MOST_NUMBERS = 120
_LONGEST_LABEL = 120
"""So many words without a mark or a number name no subject."""
_YEAR_NUMERALS = str.maketrans("零一二三四五六七八九", "0123456789")
_SPOKEN_YEAR = late(r"二零[零一二三四五六七八九]{2}(?=年)")
_NOUGHT = late("[〇○]")
_TITLE = late(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_QUOTED = late(r"“[^“”]*”|\"[^\"]*\"|‘[^‘’]*’")
_COUNTED = late(r"\d|[一二两三四五六七八九十百][件档事审个次条]")
_QUOTES = late(r"[“”\"‘’]")
_EVERYONE = late(r"(?:任何)?(?:单位|组织)(?:和|或者?|及|、)(?:任何)?个人|(?:自然人|公民)(?:个人)?[、,和或]?法人(?:(?:以?及|和|与|或者?|、)(?:者)?其他?(?:社会)?组织)?")
_NUMBERING = late(r"(?:^|(?<=[;:]))(?:\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|\d{1,2}[.、](?!\d)|[一二三四五六七八九十]{1,3}、|[①-⑳]|[第其][一二三四五六七八九十][,、]|[一二三四五六七八九十]是)")
_NOT_ONE = late(r"(?<=[未无])((?:曾)?(?:发生|收到|受理|出现|接到|产生|有)?(?:过)?(?:任何)?)[一1][例件起宗次条个](?!,)|(?<=没有)((?:发生|收到|受理|出现|接到|产生)?(?:过)?(?:任何)?)[一1][例件起宗次条个](?!,)")
_ONE_NAME = late(
    r"(?<=信访)、(?=举报|投诉)|(?<=举报)、(?=投诉类)|(?<=信访投诉)、(?=举报)|(?<=投诉)、(?=举报(?:类|的|事项))|(?<=法律)、(?=行政法规|法规)|(?<=商业秘密)、(?=个人隐私)"
    r"|(?<=国家安全)、(?=公共安全)|(?<=公共安全)、(?=经济安全)|(?<=现成信息)、(?=需)|(?<=信息)、(?=无法提供)|(?:(?<=事务信息)|(?<=过程性信息)|(?<=案卷信息)|(?<=国家秘密)|(?<=投诉类)|(?<=查询事项)|(?<=重复申请))、(?=不予(?:公开|处理))|(?<=未办结)[、,](?=(?:按规定|依法|依规)?(?:结转|转结|转入))|(?:(?<=补正)|(?<=缴费)|(?<=缴纳)|(?<=费用))[、,](?:行政机关|[我本](?:机关|单位|街道|[局镇乡办厅委]))?(?=不再处理)"
)
"""A comma of enumeration within one name of the form, or between a reason and its result: 信访、举报、投诉类."""
_TERM = late(r"(?<=[均都部])在(?:法定|规定)?的?(?:\d{1,2}|[一二三四五六七八九十]{1,3})个?(?:工作)?日(?:以|之)?内")
"""均在15个工作日内办结: how long it took is no number of the tables'."""
_BRACKETS = late(r"\(([^()]*)\)")
_BRACKET = 0xF000
_OPAQUE = "\uf8ff"
EVERYONE = "\uf8fe"
"""Stands for 公民、法人和其他组织: anyone may apply, so it names no kind of applicant."""
_SEGMENT = late(r"[^,;:。!?]+")
_JOINED = late(r"[、和及与]$")
_SPLIT = late(MARKED)


class TooManyNumbersError(Exception):
    """A sentence holds more numbers than any that a person wrote."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A label with the number that it leads to; without a number, the end of a segment or the whole of it."""

    label: str
    quantity: Quantity | None
    after: str
    """What stands behind the number, up to the next one or the end of the segment."""
    next_words: str
    """The next segment, where the number is its own segment's last and that one has none."""
    opener: str
    """The mark before the segment: , ; : ( or nothing at the start."""
    is_first: bool
    """Whether it is the first of its segment."""
    depth: int
    """How many brackets it stands in."""
    brackets: str
    """The words of brackets within the label."""
    span: tuple[int, int]


def pieces(words: Traced) -> list[Piece]:
    """The pieces of a sentence in reading order; those of brackets come before the words that follow them. Raises `TooManyNumbersError`."""
    line = words.rewrite(_NOUGHT, lambda match: "零").rewrite(_SPOKEN_YEAR, lambda match: match[0].translate(_YEAR_NUMERALS))
    line = line.rewrite(_TITLE, lambda match: _OPAQUE).rewrite(_QUOTED, lambda match: _OPAQUE if _COUNTED.search(match[0]) else match[0]).rewrite(_QUOTES, lambda match: "")
    line = line.rewrite(_EVERYONE, lambda match: EVERYONE).rewrite(_NUMBERING, lambda match: "")
    line = line.rewrite(_ONE_NAME, lambda match: "").rewrite(_TERM, lambda match: "")
    while match := _NOT_ONE.search(line.text):
        at = match.end() - 2
        line = Traced(line.text[:at] + line.text[match.end() :], line.origins[:at] + line.origins[match.end() :])
    inner: dict[str, Traced] = {}
    while _BRACKETS.search(line.text):
        current = line

        def take(match: re.Match[str], current: Traced = current) -> str:
            sign = chr(_BRACKET + len(inner))
            inner[sign] = current.cut(match.start(1), match.end(1))
            return sign

        line = line.rewrite(_BRACKETS, take)
    return list(_walk(line, inner, 0))


def _walk(line: Traced, inner: Mapping[str, Traced], depth: int) -> Iterator[Piece]:
    masked, quantities = mask(line)
    if len(quantities) > MOST_NUMBERS:
        raise TooManyNumbersError
    segments = list(_SEGMENT.finditer(masked.text))
    for number, segment in enumerate(segments):
        opener = masked.text[segment.start() - 1] if segment.start() else "(" if depth else ""
        marks = list(_SPLIT.finditer(segment[0]))
        following = segments[number + 1][0] if number + 1 < len(segments) else ""
        following = "" if _SPLIT.search(following) else following
        start = 0
        for order, mark in enumerate([*marks, None]):
            end = mark.start() if mark else len(segment[0])
            raw = segment[0][start:end]
            label, brackets = _without_brackets(raw, inner)
            if order and mark and (ends := _JOINED.search(label)):
                label = ends[0]  # 1件维持、1件纠正: what stands between belongs to the number before
            quantity = quantities[mark[0]] if mark else None
            rest = segment[0][mark.end() :] if mark else ""
            after = _without_brackets(_SPLIT.split(rest)[0], inner)[0]
            where = masked.cut(segment.start() + start, segment.start() + (mark.end() if mark else end)).span()
            where = (where[0], quantity.end) if quantity else where
            is_last = mark is not None and order == len(marks) - 1
            for sign in raw:
                if sign in inner:
                    yield from _walk(inner[sign], inner, depth + 1)
            if label or quantity:
                yield Piece(_short(label), quantity, _short(after), _short(following) if is_last else "", opener, order == 0, depth, brackets, where)
            start = mark.end() if mark else end


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST_LABEL else _OPAQUE


def _without_brackets(words: str, inner: Mapping[str, Traced]) -> tuple[str, str]:
    kept = "".join(sign for sign in words if sign not in inner)
    return kept, ";".join(inner[sign].text for sign in words if sign in inner)
