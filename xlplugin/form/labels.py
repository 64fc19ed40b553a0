"""When are two labels the same label? The one place that says so.

Offices retype the form. Width (`(` for `（`), spaces, line breaks, quotation marks and the separator after an item
number carry no meaning; any other mark does, and a label that differs in one is known only as a listed variant.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_QUOTES = str.maketrans("", "", "“”‘’\"'「」『』＂＇〝〞`")
_BRACKETS = str.maketrans({"〔": "(", "〕": ")", "[": "(", "]": ")", "【": "(", "】": ")"})
_ITEM_SEPARATOR = re.compile(r"^(\d{1,2})[.、,)．]+")
_SPACE = re.compile(r"[\s\u200b\ufeff\u00a0]+")
_LOOSE = re.compile(r"[^0-9a-z\u4e00-\u9fff]")
_NUMBERING = re.compile(r"^(?:\(?[一二三四五六七八九十]+\)?[、.,]?|\d{1,2}[.、,)]*)")


@lru_cache(maxsize=16384)
def canonical(label: str) -> str:
    """The label without what carries no meaning. Two labels are the same when this is equal."""
    plain = unicodedata.normalize("NFKC", label).translate(_QUOTES).translate(_BRACKETS)
    plain = _SPACE.sub("", plain).lower()
    return _ITEM_SEPARATOR.sub(r"\1.", plain)


@lru_cache(maxsize=16384)
def loose(label: str) -> str:
    """The label without any mark: for telling a label that is worded alike but punctuated otherwise."""
    return _LOOSE.sub("", canonical(label))


@lru_cache(maxsize=16384)
def unnumbered(label: str) -> str:
    """The loose label without its leading number: 属于国家秘密 of 1.属于国家秘密."""
    return _LOOSE.sub("", _NUMBERING.sub("", canonical(label)))
