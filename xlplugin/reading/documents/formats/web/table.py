"""Cells and rows of a web table that nobody sees: left out as a browser leaves them out and told, or kept where the table is not whole without them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from xlplugin.filing.cells import Aside
from xlplugin.reading.documents.formats.marked import aside_of, hidden_of, marked
from xlplugin.reading.documents.formats.spans import Span, lay_out

_FIGURE = re.compile(r"\s*-?\d[\d,.，]*\s*")


@dataclass(frozen=True, slots=True)
class WebCell:
    """A cell, and whether it is shown."""

    span: Span
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class WebRow:
    """A row, and whether it is shown."""

    cells: tuple[WebCell, ...]
    is_shown: bool = True

    @property
    def texts(self) -> list[str]:
        return [cell.span.text for cell in self.cells]

    @property
    def labels(self) -> str:
        """What names it."""
        return "".join("".join(text.split()) for text in self.texts if not _FIGURE.fullmatch(text))


Cells = tuple[tuple[str, ...], ...]


def laid_out(rows: Sequence[WebRow]) -> Cells:
    """The rows laid out."""
    if all(row.is_shown and all(cell.is_shown for cell in row.cells) for row in rows):
        return lay_out([[cell.span for cell in row.cells] for row in rows])
    laid = [[cell.span for cell in row.cells] for row in _without_cells(rows)]
    there = {row.labels for row in rows if row.is_shown}
    kept: list[tuple[list[Span], bool]] = []
    for row, spans in zip(rows, laid, strict=True):
        if row.is_shown:
            kept.append((spans, True))
        elif row.labels and row.labels in there:
            at = next(number for number, other in enumerate(rows) if other.is_shown and other.labels == row.labels)
            laid[at][:] = _told(laid[at], " ".join(filter(None, (text.strip() for text in row.texts if _FIGURE.fullmatch(text)))))
        elif row.labels:
            kept.append(([replace(span, text=marked(span.text, aside_of(span.text), "line")) for span in spans], False))
    return _even(kept)


def _even(rows: Sequence[tuple[list[Span], bool]]) -> Cells:
    """Rows laid out, hidden ones among them. A cell over several rows may be written with or without the hidden ones: as the rows come out even."""
    counted = lay_out([spans for spans, _ in rows])
    shown = lay_out([spans for spans, is_shown in rows if is_shown])
    if len(counted) == len(shown) or len(set(map(len, counted))) <= len(set(map(len, shown))):
        return counted
    width = Counter(map(len, shown)).most_common(1)[0][0]
    lines = iter(shown)
    return tuple(next(lines) if is_shown else _padded(lay_out([spans])[0], width) for spans, is_shown in rows)


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return ("",) * (width - len(cells)) + cells


def _without_cells(rows: Sequence[WebRow]) -> list[WebRow]:
    """The rows without hidden cells; those of a column that is hidden from top to bottom, and those a row is short without, stay and are hidden."""
    with_hidden = [not all(cell.is_shown for cell in row.cells) for row in rows]
    if not any(with_hidden):
        return list(rows)
    widths = [len(line) for line in lay_out([[cell.span for cell in row.cells if cell.is_shown] for row in rows])]
    full = Counter(width for width, is_holed in zip(widths, with_hidden, strict=True) if not is_holed)
    usual = full.most_common(1)[0][0] if full else 0
    is_column = sum(with_hidden) * 2 > len(rows)
    found = []
    for row, width, is_holed in zip(rows, widths, with_hidden, strict=True):
        if not is_holed:
            found.append(row)
        elif is_column or width < usual:
            cells = (cell if cell.is_shown else WebCell(replace(cell.span, text=marked(cell.span.text, aside_of(cell.span.text), "line"))) for cell in row.cells)
            found.append(replace(row, cells=tuple(cells)))
        else:
            words = " ".join(cell.span.text.strip() for cell in row.cells if not cell.is_shown and cell.span.text.strip())
            spans = _told([cell.span for cell in row.cells if cell.is_shown], words)
            found.append(replace(row, cells=tuple(WebCell(span) for span in spans)))
    return found


def _told(spans: Sequence[Span], words: str) -> list[Span]:
    """The cells of a row, what nobody sees told beside its first figure."""
    told = list(spans)
    at = next((number for number, span in enumerate(told) if _FIGURE.fullmatch(span.text)), len(told) - 1)
    if words and at >= 0:
        text = told[at].text
        told[at] = replace(told[at], text=marked(text, (*aside_of(text), Aside("unseen", words)), hidden_of(text)))
    return told
