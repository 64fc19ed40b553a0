"""Reads published reports: Word documents, web pages, PDF, markdown and text become filings, as workbooks do."""

from xlplugin.reading.documents.report import SUFFIXES, read_document

__all__ = ["SUFFIXES", "read_document"]
