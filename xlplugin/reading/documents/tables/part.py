"""A block of the form as it stands in a report: its header and its rows; which parts are one, and which cannot be told to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from xlplugin.form.model import Block
from xlplugin.reading.documents.tables.edges import stand_alike
from xlplugin.reading.documents.tables.layouts import Piece, Row
from xlplugin.reading.documents.tables.words import Vocabulary, Word, is_figure

Entry = tuple[Piece, Row]
FEWEST_ROWS = 3
"""Blocks of fewer rows have no copies that could be told from rows that come twice."""


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
    is_apart: bool = False
    """Whether it may be the rest of another part or of another report's: their columns stand at different places."""
    unknown: str = ""
    """What a header says of which no label is the form's."""
    copies: tuple[str, ...] = ()
    """Where its rows come again without a header and with other figures: what each copy begins with."""

    def stands_like(self, piece: Piece) -> bool:
        """Whether a piece may go on with the part: its columns stand where those of the part's last piece do."""
        last = next((own.edges for own, _ in reversed([*self.header, *self.body]) if own.edges), ())
        return stand_alike(last, piece.edges)

    def row_words(self, text: str, vocabulary: Vocabulary) -> list[Word]:
        """What a text means as the label of a row of this block; what it means in another edition only where it means nothing in this."""
        words = [word for word in vocabulary.rows(text) if word.table == self.table and word.block == self.block.id]
        own = [word for word in words if word.id in {line.id for line in (self.block.row_groups if word.is_group else self.block.rows)}]
        return own or words

    def column_words(self, text: str, vocabulary: Vocabulary) -> list[Word]:
        """What a text means in the header of this block."""
        return [word for word in vocabulary.columns(text) if word.table == self.table and word.block == self.block.id]


def fitting(part: Part, vocabulary: Vocabulary) -> Block:
    """The edition and shape of the block whose rows are there."""
    if part.block.layout == "line":
        return part.block
    cells = [cell for _, row in part.body for cell in row.cells if cell.strip()]
    seen = {(word.id, word.is_group) for cell in cells for word in vocabulary.rows(cell) if word.table == part.table and word.block == part.block.id}
    columns = {column.id for column in part.block.columns}
    found = [block for table, block in vocabulary.blocks if table == part.table and block.id == part.block.id and {column.id for column in block.columns} == columns]
    return max(found, key=lambda block: 2 * sum((row.id, False) in seen for row in block.rows) - len(block.rows))


def joined(parts: Sequence[Part], vocabulary: Vocabulary) -> list[Part]:
    """Parts of one block whose rows do not overlap are one: the header came again on the next page, or was lost there."""
    found: list[Part] = []
    for part in parts:
        earlier = next((other for other in reversed(found) if other.table == part.table and other.block.id == part.block.id), None)
        if earlier is not None and part.block.layout == "matrix" and not _ids(earlier, vocabulary) & _ids(part, vocabulary) and (_ids(part, vocabulary) or not part.header):
            if part.is_apart or (part.body and not earlier.stands_like(part.body[0][0])):
                part.is_apart = True
                found.append(part)
                continue
            earlier.body += part.body
            earlier.repeats += bool(part.header)
            earlier.empty += part.empty
            if not earlier.header:
                earlier.header = part.header
        elif part.body or part.header:
            found.append(part)
    return found


def has_rows(part: Part, vocabulary: Vocabulary) -> bool:
    """Whether a part holds rows of its block with figures, not a remark or a few words that read like its header."""
    figures = sum(is_figure(cell) for _, row in part.body for cell in row.cells)
    return figures > 0 and (part.block.layout == "line" or bool(_ids(part, vocabulary)))


def _ids(part: Part, vocabulary: Vocabulary) -> set[str]:
    cells = [cell for _, row in part.body for cell in row.cells if cell.strip()]
    return {words[0].id for cell in cells if (words := part.row_words(cell, vocabulary)) and not words[0].is_group and words[0].quality < 2}


def without_copies(part: Part, vocabulary: Vocabulary) -> Part:
    """The part without a copy of its rows that follows without a header. A copy with other figures is another report's, or a draft: the part is then none that can be told."""
    entries: dict[str, list[int]] = defaultdict(list)
    for number, (_, row) in enumerate(part.body):
        words = [words[0] for cell in row.cells if cell.strip() and (words := part.row_words(cell, vocabulary)) and not words[0].is_group and words[0].quality < 2]
        if len(words) == 1:
            entries[words[0].id].append(number)
    twice = [numbers for numbers in entries.values() if len(numbers) > 1]
    if part.block.layout != "matrix" or len(part.block.rows) < FEWEST_ROWS or len(twice) * 2 < len(part.block.rows):
        return part
    rest = {number for numbers in twice for number in numbers[1:]}
    if not all(_figures(part.body[number][1]) == _figures(part.body[numbers[0]][1]) for numbers in twice for number in numbers[1:]):
        part.copies = tuple(part.body[number][1].text for number in twice[0][:2])
    part.body = [entry for number, entry in enumerate(part.body) if number not in rest]
    return part


def _figures(row: Row) -> list[str]:
    return [cell.strip() for cell in row.cells if is_figure(cell)]
