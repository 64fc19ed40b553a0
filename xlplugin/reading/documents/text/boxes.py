"""Tables whose ruled boxes hold the report's text: the rows of prose and headings taken out, what is left stays a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from xlplugin.form.model import Form
from xlplugin.reading.documents.formats.stream import Grid, Line
from xlplugin.reading.documents.tables.words import Vocabulary, is_figure
from xlplugin.reading.documents.text.headings import head_of

_SHORTEST_PROSE = 16
_SENTENCE = re.compile(r"[，。；！？]")


def unboxed(grid: Grid, form: Form, vocabulary: Vocabulary) -> Iterator[Grid | Line]:
    """The grid in parts from the top: text as lines, the rows between as grids. A grid without text comes back as it is.

    A run of rows with one cell each is text where it heads a section, or where it stands at the grid's edge and reads as sentences.
    """
    runs = [(is_lone, list(rows)) for is_lone, rows in groupby(grid.rows, lambda row: _is_lone(row, vocabulary))]
    texts = [number for number, (is_lone, rows) in enumerate(runs) if is_lone and _is_text(rows, form, is_edge=number in (0, len(runs) - 1))]
    if not texts or len(runs) == 1:
        yield grid
        return
    rest: list[Sequence[str]] = []
    for number, (_, rows) in enumerate(runs):
        if number not in texts:
            rest += rows
            continue
        yield from [Grid(tuple(map(tuple, rest)), grid.edges)] if rest else []
        rest = []
        yield from (Line(line) for row in rows for cell in row for line in cell.split("\n") if line.strip())
    yield from [Grid(tuple(map(tuple, rest)), grid.edges)] if rest else []


def _is_lone(row: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a row has one cell, and that is neither a figure nor a label of the form."""
    filled = [cell for cell in row if cell.strip()]
    return len(filled) == 1 and not is_figure(filled[0]) and not (vocabulary.is_label(filled[0]) or vocabulary.title(filled[0]))


def _is_text(rows: Sequence[Sequence[str]], form: Form, *, is_edge: bool) -> bool:
    lines = [line.strip() for row in rows for cell in row for line in cell.split("\n") if line.strip()]
    heads = [head for line in lines if (head := head_of(line, form)) is not None and head.section is not None]
    return bool(heads) or (is_edge and any(len(line) >= _SHORTEST_PROSE and _SENTENCE.search(line) for line in lines))
