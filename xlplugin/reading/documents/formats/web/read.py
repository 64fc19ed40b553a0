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
from xlplugin.reading.documents.formats.boxed import is_boxed, texts_in
from xlplugin.reading.documents.formats.encoding import declared_encoding, decode
from xlplugin.reading.documents.formats.marked import CONTROLS, INVISIBLE, in_the_way, is_blank, joined, marked, or_picture, placed, stripped, told, wrapped
from xlplugin.reading.documents.formats.page_head import said_by
from xlplugin.reading.documents.formats.spans import Span
from xlplugin.reading.documents.formats.stream import Element, Grid, Line, Picture, Said, check_size
from xlplugin.reading.documents.formats.web.looks import PLAIN, Look, look_of, typed
from xlplugin.reading.documents.formats.web.moves import USUAL_SIZE
from xlplugin.reading.documents.formats.web.nodes import (
    BLOCKS,
    FIELDS,
    SKIPPED,
    all_text,
    cells_of,
    hidden_tables,
    is_large,
    number_of,
    rows_of,
    tag_of,
)
from xlplugin.reading.documents.formats.web.pictures import obstacle_in
from xlplugin.reading.documents.formats.web.places import Places
from xlplugin.reading.documents.formats.web.styles import Styles
from xlplugin.reading.documents.formats.web.table import WebCell, WebRow, laid_out
from xlplugin.reading.figures.places import TURNED
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
        self._places = Places(self._styles, root)

    def _look(self, node: Any, around: Look) -> Look:
        return look_of(node, around, self._styles, self._places.root_size)

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
        if node.text:
            yield self._words(node.text, look, is_cell=is_cell)
        for child in node:
            tag = tag_of(child)
            if tag == "br":
                yield _BREAK
            elif is_cell and (kind := obstacle_in(child, tag)):
                own = self._look(child, look)
                yield "" if own.mark == "unseen" else in_the_way(kind)
            elif tag in FIELDS:
                yield wrapped(typed(child, tag), self._look(child, look).mark) if is_cell else ""
            elif tag == "img":
                if is_large(child) and not self._look(child, look).is_gone:
                    yield Picture()
            elif tag not in SKIPPED:
                own = self._look(child, look)
                is_block = tag in BLOCKS or tag == "table"
                if is_cell and own.mark != "unseen":
                    yield from self._added(child, tag)
                    own = own if is_block else replace(own, place=self._places.place(child, own.place))
                if own.is_gone:
                    yield from [wrapped(all_text(child), "unseen")] if is_cell else hidden_tables(child)
                elif is_block:
                    yield child, own
                else:
                    yield from self._parts(child, own, is_cell=is_cell)
            if child.tail:
                yield self._words(child.tail, look, is_cell=is_cell)

    def _words(self, text: str, look: Look, *, is_cell: bool) -> str:
        """A piece of text with why it is no part of what is read; in a cell with where it stands."""
        return wrapped(text, look.mark) if look.mark or not is_cell else placed(text, look.place, look.size / USUAL_SIZE)

    def _added(self, node: Any, tag: str) -> Iterator[str]:
        """What stands for the pictures and characters that a style adds to an element of a cell."""
        if self._places.holds_picture(node):
            yield in_the_way("picture")
        if self._places.writes(node) or (tag == "li" and self._places.numbers(node)):
            yield in_the_way("generated")

    def _table(self, table: Any, look: Look) -> Iterator[Element]:
        """A table as a grid; one with a table within only lays out the page, and its cells are read one by one, unless each of those is a box around a text."""
        rows = [(self._look(row, self._look(group, look) if group is not None else look), row) for group, row in rows_of(table)]
        if next(table.iterdescendants("table"), None) is not None and not is_boxed(table.iterdescendants("table"), ("td", "th")):
            for own, row in rows:
                for cell in cells_of(row):
                    inner = self._look(cell, own)
                    yield from hidden_tables(cell) if inner.is_gone else self._stream(cell, inner)
        elif look.is_unseen and all(self._look(cell, own).is_unseen for own, row in rows for cell in cells_of(row)):
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
        return WebRow(tuple(self._cell(cell, self._look(cell, around), around) for cell in cells_of(row)), not look.is_gone)

    def _cell(self, cell: Any, look: Look, around: Look) -> WebCell:
        """A cell. One that keeps its place and is not seen is read, and is hidden."""
        inside = replace(look, is_gone=False, is_unseen=False, place=TURNED if self._places.is_turned(cell) else "")
        lines = [text for element in self._stream(cell, inside, is_cell=True) for text in texts_in(element) if not is_blank(text)]
        added = [told(what) for what in self._added(cell, "td")]
        text = or_picture(stripped(joined([*lines, *added]), "\n"))
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
