"""Text with one cell a line, a bar before it, at its end or on the line below it: empty cells are there, but nothing says where a row ends."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.reading.documents.tables.words import Vocabulary, is_figure
from xlplugin.reading.documents.text.fold import Stray

_FEWEST_BARS = 6


def barred_cells(lines: Sequence[str]) -> list[str] | None:
    """The cells of lines that hold one cell each, a bar before it, at its end or on the line below; None for any other lines."""
    filled = [line.strip() for line in lines if line.strip()]
    behind = sum(line.count("|") == 1 and line.endswith("|") for line in filled)
    before = sum(line.count("|") == 1 and line.startswith("|") and line != "|" for line in filled)
    if max(behind, before) * 5 < len(filled) * 2 or max(behind, before) < _FEWEST_BARS or any(line.count("|") > 1 for line in filled):
        return None
    cells = "\n".join(line.strip() for line in lines).split("|")
    if before > behind:
        return [cell.strip() for cell in (cells if cells[0].strip() else cells[1:])]
    return [cell.strip() for cell in (cells if cells[-1].strip() else cells[:-1])]


def without_strays(cells: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The cells, the lines that stand in one above its own text by themselves: page headers and numbers, figures that drifted."""
    found: list[str] = []
    for cell in cells:
        lines = [line for line in cell.split("\n") if line.strip()]
        is_led = len(lines) > 1 and is_figure(lines[0])
        start = next((at for at in range(is_led, len(lines)) if vocabulary.is_label("".join(lines[at:])) or is_figure("".join(lines[at:]))), 0)
        found += [*map(Stray, lines[:start]), "\n".join(lines[start:])]
    return found
