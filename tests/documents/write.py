"""Writes a report in one of the layouts."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.documents.prose import Prose
from tests.documents.published import BARS, ONCE, PUBLISHED, PUBLISHED_WRITERS, SMALL, published_cells, small_html
from tests.documents.tables import Box, Cells, Rows, covered_below, laid_out

LAYOUTS = ("cells", "flat", "lone", "tabs", "pipes", "spaced", "html_spans", "html_plain", "docx_spans", "docx_plain", "markdown", "markdown_html", *PUBLISHED)
"""Text: one cell a line with tabs, with blank lines, without; rows of tabs, pipes, spaces. Tables with merged cells and without."""
NEEDS_FIGURES = ("flat", "lone", "spaced")
"""Layouts in which an empty cell leaves no trace."""
TAKES_BREAKS = ("cells", "flat", "html_boxed", "html_titled", "html_uneven", "html_spans", "html_plain", "docx_spans", "docx_plain", "markdown_html")
"""Layouts whose cells may hold more than one line."""
_SUFFIXES = {"html": ".html", "docx": ".docx", "mark": ".md", "small_markdown": ".md", "small_html": ".html"}
_LIKE = {"small_markdown": "markdown", "small_html": "html_plain", "html_boxed": "html_spans", "html_titled": "html_spans", "html_uneven": "html_spans", "lines_titled": "tabs"}
"""Layouts that are like another in all but what they are named for."""
Tables = Mapping[str, Cells | Rows]


def suffix_of(layout: str) -> str:
    """The ending of a layout's files."""
    return _SUFFIXES.get(layout, _SUFFIXES.get(layout[:4], ".txt"))


def cells_of(rows: Rows, layout: str) -> Cells:
    """A table's rows as a layout has them."""
    if layout in (*BARS, *ONCE, *SMALL, "html_uneven") and (own := published_cells(rows, layout)) is not None:
        return own
    layout = _LIKE.get(layout, layout)
    if layout == "cells":
        return covered_below(rows)
    if layout in NEEDS_FIGURES:
        return [[box for box in row if box.text.strip()] for row in rows]
    return laid_out(rows) if not layout.endswith(("spans", "_html")) else [list(row) for row in rows]


def write_report(rng: random.Random, prose: Prose, tables: Tables, layout: str, path: Path) -> Path:
    """Writes the report; `tables` as `cells_of` gives them, damaged or not. Text is encoded in one of the encodings in use."""
    if _LIKE.get(layout, layout).endswith(("spans", "_html")) and layout != "small_html":
        tables = {table: [[box or Box("", "blank") for box in row] for row in rows] for table, rows in tables.items()}
    if layout.startswith("docx"):
        from tests.documents.word import write_docx

        write_docx(rng, prose, tables, path, has_spans=layout.endswith("spans"))
        return path
    if layout.startswith("html") or layout == "small_html":
        path.write_bytes(_encoded(rng, _page(prose, tables, layout), is_page=True))
        return path
    lines: list[str] = []
    for kind, name, text in parts(prose, tables):
        if kind == "heading" and suffix_of(layout) == ".md":
            lines += ["", f"## {text}", ""]
        elif kind == "table":
            lines += ["", *_writer(layout, tables[name])(tables[name]), ""]
        elif kind == "title" and layout == "lines_titled":
            lines += [*_broken(text, prose.organ), ""]
        else:
            lines += [f"# {text}" if kind == "title" and suffix_of(layout) == ".md" else text, ""]
    path.write_bytes(_encoded(rng, "\n".join(lines)))
    return path


def parts(prose: Prose, tables: Tables) -> Iterator[tuple[str, str, str]]:
    """The report in order: (title, heading, paragraph, signature or table; the section's or table's id; text)."""
    yield "title", "", prose.title
    yield "paragraph", "", prose.opening
    for section, heading in prose.headings.items():
        yield "heading", section, heading
        for paragraph in prose.sections[section]:
            yield "paragraph", section, paragraph
        if section in tables:
            yield "table", section, ""
    yield "signature", "", prose.signature
    yield "signature", "", prose.date


def is_mark(row: list[Box | None], role: str) -> bool:
    """Whether a row is a line between the rows (`loose`) or the end of a page (`break`)."""
    return len(row) == 1 and row[0] is not None and row[0].role == role


def _text(box: Box | None) -> str:
    return box.text if box else ""


def _one_line(box: Box | None) -> str:
    return re.sub(r"\s+", "", _text(box)) if box and box.role != "figure" else _text(box).replace("\n", " ").replace("\t", " ")


def _cells(rows: Cells | Rows) -> list[str]:
    lines: list[str] = []
    for row in rows:
        if is_mark(list(row), "break"):
            continue
        lines += [_text(row[0])] if is_mark(list(row), "loose") else ["\t" + _text(box) for box in row]
        lines.append("")
    return lines


def _flat(rows: Cells | Rows) -> list[str]:
    return [line for row in rows for box in row if _text(box).strip() for line in (_text(box), "")]


def _lone(rows: Cells | Rows) -> list[str]:
    return [_one_line(box) for row in rows for box in row if _text(box).strip()]


def _tabs(rows: Cells | Rows) -> list[str]:
    return ["" if is_mark(list(row), "break") else "\t".join(_one_line(box) for box in row) for row in rows]


def _pipes(rows: Cells | Rows) -> list[str]:
    lines: list[str] = []
    is_first = True
    for row in rows:
        if is_mark(list(row), "break"):
            lines.append("")
            is_first = True
            continue
        if is_mark(list(row), "loose"):
            lines.append(_text(row[0]))
            continue
        lines.append(f"| {' | '.join(_one_line(box) for box in row)} |")
        if is_first:
            lines.append(f"|{'---|' * len(row)}")
            is_first = False
    return lines


def _spaced(rows: Cells | Rows) -> list[str]:
    return [" ".join(_one_line(box) for box in row if _text(box).strip()) for row in rows]


def _html(rows: Cells | Rows, *, has_spans: bool) -> list[str]:
    lines = ['<table border="1">']
    for row in rows:
        if is_mark(list(row), "break"):
            lines += ["</table>", "<table>"]
            continue
        cells = []
        for box in row:
            spans = f' colspan="{box.columns}" rowspan="{box.rows}"' if box and has_spans and box.columns * box.rows > 1 else ""
            cells.append(f"<td{spans}><p>{html.escape(_text(box)).replace(chr(10), '<br>') or '&nbsp;'}</p></td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return [*lines, "</table>"]


def _page(prose: Prose, tables: Tables, layout: str) -> str:
    title = prose.title + "_政府网" if layout == "html_titled" else "政府信息公开"
    lines = [f"<!DOCTYPE html><html><head><meta charset='{{charset}}'><title>{title}</title></head><body><div class='nav'>首页 &gt; 政务公开</div>"]
    lines += ["<table border='0'><tr><td>"] if layout == "html_boxed" else []
    for kind, name, text in parts(prose, tables):
        if kind == "table":
            is_small = layout == "small_html" and any(is_mark(list(row), "caption") for row in tables[name])
            lines += small_html([list(row) for row in tables[name]]) if is_small else _html(tables[name], has_spans=layout != "html_plain" and layout != "small_html")
        elif kind != "title" or layout != "html_titled":
            tag = {"title": "h1", "heading": "h2"}.get(kind, "p")
            lines.append(f"</td></tr><tr><td>{html.escape(text)}" if layout == "html_boxed" else f"<{tag}>{html.escape(text)}</{tag}>")
    lines += ["</td></tr></table>"] if layout == "html_boxed" else []
    return "\n".join([*lines, "<div>版权所有：样例县人民政府办公室</div></body></html>"])


def _broken(title: str, organ: str) -> list[str]:
    """A title over two lines: after the organ where that comes first, else before its own words."""
    at = len(organ) if title.startswith(organ) else title.index("政府信息公开")
    return [title[:at].strip(), title[at:].strip()]


def _writer(layout: str, rows: Cells | Rows) -> Callable[[Cells | Rows], list[str]]:
    if layout == "small_markdown" and not any(is_mark(list(row), "caption") for row in rows):
        return _pipes
    if layout in PUBLISHED_WRITERS:
        return lambda table: PUBLISHED_WRITERS[layout]([list(row) for row in table])
    return _WRITERS[_LIKE.get(layout, layout)]


def _encoded(rng: random.Random, text: str, *, is_page: bool = False) -> bytes:
    encoding = rng.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16"))
    declared = {"gb18030": "gb2312", "utf-8-sig": "utf-8"}.get(encoding, encoding)
    return (text.replace("{charset}", declared) if is_page else text.replace("\n", rng.choice(("\n", "\r\n")))).encode(encoding)


_WRITERS: Mapping[str, Callable[[Cells | Rows], list[str]]] = {
    "cells": _cells,
    "flat": _flat,
    "lone": _lone,
    "tabs": _tabs,
    "pipes": _pipes,
    "spaced": _spaced,
    "markdown": _pipes,
    "markdown_html": lambda rows: _html(rows, has_spans=True),
}
