"""The glyphs of a page that a person reads: none twice, none that is not painted, none of a watermark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from xlplugin.reading.documents.formats.marked import Mark
from xlplugin.reading.documents.formats.pdf.device import HIDDEN, UNSEEN
from xlplugin.reading.documents.formats.pdf.page import direction

Glyph = Any
Apart = tuple[Glyph, Mark]
Box = tuple[float, float, float, float]
PALE = 0.75
_CELL = 4.0
"""The side of a square in which glyphs are looked up, in points; copies stand no further apart."""
_ACROSS, _DOWN = 0.5, 0.4
"""How much of its width and height a copy may be off: in a number, the next digit stands a width away."""
_BESIDE, _NEAR = 0.1, 0.4
"""How far from a painted glyph one of a layer over it may stand, across and down, in its size."""
LARGE = 1.8
_FEWEST_DARK = 20


def seen_glyphs(page: Any) -> tuple[list[Glyph], list[Apart]]:
    """The glyphs that are read, and those that stand there and are not."""
    glyphs = [glyph for glyph in page.chars if glyph["text"].strip() and direction(glyph) is not None]
    hidden: list[Apart] = [(glyph, "unseen") for glyph in glyphs if glyph["tag"] == HIDDEN]
    glyphs = [glyph for glyph in glyphs if glyph["tag"] != HIDDEN]
    painted = [glyph for glyph in glyphs if glyph["tag"] != UNSEEN]
    kept, apart = _without_unseen(painted, [glyph for glyph in glyphs if glyph["tag"] == UNSEEN], page)
    kept, pale = _without_pale(kept, page)
    return list(_once(kept)), [*hidden, *apart, *pale]


def _once(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """Glyphs without their copies: the same character on nearly the same place, whatever its font."""
    found: dict[tuple[str, int, int], list[tuple[float, float, float, float]]] = defaultdict(list)
    for glyph in glyphs:
        x, y = (glyph["x0"] + glyph["x1"]) / 2, (glyph["top"] + glyph["bottom"]) / 2
        width, height = max(glyph["x1"] - glyph["x0"], 0.2 * glyph["size"]), glyph["bottom"] - glyph["top"]
        column, row = int(x // _CELL), int(y // _CELL)
        near = (one for across in (-1, 0, 1) for down in (-1, 0, 1) for one in found[glyph["text"], column + across, row + down])
        if not any(abs(x - ax) < _ACROSS * min(width, wide) and abs(y - ay) < _DOWN * min(height, high) for ax, ay, wide, high in near):
            found[glyph["text"], column, row].append((x, y, width, height))
            yield glyph


def _without_unseen(painted: Sequence[Glyph], unseen: Sequence[Glyph], page: Any) -> tuple[list[Glyph], list[Apart]]:
    """Of glyphs that are not painted: a layer over painted text goes, the text of a scanned picture stays, any other is set apart."""
    if not unseen or not painted:
        return [*painted, *unseen], []
    places: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for glyph in painted:
        beside, near = _BESIDE * glyph["size"], _NEAR * glyph["size"]
        for column in range(int((glyph["x0"] - beside) // 16), int((glyph["x1"] + beside) // 16) + 1):
            for row in range(int((glyph["top"] - near) // 16), int((glyph["bottom"] + near) // 16) + 1):
                places[column, row].append(glyph)
    pictures = [*page.images, *(curve for curve in page.curves)]
    kept, apart = list(painted), list[Apart]()
    for run in _runs(unseen):
        over = sum(any(_is_within(glyph, other, _BESIDE * other["size"], _NEAR * other["size"]) for other in places[int(_x(glyph) // 16), int(_y(glyph) // 16)]) for glyph in run)
        if over * 2 >= len(run):
            continue
        for glyph in run:
            if any(_is_within(glyph, picture) for picture in pictures):
                kept.append(glyph)
            else:
                apart.append((glyph, "unseen"))
    return kept, apart


def _without_pale(glyphs: Sequence[Glyph], page: Any) -> tuple[list[Glyph], list[Apart]]:
    """Glyphs without those in a colour that hardly shows: a watermark, or white letters. Where most are so, the page is."""
    pale = [glyph for glyph in glyphs if lightness(glyph["non_stroking_color"]) >= PALE]
    if not pale or len(glyphs) - len(pale) < _FEWEST_DARK:
        return list(glyphs), []
    behind = [*page.images, *(rect for rect in (*page.rects, *page.curves) if rect.get("fill") and lightness(rect["non_stroking_color"]) < PALE)]
    apart = [glyph for glyph in pale if not any(_is_within(glyph, one) for one in behind)]
    gone = set(map(id, apart))
    return [glyph for glyph in glyphs if id(glyph) not in gone], [(glyph, "unseen") for glyph in apart]


def without_oversized(glyphs: Sequence[Glyph], cells: Sequence[Box]) -> list[Glyph]:
    """Glyphs without those that are larger than the cells they are printed across, and those like them: a watermark behind a table."""
    if not glyphs or not cells:
        return list(glyphs)
    usual = usual_size(glyphs)
    large = [glyph for glyph in glyphs if glyph["size"] > LARGE * usual]
    gone = {_kind(glyph) for glyph in large if any(_is_across(glyph, cell) for cell in cells)}
    return [glyph for glyph in glyphs if _kind(glyph) not in gone or glyph["size"] <= LARGE * usual]


def usual_size(glyphs: Sequence[Glyph]) -> float:
    """The size of the small print of a page: a quarter of its glyphs is no larger."""
    sizes = sorted(float(glyph["size"]) for glyph in glyphs)
    return sizes[len(sizes) // 4] if sizes else 0.0


def _kind(glyph: Glyph) -> tuple[str, float]:
    return glyph["fontname"], round(glyph["size"], 1)


def _is_across(glyph: Glyph, cell: Box) -> bool:
    """Whether a glyph is larger than a cell that it covers in part."""
    across, down = min(glyph["x1"], cell[2]) - max(glyph["x0"], cell[0]), min(glyph["bottom"], cell[3]) - max(glyph["top"], cell[1])
    return bool(across > 2 and down > 2 and glyph["size"] > 1.1 * min(cell[3] - cell[1], cell[2] - cell[0]))


def lightness(colour: Any) -> float:
    """How light a colour is, from 0 to 1; one that cannot be told is dark."""
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    if not parts or not all(isinstance(part, (int, float)) for part in parts):
        return 0.0
    if len(parts) == 4:
        return float((1 - min(1, parts[3])) * (1 - sum(parts[:3]) / 3))
    return float(0.3 * parts[0] + 0.59 * parts[1] + 0.11 * parts[2]) if len(parts) == 3 else float(parts[0]) if len(parts) == 1 else 0.0


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs that follow one another on a line."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not (abs(_y(glyph) - _y(run[-1])) < 0.3 * glyph["size"] and -0.5 * glyph["size"] < glyph["x0"] - run[-1]["x1"] < glyph["size"]):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _is_within(glyph: Glyph, box: Any, across: float = 0, down: float = 0) -> bool:
    return bool(box["x0"] - across <= _x(glyph) <= box["x1"] + across and box["top"] - down <= _y(glyph) <= box["bottom"] + down)


def _x(glyph: Glyph) -> float:
    return float(glyph["x0"] + glyph["x1"]) / 2


def _y(glyph: Glyph) -> float:
    return float(glyph["top"] + glyph["bottom"]) / 2
