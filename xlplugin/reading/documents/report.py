"""Opens a published report, whatever its format, and reads the filing in it. What cannot be read gets its own sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Literal

from xlplugin.errors import DocumentEncryptedError, LibraryMissingError, NotADocumentError
from xlplugin.filing.filing import Filing
from xlplugin.form import Form
from xlplugin.reading.documents.formats.sniff import Kind, sniff
from xlplugin.reading.documents.formats.stream import Element, check_text
from xlplugin.reading.documents.read import read_stream
from xlplugin.reading.documents.suffixes import SUFFIXES
from xlplugin.text import Text

_TEXTS = (".txt", ".md", ".markdown")
_PAGES = (".html", ".htm", ".doc")
"""Endings under which a web page is saved; Word opens one that is called .doc."""
_NAMES: Mapping[str, Text] = {
    "text": Text("文本文件", "a text file"),
    "html": Text("网页", "a web page"),
    "workbook": Text("电子表格", "a workbook"),
    "odt": Text("OpenDocument 文档", "an OpenDocument text"),
    "rtf": Text("RTF 文档", "an RTF document"),
    "zip": Text("压缩包", "an archive"),
    "picture": Text("图片", "a picture"),
    "binary": Text("未知格式", "an unknown format"),
    "pdf": Text("PDF", "a PDF"),
}
_READERS = {
    "docx": ("word.read", "read_docx"),
    "doc": ("old_word", "read_doc"),
    "pdf": ("pdf.read", "read_pdf"),
    "html": ("web.read", "read_html"),
    "text": ("text", "read_text"),
    "markdown": ("text", "read_markdown"),
}
"""Module below `formats/` and function, by kind."""


def read_document(path: Path, file: str, forms: Sequence[Form]) -> Filing:
    """The filing in a report; `file`: the name it goes by; `forms`: the editions to choose from, newest first.

    Raises the errors of `xlplugin.errors`: missing, empty, no report, encrypted, damaged, scanned, too large, undecodable, no table in it.
    """
    return read_stream(read_elements(path), file, forms)


def read_elements(path: Path) -> list[Element]:
    """The paragraphs and tables of a report."""
    stream = _read(path)
    check_text(stream)
    return stream


def _read(path: Path) -> list[Element]:
    kind, suffix = sniff(path), path.suffix.lower()
    if kind == "encrypted":
        raise DocumentEncryptedError()
    if kind in ("docx", "pdf", "doc"):
        return _reader(kind)(path)
    if kind == "rtf" and suffix in (".doc", ".rtf"):
        return _reader("doc")(path)
    if kind == "html" and (suffix in (*_PAGES, *_TEXTS) or suffix not in SUFFIXES):
        return _reader("markdown" if suffix in (".md", ".markdown") else "html")(path)
    if kind == "text" and suffix in (*_TEXTS, ".html", ".htm"):
        return _reader("text" if suffix == ".txt" else "html" if suffix in _PAGES else "markdown")(path)
    raise NotADocumentError(kind=_NAMES[kind])


def _reader(kind: Kind | Literal["markdown"]) -> Callable[[Path], list[Element]]:
    """The reader of a kind, imported with its library when the first such report is read. Raises `LibraryMissingError` where that is not installed, as in a browser."""
    module, function = _READERS[kind]
    try:
        reader: Callable[[Path], list[Element]] = getattr(import_module(f"xlplugin.reading.documents.formats.{module}"), function)
    except ImportError as error:
        raise LibraryMissingError(kind=_NAMES[kind], package=error.name or str(error)) from error
    return reader
