"""The scale at which a wide sheet is printed: its columns put on pages by hand, which a fit to pages would undo."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

A3 = 8
"""Excel's number of the paper size."""
_ACROSS = (420 - 2 * 0.5 * 25.4) / 25.4 * 96
"""Pixels between the margins of the paper laid across (`table_sheet.set_page`), at a scale of 100."""
_SPARE = 0.83
"""Of the paper's width: where a program has not the workbook's font, its columns are wider."""
_LARGEST, _SMALLEST = 60, 30


def columns_on_a3(sheet: Any, widths: Sequence[float], repeated: int, breaks: Sequence[int]) -> None:
    """Prints a sheet across on A3, a new page before each of the columns `breaks`, at the scale at which the widest page is no wider than the paper.

    `widths`: of all columns in characters, 0 for a hidden one; `repeated`: so many of the first ones stand on every page.
    """
    begun = [0, *breaks, len(widths)]
    pages = [[*(widths[:repeated] if first else ()), *widths[first:end]] for first, end in pairwise(begun)]
    sheet.repeat_columns(0, repeated - 1)
    sheet.set_paper(A3)
    sheet.set_print_scale(max(_SMALLEST, min(_LARGEST, int(100 * _SPARE * _ACROSS / max(map(_pixels, pages))))))
    sheet.set_v_pagebreaks(list(breaks))


def _pixels(widths: Sequence[float]) -> float:
    """How wide columns of so many characters are, at a scale of 100: a figure of the workbook's font has 8 pixels."""
    return sum(8 * width + 5 for width in widths if width)
