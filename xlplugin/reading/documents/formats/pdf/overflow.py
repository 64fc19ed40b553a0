"""Lines of print that run out of their cell into the one below: they belong to the text that they go on with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from xlplugin.reading.documents.formats.pdf.glyphs import Box, Glyph

_LEADING = (0.8, 2.0)
"""How far below its predecessor a line stands, in its own size."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Glyphs that were drawn one after another at one height."""

    glyphs: tuple[Glyph, ...]
    cell: Box | None

    @property
    def first(self) -> Glyph:
        return self.glyphs[0]

    @property
    def text(self) -> str:
        return "".join(glyph["text"] for glyph in self.glyphs)


def without_overflow(glyphs: Sequence[Glyph], cells: Sequence[Box]) -> tuple[list[Glyph], Mapping[Box, str]]:
    """The glyphs that stand in their own cells, and by cell the text that ran out of it. Only a line that is printed across another one in its cell has run out."""
    lines = _lines(glyphs, cells)
    by_cell: dict[Box, list[_Line]] = defaultdict(list)
    for line in lines:
        if line.cell:
            by_cell[line.cell].append(line)
    tails: dict[Box, str] = {}
    gone: set[int] = set()
    homes: dict[int, Box] = {}
    for before, line in pairwise(lines):
        home = homes.get(id(before), before.cell)
        if home and line.cell and home != line.cell and _goes_on(before, line) and any(_crosses(line, other) for other in by_cell[line.cell] if other is not line):
            homes[id(line)] = home
            tails[home] = tails.get(home, "") + line.text
            gone |= set(map(id, line.glyphs))
    return [glyph for glyph in glyphs if id(glyph) not in gone], tails


def _lines(glyphs: Sequence[Glyph], cells: Sequence[Box]) -> list[_Line]:
    by_height: dict[int, list[Box]] = defaultdict(list)
    for cell in cells:
        for row in range(int(cell[1] // 16), int(cell[3] // 16) + 1):
            by_height[row].append(cell)
    lines: list[_Line] = []
    run: list[Glyph] = []
    for glyph in (*glyphs, None):
        if run and (glyph is None or abs(glyph["top"] - run[-1]["top"]) > 0.1 or not -0.2 * glyph["size"] < glyph["x0"] - run[-1]["x1"] < glyph["size"]):
            x, y = (run[0]["x0"] + run[0]["x1"]) / 2, (run[0]["top"] + run[0]["bottom"]) / 2
            lines.append(_Line(tuple(run), next((cell for cell in by_height[int(y // 16)] if cell[0] <= x < cell[2] and cell[1] <= y < cell[3]), None)))
            run = []
        if glyph is not None:
            run.append(glyph)
    return lines


def _goes_on(before: _Line, line: _Line) -> bool:
    """Whether a line is the next one of the same paragraph."""
    one, other = before.first, line.first
    down = (other["top"] - one["top"]) / other["size"]
    return bool(abs(one["size"] - other["size"]) < 0.1 and abs(one["x0"] - other["x0"]) < 1 and _LEADING[0] <= down <= _LEADING[1])


def _crosses(line: _Line, other: _Line) -> bool:
    """Whether a line is printed across another."""
    one, two = line.first, other.first
    overlap = min(one["bottom"], two["bottom"]) - max(one["top"], two["top"])
    return bool(overlap > 0.2 * one["size"] and line.glyphs[-1]["x1"] > two["x0"] and one["x0"] < other.glyphs[-1]["x1"])
