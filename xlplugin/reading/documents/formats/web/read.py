"""Web pages: paragraphs and tables, those that only lay out the page seen through. Scripts never run, nothing is fetched, entities are not followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as parser

from xlplugin.errors import DocumentDamagedError, DocumentTooLargeError
from xlplugin.reading.documents.formats.encoding import declared_encoding, decode
from xlplugin.reading.documents.formats.marked import CONTROLS, INVISIBLE, PICTURE, is_blank, joined, marked, stripped, told, wrapped
from xlplugin.reading.documents.formats.page_head import said_by
from xlplugin.reading.documents.formats.spans import Span
from xlplugin.reading.documents.formats.stream import Element, Grid, Line, Picture, Said, check_size
from xlplugin.reading.documents.formats.web.looks import PLAIN, Look, look_of, typed
from xlplugin.reading.documents.formats.web.nodes import (
    BLOCKS,
    FIELDS,
    SKIPPED,
    all_text,
    cells_of,
    hidden_tables,
    holds_picture,
    is_large,
    number_of,
    rows_of,
    tag_of,
)
from xlplugin.reading.documents.formats.web.styles import Styles
from xlplugin.reading.documents.formats.web.table import WebCell, WebRow, laid_out
from xlplugin.text import Text

LARGEST_PAGE = 16 * 2**20
LONGEST_RUN = 3_000_000
"""Characters between two tags; the parser gives up at ten million bytes, and leaves out what follows."""
MOST_ATTRIBUTES = 4e8
"""The squares of their numbers in each tag, summed up: the parser compares each with all the others."""
_TAG = re.compile(r"<[A-Za-z](?:[^>=]|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+")
_BREAK = "\x0b"


def read_html(path: Path) -> list[Element]:
    """The paragraphs and tables of a saved web page. Raises `UndecodableError`, `DocumentTooLargeError`, `DocumentDamagedError`."""
    size = path.stat().st_size
    if size > LARGEST_PAGE:
        raise DocumentTooLargeError(detail=f"{size / 2**20:.1f} MB")
    content = path.read_bytes()
    return stream_of(decode(content, declared_encoding(content[:4096])))


def stream_of(text: str) -> list[Element]:
    """The paragraphs and tables of HTML text."""
    plain = CONTROLS.sub("", re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", "")))
    if any(len(run) > LONGEST_RUN for run in plain.split("<")):
        raise DocumentTooLargeError(detail=Text(f"一段超过 {LONGEST_RUN} 个字符", f"a piece of more than {LONGEST_RUN} characters"))
    if sum(len(tag[0].split()) ** 2 for tag in _TAG.finditer(plain)) > MOST_ATTRIBUTES:
        raise DocumentTooLargeError(detail=Text("一个标记的属性过多", "a tag of very many attributes"))
    try:
        root = parser.document_fromstring(plain, parser=parser.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding=None))
        stream = [*said_by(root), *_Page(root).elements()]
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, RecursionError) as error:
        raise DocumentDamagedError(detail=f"{type(error).__name__}: {str(error)[:80]}") from error
    check_size(lines=len(stream))
    return stream


class _Page:
    """One page as it is gone through, once."""

    def __init__(self, root: Any) -> None:
        self._root, self._styles = root, Styles(root)

    def elements(self) -> Iterator[Element]:
        """What the page shows, in order."""
        return self._stream(self._root, PLAIN)

    def _stream(self, node: Any, look: Look, *, is_cell: bool = False) -> Iterator[Element]:
        """A block's content: runs of text as paragraphs, blocks within as themselves."""
        words: list[str] = []
        is_raw = tag_of(node) == "pre"
        for part in self._parts(node, look, is_cell=is_cell):
            if isinstance(part, str):
                words.append(part)
                continue
            yield from _paragraphs("".join(words), is_raw=is_raw)
            words = []
            if isinstance(part, (Picture, Said)):
                yield part
                continue
            block, own = part
            if tag_of(block) == "table":
                yield from self._table(block, own)
            else:
                yield from self._stream(block, own, is_cell=is_cell)
        yield from _paragraphs("".join(words), is_raw=is_raw)

    def _parts(self, node: Any, look: Look, *, is_cell: bool) -> Iterator[Any]:
        """Text, pictures, and the outermost blocks of a node with their looks, in order. What is hidden within a cell is wrapped, elsewhere left out."""
        mark = look.mark
        if node.text:
            yield wrapped(node.text, mark)
        for child in node:
            tag = tag_of(child)
            if tag == "br":
                yield _BREAK
            elif tag in FIELDS:
                yield wrapped(typed(child, tag), look_of(child, look, self._styles).mark) if is_cell else ""
            elif tag == "img":
                if is_large(child) and not look_of(child, look, self._styles).is_gone:
                    yield Picture()
            elif tag not in SKIPPED:
                own = look_of(child, look, self._styles)
                is_block = tag in BLOCKS or tag == "table"
                if own.is_gone:
                    yield from [wrapped(all_text(child), "unseen")] if is_cell else hidden_tables(child)
                elif is_block:
                    yield child, own
                else:
                    yield from self._parts(child, own, is_cell=is_cell)
            if child.tail:
                yield wrapped(child.tail, mark)

    def _table(self, table: Any, look: Look) -> Iterator[Element]:
        """A table as a grid; one with a table within only lays out the page, and its cells are read one by one."""
        rows = [(look_of(row, look_of(group, look, self._styles) if group is not None else look, self._styles), row) for group, row in rows_of(table)]
        if next(table.iterdescendants("table"), None) is not None:
            for own, row in rows:
                for cell in cells_of(row):
                    inner = look_of(cell, own, self._styles)
                    yield from hidden_tables(cell) if inner.is_gone else self._stream(cell, inner)
        elif look.is_unseen and all(look_of(cell, own, self._styles).is_unseen for own, row in rows for cell in cells_of(row)):
            yield from hidden_tables(table)
            return
        else:
            yield from (line for caption in table.iterchildren("caption") for line in self._stream(caption, look))
            yield Grid(laid_out([self._row(row, own) for own, row in rows]))
            yield from (Picture() for image in table.iterdescendants("img") if is_large(image))
            return
        for caption in table.iterchildren("caption"):
            yield from self._stream(caption, look)

    def _row(self, row: Any, look: Look) -> WebRow:
        around = replace(look, is_gone=False)
        return WebRow(tuple(self._cell(cell, look_of(cell, around, self._styles), around) for cell in cells_of(row)), not look.is_gone)

    def _cell(self, cell: Any, look: Look, around: Look) -> WebCell:
        """A cell. One that keeps its place and is not seen is read, and is hidden."""
        inside = replace(look, is_gone=False, is_unseen=False)
        lines = [element.text for element in self._stream(cell, inside, is_cell=True) if isinstance(element, Line) and not is_blank(element.text)]
        text = joined(lines)
        text = PICTURE if is_blank(text) and holds_picture(cell) else text
        if look.is_unseen and text:
            text = marked(text, hidden="writing")
        return WebCell(Span(text, number_of(cell.get("colspan")), number_of(cell.get("rowspan"))), not look.is_gone)


def _paragraphs(text: str, *, is_raw: bool) -> Iterator[Line]:
    if is_raw:
        yield from (Line(told(line)) for line in text.translate(INVISIBLE).replace(_BREAK, "\n").split("\n"))
        return
    for line in text.split(_BREAK):
        plain = told(re.sub(r"[ \t\r\n\f]+", " ", line.translate(INVISIBLE)).strip(" "))
        if not is_blank(plain):
            yield Line(stripped(plain, " "), True)
