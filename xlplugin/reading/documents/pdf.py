"""PDF with text: ruled tables as tables, the words around them as paragraphs. A scanned one has no words and cannot be read."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from xlplugin.errors import DocumentDamagedError, DocumentEncryptedError, DocumentTooLargeError, ScannedError, XlpluginError
from xlplugin.reading.documents.stream import Element, Grid, Line, check_size
from xlplugin.reading.documents.words import is_page_number
from xlplugin.text import Text

LARGEST_FILE = 64 * 2**20
MOST_PAGES = 120
MOST_OBJECTS = 60_000
"""Characters, lines and rectangles of a page; a report's have some thousands."""
_FEWEST_CHARACTERS = 40
_BEGINS = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十]+")
_MARGIN_PAGES = 3
"""A line at the edge of so many pages is their header or footer."""


def read_pdf(path: Path) -> list[Element]:
    """The paragraphs and tables of a PDF. Raises `ScannedError`, `DocumentEncryptedError`, `DocumentDamagedError`, `DocumentTooLargeError`."""
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise DocumentTooLargeError(detail=f"{size // 2**20} MB")
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(path) as document:
            if len(document.pages) > MOST_PAGES:
                raise DocumentTooLargeError(detail=Text(f"{len(document.pages)} 页", f"{len(document.pages)} pages"))
            pages = [_page(page) for page in document.pages]
    except XlpluginError:
        raise
    except Exception as error:  # pdfminer has an exception for each way in which a file can be broken, and pdfplumber wraps some
        if isinstance(error, PDFPasswordIncorrect) or any(isinstance(inner, PDFPasswordIncorrect) for inner in (*error.args, error.__cause__, error.__context__)):
            raise DocumentEncryptedError() from error
        raise DocumentDamagedError(detail=f"{type(error).__name__}: {str(error)[:80]}") from error
    if sum(len(text.strip()) for page in pages for text in page.texts) < _FEWEST_CHARACTERS:
        raise ScannedError()
    stream = [element for page in _without_margins(pages) for element in page.elements]
    check_size(lines=len(stream))
    return stream


class Page:
    """One page: its lines and tables from the top."""

    def __init__(self, elements: Sequence[Element]) -> None:
        self.elements = list(elements)

    @property
    def texts(self) -> Iterator[str]:
        """Every text of the page."""
        for element in self.elements:
            if isinstance(element, Line):
                yield element.text
            elif isinstance(element, Grid):
                yield from (cell for row in element.rows for cell in row)


def _page(page: Any) -> Page:
    count = len(page.chars) + len(page.lines) + len(page.rects) + len(page.curves)
    if count > MOST_OBJECTS:
        raise DocumentTooLargeError(detail=Text(f"一页 {count} 个对象", f"{count} objects on one page"))
    tables = page.find_tables()
    found: list[tuple[float, Element]] = []
    for table in tables:
        rows = tuple(tuple(_joined(cell) for cell in row) for row in table.extract())
        found.append((table.bbox[1], Grid(rows)))
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda item: not any(_is_inside(item, box) for box in boxes)) if boxes else page
    found += [(line["top"], Line(text, is_whole)) for line, text, is_whole in _paragraphs(outside.extract_text_lines(return_chars=False))]
    page.close()
    return Page([element for _, element in sorted(found, key=lambda entry: entry[0])])


def _joined(cell: str | None) -> str:
    """A cell's text in one line: in print a line ends where the cell does."""
    return re.sub(r"\s*\n\s*", "", cell or "")


def _is_inside(item: Any, box: Sequence[float]) -> bool:
    middle = (item["top"] + item["bottom"]) / 2
    across = (item["x0"] + item["x1"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= middle <= box[3])


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


def _without_margins(pages: Sequence[Page]) -> list[Page]:
    """Pages without the line that stands first or last on several of them, and without page numbers there."""
    edges = [element.text.strip() for page in pages for element in (page.elements[:1] + page.elements[-1:]) if isinstance(element, Line)]
    repeated = {text for text in edges if edges.count(text) >= _MARGIN_PAGES and text}
    kept = []
    for page in pages:
        elements = page.elements
        while elements and isinstance(elements[-1], Line) and (is_page_number(elements[-1].text) or elements[-1].text.strip().isdigit() or elements[-1].text.strip() in repeated):
            elements = elements[:-1]
        while elements and isinstance(elements[0], Line) and (is_page_number(elements[0].text) or elements[0].text.strip() in repeated):
            elements = elements[1:]
        kept.append(Page(elements))
    return kept
