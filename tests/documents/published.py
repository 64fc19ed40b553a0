"""Layouts as web pages and copies of them have: merged cells once each, one cell a line with bars, spans that differ from the header's, small tables."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.documents.tables import Box, Cells, Rows

BARS = ("bars_below", "bars_beside")
"""One cell a line, a bar on the line below or at the end of the line."""
ONCE = ("tabs_once", "pipes_once", "pipes_padded")
"""Rows of tabs or pipes in which a merged cell stands once; padded with empty cells at the end of the row."""
SMALL = ("small_markdown", "small_html")
"""Section four in three small tables."""
PUBLISHED = (*BARS, *ONCE, *SMALL, "html_uneven", "html_boxed", "html_titled", "lines_titled")
"""`html_uneven`: figures merged otherwise than the header; `html_boxed`: the page laid out in a table; `_titled`: the title only in `<title>`, or over two lines."""

_NARROW = 5
"""Tables of fewer columns are not padded: the header of section two is as long as its rows."""


def published_cells(rows: Rows, layout: str) -> Cells | None:
    """A table's rows in one of these layouts; None where they are as in the layout that it is like."""
    is_line = any(box.role == "figure" for box in rows[-1]) and not any(box.role == "label" for row in rows for box in row)
    if layout in SMALL:
        return _small(rows) if is_line else None
    if layout == "html_uneven":
        return [list(row) for row in (rows if is_line else _uneven(rows))]
    return [list(row) for row in rows]


def _small(rows: Rows) -> Cells:
    """Three tables: the name of the route on a line of its own, the outcomes, the figures."""
    outer, routes, low, figures = rows
    size = outer[0].columns
    names = [outer[0].text, *(f"{outer[1].text}（{box.text}）" for box in routes if box.rows == 1)]
    leaves = [*(box for box in routes if box.rows == 2), *low]
    found: Cells = []
    for number, name in enumerate(names):
        own = slice(number * size, (number + 1) * size)
        found += [[Box(name, "caption")], [Box(box.text, "header") for box in leaves[own]], list(figures[own])]
    return found


def _uneven(rows: Rows) -> Rows:
    """One column more, which the header gives to its second label and a row to its first figure. Headers of several rows stay as they are."""
    if any(box.role == "corner" and box.rows > 1 for row in rows for box in row):
        return rows
    found: Rows = []
    for row in rows:
        figures = [number for number, box in enumerate(row) if box.role == "figure"]
        wider = figures[0] if figures else min(2, len(row) - 1)
        found.append([replace(box, columns=box.columns + (number == wider)) for number, box in enumerate(row)])
    return found


def _text(box: Box | None) -> str:
    return box.text if box else ""


def _one_line(box: Box | None) -> str:
    return re.sub(r"\s+", "", _text(box)) if box and box.role != "figure" else _text(box).replace("\n", " ").replace("\t", " ")


def _is(row: list[Box | None], role: str) -> bool:
    return len(row) == 1 and row[0] is not None and row[0].role == role


def _bars(rows: Cells, between: str) -> list[str]:
    lines: list[str] = []
    for row in rows:
        if not _is(row, "break"):
            lines += [_text(row[0])] if _is(row, "loose") else [line for box in row for line in f"{_one_line(box)}{between}|".split("\n")]
    return lines


def _tabs_once(rows: Cells) -> list[str]:
    return ["" if _is(row, "break") else "\t".join(map(_one_line, row)) for row in rows]


def _pipes_once(rows: Cells, *, is_padded: bool) -> list[str]:
    width = max(sum(box.columns if box else 1 for box in row) for row in rows)
    lines: list[str] = []
    for row in rows:
        if _is(row, "break"):
            lines.append("")
        elif _is(row, "loose"):
            lines.append(_text(row[0]))
        else:
            is_header = not any(box and box.role == "figure" for box in row)
            padding = " |" * (width - len(row)) if is_padded and is_header and width > _NARROW else ""
            lines.append(f"| {' | '.join(map(_one_line, row))} |{padding}")
    return lines


def _small_pipes(rows: Cells) -> list[str]:
    lines: list[str] = []
    is_first = True
    for row in rows:
        if _is(row, "caption") or _is(row, "break"):
            lines += ["", f"### {_one_line(row[0])}"] if _is(row, "caption") else [""]
            is_first = True
        elif _is(row, "loose"):
            lines.append(_text(row[0]))
        else:
            lines.append(f"| {' | '.join(map(_one_line, row))} |")
            lines += [f"|{'---|' * len(row)}"] if is_first else []
            is_first = False
    return lines


def small_html(rows: Cells) -> list[str]:
    """The small tables of a web page, their names as paragraphs above."""
    lines: list[str] = []
    for row in rows:
        if _is(row, "caption"):
            lines += ["</table>" if lines else "", f"<p>{html.escape(_text(row[0]))}</p>", "<table>"]
        elif _is(row, "break"):
            lines += ["</table>", "<table>"]
        else:
            lines.append(f"<tr>{''.join(f'<td>{html.escape(_one_line(box))}</td>' for box in row)}</tr>")
    return [*lines, "</table>"]


PUBLISHED_WRITERS: Mapping[str, Callable[[Cells], list[str]]] = {
    "bars_below": lambda rows: _bars(rows, "\n"),
    "bars_beside": lambda rows: _bars(rows, " "),
    "tabs_once": _tabs_once,
    "pipes_once": lambda rows: _pipes_once(rows, is_padded=False),
    "pipes_padded": lambda rows: _pipes_once(rows, is_padded=True),
    "small_markdown": _small_pipes,
}
