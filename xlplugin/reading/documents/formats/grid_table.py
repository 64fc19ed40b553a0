"""Tables drawn in plain text with +---+ and |, as pandoc and reStructuredText write them: a cell may run over several lines, rows and columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from xlplugin.reading.documents.formats.spans import Span, lay_out
from xlplugin.reading.documents.formats.stream import Element, Grid, Line

_BORDER = re.compile(r"\+(?:[-=:]+\+)+")
_FEWEST_BORDERS = 3
_FILLER = "\0"
"""The second half of a character that is two columns wide."""


def with_grids(stream: Sequence[Element]) -> Iterator[Element]:
    """The stream with such tables as grids. What is not drawn evenly stays lines."""
    run: list[Line] = []
    for element in [*stream, None]:
        text = element.text.strip() if isinstance(element, Line) else ""
        if isinstance(element, Line) and (_BORDER.fullmatch(text) if not run else text[:1] in ("+", "|") and text[-1:] in ("+", "|")):
            run.append(element)
            continue
        if run:
            grid = _grid([line.text.strip() for line in run])
            yield from [grid] if grid else run
            run = [element] if isinstance(element, Line) and _BORDER.fullmatch(text) else []
            if run:
                continue
        if element is not None:
            yield element


def _grid(lines: Sequence[str]) -> Grid | None:
    """The table that lines draw; None where its borders do not meet."""
    drawn = [_wide(line) for line in lines]
    if len({len(line) for line in drawn}) != 1 or not _BORDER.fullmatch(lines[-1]) or sum(bool(_BORDER.fullmatch(line)) for line in lines) < _FEWEST_BORDERS:
        return None
    columns = sorted({at for line in drawn if _is_ruled(line) for at, mark in enumerate(line) if mark == "+"})
    rows = [number for number, line in enumerate(drawn) if _is_ruled(line)]
    bands, slots = len(rows) - 1, len(columns) - 1
    taken: set[tuple[int, int]] = set()
    spans: list[list[Span]] = []
    for band in range(bands):
        row: list[Span] = []
        for slot in range(slots):
            if (band, slot) in taken:
                continue
            right, down = slot + 1, band + 1
            while right < slots and all(line[columns[right]] not in "|+" for line in drawn[rows[band] + 1 : rows[band + 1]]):
                right += 1
            while down < bands and not set(drawn[rows[down]][columns[slot] + 1 : columns[right]]) <= set("-=:+"):
                down += 1
            covered = {(at, across) for at in range(band, down) for across in range(slot, right)}
            if covered & taken:
                return None
            taken |= covered
            inside = ["".join(line[columns[slot] + 1 : columns[right]]).replace(_FILLER, "").strip() for line in drawn[rows[band] + 1 : rows[down]]]
            inside = [text for text in inside if not set(text) <= {"+", " "}]  # nothing, or where the borders of other columns meet
            row.append(Span("\n".join(inside), right - slot, down - band))
        spans.append(row)
    return Grid(lay_out(spans))


def _wide(line: str) -> list[str]:
    """A line as it is drawn, a place for each column of the screen."""
    return [mark for sign in line for mark in ((sign, _FILLER) if unicodedata.east_asian_width(sign) in "WF" else (sign,))]


def _is_ruled(line: Sequence[str]) -> bool:
    """Whether a border runs through a line, over some columns at least."""
    return "".join(line[:2]) in ("+-", "+=") or "".join(line[-2:]) in ("-+", "=+") or re.search(r"\+[-=]{3,}\+", "".join(line)) is not None
