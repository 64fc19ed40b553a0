"""Web pages: paragraphs and tables, those that only lay out the page seen through. Scripts never run, nothing is fetched, entities are not followed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as parser

from xlplugin.errors import DocumentDamagedError, DocumentTooLargeError
from xlplugin.reading.documents.encoding import declared_encoding, decode
from xlplugin.reading.documents.spans import Span, lay_out
from xlplugin.reading.documents.stream import Element, Grid, Line, Picture, check_size

LARGEST_PAGE = 16 * 2**20
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd div dl dt fieldset figure figcaption footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section tbody td tfoot th thead title tr ul",
    )
)
_SKIPPED = frozenset(re.findall(r"\w+", "head script style noscript template iframe object select option textarea button input svg math"))
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SMALLEST_PICTURE = 80
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
    plain = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))
    try:
        root = parser.document_fromstring(plain, parser=parser.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding=None))
        stream = list(_stream(root))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, RecursionError) as error:
        raise DocumentDamagedError(detail=f"{type(error).__name__}: {str(error)[:80]}") from error
    check_size(lines=len(stream))
    return stream


def _stream(node: Any) -> Iterator[Element]:
    """A block's content: runs of text as paragraphs, blocks within as themselves."""
    words: list[str] = []
    for part in _parts(node):
        if isinstance(part, str):
            words.append(part)
            continue
        yield from _paragraphs("".join(words), is_raw=_tag(node) == "pre")
        words = []
        if isinstance(part, Picture):
            yield part
        elif _tag(part) == "table":
            yield from _table(part)
        else:
            yield from _stream(part)
    yield from _paragraphs("".join(words), is_raw=_tag(node) == "pre")


def _parts(node: Any) -> Iterator[Any]:
    """Text, pictures, and the outermost blocks of a node, in order."""
    if node.text:
        yield node.text
    for child in node:
        tag = _tag(child)
        if tag == "br":
            yield _BREAK
        elif tag == "img":
            if _is_large(child):
                yield Picture()
        elif tag in _BLOCKS or tag == "table":
            if not _is_hidden(child):
                yield child
        elif tag not in _SKIPPED and not _is_hidden(child):
            yield from _parts(child)
        if child.tail:
            yield child.tail


def _paragraphs(text: str, *, is_raw: bool) -> Iterator[Line]:
    if is_raw:
        yield from (Line(line) for line in text.replace(_BREAK, "\n").split("\n"))
        return
    for line in text.split(_BREAK):
        plain = re.sub(r"[ \t\r\n\f]+", " ", line).strip(" ")
        if plain.strip():
            yield Line(plain, True)


def _table(table: Any) -> Iterator[Element]:
    """A table as a grid; one with a table within only lays out the page, and its cells are read one by one."""
    if next(table.iterdescendants("table"), None) is not None:
        for row in _rows(table):
            for cell in row:
                yield from _stream(cell)
        for caption in table.iterchildren("caption"):
            yield from _stream(caption)
        return
    rows = [[_cell(cell) for cell in row] for row in _rows(table)]
    yield from (line for caption in table.iterchildren("caption") for line in _stream(caption))
    yield Grid(lay_out(rows))
    yield from (Picture() for image in table.iterdescendants("img") if _is_large(image))


def _rows(table: Any) -> list[Sequence[Any]]:
    """The rows of a table itself, each with its cells."""
    rows = []
    for child in table:
        if _tag(child) in ("thead", "tbody", "tfoot"):
            rows += [row for row in child if _tag(row) == "tr"]
        elif _tag(child) == "tr":
            rows.append(child)
    check_size(cells=sum(len(row) for row in rows))
    return [[cell for cell in row if _tag(cell) in ("td", "th")] for row in rows]


def _cell(cell: Any) -> Span:
    lines = [element.text for element in _stream(cell) if isinstance(element, Line)]
    return Span("\n".join(lines), _number(cell.get("colspan")), _number(cell.get("rowspan")))


def _number(text: str | None) -> int:
    match = re.match(r"\s*(\d{1,5})", text or "")
    return max(1, int(match[1])) if match else 1


def _is_large(image: Any) -> bool:
    sizes = [_number(image.get(name)) for name in ("width", "height") if image.get(name)]
    return not sizes or min(sizes) >= _SMALLEST_PICTURE


def _is_hidden(node: Any) -> bool:
    return _tag(node) in _SKIPPED or node.get("hidden") is not None or _HIDDEN.search(node.get("style") or "") is not None


def _tag(node: Any) -> str:
    return node.tag.lower() if isinstance(node.tag, str) else ""
