"""The looks of characters in a Word document: struck out, unseen, raised; by the run itself, its style, its paragraph's style, the document's defaults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from xlplugin.reading.documents.formats.marked import Mark

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off", "none")
_SMALLEST_SEEN = 4
"""Letters of fewer half points are seen by nobody."""
_LONGEST_CHAIN = 20
_RAISED = re.compile(r"-?(?:[4-9]|\d{2,3})")
"""By how many half points characters stand above or below their line; fewer are a matter of taste."""


class Looks:
    """The styles of a document. `styles`: its part, if it has one."""

    def __init__(self, styles: Any | None) -> None:
        entries = styles.findall(f"{W}style") if styles is not None else []
        self._styles: dict[str, Any] = {entry.get(f"{W}styleId", ""): entry for entry in entries}
        self._default = next((entry.get(f"{W}styleId") for entry in entries if entry.get(f"{W}type") == "paragraph" and not is_off(entry.get(f"{W}default", "0"))), None)
        self._document = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if styles is not None else None
        self._known: dict[tuple[str | None, str | None], dict[str, str]] = {}

    def mark(self, run: Any, paragraph_style: str | None) -> Mark | None:
        """Why the characters of a run are no part of what a person reads."""
        own = run.find(f"{W}rPr")
        look = self._look(style_of(own), paragraph_style)
        if own is not None and len(own):
            look = {**look, **_properties(own)}
        return self._mark(look, run) if look else None

    def chain(self, name: str | None) -> Iterator[Any]:
        """A style and those it is based on."""
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(name or "")
            if style is None:
                return
            yield style
            base = style.find(f"{W}basedOn")
            name = base.get(f"{W}val") if base is not None else None

    def paragraph_style(self, paragraph: Any) -> str | None:
        """The style of a paragraph: its own, or the one that is given to all."""
        own = paragraph.find(f"{W}pPr/{W}pStyle")
        return own.get(f"{W}val") if own is not None else self._default

    def _look(self, character: str | None, paragraph: str | None) -> dict[str, str]:
        key = (character, paragraph)
        if key not in self._known:
            layers = [self._document, *(style.find(f"{W}rPr") for name in (paragraph, character) for style in reversed(list(self.chain(name))))]
            self._known[key] = {name: value for layer in layers if layer is not None for name, value in _properties(layer).items()}
        return self._known[key]

    def _mark(self, look: dict[str, str], run: Any) -> Mark | None:
        if any(name in look and not is_off(look[name]) for name in ("strike", "dstrike")):
            return "struck"
        if "vanish" in look and not is_off(look["vanish"]):
            return "unseen"
        if look.get("sz", "").isdigit() and int(look["sz"]) < _SMALLEST_SEEN:
            return "unseen"
        if look.get("color", "").upper() == "FFFFFF" and self._is_on_white(look, run):
            return "unseen"
        is_raised = look.get("vertAlign") in ("superscript", "subscript") or _RAISED.fullmatch(look.get("position", ""))
        return "raised" if is_raised else None

    def _is_on_white(self, look: dict[str, str], run: Any) -> bool:
        """Whether nothing lies behind a run but the page."""
        if look.get("highlight", "none") not in ("none", "white") or look.get("shd", "auto").lower() not in ("1", "auto", "ffffff"):
            return False
        for above in run.iterancestors():
            if above.tag == f"{W}txbxContent":
                return False
            for properties in above.iterchildren(f"{W}pPr", f"{W}tcPr", f"{W}tblPr"):
                shadings = [properties.find(f"{W}shd")]
                for name in (f"{W}pStyle", f"{W}tblStyle"):
                    style = properties.find(name)
                    shadings += [shading for one in self.chain(style.get(f"{W}val") if style is not None else None) for shading in one.iter(f"{W}shd")]
                if any(shading is not None and shading.get(f"{W}fill", "auto").lower() not in ("auto", "ffffff") for shading in shadings):
                    return False
        return True


def style_of(properties: Any | None) -> str | None:
    """The character style that a run's properties name."""
    style = properties.find(f"{W}rStyle") if properties is not None else None
    return style.get(f"{W}val") if style is not None else None


def is_off(value: str | None) -> bool:
    """Whether a property that is there says no."""
    return value is not None and value.lower() in _OFF


def _properties(layer: Any) -> dict[str, str]:
    """What a layer says of the looks that matter here."""
    found: dict[str, str] = {}
    for entry in layer:
        name = entry.tag.rpartition("}")[2] if isinstance(entry.tag, str) else ""
        if name in ("strike", "dstrike", "vanish", "vertAlign", "position", "sz", "color", "highlight", "shd"):
            found[name] = (entry.get(f"{W}fill") if name == "shd" else entry.get(f"{W}val")) or "1"
    return found
