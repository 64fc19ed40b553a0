"""Tables in whose cells the texts stand in tables of one cell each: an editor drew a box around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from xlplugin.reading.documents.formats.stream import Element, Grid, Line

_FEWEST = 6
"""So many boxes make a table; one or two lay out a page."""
_LONGEST = 200


def is_boxed(inner: Iterable[Any], cells: Sequence[str]) -> bool:
    """Whether the tables within a table are boxes of one cell and a short text each. `cells`: what a cell's tag is called."""
    count = 0
    for table in inner:
        if len(list(islice(table.iter(*cells), 2))) != 1 or sum(len(text.strip()) for text in table.itertext()) > _LONGEST:
            return False
        count += 1
    return count >= _FEWEST


def texts_in(element: Element) -> list[str]:
    """The texts of what stands in a cell."""
    if isinstance(element, Grid):
        return [cell for row in element.rows for cell in row]
    return [element.text] if isinstance(element, Line) else []
