"""Tables as lines with commas or semicolons: known, so that it can be said why they are not read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlplugin.reading.documents.formats.stream import Element, Line
from xlplugin.reading.documents.tables.words import Vocabulary, is_figure

_DELIMITERS = re.compile("[,，;；]")
_FEWEST_ROWS = 3
_MOST_LINES = 5_000


def is_delimited(stream: Sequence[Element], vocabulary: Vocabulary) -> bool:
    """Whether several lines are a label of the form, a comma or semicolon, and figures."""
    lines = [element.text for element in stream if isinstance(element, Line) and _DELIMITERS.search(element.text)][:_MOST_LINES]
    return sum(_is_row(line, vocabulary) for line in lines) >= _FEWEST_ROWS


def _is_row(line: str, vocabulary: Vocabulary) -> bool:
    cells = [cell.strip().strip('"') for cell in _DELIMITERS.split(line)[:60]]
    return any(map(is_figure, cells)) and any(vocabulary.rows(cell) for cell in cells[:4] if cell)
