"""The styles part: cell formats with another fill, and the few formats of a sheet of ours, appended to those that are there."""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

from lxml import etree

from xlplugin.outputs.marked.package.archive import Archive
from xlplugin.outputs.marked.package.xml import add, child, children, make, parse, serialise

# ECMA-376 part 1, 18.8.39: the children of `styleSheet` in their order.
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst")
_GB2312 = "134"


class StyleSheet:
    """The cell formats of a workbook; nothing that is there is changed, so every index stays what it was."""

    def __init__(self, archive: Archive, part: str) -> None:
        self._archive, self._part = archive, part
        self._root = parse(archive.read(part), part)
        self._fills = self._collection("fills", "fill")
        self._fonts = self._collection("fonts", "font")
        self._borders = self._collection("borders", "border")
        self._formats = self._collection("cellXfs", "xf")
        self._made: dict[object, int] = {}

    def save(self) -> None:
        """Puts the part into the archive, where anything was added."""
        if self._made:
            for collection in (self._fills, self._fonts, self._borders, self._formats):
                collection.set("count", str(len(list(collection.iterchildren(etree.Element)))))
            self._archive.replace(self._part, serialise(self._root))

    def filled(self, style: int, colour: str) -> int:
        """The format that differs from another in its fill only; `colour` as RRGGBB."""
        if self.colour(style) == colour:
            return style
        if (style, colour) not in self._made:
            format_ = copy.deepcopy(self._format(style))
            format_.attrib.update({"fillId": str(self._fill(colour)), "applyFill": "1"})
            self._made[style, colour] = self._append(self._formats, format_)
        return self._made[style, colour]

    def unfilled(self, style: int, used: Counter[int]) -> int:
        """The format most `used` that differs from another in its fill only; one without a fill where there is none."""
        look = _look(self._format(style))
        alike = [other for other in used if other != style and _look(self._format(other)) == look]
        if alike:
            return max(alike, key=lambda other: (used[other], -other))
        if (style, None) not in self._made:
            format_ = copy.deepcopy(self._format(style))
            format_.set("fillId", "0")
            self._made[style, None] = self._append(self._formats, format_)
        return self._made[style, None]

    def colour(self, style: int) -> str | None:
        """The colour of a format's solid fill as RRGGBB; None where it has none, or one of the theme."""
        fills = children(self._fills, "fill")
        number = int(self._format(style).get("fillId", "0"))
        pattern = child(fills[number], "patternFill") if number < len(fills) else None
        colour = child(pattern, "fgColor") if pattern is not None and pattern.get("patternType") == "solid" else None
        return None if colour is None else colour.get("rgb", "")[-6:].upper() or None

    def text(self, *, is_open: bool = False, is_header: bool = False, is_link: bool = False, is_boxed: bool = True) -> int:
        """A format of a sheet of ours: wrapped text, in thin lines; `is_open` may be typed into on a protected sheet."""
        wanted = ("text", is_open, is_header, is_link, is_boxed)
        if wanted not in self._made:
            fill = self._fill("E4EBF5") if is_header else 0
            ids = {"numFmtId": "0", "fontId": str(self._font(is_header, is_link)), "fillId": str(fill), "borderId": str(self._border() if is_boxed else 0), "xfId": "0"}
            applied = dict.fromkeys(("applyFont", "applyFill", "applyBorder", "applyAlignment", "applyProtection"), "1")
            format_ = make(self._formats, "xf", {**ids, **applied})
            add(format_, "alignment", {"horizontal": "center" if is_header else "left", "vertical": "center" if is_header else "top", "wrapText": "1"})
            add(format_, "protection", {"locked": "0" if is_open else "1"})
            self._made[wanted] = self._append(self._formats, format_)
        return self._made[wanted]

    def is_locked(self, style: int) -> bool:
        """Whether a cell of that format is locked once its sheet is protected."""
        protection = child(self._format(style), "protection")
        return protection is None or protection.get("locked") not in ("0", "false")

    def _format(self, style: int) -> Any:
        formats = children(self._formats, "xf")
        return formats[style if 0 <= style < len(formats) else 0]

    def _fill(self, colour: str) -> int:
        if ("fill", colour) not in self._made:
            fill = make(self._fills, "fill")
            pattern = add(fill, "patternFill", {"patternType": "solid"})
            add(pattern, "fgColor", {"rgb": f"FF{colour}"})
            add(pattern, "bgColor", {"indexed": "64"})
            self._made["fill", colour] = self._append(self._fills, fill)
        return self._made["fill", colour]

    def _font(self, is_bold: bool, is_link: bool) -> int:
        if ("font", is_bold, is_link) not in self._made:
            font = make(self._fonts, "font")
            for tag in ["b"] * is_bold + ["u"] * is_link:
                add(font, tag)
            colour = "FF1F4E9E" if is_link else "FF1F2A37"
            for tag, attributes in {"sz": {"val": "10.5"}, "color": {"rgb": colour}, "name": {"val": "宋体"}, "charset": {"val": _GB2312}}.items():
                add(font, tag, attributes)
            self._made["font", is_bold, is_link] = self._append(self._fonts, font)
        return self._made["font", is_bold, is_link]

    def _border(self) -> int:
        if "border" not in self._made:
            border = make(self._borders, "border")
            for side in ("left", "right", "top", "bottom"):
                add(add(border, side, {"style": "thin"}), "color", {"rgb": "FFC9D1DC"})
            add(border, "diagonal")
            self._made["border"] = self._append(self._borders, border)
        return self._made["border"]

    def _append(self, collection: Any, element: Any) -> int:
        collection.append(element)
        return len(children(collection, str(etree.QName(element).localname))) - 1

    def _collection(self, tag: str, item: str) -> Any:
        """A collection of the part; made, with the entries that programs take for granted, where it is missing."""
        found = child(self._root, tag)
        if found is None:
            found = make(self._root, tag)
            later = [child(self._root, other) for other in _ORDER[_ORDER.index(tag) + 1 :]]
            before = next((other for other in later if other is not None), None)
            if before is None:
                self._root.append(found)
            else:
                before.addprevious(found)
        if not children(found, item):
            for pattern in ("none", "gray125") if item == "fill" else ("",):
                entry = add(found, item)
                if pattern:
                    add(entry, "patternFill", {"patternType": pattern})
        return found


def _look(format_: Any) -> tuple[object, ...]:
    """All of a format but its fill."""
    attributes = {name: value for name, value in format_.attrib.items() if name not in ("fillId", "applyFill")}
    inner = [(etree.QName(part).localname, sorted(part.attrib.items())) for part in format_.iterchildren(etree.Element)]
    return (sorted(attributes.items()), inner)
