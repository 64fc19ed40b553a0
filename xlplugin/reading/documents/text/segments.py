"""Parts a report's stream: headings, paragraphs, and the pieces of tables, whether drawn as tables or written as lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from xlplugin.form.model import Form
from xlplugin.reading.documents.formats.grid_table import with_grids
from xlplugin.reading.documents.formats.stream import Element, Grid, Line, Picture, Said
from xlplugin.reading.documents.tables.layouts import Piece, Row, grid_piece, pieces_of_lines, pipe_cells
from xlplugin.reading.documents.tables.words import Vocabulary, is_date, is_figure, is_page_number
from xlplugin.reading.documents.text.boxes import unboxed
from xlplugin.reading.documents.text.headings import Head, head_of

_DRAWN = re.compile("[\u2502\u2503\u250c-\u254b\u2551-\u256c\uff5c]")
_BARS = {mark: "-" if mark in (0x2500, 0x2501, 0x2550) else "|" for mark in (*range(0x2500, 0x2580), 0xFF5C)}
"""Tables drawn with characters of lines (│ ┼ ─) or full-width bars are tables of pipes."""
LONGEST_CELL = 45
"""A line of text that is no label is no table cell when it is longer than this."""
FEWEST_LABELS = 3
LONGEST_REST = 2
"""What a page break tears off a table is so many rows at the most, where nothing in them tells it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line or paragraph of prose; blank ones count."""

    text: str
    is_whole: bool


Segment = Head | Paragraph | Piece | Picture


class Kind(Enum):
    """What a line may be, seen by itself."""

    BLANK = 0
    HEAD = 1
    CELL = 2
    """Surely part of a table."""
    MAYBE = 3
    """Short: a torn label, a page number, a page header; part of a table where the lines around it are."""
    PROSE = 4


def segments(stream: Sequence[Element], form: Form, vocabulary: Vocabulary) -> list[Segment]:
    """The stream in its parts, in order. `form`: any edition; it tells the sections."""
    found: list[Segment] = []
    run: list[Line] = []
    elements = list(_drawn(stream, form, vocabulary))
    for number, element in enumerate(elements):
        if isinstance(element, Line):
            run.append(element)
            continue
        found += _lines(run, form, vocabulary, found)
        run = []
        if isinstance(element, Picture):
            found.append(element)
        elif _is_table(element, vocabulary) or _goes_on(found, element) or _leads_on(element, elements[number + 1 :], vocabulary):
            found.append(_captioned(element, found, vocabulary))
        else:
            found += _lines([Line(line, True) for row in element.rows for cell in row for line in cell.split("\n") if line.strip()], form, vocabulary, found)
    return found + list(_lines(run, form, vocabulary, found))


def _drawn(stream: Sequence[Element], form: Form, vocabulary: Vocabulary) -> Iterator[Line | Grid | Picture]:
    """What stands on the page, text in ruled boxes as lines."""
    for element in with_grids(stream):
        if isinstance(element, Grid):
            yield from unboxed(element, form, vocabulary)
        elif isinstance(element, Line):
            yield Line(element.text.translate(_BARS), element.is_paragraph) if _DRAWN.search(element.text) else element
        elif not isinstance(element, Said):
            yield element


def _captioned(grid: Grid, found: list[Segment], vocabulary: Vocabulary) -> Piece:
    """The table's piece. The line above it is its first row where it names one of several small tables: 行政复议 above the outcomes."""
    piece = grid_piece(grid)
    at = next((number for number in range(len(found) - 1, -1, -1) if not isinstance(part := found[number], Paragraph) or part.text.strip()), None)
    above = found[at] if at is not None else None
    if at is None or not isinstance(above, Paragraph) or not _names_route(above.text, vocabulary):
        return piece
    if any(_names_route(cell, vocabulary) for row in piece.rows for cell in row.cells):
        return piece
    del found[at:]
    return Piece("grid", (Row((above.text.strip(),), True), *piece.rows), piece.edges)


def _names_route(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is the label of a line that stands beside others, not above them."""
    return any(word.axis == "row" and word.is_line_block for word in vocabulary.words(text.strip())[:1])


def _goes_on(found: Sequence[Segment], grid: Grid) -> bool:
    """Whether a table is the rest of the one before it, torn off with half a row: as wide, and nothing but blank lines between."""
    before = next((part for part in reversed(found) if not isinstance(part, Paragraph) or part.text.strip()), None)
    if not isinstance(before, Piece) or not grid.rows or any(len(cell) > LONGEST_CELL for row in grid.rows for cell in row):
        return False
    return len(grid.rows) <= LONGEST_REST or max(map(len, grid.rows)) in {len(row.cells) for row in before.rows[-2:]}


def _leads_on(grid: Grid, rest: Sequence[Element], vocabulary: Vocabulary) -> bool:
    """Whether a table is the beginning of the one after it: the top of a header, torn from it by a page break."""
    after = next((element for element in rest if not isinstance(element, Line) or element.text.strip()), None)
    is_short = len(grid.rows) <= LONGEST_REST and not any(len(cell) > LONGEST_CELL for row in grid.rows for cell in row)
    return is_short and isinstance(after, Grid) and _is_table(after, vocabulary)


def _is_table(grid: Grid, vocabulary: Vocabulary) -> bool:
    """Whether a table holds labels of the form or goes on with figures: not one that only lays out a page."""
    cells = [cell for row in grid.rows for cell in row if cell.strip()]
    labels = sum(vocabulary.is_label(cell) for cell in cells if len(cell) <= 80)
    figures = sum(is_figure(cell) for cell in cells)
    return 0 < labels == len(cells) or (labels >= 1 and labels + figures >= FEWEST_LABELS and (labels + figures) * 3 >= len(cells))


def _lines(lines: Sequence[Line], form: Form, vocabulary: Vocabulary, before: Sequence[Segment]) -> Iterator[Segment]:
    """Runs of lines between headings and prose: tables where they hold enough labels and figures, else paragraphs.

    A lone figure right below a drawn table may be torn from it.
    """
    first = next((number for number, line in enumerate(lines) if line.text.strip()), None)
    if first is not None and before and isinstance(before[-1], Piece) and before[-1].layout == "grid" and is_figure(lines[first].text):
        yield Piece("grid", (Row((lines[first].text.strip(),), True),))
        lines = lines[first + 1 :]
    kinds = [_kind(line.text, form, vocabulary) for line in lines]
    start = 0
    for end in range(len(lines) + 1):
        if end < len(lines) and kinds[end][0] not in (Kind.HEAD, Kind.PROSE):
            continue
        yield from _run(lines[start:end], kinds[start:end], vocabulary)
        if end < len(lines):
            head = kinds[end][1]
            yield head or Paragraph(lines[end].text, lines[end].is_paragraph)
            if head and head.rest:
                yield Paragraph(head.rest, lines[end].is_paragraph)
        start = end + 1


def _run(lines: Sequence[Line], kinds: Sequence[tuple[Kind, Head | None]], vocabulary: Vocabulary) -> Iterator[Segment]:
    cells = [number for number, (kind, _) in enumerate(kinds) if kind is Kind.CELL]
    first, last = (cells[0], cells[-1]) if cells and _holds_table([lines[number].text for number in cells], vocabulary) else (len(lines), -1)
    first = _first(lines, kinds, first, vocabulary) if last >= 0 else first
    yield from (head or Paragraph(line.text, line.is_paragraph) for line, (_, head) in zip(lines[:first], kinds, strict=False))
    if last >= 0:
        yield from pieces_of_lines([line.text for line in lines[first : last + 1]], vocabulary)
        yield from (head or Paragraph(line.text, line.is_paragraph) for line, (_, head) in zip(lines[last + 1 :], kinds[last + 1 :], strict=True))


def _first(lines: Sequence[Line], kinds: Sequence[tuple[Kind, Head | None]], first: int, vocabulary: Vocabulary) -> int:
    """Where the table begins: with the pieces of labels that were broken over lines, if there are any before its first cell."""
    text = ""
    for number in range(first - 1, max(-1, first - 16), -1):
        if kinds[number][0] not in (Kind.MAYBE, Kind.BLANK):
            break
        text = lines[number].text.strip() + text
        if lines[number].text.strip() and (vocabulary.is_sure(text) or vocabulary.is_made_whole(text + lines[first].text, [text, lines[first].text])):
            first, text = number, ""
    return first


def _holds_table(texts: Sequence[str], vocabulary: Vocabulary) -> bool:
    tokens = [token.strip() for text in texts for token in _tokens(text)]
    figures = sum(is_figure(token) for token in tokens)
    labels = {token for token in tokens if token and vocabulary.is_label(token)}
    is_drawn = any("|" in text or "\t" in text for text in texts)
    return (len(labels) >= FEWEST_LABELS and (figures > 0 or is_drawn)) or (is_drawn and figures >= FEWEST_LABELS and bool(labels)) or (bool(labels) and figures > 2 * FEWEST_LABELS)


def _kind(text: str, form: Form, vocabulary: Vocabulary) -> tuple[Kind, Head | None]:
    plain = text.strip()
    if not plain:
        return (Kind.CELL, None) if text.startswith("\t") else (Kind.BLANK, None)
    if vocabulary.rows(plain) or vocabulary.title(plain):
        return Kind.CELL, None
    if is_page_number(plain):
        return Kind.MAYBE, None
    tokens = [token.strip() for token in _tokens(text) if token.strip()]
    if len(tokens) > 2 and sum(map(is_figure, tokens)) * 2 > len(tokens) and len(plain) <= 4 * LONGEST_CELL:
        return Kind.CELL, None
    head = head_of(plain, form) if "|" not in plain and "\t" not in plain else None
    if head is not None and (head.is_exact or not text.startswith("\t")):
        return (Kind.MAYBE if head.section is None else Kind.HEAD), head  # 四、结转 may be a heading, or half a label
    if vocabulary.is_label(plain) or (is_figure(plain) and not is_date(plain)):
        return Kind.CELL, None
    if _is_drawn(text, plain) and all(len(token) <= 2 * LONGEST_CELL for token in tokens):
        return Kind.CELL, None
    if len(tokens) > 1 and sum(is_figure(token) or vocabulary.is_label(token) for token in tokens) * 2 >= len(tokens) and len(plain) <= 4 * LONGEST_CELL:
        return Kind.CELL, None
    if vocabulary.unstick(plain) or len(vocabulary.split(plain)) > 1:
        return Kind.CELL, None
    is_short = len(plain) <= LONGEST_CELL and not re.search(r"[。；;！？]$", plain) and (len(plain) <= LONGEST_CELL // 2 or "。" not in plain)
    return (Kind.MAYBE if is_short else Kind.PROSE), None


def _is_drawn(text: str, plain: str) -> bool:
    """Whether a line has the marks of a table: pipes, or tabs that are no indent of prose."""
    return plain.startswith("|") or plain.endswith("|") or plain.count("|") > 1 or "\t" in text.lstrip() or (text.startswith("\t") and len(plain) <= LONGEST_CELL)


def _tokens(text: str) -> list[str]:
    if "|" in text:
        return pipe_cells(text)
    return text.split("\t") if "\t" in text else text.split()
