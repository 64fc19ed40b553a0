"""Text files and markdown: lines."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from xlplugin.errors import DocumentTooLargeError
from xlplugin.reading.documents.formats.encoding import decode
from xlplugin.reading.documents.formats.stream import Element, Line, check_size

LARGEST_TEXT = 4 * 2**20
_TABLE, _TABLE_END = re.compile(r"<table\b", re.IGNORECASE), re.compile(r"</table\s*>", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>~])")
_COMMENT = re.compile(r"<!--.{0,2000}?-->", re.DOTALL)
_FENCE = re.compile(r"^\s*(```|~~~)")


def read_text(path: Path) -> list[Element]:
    """The lines of a text file. Raises `UndecodableError`, `DocumentTooLargeError`."""
    return list(_lines(_decoded(path)))


def read_markdown(path: Path) -> list[Element]:
    """The lines of a markdown file, tables in HTML among them read as tables."""
    from xlplugin.reading.documents.formats.web.read import stream_of

    text = _COMMENT.sub("", _decoded(path))
    found: list[Element] = []
    at = 0
    while (start := _TABLE.search(text, at)) and (end := _TABLE_END.search(text, start.end())):
        found += _marked(text[at : start.start()])
        found += stream_of(text[start.start() : end.end()])
        at = end.end()
    return [*found, *_marked(text[at:])]


def _decoded(path: Path) -> str:
    size = path.stat().st_size
    if size > LARGEST_TEXT:
        raise DocumentTooLargeError(detail=f"{size / 2**20:.1f} MB")
    return decode(path.read_bytes())


def _lines(text: str) -> Iterator[Element]:
    lines = re.split(r"\r\n|\r|\n|\f|\v|\u2028|\u2029", text)
    check_size(lines=len(lines))
    return (Line(line) for line in lines)


def _marked(text: str) -> Iterator[Element]:
    """Lines of markdown without its escapes; `|` keeps its own in a table."""
    for line in _lines(text):
        if isinstance(line, Line) and not _FENCE.match(line.text):
            yield Line(html.unescape(_ESCAPED.sub(r"\1", line.text)).replace("**", "") if "|" in line.text else html.unescape(_ESCAPED.sub(r"\1", line.text)))
