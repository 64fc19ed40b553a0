"""Word documents: paragraphs and tables of the body, as they stand. Deleted text (tracked) is left out, inserted text counts; headers and footers are no part of it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from xlplugin.errors import DocumentDamagedError, DocumentEncryptedError, DocumentTooLargeError
from xlplugin.reading.documents.spans import Span, lay_out
from xlplugin.reading.documents.stream import Element, Grid, Line, Picture, check_size
from xlplugin.text import Text

LARGEST_PART = 48 * 2**20
LARGEST_PACKAGE = 256 * 2**20
MOST_PARTS = 5_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "sdtPr", "pPr", "rPr", "tblPr", "trPr", "tcPr", "txbxContent", "footnoteReference", "annotationRef"})
_PICTURES = frozenset({"drawing", "pict", "object"})
_SMALLEST_PICTURE = 1_200_000
"""In EMU, 3.3 cm: nothing smaller is a table."""


def read_docx(path: Path) -> list[Element]:
    """The paragraphs and tables of a Word document. Raises `DocumentDamagedError`, `DocumentEncryptedError`, `DocumentTooLargeError`."""
    _check(path)
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        body = docx.Document(str(path)).element.body
        stream = list(_blocks(body))
    except (KeyError, ValueError, IndexError, AttributeError, TypeError, OSError, RuntimeError, etree.LxmlError, zipfile.BadZipFile, PackageNotFoundError) as error:
        is_broken = isinstance(error, (etree.LxmlError, zipfile.BadZipFile))
        raise DocumentDamagedError(detail=f"{type(error).__name__}: {str(error)[:80]}" if is_broken else Text("缺少必要的部件", "a part of it is missing")) from error
    check_size(lines=len(stream))
    return stream


def _check(path: Path) -> None:
    """Refuses a package whose parts would not fit, before anything is unpacked; python-docx unpacks them all."""
    try:
        with zipfile.ZipFile(path) as package:
            infos = package.infolist()
            if any(info.flag_bits & 1 for info in infos):
                raise DocumentEncryptedError()
            total = sum(info.file_size for info in infos)
            if total > LARGEST_PACKAGE or len(infos) > MOST_PARTS:
                raise DocumentTooLargeError(detail=Text(f"解压后 {total // 2**20} MB", f"{total // 2**20} MB when unpacked"))
            for info in infos:
                if info.filename.lower().endswith((".xml", ".rels")) and info.file_size > LARGEST_PART:
                    raise DocumentTooLargeError(detail=info.filename[:60])
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as error:
        raise DocumentDamagedError(detail=f"{type(error).__name__}: {str(error)[:80]}") from error


def _blocks(node: Any) -> Iterator[Element]:
    for child in node:
        name = _name(child)
        if name == "p":
            yield from _paragraph(child)
        elif name == "tbl":
            yield from _table(child)
        elif name not in _SKIPPED:
            yield from _blocks(child)  # w:sdt, w:ins, w:customXml hold blocks of their own


def _paragraph(node: Any) -> Iterator[Element]:
    for line in "".join(_runs(node)).split("\n"):
        yield Line(line, True)
    for box in node.iter(f"{_W}txbxContent"):
        if not any(_name(above) == "Fallback" for above in box.iterancestors()):
            yield from _blocks(box)
    if any(_is_large(picture) for picture in node.iter() if _name(picture) in _PICTURES):
        yield Picture()


def _runs(node: Any) -> Iterator[str]:
    """The text of a paragraph, run by run."""
    for child in node:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in ("tab", "ptab"):
            yield "\t"
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name not in _SKIPPED and name not in _PICTURES and len(child):
            yield from _runs(child)


def _table(table: Any) -> Iterator[Element]:
    """A table as a grid; one with a table within only lays out the page, and its cells are read one by one."""
    if any(True for _ in table.iterdescendants(f"{_W}tbl")):
        for cell in table.iterchildren(f"{_W}tr"):
            for inner in cell.iterchildren(f"{_W}tc"):
                yield from _blocks(inner)
        return
    rows: list[list[Span]] = []
    seen: set[int] = set()
    for row in _rows(table):
        spans: list[Span] = []
        column = 0
        if before := _value(row, "trPr", "gridBefore"):
            spans.append(Span("", int(before)))
            column += int(before)
        for cell in _cells(row):
            width = max(1, int(_value(cell, "tcPr", "gridSpan") or 1))
            spans.append(Span("" if _is_covered(cell, column, seen) else _text(cell), width))
            seen.add(column)
            column += width
        rows.append(spans)
        check_size(cells=sum(map(len, rows)))
    yield Grid(lay_out(rows))
    if any(_is_large(picture) for picture in table.iter() if _name(picture) in _PICTURES):
        yield Picture()


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if _name(child) == "tr":
            if child.find(f"{_W}trPr/{_W}del") is None:
                yield child
        elif _name(child) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if _name(child) == "tc":
            yield child
        elif _name(child) in ("sdt", "sdtContent", "customXml"):
            yield from _cells(child)


def _is_covered(cell: Any, column: int, seen: set[int]) -> bool:
    """Whether a cell goes on with the merged cell above it."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") != "restart" and column in seen


def _text(cell: Any) -> str:
    return "\n".join(element.text for element in _blocks(cell) if isinstance(element, Line)).strip("\n")


def _value(node: Any, holder: str, name: str) -> str | None:
    found = node.find(f"{_W}{holder}/{_W}{name}")
    value = found.get(f"{_W}val") if found is not None else None
    return value if value is not None and re.fullmatch(r"\d{1,3}", value) else None


def _is_large(picture: Any) -> bool:
    extents = [node for node in picture.iter() if _name(node) == "extent"]
    return not extents or any(int(node.get("cx", 0)) >= _SMALLEST_PICTURE and int(node.get("cy", 0)) >= _SMALLEST_PICTURE for node in extents)


def _name(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
