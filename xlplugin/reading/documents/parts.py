"""Which block of the form do rows belong to? A header begins a part of a table, and its rows follow it, over page breaks too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from xlplugin.form.model import Block
from xlplugin.reading.documents.layouts import Piece, Row
from xlplugin.reading.documents.torn_header import whole_headers
from xlplugin.reading.documents.words import Vocabulary, Word, is_figure

Entry = tuple[Piece, Row]


@dataclass
class Part:
    """A block as it stands in a report: its header (none where it was lost) and the rows below."""

    table: str
    block: Block
    header: list[Entry]
    body: list[Entry] = field(default_factory=list)
    title: str = ""
    repeats: int = 0
    """How often the header was printed again among the rows."""
    empty: int = 0
    """How many rows hold nothing, not even a label."""

    def row_words(self, text: str, vocabulary: Vocabulary) -> list[Word]:
        """What a text means as the label of a row of this block; what it means in another edition only where it means nothing in this."""
        words = [word for word in vocabulary.rows(text) if word.table == self.table and word.block == self.block.id]
        own = [word for word in words if word.id in {line.id for line in (self.block.row_groups if word.is_group else self.block.rows)}]
        return own or words

    def column_words(self, text: str, vocabulary: Vocabulary) -> list[Word]:
        """What a text means in the header of this block."""
        return [word for word in vocabulary.columns(text) if word.table == self.table and word.block == self.block.id]


def find_parts(pieces: Sequence[Piece], vocabulary: Vocabulary) -> list[Part]:
    """The blocks in a section's pieces, in order; a header that only comes again after a page break begins none."""
    parts: list[Part] = []
    pending: list[Entry] = []
    title: tuple[str, str] | None = None
    title_seen = ""
    empty: list[int] = []
    for piece in whole_headers(pieces, vocabulary):
        for row in piece.rows:
            kind = _kind(row, vocabulary)
            if kind in ("title", "body") and (pending or title):
                _begin(parts, pending, title, title_seen, vocabulary)
                pending, title, title_seen = [], None, ""
            if kind == "title":
                pending, title = [], next(found for cell in row.cells if (found := vocabulary.title(cell)))
                title_seen = next(cell for cell in row.cells if vocabulary.title(cell))
            elif kind == "header":
                pending.append((piece, row))
            elif kind == "body":
                _follow(parts, (piece, row), vocabulary)
            elif parts and not pending and row.text:
                parts[-1].body.append((piece, row))
            elif pending and row.text:
                pending.append((piece, row))
            elif kind == "empty" and piece.has_places:
                empty.append(len(parts) + bool(pending) - 1)
    _begin(parts, pending, title, title_seen, vocabulary)
    for number in empty:
        if 0 <= number < len(parts):
            parts[number].empty += 1
    joined = _joined(parts, vocabulary)
    for part in joined:
        part.block = _fitting(part, vocabulary)
    return joined


def _begin(parts: list[Part], pending: Sequence[Entry], title: tuple[str, str] | None, seen: str, vocabulary: Vocabulary) -> None:
    """Begins the part that a header heads. Rows below its last label are the body's: half a label, or noise."""
    header = max((number for number, (_, row) in enumerate(pending, 1) if _kind(row, vocabulary) == "header"), default=0)
    if chosen := _block_of(pending[:header], title, vocabulary):
        parts.append(Part(*chosen, list(pending[:header]), list(pending[header:]), seen))


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


def _follow(parts: list[Part], entry: Entry, vocabulary: Vocabulary) -> None:
    """Puts a row under the part it belongs to; under a new one without a header where its label is another block's."""
    cells = [cell for cell in entry[1].cells if cell.strip()]
    labels = [stuck[0] if (stuck := vocabulary.unstick(cell)) else cell for cell in cells]
    words = [word for label in labels for word in vocabulary.rows(label)]
    if parts and (not words or any(word.table == parts[-1].table and word.block == parts[-1].block.id for word in words)):
        parts[-1].body.append(entry)
    elif words:
        chosen = Counter((word.table, word.block) for word in words).most_common(1)[0][0]
        table, block = next(found for found in vocabulary.blocks if (found[0], found[1].id) == chosen)
        parts.append(Part(table, block, [], [entry]))


def _fitting(part: Part, vocabulary: Vocabulary) -> Block:
    """The edition and shape of the block whose rows are there."""
    if part.block.layout == "line":
        return part.block
    cells = [cell for _, row in part.body for cell in row.cells if cell.strip()]
    seen = {(word.id, word.is_group) for cell in cells for word in vocabulary.rows(cell) if word.table == part.table and word.block == part.block.id}
    columns = {column.id for column in part.block.columns}
    found = [block for table, block in vocabulary.blocks if table == part.table and block.id == part.block.id and {column.id for column in block.columns} == columns]
    return max(found, key=lambda block: 2 * sum((row.id, False) in seen for row in block.rows) - len(block.rows))


def _joined(parts: Sequence[Part], vocabulary: Vocabulary) -> list[Part]:
    """Parts of one block whose rows do not overlap are one: the header came again on the next page, or was lost there."""
    joined: list[Part] = []
    for part in parts:
        earlier = next((other for other in reversed(joined) if other.table == part.table and other.block.id == part.block.id), None)
        if earlier is not None and part.block.layout == "matrix" and not _ids(earlier, vocabulary) & _ids(part, vocabulary) and (_ids(part, vocabulary) or not part.header):
            earlier.body += part.body
            earlier.repeats += bool(part.header)
            earlier.empty += part.empty
            if not earlier.header:
                earlier.header = part.header
        elif part.body or part.header:
            joined.append(part)
    return joined


def _ids(part: Part, vocabulary: Vocabulary) -> set[str]:
    cells = [cell for _, row in part.body for cell in row.cells if cell.strip()]
    return {words[0].id for cell in cells if (words := part.row_words(cell, vocabulary)) and not words[0].is_group and words[0].quality < 2}
