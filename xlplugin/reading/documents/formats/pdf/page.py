"""Pages of a PDF as they are looked at: turned so that their text runs from left to right, and with what the reader of characters does not tell by itself."""

from __future__ import annotations

import copy
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from xlplugin.reading.documents.formats.pdf.device import Device
from xlplugin.reading.documents.formats.pdf.shown import Interpreter, layers_off

_FEWEST, _SHARE = 30, 0.3
"""Glyphs that run another way than most of their page are a part of it by itself where they are so many."""
_QUARTERS = (0, 90, 180, 270)


class SeenPage(Page):
    """A page whose characters tell whether they are painted."""

    @property
    def layout(self) -> Any:
        """The page's objects, gone through once."""
        if not hasattr(self, "_layout"):
            device = Device(self.pdf.rsrcmgr, pageno=self.page_number, laparams=self.pdf.laparams)
            interpreter = Interpreter(self.pdf.rsrcmgr, device)
            interpreter.off = layers_off(self.pdf.doc.catalog)
            try:
                interpreter.process_page(self.page_obj)
            except Exception as error:
                raise PdfminerException(error) from error
            self._layout = device.get_result()
        return self._layout


def direction(glyph: Any) -> int | None:
    """In which direction a glyph's line runs, in degrees; None where it is slanted."""
    a, b, *_ = glyph["matrix"]
    angle = math.degrees(math.atan2(b, a)) % 360
    nearest = round(angle / 90) * 90
    return nearest % 360 if abs(angle - nearest) < 2 else None


def pages_of(document: Any, page: PDFPage, number: int, most: int) -> Iterator[SeenPage]:
    """A page, once for each direction in which much of its text runs, with the glyphs of that direction, upright. One of more than `most` objects comes as it is."""
    first = SeenPage(document, page, number)
    if count_objects(first) > most:
        yield first
        return
    counts = Counter(way for glyph in first.chars if glyph["text"].strip() and (way := direction(glyph)) is not None)
    total = sum(counts.values())
    ways = [way for way, count in counts.most_common() if count >= _FEWEST and count >= _SHARE * total] or [way for way, _ in counts.most_common(1)] or [0]
    for way in sorted(ways):
        turned = first if way == 0 else SeenPage(document, _turned(page, way), number)
        others = {(other - way) % 360 for other in ways if other != way}
        if others:
            turned.objects["char"][:] = [glyph for glyph in turned.chars if direction(glyph) not in others]
        yield turned


def count_objects(page: Page) -> int:
    """How many characters, lines and rectangles a page has."""
    return len(page.chars) + len(page.lines) + len(page.rects) + len(page.curves)


def _turned(page: PDFPage, way: int) -> PDFPage:
    turned = copy.copy(page)
    turned.rotate = (page.rotate + way) % 360
    turned.attrs = {**page.attrs, "Rotate": turned.rotate}
    return turned
