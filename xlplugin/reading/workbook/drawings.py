"""Pictures and drawings that lie over the cells of an Open XML worksheet: which cells they cover (ECMA-376 part 1, 20.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from xlplugin.errors import TooLargeError
from xlplugin.filing.address import column_number
from xlplugin.filing.cells import Obstacle
from xlplugin.reading.workbook.grid import Rectangle
from xlplugin.reading.workbook.xml import is_true, local
from xlplugin.text import Text

T = TypeVar("T")

Covering = tuple[Rectangle, Obstacle]
_COLUMN, _ROW = 609_600, 190_500
"""A column and a row of the usual size, in EMU."""
_TOUCHED_BEFORE, _TOUCHED_BEHIND = 0.6, 0.4
"""From here on, in a usual column or row, a drawing leaves the first one nearly free; up to here it hardly reaches into the last."""
_SMALLEST = 45_000
"""1.25 mm: nothing smaller is a figure."""
_MOST = 50_000
"""Drawings on a sheet, and areas of a format: sheets pasted from web pages have thousands that nobody sees."""
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")


def icons_alone(entry: Any) -> Iterator[Rectangle]:
    """Where a conditional format shows an icon or a bar in place of the number."""
    if any(not is_true(node.get("showValue", "1")) for node in entry.iter("{*}iconSet", "{*}dataBar")):
        text = entry.get("sqref") or " ".join(node.text or "" for node in entry.iter("{*}sqref"))
        for match in map(_AREA.fullmatch, _bounded(text.split())):
            if match is not None:
                left, top = column_number(match[1]), int(match[2])
                yield top, left, int(match[4] or top), column_number(match[3]) if match[3] else left


def coverings(root: Any) -> Iterator[Covering]:
    """The cells that each picture or drawing on a sheet covers. What lets the cells be seen, a watermark or a seal without ground, is told by its own transparency only."""
    for anchor in _bounded(root):
        kind = _kind(anchor)
        place = _place(anchor) if kind is not None else None
        if kind is not None and place is not None:
            yield place, kind


def _bounded(found: Sequence[T]) -> Sequence[T]:
    """All of them; raises `TooLargeError` for more than can be looked at."""
    if len(found) > _MOST:
        raise TooLargeError(detail=Text(f"一张工作表上有 {len(found)} 个图形或区域", f"{len(found)} drawings or areas on one sheet"))
    return found


def _kind(anchor: Any) -> Obstacle | None:
    """What is drawn: a picture; a shape whose outline or text may be a figure; None for lines, frames and what is hidden."""
    names = [(local(node), node) for node in anchor.iter() if isinstance(node.tag, str)]
    if any(name == "cNvPr" and is_true(node.get("hidden")) for name, node in names):
        return None
    found = {name for name, _ in names}
    if "pic" in found or ("blip" in found and "sp" not in found):
        return None if found & {"alphaModFix", "alphaMod"} else "picture"
    has_figure = any(name == "t" and any(mark.isdigit() for mark in node.text or "") for name, node in names)
    return "drawn" if has_figure or found & {"custGeom", "contentPart", "graphicFrame"} else None


def _place(anchor: Any) -> Rectangle | None:
    parts = {local(part): part for part in anchor if isinstance(part.tag, str)}
    start = _corner(parts.get("from"))
    if start is None:
        return None
    row, down, column, across = start
    end = _corner(parts.get("to"))
    if end is None:
        extent = parts.get("ext")
        if extent is None:
            return None
        width, height = int(extent.get("cx", 0)), int(extent.get("cy", 0))
        if min(width, height) < _SMALLEST:
            return None
        end = row + (down + height) // _ROW, (down + height) % _ROW, column + (across + width) // _COLUMN, (across + width) % _COLUMN
    last_row, below, last_column, beyond = end
    if (row == last_row and below - down < _SMALLEST) or (column == last_column and beyond - across < _SMALLEST):
        return None
    first = (_from(row, down, last_row, _ROW), _from(column, across, last_column, _COLUMN))
    last = (_to(last_row, below, first[0], _ROW), _to(last_column, beyond, first[1], _COLUMN))
    return first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1


def _from(number: int, offset: int, last: int, usual: int) -> int:
    return number + 1 if number < last and offset > _TOUCHED_BEFORE * usual else number


def _to(number: int, offset: int, first: int, usual: int) -> int:
    return number - 1 if number > first and offset < _TOUCHED_BEHIND * usual else number


def _corner(entry: Any) -> tuple[int, int, int, int] | None:
    """Row and column, from 0, each with how far into it."""
    if entry is None:
        return None
    found = {local(part): int((part.text or "0").strip() or 0) for part in entry if isinstance(part.tag, str)}
    return found.get("row", 0), found.get("rowOff", 0), found.get("col", 0), found.get("colOff", 0)
