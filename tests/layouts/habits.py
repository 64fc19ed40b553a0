"""Two habits of offices on top of a random layout: a web table pasted with its spans, and what is typed in WPS by hand."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from tests.layouts.canvas import Canvas
from tests.layouts.model import Layout, TableLayout
from tests.layouts.wording import spaced

_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_AROUND = ("{}", "{}", " {}", "{} ", "{}\u3000", "\u00a0{}", "{}\n")


def pasted_from_the_web(layout: Layout, rng: random.Random) -> Layout:
    """The layout as a browser's table lands in a sheet: columns of two or three sheet columns, each cell of them merged, labels and figures too."""
    spans = tuple(rng.choice((1, 2, 2, 3)) for _ in range(7))
    return replace(_typed(layout), spans=(2, *spans), merges_figures=rng.random() < 0.7)


def typed_in_wps(layout: Layout, rng: random.Random) -> Layout:
    """The layout with spaces and line breaks within its labels, as offices make a label fill its cell."""
    typed = _typed(layout)
    return replace(typed, sheets=tuple(replace(sheet, tables=tuple(_spaced_out(table, rng) for table in sheet.tables)) for sheet in typed.sheets))


def typed_values(values: Mapping[str, object], rng: random.Random) -> dict[str, object]:
    """The figures as text in full-width digits, with spaces and line breaks around some; the rest are numbers as they were."""
    return {name: rng.choice(_AROUND).format(str(value).translate(_WIDE)) if value is not None and rng.random() < 0.6 else value for name, value in values.items()}


def stretched(canvas: Canvas, spans: tuple[int, ...], is_merged: bool) -> tuple[Canvas, dict[int, int]]:
    """The sheet with its columns made as wide as the spans say, over and over; and the new column of each old one."""
    last = max([column for _, column in canvas.cells] + [right for *_, right in canvas.merges], default=0)
    starts, at = {}, 1
    for column in range(1, last + 2):
        starts[column] = at
        at += spans[(column - 1) % len(spans)]
    merges = [(top, starts[left], bottom, starts[right + 1] - 1) for top, left, bottom, right in canvas.merges]
    corners = {(top, left) for top, left, _, _ in canvas.merges}
    for (row, column), content in canvas.cells.items():
        end = starts[column + 1] - 1
        if (row, column) not in corners and end > starts[column] and (is_merged or isinstance(content, str)):
            merges.append((row, starts[column], row, end))
    return Canvas(canvas.name, {(row, starts[column]): content for (row, column), content in canvas.cells.items()}, merges), starts


def _typed(layout: Layout) -> Layout:
    """Totals typed: no formula can be moved along."""
    return replace(layout, sheets=tuple(replace(sheet, tables=tuple(replace(table, totals="typed") for table in sheet.tables)) for sheet in layout.sheets))


def _spaced_out(table: TableLayout, rng: random.Random) -> TableLayout:
    return replace(table, words={key: spaced(rng, spaced(rng, word)) if word and "{" not in word else word for key, word in table.words.items()})
