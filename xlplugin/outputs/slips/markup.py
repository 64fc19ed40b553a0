"""The body of a small Word document as markup: paragraphs, a table, pages of two shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from xlplugin.outputs.marked.word.markup import MAIN
from xlplugin.outputs.marked.word.package import FOOTER, LINKS


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its margins, in twentieths of a point."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int

    def __str__(self) -> str:
        across = ' w:orient="landscape"' if self.width > self.height else ""
        margins = f'w:top="{self.top}" w:right="{self.right}" w:bottom="{self.bottom}" w:left="{self.left}" w:header="851" w:footer="737" w:gutter="0"'
        footer = f'<w:footerReference xmlns:r="{LINKS}" w:type="default" r:id="{FOOTER}"/>'
        return f'<w:sectPr>{footer}<w:pgSz w:w="{self.width}" w:h="{self.height}"{across}/><w:pgMar {margins}/></w:sectPr>'


def run(words: str, style: str = "") -> str:
    """A piece of text."""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def paragraph(style: str, runs: str, ends: Page | None = None) -> str:
    """A paragraph; `ends`: it is the last one on pages of that shape."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{ends or ""}</w:pPr>{runs}</w:p>'


def cell(width: int, content: str, span: int = 1, shade: str = "") -> str:
    """A table cell."""
    spanning = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shading = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanning}{shading}<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'


def row(cells: Sequence[str], is_head: bool = False) -> str:
    """A table row that no page break cuts; the head is repeated on each page."""
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def table(widths: Sequence[int], rows: Sequence[str]) -> str:
    """A table with thin lines and fixed widths."""
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    margins = '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>{margins}'
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def document(content: Sequence[str], last: Page) -> str:
    """The body; `last` is the shape of its last pages."""
    return f'<w:document xmlns:w="{MAIN}"><w:body>{"".join(content)}{last}</w:body></w:document>'
