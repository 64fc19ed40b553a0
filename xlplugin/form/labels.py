"""When are two labels the same label? The one place that says so.

Offices retype the form. Width (`(` for `（`), spaces, line breaks, quotation marks and the separator after an item
number carry no meaning; any other mark does, and a label that differs in one is known only as a listed variant.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from xlplugin.form.spelling import plain_ideographs

QUOTES = str.maketrans("", "", "“”‘’\"'「」『』＂＇〝〞`")
BRACKETS = str.maketrans({"〔": "(", "〕": ")", "[": "(", "]": ")", "【": "(", "】": ")"})
_MARKS = {**QUOTES, **BRACKETS}
_ITEM_SEPARATOR = re.compile(r"^(\d{1,2})[.、,)．]+")
INVISIBLE = (
    "\\x00-\\x08\\x0e-\\x1b\\x7f-\\x9f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f"
    "\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb"
)
"""Characters that nobody sees, as the inside of a regular expression's brackets: of no width, of direction, fillers, controls; blanks are `\\s`."""
CIRCLED = "\u2460-\u24ff\u2776-\u2793\u3220-\u3229\u3251-\u325f\u3280-\u3289\u32b1-\u32bf"
RAISED = "\u00aa\u00b2\u00b3\u00b9\u00ba\u1d2c-\u1d6a\u2070-\u209c"
"""Numbers and letters that mark a note, as the inside of a regular expression's brackets: in a ring, and raised or lowered."""
_NOTE_MARKS = re.compile(rf"(?<![{CIRCLED}{RAISED}])[{CIRCLED}{RAISED}]++\s*$")
_SPACE = re.compile(rf"[\s{INVISIBLE}]+")
_LOOSE = re.compile(r"[^0-9a-z\u4e00-\u9fff]")
_NUMBERING = re.compile(r"^(?:\(?[一二三四五六七八九十]+\)?[、.,]?|\d{1,2}[.、,)]*)")


@lru_cache(maxsize=16384)
def canonical(label: str) -> str:
    """The label without what carries no meaning. Two labels are the same when this is equal."""
    plain = unicodedata.normalize("NFKC", plain_ideographs(label)).translate(_MARKS)
    plain = _SPACE.sub("", plain).lower()
    return _ITEM_SEPARATOR.sub(r"\1.", plain)


@lru_cache(maxsize=16384)
def loose(label: str) -> str:
    """The label without any mark: for telling a label that is worded alike but punctuated otherwise, or has the mark of a note, 自然人①."""
    return _LOOSE.sub("", canonical(_NOTE_MARKS.sub("", label)))


@lru_cache(maxsize=16384)
def unnumbered(label: str) -> str:
    """The loose label without its leading number: 属于国家秘密 of 1.属于国家秘密."""
    return _LOOSE.sub("", _NUMBERING.sub("", canonical(_NOTE_MARKS.sub("", label))))
