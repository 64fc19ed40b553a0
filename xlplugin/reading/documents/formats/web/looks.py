"""What a browser shows of an element: nothing, text that is struck out, unseen or raised, or what was typed into a field."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from xlplugin.reading.documents.formats.marked import Mark
from xlplugin.reading.documents.formats.web.styles import Styles

_NIL = re.compile(r"0(?:\.0*)?(?:px|pt|em|rem|%)?")
_TYPED = frozenset({"text", "number", "tel", "search", "email", "url", ""})
"""Kinds of input fields that show what they hold."""
LONGEST_TYPED = 2_000


@dataclass(frozen=True, slots=True)
class Look:
    """How the text of an element looks, by itself and by those around it."""

    is_gone: bool = False
    is_struck: bool = False
    is_unseen: bool = False
    is_raised: bool = False

    @property
    def mark(self) -> Mark | None:
        """Why its text is no part of what a person reads."""
        if self.is_gone or self.is_unseen:
            return "unseen"
        return "struck" if self.is_struck else "raised" if self.is_raised else None


PLAIN = Look()


def look_of(node: Any, around: Look, styles: Styles) -> Look:
    """The look of an element within one that looks as `around`."""
    said = styles.of(node)
    if not said:
        return around
    visibility, height = said.get("visibility"), said.get("vertical-align", "")
    is_unseen = around.is_unseen if visibility is None else visibility in ("hidden", "collapse")
    is_unseen = is_unseen or said.get("color") == "transparent" or any(_NIL.fullmatch(said.get(name, "")) for name in ("opacity", "font-size"))
    return replace(
        around,
        is_gone=around.is_gone or said.get("display") == "none",
        is_struck=around.is_struck or "line-through" in said.get("text-decoration-line", ""),
        is_unseen=bool(is_unseen),
        is_raised=around.is_raised or (height in ("super", "sub") and node.tag.lower() not in ("td", "th")),
    )


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
