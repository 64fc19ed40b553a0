"""Opens a published report, whatever its format, and reads the filing in it. What cannot be read gets its own sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from xlplugin.errors import DocumentEncryptedError, NotADocumentError
from xlplugin.filing import Filing
from xlplugin.form import Form
from xlplugin.reading.documents.read import read_stream
from xlplugin.reading.documents.sniff import Kind, sniff
from xlplugin.reading.documents.stream import Element
from xlplugin.text import Text

SUFFIXES = (".docx", ".doc", ".html", ".htm", ".pdf", ".md", ".txt")
_TEXTS = (".txt", ".md", ".markdown")
_PAGES = (".html", ".htm", ".doc")
"""Endings under which a web page is saved; Word opens one that is called .doc."""
_NAMES: Mapping[Kind, Text] = {
    "text": Text("文本文件", "a text file"),
    "html": Text("网页", "a web page"),
    "workbook": Text("电子表格", "a workbook"),
    "odt": Text("OpenDocument 文档", "an OpenDocument text"),
    "rtf": Text("RTF 文档", "an RTF document"),
    "zip": Text("压缩包", "an archive"),
    "picture": Text("图片", "a picture"),
    "binary": Text("未知格式", "an unknown format"),
}


def read_document(path: Path, file: str, forms: Sequence[Form]) -> Filing:
    """The filing in a report; `file`: the name it goes by; `forms`: the editions to choose from, newest first.

    Raises the errors of `xlplugin.errors`: missing, empty, no report, encrypted, damaged, scanned, too large, undecodable, no table in it.
    """
    return read_stream(read_elements(path), file, forms)


def read_elements(path: Path) -> list[Element]:
    """The paragraphs and tables of a report."""
    kind, suffix = sniff(path), path.suffix.lower()
    if kind == "encrypted":
        raise DocumentEncryptedError()
    if kind in ("docx", "pdf", "doc"):
        return _readers()[kind](path)
    if kind == "rtf" and suffix in (".doc", ".rtf"):
        return _readers()["doc"](path)
    if kind == "html" and (suffix in (*_PAGES, *_TEXTS) or suffix not in SUFFIXES):
        return _readers()["markdown" if suffix in (".md", ".markdown") else "html"](path)
    if kind == "text" and suffix in (*_TEXTS, ".html", ".htm"):
        return _readers()["text" if suffix == ".txt" else "html" if suffix in _PAGES else "markdown"](path)
    raise NotADocumentError(kind=_NAMES[kind])


def _readers() -> Mapping[str, Callable[[Path], list[Element]]]:
    """The readers, imported when the first report is read."""
    from xlplugin.reading.documents.old_word import read_doc
    from xlplugin.reading.documents.pdf import read_pdf
    from xlplugin.reading.documents.text import read_markdown, read_text
    from xlplugin.reading.documents.web import read_html
    from xlplugin.reading.documents.word import read_docx

    return {"docx": read_docx, "doc": read_doc, "pdf": read_pdf, "html": read_html, "text": read_text, "markdown": read_markdown}
