"""A report's text as it is compared: the characters that carry meaning, the stretches they come in, and a number for every eight in a row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from xlplugin.form.organ import short_name
from xlplugin.patterns import late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Marks = NDArray[np.uint64]

LENGTH = 8
"""Characters in a row that make one mark."""
_SAMPLED = 8
"""One mark in so many is kept for finding reports that share some."""
_SHORTEST = 60
"""Characters of a stretch, paragraphs shorter than that being taken together."""
_LONGEST = 300
_STOPS = "，。；！？：、\n"
_NEAREST = 12
"""A quotation begins at a mark no further back than this, or where it would."""
_NUMERALS = "一二三四五六七八九十百千万亿零〇两"
# Sentences that the law, the form or custom words alike for everybody, and what names the organ or a date.
_OFFICIAL = late(
    r"《[^》]{0,100}(?:条例|办法|通知|规定|格式)[^》]{0,100}》|统计期限|所列数据|如对本?(?:年度?)?报告|如有疑问|联系(?:地址|电话|人|方式)|邮政编码|传真|由.{0,12}部分组成"
    r"|信息处理费|[无没]有?其他需要报告|其他需要(?:报告|说明)的事项|未(?:收到|发生|收取|产生)|没有(?:收到|发生|收取)|无.{0,12}(?:申请|复议|诉讼)|现(?:公布|发布|将).{0,40}报告"
)
_SENTENCE = late(r"[^。；;\n]+[。；;]?")
_SELF = late(r"[我本全][省市州盟县区旗镇乡街办局委厅署院处][政机]?[府关]?|[省市州县区镇乡]委[、和]?[省市州县区镇乡]?政府")
_END = re.compile(r"(?<=[。！？；\n])")


@dataclass(frozen=True)
class Marked:
    """One text: its meaningful characters by their place in it, and the marks that start at each."""

    text: str
    places: Any
    """For each character that counts, where it stands in `text`."""
    marks: Marks
    """One for each run of `LENGTH` characters."""
    stretches: tuple[tuple[int, int], ...]
    """First character that counts and the one after the last, of each stretch."""

    @cached_property
    def every(self) -> Marks:
        """The marks, each once, sorted."""
        import numpy as np

        return np.unique(self.marks)

    def of(self, stretch: tuple[int, int]) -> Marks:
        """The marks inside a stretch."""
        return self.marks[stretch[0] : max(stretch[0], stretch[1] - LENGTH + 1)]

    def quote(self, start: int, length: int) -> str:
        """What stands in the text from a character that counts on, on one line, cut short where it is longer."""
        at = int(self.places[start])
        first = next((here for here in range(at, max(0, at - _NEAREST), -1) if self.text[here - 1] in _STOPS), 0 if at < _NEAREST else at)
        words = " ".join(self.text[first : first + length * 2].split())
        return words if len(words) <= length else words[: length - 1] + "…"


def sampled(marks: Marks) -> Marks:
    """One mark in so many, always the same ones, each once."""
    import numpy as np

    return np.unique(marks[marks % np.uint64(_SAMPLED) == 0])


def mark(text: str, organs: Iterable[str]) -> Marked:
    """A text, marked. Left out are numbers, punctuation, the names of `organs`, and sentences worded alike for everybody."""
    import numpy as np

    shown = _blank(text, organs) if text else ""
    codes = np.frombuffer(shown.encode("utf-32-le", "replace"), dtype=np.uint32)
    counts = (codes >= 0x4E00) & (codes <= 0x9FFF) & ~np.isin(codes, np.array([ord(numeral) for numeral in _NUMERALS], dtype=np.uint32))
    places = counts.nonzero()[0]
    kept = codes[places].astype(np.uint64)
    marks = np.zeros(max(0, len(kept) - LENGTH + 1), dtype=np.uint64)
    for at in range(LENGTH):
        marks = marks * np.uint64(0x100000001B3) + kept[at : at + len(marks)]
    marks = (marks ^ (marks >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return Marked(text, places, marks ^ (marks >> np.uint64(32)), tuple(_stretches(text, places)))


def _blank(text: str, organs: Iterable[str]) -> str:
    """The text of the same length with spaces for what does not count."""
    text = _SENTENCE.sub(lambda match: " " * len(match[0]) if _OFFICIAL.search(match[0]) else match[0], text)
    names = {part for name in organs for part in (name, short_name(name), _last(short_name(name))) if len(part) > 1}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        text = text.replace(name, " " * len(name))
    return _SELF.sub(lambda match: " " * len(match[0]), text)


def _last(name: str) -> str:
    """The name without the territory above: 下良镇 of 襄垣县下良镇."""
    return re.split(r"(?<=[省市州盟县区旗])(?=.{2})", name)[-1]


def _stretches(text: str, places: Any) -> Iterable[tuple[int, int]]:
    """Paragraphs, short ones taken together and long ones cut at the ends of sentences."""
    import numpy as np

    ends = [match.start() for match in _END.finditer(text)] + [len(text)]
    counted = np.searchsorted(places, ends).tolist()
    start = 0
    for at, end in zip(ends, counted, strict=True):
        is_paragraph = at == len(text) or text[at - 1 : at] == "\n"
        if end - start >= (_SHORTEST if is_paragraph else _LONGEST):
            yield start, end
            start = end
    if len(places) - start >= LENGTH:
        yield start, len(places)
