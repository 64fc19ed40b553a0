"""Which declarations may set the characters of an element higher, lower, smaller or in another order than those beside it.

What is known to do no such thing is listed; whatever is not listed may do it. A note mark is raised in more ways than anyone can list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

_HARMLESS = re.compile(
    r"color|background.*|font|font-(?:size|family|weight|style|stretch|kerning|display|synthesis.*|smooth.*|optical-sizing|language-override|palette)|src"
    r"|(?:letter|word)-spacing|white-space.*|word-(?:break|wrap)|overflow-(?:wrap|anchor|scrolling)|line-break|hyphens|quotes|lang|orphans|widows"
    r"|text-(?!combine|orientation|box).*|user-select|tap-highlight-color|appearance|locale|hyphenate-.*"
    r"|border.*|outline.*|box-(?:sizing|shadow|decoration-break)|padding-(?:left|right)|cursor|opacity|visibility|z-index|pointer-events|caret-color|accent-color|fill|stroke.*"
    r"|page-?break.*|break-.*|tab-.*|layout-grid.*|punctuation-.*|list-style.*|counter-.*|table-layout|empty-cells|caption-side|border-collapse|clear|resize|will-change"
    r"|transition.*|scroll.*|object-.*|image-.*|speak.*|print-.*|color-scheme|forced-color-adjust|size|marks|panose-.*|unicode-range|behavior|mso-(?!text-raise|element-(?:frame|wrap|anchor|left|top)).*|--.*"
)
"""Names of properties that move nothing within a line, whatever they say; the size of letters is reckoned with elsewhere."""
_USUAL = re.compile(r"(?:initial|inherit|unset|revert|revert-layer|normal|none|auto|baseline|visible|ltr|static|inline|horizontal-tb|100%|1(?:\.0*)?|[+-]?(?:0+(?:\.0*)?|\.0+)(?:[a-z]{1,4}|%)?)(?:\s+(?:auto|0(?:[a-z]{1,4}|%)?))*")
"""What any property may say without moving anything."""
_LENGTH = re.compile(r"(-?(?:\d{1,9}(?:\.\d{1,20})?|\.\d{1,20}))(px|pt|pc|in|cm|mm|q|r?em|ex|ch|%)")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "q": 2.4 / 2.54}
_IN_LETTERS = {"em": 1.0, "ex": 0.5, "ch": 0.5, "%": 0.01}
_FAR = {"px": 2.5, "pt": 2.0, "%": 20.0}
_FAR_IN_LETTERS, _FAR_IN_PIXELS = 0.2, 2.5
"""From here on a length is no matter of taste: two points, a fifth of a letter."""
_PREFIX = re.compile(r"-(?:webkit|moz|ms|o|khtml|epub)-")
_OF_FLEX = re.compile(r"(?:flex|justify|align|place|grid|gap|row-gap|column-gap|order|box-(?:flex|orient|align|pack|ordinal|direction)).*")
_KEYWORDS = {"xx-small": 9.0, "x-small": 10.0, "small": 13.33, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0, "xxx-large": 48.0, "-webkit-xxx-large": 48.0}
_STEP = 1.2
USUAL_SIZE = 16.0
"""Pixels of text of which nothing is said."""
_SHORT = re.compile(r"(?:^|\s)((?:xx?-|xxx-)?(?:small|large)|medium|smaller|larger|[-\d.]+(?:px|pt|pc|in|cm|mm|q|r?em|ex|ch|%)|0)(?:\s*/\s*\S+)?(?=\s|$)")
_SYSTEM = ("inherit", "initial", "unset", "revert", "revert-layer")
_OF_A_BOX = frozenset({"margin", "margin-top", "margin-bottom", "margin-block", "padding", "padding-top", "padding-bottom", "padding-block", "line-height", "height", "max-height", "min-height", "overflow", "overflow-y"})
"""What moves a box within its line, and does nothing to plain text there."""
_DISPLAYS = frozenset({"inline", "contents", "inline-block", "run-in"})
_PLAIN_HEIGHTS = frozenset({"top", "bottom", "middle", "text-top", "text-bottom"})
"""They leave letters of one size on one line."""
_FEATURES = re.compile(r'(?:["\']?(?:kern|liga|clig|calt|dlig|tnum|lnum|pnum|onum|locl|palt|halt|pkna|zero|case|ss\d\d|cv\d\d)["\']?(?: (?:on|off|0|1))? ?,? ?)+')
_VARIANT = re.compile(r"\b(?:super|sub|ordinal|diagonal-fractions|stacked-fractions)\b")
_ORDER = frozenset({"float", "position", "order", "direction", "unicode-bidi", "flex-direction", "flex-flow", "writing-mode", "display", "grid-column", "grid-row", "grid-area"})
"""What may change the order of what stands beside one another."""


@lru_cache(2048)
def is_harmless(name: str) -> bool:
    """Whether a property of this name moves nothing within a line."""
    return _HARMLESS.fullmatch(bare(name)) is not None


@lru_cache(2048)
def bare(name: str) -> str:
    """A property's name without the prefix of a maker of browsers."""
    return _PREFIX.sub("", name, count=1) if name.startswith("-") else name


def moves_of(said: Mapping[str, str], number: int, *, in_boxes: bool = False) -> str:
    """What the declarations of an element may do to the place of its characters, in a word: the same one, the same place.

    `number`: its own, for what may change the order; `in_boxes`: whether what it stands in makes a box of it.
    """
    found = [f"{name}:{value}" + (f"@{number}" if bare(name) in _ORDER else "") for name, value in said.items() if may_move(name, value, said, in_boxes=in_boxes)]
    return ";".join(sorted(found))


def may_move(name: str, value: str, said: Mapping[str, str], *, in_boxes: bool = False) -> bool:
    """Whether a declaration among those of an element may move its characters."""
    return not is_harmless(name) and _USUAL.fullmatch(value) is None and _may_move(bare(name), value, said, in_boxes)


def _may_move(name: str, value: str, said: Mapping[str, str], in_boxes: bool) -> bool:
    display = said.get("display", "inline")
    if name in ("vertical-align", "mso-text-raise"):
        return value not in _PLAIN_HEIGHTS and _may_be_far(value)
    if name in ("top", "bottom", "left", "right") or name.startswith("inset"):
        position = said.get("position", "static")
        return position != "static" and (position != "relative" or _may_be_far(value))
    if name == "position":
        return value not in ("relative", "sticky")
    if name == "display":
        return value not in _DISPLAYS
    if name in _OF_A_BOX or name.startswith("margin"):
        if name.startswith("margin") and ("-" in value or "(" in value):
            return True
        is_sideways = name.endswith(("-left", "-right", "-inline", "-start", "-end")) or (name in ("margin", "padding") and all(map(_USUAL.fullmatch, value.split()[::2])))
        is_cut = any(said.get(one, "visible") != "visible" for one in ("overflow", "overflow-y"))  # such a box stands on its lower edge, others on their last line
        return not is_sideways and (in_boxes or display not in (_DISPLAYS if not is_cut else ("inline", "contents")) or said.get("float", "none") != "none")
    if _OF_FLEX.fullmatch(name):
        return in_boxes or "flex" in display or "grid" in display or "box" in display
    if name == "font-feature-settings":
        return _FEATURES.fullmatch(" ".join(value.split())) is None
    if name.startswith("font-variant"):
        return _VARIANT.search(value) is not None or "(" in value
    return name not in ("width", "min-width", "max-width", "overflow-x")


def is_far(length: str) -> bool:
    """Whether a length is surely more than a matter of taste."""
    return _LENGTH.fullmatch(length) is not None and _may_be_far(length)


def _may_be_far(length: str) -> bool:
    match = _LENGTH.fullmatch(length)
    if match is None:
        return True
    number, unit = abs(float(match[1])), match[2]
    if unit in _FAR:
        return number >= _FAR[unit]
    return number * _PIXELS[unit] >= _FAR_IN_PIXELS if unit in _PIXELS else number >= _FAR_IN_LETTERS


def is_turned(said: Mapping[str, str], node: Any) -> bool:
    """Whether an element shows its characters from right to left."""
    is_override = node.tag == "bdo" or "override" in said.get("unicode-bidi", "")
    return is_override and (said.get("direction") or (node.get("dir") or "").strip().lower() or "ltr") != "ltr"


def size_of(said: str | None, around: float, root: float = USUAL_SIZE) -> float | None:
    """The size of letters, in pixels, within those of a size; None where it cannot be told."""
    if said is None or said in ("inherit", "unset", "100%", "1em"):
        return around
    if said in ("smaller", "larger"):
        return around / _STEP if said == "smaller" else around * _STEP
    if said in ("initial", "revert", "revert-layer"):
        return USUAL_SIZE
    match = _LENGTH.fullmatch(said)
    if match is None:
        return _KEYWORDS.get(said)
    number, unit = float(match[1]), match[2]
    return number * (_PIXELS[unit] if unit in _PIXELS else root if unit == "rem" else around * _IN_LETTERS[unit])


def size_in(font: str) -> str:
    """The size that the short form of a font says; the whole where it says none."""
    match = _SHORT.search(font)
    return font if match is None or font in _SYSTEM else match[1]
