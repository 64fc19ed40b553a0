"""What a browser shows of an element: nothing, text that is struck out, unseen or raised, or what was typed into a field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from xlplugin.reading.documents.formats.marked import Mark
from xlplugin.reading.documents.formats.web.moves import USUAL_SIZE, is_far, size_of
from xlplugin.reading.documents.formats.web.nodes import BLOCKS
from xlplugin.reading.documents.formats.web.styles import Styles

_NIL = re.compile(r"0(?:\.0*)?(?:px|pt|em|rem|%)?")
_LENGTH = re.compile(r"(-?(?:\d{1,9}(?:\.\d{1,20})?|\.\d{1,20}))(px|pt|em|rem|ex|%)")
_CLEAR = re.compile(r"transparent|(?:rgb|hsl)a?\((?:(?:[^(),/]{1,20},){3}|[^(),/]{1,60}/)\s*(?:0(?:\.0*)?|\.0+)%?\s*\)|#[\da-f]{3}0|#[\da-f]{6}00")
"""A colour that lets everything through."""
_SMALL = re.compile(r"smaller|x+-small|0?\.\d+r?em|[1-7]?\d(?:\.\d+)?%|[1-9](?:\.\d+)?px|[1-7](?:\.\d+)?pt")
"""Sizes below that of a table's text."""
_TYPED = frozenset({"text", "number", "tel", "search", "email", "url", ""})
"""Kinds of input fields that show what they hold."""
_OFF_THE_PAGE = 900
LONGEST_TYPED = 2_000


@dataclass(frozen=True, slots=True)
class Look:
    """How the text of an element looks, by itself and by those around it."""

    is_gone: bool = False
    is_struck: bool = False
    is_unseen: bool = False
    is_raised: bool = False
    size: float = USUAL_SIZE
    """Of its letters, in pixels; of a size that cannot be told that around it."""
    place: str = ""
    """Where its characters stand beside others of the same cell."""

    @property
    def mark(self) -> Mark | None:
        """Why its text is no part of what a person reads."""
        if self.is_gone or self.is_unseen:
            return "unseen"
        return "struck" if self.is_struck else "raised" if self.is_raised else None


PLAIN = Look()


def look_of(node: Any, around: Look, styles: Styles, root: float = USUAL_SIZE) -> Look:
    """The look of an element within one that looks as `around`; `root`: the size of the page's letters."""
    said = styles.of(node)
    if not said:
        return around
    visibility = said.get("visibility")
    is_unseen = around.is_unseen if visibility is None else visibility in ("hidden", "collapse")
    is_unseen = is_unseen or any(_CLEAR.fullmatch(said.get(name, "")) for name in ("color", "-webkit-text-fill-color")) or any(_NIL.fullmatch(said.get(name, "")) for name in ("opacity", "font-size"))
    return replace(
        around,
        is_gone=around.is_gone or said.get("display") == "none" or _is_off_the_page(said),
        is_struck=around.is_struck or "line-through" in said.get("text-decoration-line", ""),
        is_unseen=bool(is_unseen),
        is_raised=around.is_raised or (node.tag.lower() not in BLOCKS and _is_raised(said)),
        size=size_of(said.get("font-size"), around.size, root) or around.size,
    )


def _is_off_the_page(said: Mapping[str, str]) -> bool:
    """Whether an element is placed where no window reaches."""
    lengths = [match for name in ("left", "top", "right", "bottom") if (match := _LENGTH.fullmatch(said.get(name, "")))]
    return said.get("position") in ("absolute", "fixed") and any(float(match[1]) <= -_OFF_THE_PAGE and match[2] in ("px", "pt", "em", "rem") for match in lengths)


def _is_raised(said: Mapping[str, str]) -> bool:
    """Whether text within a line stands above or below it: by its name, by a length, or moved there as Word writes it."""
    height = said.get("vertical-align", "")
    if height in ("super", "sub") or is_far(height) or is_far(said.get("mso-text-raise", "")):
        return True
    if height in ("top", "text-top"):
        return _SMALL.fullmatch(said.get("font-size", "")) is not None
    return said.get("position") == "relative" and (is_far(said.get("top", "")) or is_far(said.get("bottom", "")))


def typed(node: Any, tag: str) -> str:
    """What a field of a form shows."""
    if tag == "input":
        return (node.get("value") or "")[:LONGEST_TYPED] if (node.get("type") or "").strip().lower() in _TYPED else ""
    if tag == "textarea":
        return "".join(node.itertext())[:LONGEST_TYPED]
    options = list(node.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and node.get("multiple") is None and (node.get("size") or "1") in ("0", "1"):
        chosen = options[:1]
    return " ".join("".join(option.itertext()).strip() for option in chosen)[:LONGEST_TYPED]
