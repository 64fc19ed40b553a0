"""Characters in a cell that nobody sees, named so that a person can look for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from xlplugin.form.labels import INVISIBLE
from xlplugin.patterns import late
from xlplugin.rules.shared.wording import listed
from xlplugin.text import Text

_MARK = late(rf"[\r\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f{INVISIBLE}]")
_NAMES = {
    "\r": Text("回车符", "carriage return"),
    "\u00a0": Text("不换行空格", "no-break space"),
    "\u00ad": Text("软连字符", "soft hyphen"),
    "\u2009": Text("窄空格", "thin space"),
    "\u200b": Text("零宽空格", "zero width space"),
    "\u200c": Text("零宽不连字", "zero width non-joiner"),
    "\u200d": Text("零宽连字", "zero width joiner"),
    "\u200e": Text("从左到右标记", "left-to-right mark"),
    "\u200f": Text("从右到左标记", "right-to-left mark"),
    "\u202f": Text("窄不换行空格", "narrow no-break space"),
    "\u2060": Text("字连接符", "word joiner"),
    "\ufeff": Text("字节顺序标记", "byte order mark"),
}


def unseen_marks(texts: Iterable[str]) -> Text | None:
    """（夹有看不见的字符：零宽空格 U+200B）, or None where the texts have none."""
    marks = list(dict.fromkeys(mark for text in texts for mark in _MARK.findall(text)))
    if not marks:
        return None
    return Text("（夹有看不见的字符：{marks}）", " (with characters that nobody sees: {marks})").fill(marks=listed([_named(mark) for mark in marks], unit="种"))


def _named(mark: str) -> Text:
    code = f"U+{ord(mark):04X}"
    english = unicodedata.name(mark, "").lower()
    name = _NAMES.get(mark, Text("", english))
    return Text(f"{name.zh} {code}".strip(), f"{name.en} {code}".strip())
