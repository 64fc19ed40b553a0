"""Writes a report as a Word document."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.documents.prose import Prose
from tests.documents.tables import Box, Cells, Rows, laid_out
from tests.documents.write import is_mark, parts


def write_docx(rng: random.Random, prose: Prose, tables: Mapping[str, Cells | Rows], path: Path, *, has_spans: bool) -> None:
    """Writes the report; a table with merged cells, or every cell by itself."""
    document = docx.Document()
    body: Any = document.element.body
    for kind, name, text in parts(prose, tables):
        if kind != "table":
            document.add_paragraph(text, style={"title": "Title", "heading": "Heading 1"}.get(kind))
            continue
        run: Cells | Rows = []
        for row in [*tables[name], None]:
            if row is None or is_mark(list(row), "break"):
                body.insert(len(body) - 1, parse_xml(_table(run, has_spans=has_spans)))
                document.add_paragraph("")
                run = []
            else:
                run.append(row)
    document.save(str(path))


def _table(rows: Any, *, has_spans: bool) -> str:
    lines = _merged(rows) if has_spans else [[_cell(box, "") for box in row] for row in rows]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in _widths(max(map(len, laid_out(rows) if has_spans else rows))))
    body = "".join(f"<w:tr>{''.join(line)}</w:tr>" for line in lines)
    return f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>'


def _widths(count: int) -> list[int]:
    """Widths in twentieths of a point, as an official form has them."""
    if count == 4:
        return [2600, 2000, 2000, 2000]
    return [700, 900, 2400, *[660] * (count - 3)] if count < 15 else [580] * count


def _merged(rows: Rows) -> list[list[str]]:
    """Cells with gridSpan and vMerge; a cell below a merged one is there, too, as Word has it."""
    grid = laid_out(rows)
    lines = []
    for number, row in enumerate(grid):
        line = []
        column = 0
        while column < len(row):
            box = row[column]
            above = None if box else _above(grid, number, column)
            own = box or above
            properties = f'<w:gridSpan w:val="{own.columns}"/>' if own and own.columns > 1 else ""
            if own and own.rows > 1:
                properties += '<w:vMerge w:val="restart"/>' if box else "<w:vMerge/>"
            line.append(_cell(box, properties))
            column += own.columns if own else 1
        lines.append(line)
    return lines


def _above(grid: Cells, number: int, column: int) -> Box | None:
    for back in range(number - 1, -1, -1):
        box = grid[back][column]
        if box is not None:
            return box if back + box.rows > number else None
    return None


def _cell(box: Box | None, properties: str) -> str:
    texts = (box.text if box else "").split("\n")
    paragraphs = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' for text in texts)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"
