"""What a report holds, in the order in which it stands there, whatever format it came in: lines of text, tables, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xlplugin.errors import DocumentTooLargeError
from xlplugin.text import Text

MOST_CELLS = 200_000
MOST_LINES = 100_000
MOST_CHARACTERS = 1_000_000
LONGEST_PARAGRAPH = 50_000
LONGEST_LINE = 800_000
"""Characters of any kind, markup among them."""
MOST_ROWS = 3_000
"""Of tables with labels of the form; the official ones have some forty."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text file, or a paragraph of a format that knows paragraphs; blank lines count."""

    text: str
    is_paragraph: bool = False
    """Whether it is a paragraph for sure: a line of text may be the first half of one that a page break tore."""


class Covered(str):
    """The empty text of a cell that another one covers. `across`: one on its left, not one above."""

    across: bool = False

    def __new__(cls, across: bool) -> Covered:
        """An empty text that knows what covers it."""
        found = super().__new__(cls, "")
        found.across = across
        return found


class Hole(str):
    """The empty text at a place where a row has no cell at all, though it has one behind it."""

    __slots__ = ()


class Full(str):
    """A printed figure that fills its cell from side to side: what stands in the same cell on the next page is the rest of it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its spans resolved: a merged cell's text stands in its first cell, the others are empty. Rows may be of unequal length."""

    rows: tuple[tuple[str, ...], ...]
    edges: tuple[float, ...] = ()
    """Where the lines between its columns stand on the page, in points; empty where the format does not tell."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture large enough to be a table."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says of itself outside its text. `site`: whose page it is; `columns`: that tables stand side by side on it; `hidden`: the cells of a table that it does not show, a line each."""

    kind: Literal["title", "site", "columns", "hidden"]
    text: str


Element = Line | Grid | Picture | Said


def check_text(stream: Sequence[Element]) -> None:
    """Raises `DocumentTooLargeError` for more words than any report has; three hundred pages of them are a third of that."""
    lengths = [sum(mark > "\u2fff" for mark in element.text) for element in stream if isinstance(element, Line)]  # Chinese ones: markup is none
    if max(lengths, default=0) > LONGEST_PARAGRAPH:
        raise DocumentTooLargeError(detail=Text(f"一段超过 {LONGEST_PARAGRAPH} 字", f"a paragraph of more than {LONGEST_PARAGRAPH} characters"))
    if any(len(element.text) > LONGEST_LINE for element in stream if isinstance(element, Line)):
        raise DocumentTooLargeError(detail=Text(f"一行超过 {LONGEST_LINE} 个字符", f"a line of more than {LONGEST_LINE} characters"))
    if sum(lengths) > MOST_CHARACTERS:
        raise DocumentTooLargeError(detail=Text(f"文字超过 {MOST_CHARACTERS} 字", f"more than {MOST_CHARACTERS} characters of text"))


def check_size(cells: int = 0, lines: int = 0, rows: int = 0) -> None:
    """Raises `DocumentTooLargeError` beyond what any report holds."""
    if rows > MOST_ROWS:
        raise DocumentTooLargeError(detail=Text(f"表格超过 {MOST_ROWS} 行", f"tables of more than {MOST_ROWS} rows"))
    if cells > MOST_CELLS:
        raise DocumentTooLargeError(detail=Text(f"表格超过 {MOST_CELLS} 格", f"tables of more than {MOST_CELLS} cells"))
    if lines > MOST_LINES:
        raise DocumentTooLargeError(detail=Text(f"超过 {MOST_LINES} 行", f"more than {MOST_LINES} lines"))
