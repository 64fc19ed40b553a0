"""PDF with text: ruled tables as tables, the words around them as paragraphs. A scanned one has no words and cannot be read."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage

from xlplugin.errors import DocumentDamagedError, DocumentEncryptedError, DocumentTooLargeError, FontError, ScannedError, XlpluginError
from xlplugin.reading.documents.formats.pdf.fields import typed_glyphs
from xlplugin.reading.documents.formats.pdf.glyphs import seen_glyphs, without_oversized
from xlplugin.reading.documents.formats.pdf.hindered import things_on
from xlplugin.reading.documents.formats.pdf.laid_out import Page, elements_of
from xlplugin.reading.documents.formats.pdf.marks import without_raised, without_struck
from xlplugin.reading.documents.formats.pdf.page import count_objects, pages_of
from xlplugin.reading.documents.formats.pdf.table import edges_of, rows_of
from xlplugin.reading.documents.formats.stream import Element, Grid, check_size
from xlplugin.text import Text

LARGEST_FILE = 64 * 2**20
MOST_PAGES = 120
MOST_COUNTED = 10_000
MOST_OBJECTS = 60_000
"""Characters, lines and rectangles of a page; a report's have some thousands."""
MOST_UNDECODED = 0.05
_FEWEST_CHARACTERS = 40


def read_pdf(path: Path) -> list[Element]:
    """The paragraphs and tables of a PDF. Raises `ScannedError`, `DocumentEncryptedError`, `DocumentDamagedError`, `DocumentTooLargeError`."""
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise DocumentTooLargeError(detail=f"{size // 2**20} MB")
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(path) as document:
            sheets = list(islice(PDFPage.create_pages(document.doc), MOST_COUNTED))
            if len(sheets) > MOST_PAGES:
                raise DocumentTooLargeError(detail=Text(f"{len(sheets)} 页", f"{len(sheets)} pages"))
            pages = [_page(page) for number, sheet in enumerate(sheets, 1) for page in pages_of(document, sheet, number, MOST_OBJECTS)]
    except XlpluginError:
        raise
    except Exception as error:  # pdfminer has an exception for each way in which a file can be broken, and pdfplumber wraps some
        if isinstance(error, PDFPasswordIncorrect) or any(isinstance(inner, PDFPasswordIncorrect) for inner in (*error.args, error.__cause__, error.__context__)):
            raise DocumentEncryptedError() from error
        raise DocumentDamagedError(detail=f"{type(error).__name__}: {str(error)[:80]}") from error
    _check_decoded(pages)
    if sum(len(text.strip()) for page in pages for text in page.texts) < _FEWEST_CHARACTERS:
        raise ScannedError()
    stream = elements_of(pages)
    check_size(lines=len(stream))
    return stream


def _page(page: Any) -> Page:
    if (count := count_objects(page)) > MOST_OBJECTS:
        raise DocumentTooLargeError(detail=Text(f"一页 {count} 个对象", f"{count} objects on one page"))
    glyphs, apart = seen_glyphs(page)
    glyphs += typed_glyphs(page)
    for sort_out in (lambda found: without_struck(found, page), without_raised):
        glyphs, more = sort_out(glyphs)
        apart += more
    page.objects["char"] = glyphs
    tables = page.find_tables()
    glyphs = without_oversized(glyphs, [cell for table in tables for cell in table.cells])
    undecoded = [glyph for glyph in glyphs if _is_undecoded(glyph["text"])]
    page.objects["char"] = [glyph for glyph in glyphs if not _is_undecoded(glyph["text"])] if undecoded else glyphs
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda item: not any(_is_inside(item, box) for box in boxes)) if boxes else page
    lines = outside.extract_text_lines()
    things = things_on(page)
    grids = [(table.bbox, Grid(rows_of(table, page.chars, apart, things), edges_of(table))) for table in tables]
    page.close()
    in_tables = sum(any(_is_inside(glyph, box) for box in boxes) for glyph in undecoded)
    return Page(lines, grids, len(glyphs), len(undecoded), in_tables)


def _is_undecoded(text: str) -> bool:
    """Whether a glyph's code maps to no character: to none at all, or to one for private use."""
    return text.startswith("(cid:") or text == "\ufffd" or "\ue000" <= text[:1] <= "\uf8ff"


def _check_decoded(pages: Sequence[Page]) -> None:
    """Refuses a document whose figures may be among the glyphs that cannot be decoded; a few signs before paragraphs are left out."""
    count, undecoded = sum(page.glyphs for page in pages), sum(page.undecoded for page in pages)
    if undecoded and (undecoded > MOST_UNDECODED * count or any(page.undecoded_in_tables for page in pages)):
        raise FontError(share=f"{max(1, round(100 * undecoded / count))}%")


def _is_inside(item: Any, box: Sequence[float]) -> bool:
    middle = (item["top"] + item["bottom"]) / 2
    across = (item["x0"] + item["x1"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= middle <= box[3])
