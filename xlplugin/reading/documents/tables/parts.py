"""Which block of the form do rows belong to? A header begins a part of a table, and its rows follow it, over page breaks too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from xlplugin.form.model import Block
from xlplugin.reading.documents.tables.layouts import Piece, Row
from xlplugin.reading.documents.tables.part import Entry, Part, fitting, joined, without_copies
from xlplugin.reading.documents.tables.torn_pages import whole_rows
from xlplugin.reading.documents.tables.words import Vocabulary, is_figure


def find_parts(pieces: Sequence[Piece], vocabulary: Vocabulary) -> list[Part]:
    """The blocks in a section's pieces, in order; a header that only comes again after a page break begins none."""
    parts: list[Part] = []
    pending: list[Entry] = []
    title: tuple[str, str] | None = None
    title_seen = ""
    empty: list[int] = []
    for piece in whole_rows(pieces, vocabulary):
        for row in piece.rows:
            kind = _kind(row, vocabulary)
            unknown = ""
            if kind in ("title", "body") and (pending or title):
                unknown = _begin(parts, pending, title, title_seen, vocabulary)
                pending, title, title_seen = [], None, ""
            if kind == "title":
                pending, title = [], next(found for cell in row.cells if (found := vocabulary.title(cell)))
                title_seen = next(cell for cell in row.cells if vocabulary.title(cell))
            elif kind == "header":
                pending.append((piece, row))
            elif kind == "body":
                _follow(parts, (piece, row), unknown, vocabulary)
            elif (pending or title) and row.text:
                pending.append((piece, row))
            elif parts and row.text:
                parts[-1].body.append((piece, row))
            elif kind == "empty" and piece.has_places:
                empty.append(len(parts) + bool(pending) - 1)
    _begin(parts, pending, title, title_seen, vocabulary)
    for number in empty:
        if 0 <= number < len(parts):
            parts[number].empty += 1
    whole = joined(parts, vocabulary)
    for part in whole:
        part.block = fitting(part, vocabulary)
    return [without_copies(part, vocabulary) for part in whole]


def _begin(parts: list[Part], pending: Sequence[Entry], title: tuple[str, str] | None, seen: str, vocabulary: Vocabulary) -> str:
    """Begins the part that a header heads. Rows below its last label are the body's: half a label, or noise. Of a header that heads no block, what it says."""
    header = max((number for number, (_, row) in enumerate(pending, 1) if _kind(row, vocabulary) == "header"), default=0)
    if chosen := _block_of(pending[:header], title, vocabulary):
        parts.append(Part(*chosen, list(pending[:header]), list(pending[header:]), seen))
        return ""
    return " ".join(" ".join(cell.split()) for _, row in pending for cell in row.cells if cell.strip() and not vocabulary.is_label(cell))


def _kind(row: Row, vocabulary: Vocabulary) -> str:
    cells = [cell for cell in row.cells if cell.strip()]
    if not cells:
        return "empty"
    if any(map(is_figure, cells)):
        return "body"
    if any(vocabulary.title(cell) for cell in cells):
        return "title"
    is_header = False
    for cell in cells:
        if (vocabulary.rows(cell) and not vocabulary.heads_column(cell)) or vocabulary.unstick(cell):
            return "body"
        is_header = is_header or bool(vocabulary.columns(cell)) or vocabulary.is_corner(cell) or len(vocabulary.split(cell)) > 1
    return "header" if is_header else "other"


def _block_of(header: Sequence[Entry], title: tuple[str, str] | None, vocabulary: Vocabulary) -> tuple[str, Block] | None:
    """The block whose column labels a header has: at least half of them; of several, the one that the title above names."""
    cells = [piece for _, row in header for cell in row.cells if cell.strip() for piece in vocabulary.split(cell)]
    words = [word for cell in cells for word in vocabulary.columns(cell) if word.axis == "column" and not word.is_group]
    best: tuple[tuple[bool, int, int, int], tuple[str, Block]] | None = None
    for table, block in vocabulary.blocks:
        own = [word for word in words if word.table == table and word.block == block.id and word.id in {column.id for column in block.columns}]
        ids = {word.id for word in own}
        if len(ids) * 2 < len(block.columns) or not ids:
            continue
        score = ((table, block.id) == title, len(ids), -len(block.columns), -sum(word.quality for word in own))
        if best is None or score > best[0]:
            best = (score, (table, block))
    return best[1] if best else None


def _follow(parts: list[Part], entry: Entry, unknown: str, vocabulary: Vocabulary) -> None:
    """Puts a row under the part it belongs to; under a new one without a header where its label is another block's. `unknown`: what a header says right above it that is none of the form's."""
    cells = [cell for cell in entry[1].cells if cell.strip()]
    labels = [stuck[0] if (stuck := vocabulary.unstick(cell)) else cell for cell in cells]
    words = [word for label in labels for word in vocabulary.rows(label)]
    if parts and (not words or any(word.table == parts[-1].table and word.block == parts[-1].block.id for word in words)):
        _continue(parts, entry)
    elif words:
        chosen = Counter((word.table, word.block) for word in words).most_common(1)[0][0]
        table, block = next(found for found in vocabulary.blocks if (found[0], found[1].id) == chosen)
        parts.append(Part(table, block, [], [entry], unknown=unknown))


def _continue(parts: list[Part], entry: Entry) -> None:
    """Puts a row under the last part; where its columns stand elsewhere, under the one whose columns stand at the same place; apart where that is none, or several."""
    last, piece = parts[-1], entry[0]
    if last.stands_like(piece):
        last.body.append(entry)
        return
    alike = [part for part in parts if part.stands_like(piece) and part.table == last.table and part.block.id == last.block.id]
    if len(alike) == 1:
        alike[0].body.append(entry)
    else:
        parts.append(Part(last.table, last.block, [], [entry], is_apart=True))
