"""A ruled table of a PDF as rows of text: what stands in each cell, and beside it what was set apart there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pdfplumber.utils.text import extract_text

from xlplugin.filing.cells import Aside
from xlplugin.reading.documents.formats.marked import PICTURE, marked
from xlplugin.reading.documents.formats.pdf.glyphs import Apart, Box, Glyph
from xlplugin.reading.documents.formats.pdf.hindered import Thing, in_the_way_of
from xlplugin.reading.documents.formats.pdf.overflow import without_overflow
from xlplugin.reading.documents.formats.stream import Full

_DIGIT = re.compile(r"\d")
_FIGURES = re.compile(r"[\d,.]+(?:\s*\n\s*[\d,.]+)*")
_MARGINS = 12.0
"""Points that a cell keeps free beside its text, on both sides together; few programs leave more."""


def rows_of(table: Any, glyphs: Sequence[Glyph], apart: Sequence[Apart], things: Sequence[Thing] = ()) -> tuple[tuple[str, ...], ...]:
    """The rows of a table, each cell's text in one line: in print a line ends where the cell does."""
    found = []
    glyphs, tails = without_overflow([glyph for glyph in glyphs if _is_in(glyph, table.bbox)], table.cells)
    for row in table.rows:
        here = [glyph for glyph in glyphs if _is_in(glyph, row.bbox)]
        beside = [(glyph, mark) for glyph, mark in apart if _is_in(glyph, row.bbox)]
        found.append(tuple(_text(cell, here, beside, tails.get(cell, ""), things) if cell is not None else "" for cell in row.cells))
    return tuple(found)


def edges_of(table: Any) -> tuple[float, ...]:
    """Where the lines between a table's columns stand."""
    return tuple(sorted({round(float(x), 1) for cell in table.cells for x in (cell[0], cell[2])}))


def _text(cell: Box, glyphs: Sequence[Glyph], apart: Sequence[Apart], tail: str, things: Sequence[Thing]) -> str:
    inside = [glyph for glyph in glyphs if _is_in(glyph, cell)]
    text = extract_text(inside) if inside else ""
    is_figure = _FIGURES.fullmatch(text.strip()) is not None
    has_room = is_figure and _has_room(cell, inside)
    text = re.sub(r"(?<!\s)\s*\n\s*", " " if has_room else "", text) + tail
    hindered = list(in_the_way_of(cell, inside, things))
    if hindered and not text.strip():
        text = PICTURE
    asides = (*_asides([entry for entry in apart if _is_in(entry[0], cell)]), *hindered)
    return Full(text) if is_figure and not has_room and not asides else marked(text, asides)


def _has_room(cell: Box, glyphs: Sequence[Glyph]) -> bool:
    """Whether the first line could have gone on in the same cell: then the next one is no rest of it, but another figure."""
    first = min(glyph["top"] for glyph in glyphs)
    line = [glyph for glyph in glyphs if glyph["top"] - first < 0.5 * glyph["size"]]
    width = max(glyph["x1"] for glyph in line) - min(glyph["x0"] for glyph in line)
    return bool(width + max(glyph["x1"] - glyph["x0"] for glyph in glyphs) + _MARGINS < cell[2] - cell[0])


def _asides(apart: Sequence[Apart]) -> Iterator[Aside]:
    """What was set apart in a cell, by kind; the words of a watermark, which are no figure, are not told."""
    for kind in ("struck", "unseen", "raised"):
        words = "".join(glyph["text"] for glyph, mark in sorted(apart, key=lambda entry: (round(entry[0]["top"] / 4), entry[0]["x0"])) if mark == kind)
        if words and (kind != "unseen" or _DIGIT.search(words)):
            yield Aside(kind, words)


def _is_in(glyph: Glyph, box: Box) -> bool:
    x, y = (glyph["x0"] + glyph["x1"]) / 2, (glyph["top"] + glyph["bottom"]) / 2
    return bool(box[0] <= x < box[2] and box[1] <= y < box[3])
