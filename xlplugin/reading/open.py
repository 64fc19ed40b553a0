"""Opens whatever an office sends, a workbook or a report, and reads the filing in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xlplugin.errors import XlpluginError
from xlplugin.filing.filing import Filing
from xlplugin.form import Form
from xlplugin.reading import documents
from xlplugin.reading.documents.formats.sniff import sniff
from xlplugin.reading.read import read_filing
from xlplugin.reading.workbook.workbook import SUFFIXES as WORKBOOKS
from xlplugin.reading.workbook.workbook import read_book

SUFFIXES = (*WORKBOOKS, *documents.SUFFIXES)
"""The endings of all files that can be read."""


def read_any(path: Path, file: str, forms: Sequence[Form]) -> Filing:
    """The filing in a file; `file`: the name it goes by; `forms`: the editions to choose from, newest first. Raises the errors of `xlplugin.errors`."""
    return documents.read_document(path, file, forms) if is_document(path) else read_filing(read_book(path), file, forms)


def is_document(path: Path) -> bool:
    """Whether a file is to be read as a report: by its name's ending, unless it is a workbook under another name; without a known ending by its content."""
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS:
        return False
    try:
        kind = sniff(path)
    except XlpluginError:
        return suffix in documents.SUFFIXES
    return kind != "workbook" if suffix in documents.SUFFIXES else kind in ("docx", "doc", "pdf", "html", "rtf")
