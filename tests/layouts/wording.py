"""How offices word a label: the variants the form lists, and on top of them what carries no meaning."""

from __future__ import annotations

import random
import re

from xlplugin.form import Label

_SPACES = (" ", " ", "  ", "\u3000", "\n", "\n\n", "\u00a0")
_QUOTES = (("“", "”"), ('"', '"'), ("‘", "’"), ("「", "」"), ("『", "』"), ("＂", "＂"), ("", ""))
_SEPARATORS = (".", "、", "．", ". ", "、 ")
_YEARS = ("本年({year})", "本年（{year}）", "本年（{year}年）", "本年({year}年)")
_NARROW = str.maketrans("（），：", "(),:")
_WIDE = str.maketrans("()0123456789/", "（）０１２３４５６７８９／")


def reword(rng: random.Random, label: Label, *, takes_year: bool = False) -> str:
    """A wording of the label: the official one or a listed variant, its width, spaces, quotation marks and separators changed or not.

    With `takes_year`, `本年` may become the template `本年({year})`.
    """
    seen = rng.choice(label.variants) if label.variants and rng.random() < 0.3 else label.official
    if rng.random() < 0.25:
        seen = re.sub(r"^(\d{1,2})\.", lambda match: match[1] + rng.choice(_SEPARATORS), seen)
    if rng.random() < 0.5:
        opening, closing = rng.choice(_QUOTES)
        seen = seen.replace("“", opening).replace("”", closing)
    seen = _width(rng, seen)
    if rng.random() < 0.2:
        seen = spaced(rng, seen)
    if takes_year and rng.random() < 0.2:
        seen = seen.replace("本年", rng.choice(_YEARS), 1)
    return seen


def corner(rng: random.Random, official: str) -> str:
    """The cell in the top left corner; the note on 勾稽 with its colon or without, in any width, or nothing at all."""
    if rng.random() < 0.2:
        return ""
    seen = official.replace("：", "") if rng.random() < 0.3 else official
    if rng.random() < 0.2:
        seen = seen.strip("（）")
    return _width(rng, spaced(rng, seen) if rng.random() < 0.2 else seen)


def _width(rng: random.Random, text: str) -> str:
    """Half- or full-width, for the whole text or mark by mark (both are found in one table)."""
    choice = rng.random()
    if choice < 0.6:
        return text
    if choice < 0.75:
        return text.translate(_NARROW)
    if choice < 0.85:
        return text.translate(_WIDE)
    return "".join(mark.translate(rng.choice((_NARROW, _WIDE))) if rng.random() < 0.5 else mark for mark in text)


def spaced(rng: random.Random, text: str) -> str:
    """Spaces or line breaks somewhere inside, or at an end."""
    if len(text) <= 4 and rng.random() < 0.6:
        return rng.choice(_SPACES).join(text)
    at = rng.randint(0, len(text))
    return text[:at] + rng.choice(_SPACES) + text[at:]
