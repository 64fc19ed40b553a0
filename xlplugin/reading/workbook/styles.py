"""The cell styles of an Open XML workbook as looks: number format, letters in the colour of their ground, struck-out cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from xlplugin.reading.figures.number_format import BUILT_IN, number_format
from xlplugin.reading.workbook.grid import Look
from xlplugin.reading.workbook.strings import SMALLEST_SEEN, Mark, RichText, points, set_apart
from xlplugin.reading.workbook.xml import is_true, local

Colour = tuple[int, int, int] | str
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
INDEXED: dict[str, Colour] = {"0": BLACK, "1": WHITE, "8": BLACK, "9": WHITE, "64": BLACK, "65": WHITE}
THEME: dict[str, Colour] = {"0": WHITE, "1": BLACK}
"""The light and the dark colour of a theme; nearly every theme has white and black there."""
USUAL_SIZE = 11.0
NEAR, PALE = 60, 1.25
"""Letters are lost on their ground where no channel differs by more than this and the contrast, as WCAG 2.1 reckons it, is below that: white on pale yellow is."""


@dataclass(frozen=True)
class Style:
    """One cell style: what every cell of it looks like, and the ground under its letters."""

    look: Look | None
    ground: Colour
    bare: Mark | None = None
    """What becomes of characters in a text of several looks that have no look of their own."""
    size: float = USUAL_SIZE
    """Of its letters, in points."""

    def look_of(self, content: object) -> Look | None:
        """The look of a cell of this style."""
        if not isinstance(content, RichText):
            return self.look
        stands, aside = set_apart(content, lambda colour: not alike(_colour(colour, BLACK), self.ground), self.bare, self.size)
        look = replace(self.look or Look(), is_faint=False, is_struck=False)  # its runs tell that each for itself
        if aside:
            look = replace(look, stands=stands, aside=aside)
        return None if look == Look() else look


PLAIN = Style(None, WHITE)


def read_styles(root: Any, is_1904: bool) -> Sequence[Style]:
    """The cell styles in their order."""
    parts = {local(part): part for part in root}
    codes = {entry.get("numFmtId"): entry.get("formatCode", "") for entry in parts.get("numFmts", ())}
    fonts = [_font(entry) for entry in parts.get("fonts", ())]
    fills = [_ground(entry) for entry in parts.get("fills", ())]
    known: dict[tuple[str | None, str | None, str | None], Style] = {}
    styles = []
    for entry in parts.get("cellXfs", ()):
        key = (entry.get("numFmtId"), entry.get("fontId"), entry.get("fillId"))
        if key not in known:
            font = _at(fonts, key[1], Font())
            ground = _at(fills, key[2], WHITE)
            code = codes[key[0]] if key[0] in codes else BUILT_IN.get(int(key[0] or 0), "")
            is_unseen = font.is_tiny or alike(font.colour, ground)
            look = Look(number_format(code, is_1904), is_unseen, font.is_struck)
            bare: Mark | None = "struck" if font.is_struck else "unseen" if is_unseen else "raised" if font.is_raised else None
            known[key] = Style(None if look == Look() else look, ground, bare, font.size)
        styles.append(known[key])
    return styles


def _at(entries: Sequence[Any], number: str | None, other: Any) -> Any:
    at = int(number or 0)
    return entries[at] if 0 <= at < len(entries) else other


@dataclass(frozen=True)
class Font:
    """The letters of a cell."""

    colour: Colour = BLACK
    is_struck: bool = False
    is_tiny: bool = False
    is_raised: bool = False
    size: float = USUAL_SIZE


def _font(entry: Any) -> Font:
    parts = {local(part): part for part in entry}
    return Font(
        colour=_colour(parts["color"], BLACK) if "color" in parts else BLACK,
        is_struck="strike" in parts and is_true(parts["strike"].get("val", "1")),
        is_tiny="sz" in parts and points(parts["sz"].get("val")) < SMALLEST_SEEN,
        size=points(parts["sz"].get("val")) if "sz" in parts else USUAL_SIZE,
        is_raised="vertAlign" in parts and parts["vertAlign"].get("val") in ("superscript", "subscript"),
    )


def _ground(entry: Any) -> Colour:
    """The ground that a fill gives; a pattern or a gradient is taken for one that no letters vanish in."""
    for part in entry:
        if local(part) != "patternFill":
            return "pattern"
        kind = part.get("patternType", "none")
        if kind == "none":
            return WHITE
        front = next((colour for colour in part if local(colour) == "fgColor"), None)
        return _colour(front, BLACK) if kind == "solid" and front is not None else "pattern"
    return WHITE


def _colour(entry: Any, usual: Colour) -> Colour:
    """A colour as red, green and blue, or by the name of the one it is, where only a theme or a palette knows it."""
    rgb, tint = entry.get("rgb"), entry.get("tint", "0")
    if rgb and len(rgb) >= 6:
        try:
            return (int(rgb[-6:-4], 16), int(rgb[-4:-2], 16), int(rgb[-2:], 16))
        except ValueError:
            return usual
    is_tinted = tint.strip("-+0.") != ""
    if (theme := entry.get("theme")) is not None:
        if is_tinted and theme in THEME and (grey := _grey(THEME[theme] == WHITE, tint)) is not None:
            return (grey, grey, grey)
        return f"theme {theme} {tint}" if is_tinted else THEME.get(theme, f"theme {theme}")
    if (number := entry.get("indexed")) is not None:
        return INDEXED.get(number, f"indexed {number}")
    return usual


def _grey(is_white: bool, tint: str) -> int | None:
    """How light a theme's white or black is with a tint, 0 to 255 (ECMA-376 part 1, 18.8.19)."""
    try:
        share = float(tint)
    except ValueError:
        return None
    if not -1 <= share <= 1:
        return None
    return round(255 * (1 + min(share, 0))) if is_white else round(255 * max(share, 0))


def alike(one: Colour, other: Colour) -> bool:
    """Whether letters of one colour are lost on a ground of the other."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other and one != "pattern"
    if any(abs(first - second) > NEAR for first, second in zip(one, other, strict=True)):
        return False
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05) < PALE


def _luminance(colour: tuple[int, int, int]) -> float:
    """How light a colour is, 0 to 1 (WCAG 2.1)."""
    red, green, blue = (part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
