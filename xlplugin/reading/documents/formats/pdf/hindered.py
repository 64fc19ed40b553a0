"""What stands in a cell of a printed table and keeps its figure from being read: pictures, drawings, digits that stand higher or smaller than those beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from pdfplumber.utils.clustering import cluster_objects

from xlplugin.filing.cells import Aside, Obstacle
from xlplugin.reading.documents.formats.pdf.glyphs import PALE, Box, Glyph, lightness
from xlplugin.reading.figures.places import SMALLER

Thing = tuple[Box, Obstacle]
_SMALLEST = 2.0
"""Points; nothing smaller is a figure."""
_LARGEST = 1.25
"""What is larger than a cell, in its own width and height, lies over the page: a watermark, a seal, a scan."""
_FRAME = 0.9
"""What fills so much of a cell both ways, and is no picture, is its frame or ground."""
_EDGE, _THINNEST, _CORNERS = 0.5, 1.5, 5
_STAMPS = frozenset({"Stamp", "Ink"})
_SAME_LINE = 3.0
"""Points by which the tops of one line's characters differ at the most, as the text of a cell is put together."""
_HIGHER, _APART, _LEADING = 0.2, 0.35, 0.7
"""In sizes of letters: what is no line of its own, what is no figure of its own, and how far from one another lines of a text stand at the least."""
_IN_FIGURE = re.compile(r"[\d.,，．]")


def things_on(page: Any) -> list[Thing]:
    """What is shown on a page beside its text."""
    found: list[Thing] = [(_box(image), "picture") for image in page.images]
    found += [(_box(curve), "drawn") for curve in page.curves if _is_inked(curve)]
    found += [(_box(one), "drawn") for one in page.annots if getattr(one["data"].get("Subtype"), "name", "") in _STAMPS]
    return found


def in_the_way_of(cell: Box, glyphs: Sequence[Glyph], things: Sequence[Thing]) -> Iterator[Aside]:
    """What of it stands in a cell, and the figures whose digits do not stand on one line in one size."""
    for kind in dict.fromkeys(kind for box, kind in things if _is_of(box, cell, kind)):
        yield Aside(kind, "")
    lines = cluster_objects(list(glyphs), "top", _SAME_LINE)
    for above, below in pairwise(lines):
        one, other = ([glyph for glyph in line if glyph["text"].isdigit()] for line in (above, below))
        if one and other and abs(other[0]["bottom"] - one[0]["bottom"]) < _LEADING * max(one[0]["size"], other[0]["size"]):
            yield Aside("moved", "".join(glyph["text"] for glyph in (*one, *other)))
    for line in lines:
        for figure in _figures(sorted(line, key=lambda glyph: float(glyph["x0"]))):
            if any(_is_uneven(one, other) for one, other in pairwise(glyph for glyph in figure if glyph["text"].isdigit())):
                yield Aside("moved", "".join(glyph["text"] for glyph in figure))


def _figures(line: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    figure: list[Glyph] = []
    for glyph in line:
        if _IN_FIGURE.fullmatch(glyph["text"]) and (not figure or glyph["x0"] - figure[-1]["x1"] < _APART * max(glyph["size"], figure[-1]["size"])):
            figure.append(glyph)
            continue
        yield figure
        figure = [glyph] if _IN_FIGURE.fullmatch(glyph["text"]) else []
    yield figure


def _is_uneven(one: Glyph, other: Glyph) -> bool:
    """Whether two digits are of different sizes, or stand at different heights. Two fonts may say differently how far their letters reach below the line."""
    small, large = sorted((float(one["size"]), float(other["size"])))
    if small < SMALLER * large:
        return True
    along, up = one["matrix"][:2]
    slope = up / along if abs(along) > abs(up) else 0.0
    across = other["x0"] - one["x0"]
    by_box = other["bottom"] - one["bottom"] + slope * across
    by_line = one["matrix"][5] - other["matrix"][5] + slope * across
    is_same_font = one["fontname"] == other["fontname"]
    return bool(abs(by_line) > _HIGHER * large or abs(by_box) > _HIGHER * large * (1 if is_same_font else 2))


def _is_of(box: Box, cell: Box, kind: Obstacle) -> bool:
    """Whether something stands in a cell, neither over several nor around it."""
    width, height = box[2] - box[0], box[3] - box[1]
    wide, high = cell[2] - cell[0], cell[3] - cell[1]
    if min(width, height) < (_SMALLEST if kind == "picture" else 0.5) or max(width, height) < _SMALLEST or width > _LARGEST * wide or height > _LARGEST * high:
        return False
    is_inside = cell[0] + _EDGE < box[0] and box[2] < cell[2] - _EDGE and cell[1] + _EDGE < box[1] and box[3] < cell[3] - _EDGE
    if kind == "drawn" and (not is_inside or (width > _FRAME * wide and height > _FRAME * high)):  # dots and corners of a border touch the line
        return False
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return bool(cell[0] < x < cell[2] and cell[1] < y < cell[3])


def _is_inked(curve: Any) -> bool:
    """Whether a path is drawn so that it shows, and is no strip of a border: browsers print the sides of a cell as four corners each."""
    if min(curve["x1"] - curve["x0"], curve["bottom"] - curve["top"]) < _THINNEST and len(curve["pts"]) <= _CORNERS:
        return False
    return bool(curve.get("stroke")) or (bool(curve.get("fill")) and lightness(curve["non_stroking_color"]) < PALE)


def _box(one: Any) -> Box:
    return float(one["x0"]), float(one["top"]), float(one["x1"]), float(one["bottom"])
