"""Word documents: paragraphs and tables of the body, as they stand. Deleted text (tracked) is set apart, inserted text counts; headers and footers are no part of it."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from xlplugin.errors import DocumentDamagedError
from xlplugin.reading.documents.formats.boxed import is_boxed, texts_in
from xlplugin.reading.documents.formats.marked import INVISIBLE, hidden_of, in_the_way, is_blank, joined, marked, or_picture, placed, stripped, told, wrapped
from xlplugin.reading.documents.formats.spans import Span, lay_out
from xlplugin.reading.documents.formats.stream import Element, Grid, Line, Picture, check_size
from xlplugin.reading.documents.formats.word.chunk import read_chunk
from xlplugin.reading.documents.formats.word.looks import Looks, W
from xlplugin.reading.documents.formats.word.nodes import (
    PICTURES,
    SKIPPED,
    boxes_in,
    cells_of,
    is_built,
    is_covered,
    is_hidden,
    is_large,
    name_of,
    obstacles_in,
    rows_of,
    texts_of,
    value_of,
)
from xlplugin.reading.documents.formats.word.numbers import Numbers
from xlplugin.reading.documents.formats.word.package import WordPackage, check_package
from xlplugin.text import Text

_DELETED = frozenset({"del", "moveFrom"})
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DEEPEST = 2
"""Documents within documents are read so far down."""


def read_docx(path: Path) -> list[Element]:
    """The paragraphs and tables of a Word document. Raises `DocumentDamagedError`, `DocumentEncryptedError`, `DocumentTooLargeError`, `EmbeddedError`."""
    return _read(path, 0)


def _read(source: Path | io.BytesIO, depth: int) -> list[Element]:
    check_package(source)
    try:
        with zipfile.ZipFile(source) as package:
            stream = list(_Document(WordPackage(package), depth).elements())
    except (KeyError, ValueError, IndexError, AttributeError, TypeError, OSError, RuntimeError, NotImplementedError, etree.LxmlError, zipfile.BadZipFile, zlib.error) as error:
        is_broken = isinstance(error, (etree.LxmlError, zipfile.BadZipFile, zlib.error))
        raise DocumentDamagedError(detail=f"{type(error).__name__}: {str(error)[:80]}" if is_broken else Text("缺少必要的部件", "a part of it is missing")) from error
    check_size(lines=len(stream))
    return stream


class _Document:
    """One document as it is gone through, once."""

    def __init__(self, package: WordPackage, depth: int) -> None:
        self._package, self._depth = package, depth
        root = package.xml(package.main)
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            raise DocumentDamagedError(detail=Text("缺少正文部件", "the part with the text is missing"))
        self._body = body
        self._looks = Looks(package.related("styles"))
        self._numbers = Numbers(package.related("numbering"), self._looks)

    def elements(self) -> Iterator[Element]:
        """What the body holds, in order."""
        yield from self._blocks(self._body)

    def _blocks(self, node: Any, *, is_cell: bool = False) -> Iterator[Element]:
        for child in node:
            name = name_of(child)
            if name == "p":
                yield from self._paragraph(child, is_cell=is_cell)
            elif name == "tbl":
                yield from self._table(child)
            elif name == "altChunk":
                yield from self._chunk(child)
            elif name not in SKIPPED and name not in _DELETED:
                yield from self._blocks(child, is_cell=is_cell)  # w:sdt, w:ins, w:customXml hold blocks of their own

    def _chunk(self, node: Any) -> Iterator[Element]:
        relation = self._package.relations(self._package.main).get(node.get(_RELATION, ""))
        content = self._package.content(relation.target) if relation else None
        yield from read_chunk(content or b"", relation.target if relation else "", lambda inner: _read(inner, self._depth + 1) if self._depth < _DEEPEST else [])

    def _paragraph(self, node: Any, *, is_cell: bool) -> Iterator[Element]:
        style = self._looks.paragraph_style(node)
        text = "".join(self._runs(node, style, is_cell=is_cell)).translate(INVISIBLE)
        number = self._numbers.next(node)
        for at, line in enumerate(text.split("\n")):
            yield Line(_numbered(number, told(line)) if at == 0 else told(line), True)
        for box in boxes_in(node):
            yield from self._blocks(box, is_cell=is_cell)
        if any(is_large(picture) for picture in node.iter() if name_of(picture) in PICTURES):
            yield Picture()

    def _runs(self, node: Any, style: str | None, *, is_cell: bool) -> Iterator[str]:
        """The text of a paragraph, run by run, in its wrappings; in a cell with where it stands, and with what is no text."""
        for child in node:
            name = name_of(child)
            if name == "r":
                mark = self._looks.mark(child, style)
                place, size = self._looks.place(child, style) if is_cell and mark is None else ("", 1.0)
                yield from (text if text in ("\t", "\n") else wrapped(text, mark) if mark else placed(text, place, size) for text in texts_of(child))
                if is_cell and mark != "unseen":
                    yield from map(in_the_way, obstacles_in(child))
            elif name in _DELETED:
                yield wrapped("".join(text for run in child.iter(f"{W}r") for text in texts_of(run)).replace("\n", " "), "struck")
            elif name == "oMath" and is_cell and is_built(child):
                yield in_the_way("embedded")
            elif name not in SKIPPED and name not in PICTURES and len(child):
                yield from self._runs(child, style, is_cell=is_cell)

    def _table(self, table: Any) -> Iterator[Element]:
        """A table as a grid; one with a table within only lays out the page, and its cells are read one by one, unless each of those is a box around a text."""
        if any(True for _ in table.iterdescendants(f"{W}tbl")) and not is_boxed(table.iterdescendants(f"{W}tbl"), (f"{W}tc",)):
            for cell in table.iterchildren(f"{W}tr"):
                for inner in cell.iterchildren(f"{W}tc"):
                    yield from self._blocks(inner)
            return
        rows: list[list[Span]] = []
        seen: set[int] = set()
        for row in rows_of(table):
            spans: list[Span] = []
            column = 0
            is_gone = is_hidden(row)
            if before := value_of(row, "trPr", "gridBefore"):
                spans.append(Span("", int(before)))
                column += int(before)
            for cell in cells_of(row):
                width = max(1, int(value_of(cell, "tcPr", "gridSpan") or 1))
                text = "" if is_covered(cell, column, seen) else self._text(cell)
                spans.append(Span(marked(text, hidden="line") if is_gone and text and not hidden_of(text) else text, width))
                seen.add(column)
                column += width
            rows.append(spans)
            check_size(cells=sum(map(len, rows)))
        yield Grid(lay_out(rows))
        if any(is_large(picture) for picture in table.iter() if name_of(picture) in PICTURES):
            yield Picture()

    def _text(self, cell: Any) -> str:
        return or_picture(stripped(joined(text for element in self._blocks(cell, is_cell=True) for text in texts_in(element) if not is_blank(text)), "\n"))


def _numbered(number: str, text: str) -> str:
    """A line with its automatic number. A figure stays apart from it: 1. and 7 are not 1.7."""
    if not number:
        return text
    is_apart = number[-1:].isalnum() or text[:1].isdigit()
    return joined((number.rstrip(), text), " " if is_apart else "")
