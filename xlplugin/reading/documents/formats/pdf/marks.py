"""Glyphs with a stroke through them, and small raised ones that are the mark of a note: set apart from what is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from xlplugin.reading.documents.formats.pdf.glyphs import LARGE, Apart, Glyph, usual_size

_NOTE = frozenset("0123456789０１２３４５６７８９[]［］()（）〔〕【】*＊※注,，、-†‡") | {chr(0x2460 + number) for number in range(20)} | {chr(0x2474 + number) for number in range(20)}
_SMALLEST, _SMALLER, _RAISED = 0.4, 0.9, 0.2
_SIDE = 8.0


def without_struck(glyphs: Sequence[Glyph], page: Any) -> tuple[list[Glyph], list[Apart]]:
    """Glyphs without those that a stroke or an annotation strikes out; such strokes are taken from the page, being no lines of a table."""
    struck: dict[int, Glyph] = {}
    by_row: dict[int, list[Glyph]] = defaultdict(list)
    usual = usual_size(glyphs)
    rules = _rules(page)
    for glyph in (one for one in glyphs if one["size"] <= LARGE * usual):
        by_row[int(((glyph["top"] + glyph["bottom"]) / 2) // _SIDE)].append(glyph)
    for kind in ("line", "rect", "curve"):
        strokes = []
        for stroke in page.objects.get(kind, []):
            if (found := _under(stroke, by_row)) and not (_touches(stroke, "x0", rules) and _touches(stroke, "x1", rules)):
                struck |= {id(glyph): glyph for glyph in found}
                strokes.append(stroke)
        if strokes:
            gone = set(map(id, strokes))
            page.objects[kind][:] = [one for one in page.objects[kind] if id(one) not in gone]
    for box in _annotated(page):
        for glyph in glyphs:
            if box["x0"] <= (glyph["x0"] + glyph["x1"]) / 2 <= box["x1"] and box["top"] <= (glyph["top"] + glyph["bottom"]) / 2 <= box["bottom"]:
                struck[id(glyph)] = glyph
    return [glyph for glyph in glyphs if id(glyph) not in struck], [(glyph, "struck") for glyph in struck.values()]


def _rules(page: Any) -> dict[int, list[tuple[float, float, float]]]:
    """Upright lines and sides of boxes: where they stand, from where to where."""
    found: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    for kind in ("line", "rect", "curve"):
        for one in page.objects.get(kind, []):
            if one["bottom"] - one["top"] > _SIDE / 2:
                for x in {one["x0"], one["x1"]}:
                    found[int(x // _SIDE)].append((x, one["top"], one["bottom"]))
    return found


def _touches(stroke: Any, end: str, rules: dict[int, list[tuple[float, float, float]]]) -> bool:
    """Whether a stroke ends at an upright line, as the lines of a table do."""
    x, y = stroke[end], (stroke["top"] + stroke["bottom"]) / 2
    near = (rule for number in (-1, 0, 1) for rule in rules.get(int(x // _SIDE) + number, ()))
    return any(abs(x - at) < 1.5 and top - 1.5 <= y <= bottom + 1.5 for at, top, bottom in near)


def _under(stroke: Any, by_row: dict[int, list[Glyph]]) -> list[Glyph]:
    """The glyphs that a stroke goes through: thin, at half their height, and no longer than they are."""
    thickness, y = stroke["bottom"] - stroke["top"], (stroke["top"] + stroke["bottom"]) / 2
    if thickness > 2 or stroke["x1"] - stroke["x0"] < 1.5:
        return []
    row = int(y // _SIDE)
    near = [glyph for number in range(row - 2, row + 3) for glyph in by_row.get(number, ())]
    found = [
        glyph
        for glyph in near
        if stroke["x0"] <= (glyph["x0"] + glyph["x1"]) / 2 <= stroke["x1"]
        and thickness <= 0.2 * glyph["size"]
        and 0.3 <= (y - glyph["top"]) / max(glyph["bottom"] - glyph["top"], 0.1) <= 0.75
    ]
    if not found:
        return []
    reach = 0.6 * max(glyph["size"] for glyph in found)
    is_own = stroke["x0"] >= min(glyph["x0"] for glyph in found) - reach and stroke["x1"] <= max(glyph["x1"] for glyph in found) + reach
    return found if is_own else []


def _annotated(page: Any) -> Iterator[Any]:
    for annotation in page.annots:
        if getattr(annotation["data"].get("Subtype"), "name", "") == "StrikeOut":
            yield annotation


def without_raised(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Apart]]:
    """Glyphs without the small raised ones that follow another at once and are written as marks of notes are."""
    ends: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        ends[int(glyph["x1"] // _SIDE), int(glyph["bottom"] // _SIDE)].append(glyph)
    raised: dict[int, Glyph] = {}
    for glyph in sorted((one for one in glyphs if one["text"] in _NOTE), key=lambda one: float(one["x0"])):
        column, row = int(glyph["x0"] // _SIDE), int(glyph["bottom"] // _SIDE)
        near = (other for across in (-1, 0, 1) for down in (-1, 0, 1, 2) for other in ends.get((column + across, row + down), ()) if other is not glyph)
        if any(_follows(glyph, other) and (_is_like(glyph, other) if id(other) in raised else _is_above(glyph, other)) for other in near):
            raised[id(glyph)] = glyph
    return [glyph for glyph in glyphs if id(glyph) not in raised], [(glyph, "raised") for glyph in raised.values()]


def _follows(glyph: Glyph, other: Glyph) -> bool:
    return bool(-0.2 * other["size"] <= glyph["x0"] - other["x1"] <= 0.35 * other["size"])


def _is_like(glyph: Glyph, other: Glyph) -> bool:
    """Whether a glyph goes on with a mark."""
    return bool(abs(glyph["size"] - other["size"]) < 0.1 * other["size"] and abs(glyph["bottom"] - other["bottom"]) < 0.2 * other["size"])


def _is_above(glyph: Glyph, other: Glyph) -> bool:
    """Whether a glyph is smaller than the one before it, and stands higher. A rise shows in its box, another place of the line in its matrix."""
    if not _SMALLEST <= glyph["size"] / other["size"] <= _SMALLER or glyph["bottom"] < other["top"]:
        return False
    by_box = other["bottom"] - glyph["bottom"] - 0.2 * (other["size"] - glyph["size"])
    return bool(by_box >= _RAISED * other["size"])
