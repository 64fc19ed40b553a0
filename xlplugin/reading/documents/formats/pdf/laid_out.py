"""The pages of a PDF as elements in the order in which they are read: columns apart, lines of print as paragraphs, without headers and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from xlplugin.reading.documents.formats.pdf.beside import columns_of, gaps_between
from xlplugin.reading.documents.formats.pdf.glyphs import Box
from xlplugin.reading.documents.formats.stream import Element, Grid, Line, Said
from xlplugin.reading.documents.tables.words import is_page_number

_BEGINS = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十]+")
_MARGIN_PAGES = 3
"""A line at the edge of so many pages is their header or footer."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its lines of print with their characters, its tables with their boxes, and how many of its glyphs could not be decoded."""

    lines: Sequence[Any]
    grids: Sequence[tuple[Box, Grid]]
    glyphs: int = 0
    undecoded: int = 0
    undecoded_in_tables: int = 0

    @property
    def texts(self) -> Iterator[str]:
        """Every text of the page."""
        yield from (line["text"] for line in self.lines)
        yield from (cell for _, grid in self.grids for row in grid.rows for cell in row)

    @property
    def gaps(self) -> Sequence[float]:
        """Where its tables stand side by side."""
        return gaps_between([box for box, _ in self.grids])


def elements_of(pages: Sequence[Page]) -> list[Element]:
    """What the pages hold. Where most pages with tables have two beside each other, the others are read in such columns, too."""
    with_tables = [page for page in pages if page.grids]
    beside = [page for page in with_tables if page.gaps]
    usual = beside[0].gaps if len(beside) * 2 > len(with_tables) else ()
    said = [Said("columns", "")] if beside else []
    return [*said, *(element for page in _without_margins([_elements(page, page.gaps or usual) for page in pages]) for element in page)]


def _elements(page: Page, gaps: Sequence[float]) -> list[Element]:
    found: list[Element] = []
    for lines, grids in columns_of(page.lines, page.grids, gaps):
        column: list[tuple[float, Element]] = [(box[1], grid) for box, grid in grids]
        column += [(line["top"], Line(text, is_whole)) for line, text, is_whole in _paragraphs(lines)]
        found += [element for _, element in sorted(column, key=lambda entry: entry[0])]
    return found


def _paragraphs(lines: Sequence[Any]) -> Iterator[tuple[Any, str, bool]]:
    """Lines of print; one that ends well before the right margin ends its paragraph, an indented one begins one."""
    if not lines:
        return
    left, right = min(line["x0"] for line in lines), max(line["x1"] for line in lines)
    joined: list[tuple[Any, str, float]] = []
    for line in lines:
        height = line["bottom"] - line["top"]
        is_full = bool(joined) and joined[-1][2] > right - 1.8 * height
        is_indented = line["x0"] > left + 1.2 * height
        is_begun = is_indented or _BEGINS.match(line["text"]) or is_page_number(line["text"])
        if is_full and not is_begun and len(joined[-1][1]) > 10 and joined[-1][1][-1] not in "。！？：":
            joined[-1] = (joined[-1][0], joined[-1][1] + line["text"], line["x1"])
        else:
            joined.append((line, line["text"], line["x1"]))
    for number, (line, text, _) in enumerate(joined):
        yield line, text, 0 < number < len(joined) - 1


def _without_margins(pages: Sequence[Sequence[Element]]) -> list[Sequence[Element]]:
    """The elements of pages without the line that stands first or last on several of them, and without page numbers there."""
    edges = [element.text.strip() for page in pages for element in (*page[:1], *page[-1:]) if isinstance(element, Line)]
    repeated = {text for text in edges if edges.count(text) >= _MARGIN_PAGES and text}
    kept: list[Sequence[Element]] = []
    for page in pages:
        elements = page
        while elements and isinstance(elements[-1], Line) and (is_page_number(elements[-1].text) or elements[-1].text.strip().isdigit() or elements[-1].text.strip() in repeated):
            elements = elements[:-1]
        while elements and isinstance(elements[0], Line) and (is_page_number(elements[0].text) or elements[0].text.strip() in repeated):
            elements = elements[1:]
        kept.append(elements)
    return kept
