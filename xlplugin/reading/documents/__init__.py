"""Reads published reports: Word documents, web pages, PDF, markdown and text become filings, as workbooks do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xlplugin.filing.filing import Filing
from xlplugin.form import Form
from xlplugin.reading.documents.suffixes import SUFFIXES

__all__ = ["SUFFIXES", "read_document"]


def read_document(path: Path, file: str, forms: Sequence[Form]) -> Filing:
    """The filing in a report; see `report`, which is loaded when one is read."""
    from xlplugin.reading.documents import report

    return report.read_document(path, file, forms)
