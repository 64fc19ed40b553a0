"""The report's text as the template's sheet 文字 has it: the six sections, and the title, opening and signature around them."""

from __future__ import annotations

from collections.abc import Mapping

from xlplugin.filing.cells import Cell
from xlplugin.filing.document import Document, Heading
from xlplugin.form.model import Form
from xlplugin.reading.transcript import Transcript
from xlplugin.reading.workbook.grid import Book


def read_narrative(book: Book, form: Form) -> dict[str, str]:
    """The sections' text by section id, of those that have any."""
    texts = {section.id: _text(book, section.id) for section in form.sections} if book.names else {}
    return {section: text for section, text in texts.items() if text}


def report_title(form: Form, organ: str | None, year: int | None) -> str:
    """The title of a report as the form prescribes it, with as much of organ and year as is known."""
    return f"{organ or ''}{f'{year}年' if year else ''}{form.title.official}"


def read_document(book: Book, form: Form, transcript: Transcript | None, cells: Mapping[str, Cell], title: str) -> Document | None:
    """The report around the sections' text; None where the workbook says nothing of it.

    Headings are the template's and the title is `title` where none is given, unless the workbook was made from a report: then they are that report's.
    """
    if not book.names and transcript is None:
        return None
    # Its package reads whole reports and needs this module's: imported when it is wanted.
    from xlplugin.reading.documents.text.signature import find_signature

    own_title, opening, closing = (_text(book, part) for part in ("title", "opening", "closing"))
    is_imported = transcript is not None and transcript.is_document
    if not (own_title or opening or closing or is_imported):
        return None
    signature = find_signature(["", *closing.split("\n")]) if closing else None
    return Document(
        title=own_title if is_imported else own_title or title,
        opening=opening,
        headings=transcript.headings if transcript and is_imported else tuple(Heading(section.title.official, section.id) for section in form.sections),
        closing=closing,
        signature=signature.organ if signature else None,
        signed=signature.date if signature else None,
        picture_tables=transcript.pictures(cells) if transcript else (),
        debris=transcript.debris if transcript else (),
    )


def _text(book: Book, part: str) -> str:
    place = book.names.get(f"text.{part}")
    content = book.cell(place).content if place else None
    return content.strip() if isinstance(content, str) else ""
