"""The looks of characters in a Word document: struck out, unseen, raised; by the run itself, its style, its paragraph's style, the document's defaults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from xlplugin.reading.documents.formats.marked import Mark
from xlplugin.reading.figures.places import TURNED

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off", "none")
_SMALLEST_SEEN = 4
"""Letters of fewer half points are seen by nobody."""
_LONGEST_CHAIN = 20
_RAISED = 4
"""By how many half points characters stand above or below their line; fewer are a matter of taste."""
_MEASURE = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(mm|cm|in|pt|pc|pi)?")
_HALF_POINTS = {None: 1.0, "pt": 2.0, "pc": 24.0, "pi": 24.0, "in": 144.0, "cm": 144 / 2.54, "mm": 14.4 / 2.54}
_USUAL_SIZE = 20.0
_TURNING = frozenset({"bdo", "dir"})


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
        if any(note.get(f"{W}customMarkFollows") not in (None, *_OFF) for note in run.iterchildren(f"{W}footnoteReference", f"{W}endnoteReference")):
            return "raised"
        look = self._whole_look(run, paragraph_style)
        return self._mark(look, run) if look else None

    def place(self, run: Any, paragraph_style: str | None) -> tuple[str, float]:
        """Where the characters of a run that is read stand beside others, the same word: beside one another; and how large they are beside what is usual."""
        look = self._whole_look(run, paragraph_style)
        size = half_points(look.get("sz")) or _USUAL_SIZE
        is_turned = any(name in _TURNING and above.get(f"{W}val") == "rtl" for above in run.iterancestors() if (name := above.tag.rpartition("}")[2]))
        height = look.get("position")
        is_unsure = height is not None and half_points(height) is None
        return TURNED * is_turned + f"{look.get('combine', '')}{height if is_unsure else ''}", size / _USUAL_SIZE

    def _whole_look(self, run: Any, paragraph_style: str | None) -> dict[str, str]:
        own = run.find(f"{W}rPr")
        look = self._look(style_of(own), paragraph_style)
        return {**look, **_properties(own)} if own is not None and len(own) else look

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
        if (size := half_points(look.get("sz"))) is not None and size < _SMALLEST_SEEN:
            return "unseen"
        if look.get("color", "").upper() == "FFFFFF" and self._is_on_white(look, run):
            return "unseen"
        is_raised = look.get("vertAlign") in ("superscript", "subscript") or abs(half_points(look.get("position")) or 0) >= _RAISED
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


def half_points(text: str | None) -> float | None:
    """A measure in half points, which it is in where it names no unit; None for what is none."""
    match = _MEASURE.fullmatch(text or "")
    return float(match[1]) * _HALF_POINTS[match[2]] if match else None


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
        elif name == "eastAsianLayout" and not is_off(entry.get(f"{W}combine", "0")):  # two lines in one, each in small letters
            found["combine"] = entry.get(f"{W}id") or "1"
    return found
