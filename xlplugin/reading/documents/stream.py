"""What a report holds, in the order in which it stands there, whatever format it came in: lines of text, tables, pictures."""

from __future__ import annotations

from dataclasses import dataclass

from xlplugin.errors import DocumentTooLargeError
from xlplugin.text import Text

MOST_CELLS = 200_000
MOST_LINES = 100_000
MOST_ROWS = 3_000
"""Of tables with labels of the form; the official ones have some forty."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text file, or a paragraph of a format that knows paragraphs; blank lines count."""

    text: str
    is_paragraph: bool = False
    """Whether it is a paragraph for sure: a line of text may be the first half of one that a page break tore."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its spans resolved: a merged cell's text stands in its first cell, the others are empty. Rows may be of unequal length."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture large enough to be a table."""


Element = Line | Grid | Picture


def check_size(cells: int = 0, lines: int = 0, rows: int = 0) -> None:
    """Raises `DocumentTooLargeError` beyond what any report holds."""
    if rows > MOST_ROWS:
        raise DocumentTooLargeError(detail=Text(f"表格超过 {MOST_ROWS} 行", f"tables of more than {MOST_ROWS} rows"))
    if cells > MOST_CELLS:
        raise DocumentTooLargeError(detail=Text(f"表格超过 {MOST_CELLS} 格", f"tables of more than {MOST_CELLS} cells"))
    if lines > MOST_LINES:
        raise DocumentTooLargeError(detail=Text(f"超过 {MOST_LINES} 行", f"more than {MOST_LINES} lines"))
