"""Headers whose merged cells were written once each, row by row: their labels stand in no column, but in an order."""

from __future__ import annotations

from itertools import groupby

from xlplugin.form.model import Block, Line
from xlplugin.reading.documents.tables.part import Part
from xlplugin.reading.documents.tables.words import Vocabulary, Word


def printed_routes(part: Part, vocabulary: Vocabulary) -> list[str]:
    """The routes and their groups in the order in which a header first prints them."""
    return list(dict.fromkeys(word.id for word in _printed(part, vocabulary) if word.axis == "row"))


def is_printed_twice(part: Part, vocabulary: Vocabulary) -> bool:
    """Whether a row of the header names a route, another one and then the first again: two tables stand side by side."""
    for _, row in part.header:
        meanings = [words[0] for cell in row.cells if cell.strip() and (words := part.column_words(cell, vocabulary))]
        routes = [name for name, _ in groupby(word.id for word in meanings if word.axis == "row")]
        if len(set(routes)) < len(routes):
            return True
    return False


def is_in_official_order(part: Part, vocabulary: Vocabulary) -> bool:
    """Whether a header reads, row by row, as the official one does with every merged cell once."""
    printed = [(word.id, word.axis == "row") for word in _printed(part, vocabulary) if not word.is_group]
    return printed == _official(part.block)


def _printed(part: Part, vocabulary: Vocabulary) -> list[Word]:
    cells = [cell for _, row in part.header for cell in row.cells if cell.strip()]
    meanings = [part.column_words(label, vocabulary) for cell in cells for label in vocabulary.split(cell)]
    return [words[0] for words in meanings if words]


def _official(block: Block) -> list[tuple[str, bool]]:
    """Level by level: routes beside groups; outcomes of those routes beside the routes in the groups; and so on."""
    depths = [len(block.path(row, "row")) for row in block.rows]
    found: list[tuple[str, bool]] = []
    for level in range(max(depths) + 2):
        for row, depth in zip(block.rows, depths, strict=True):
            if depth == level:
                found.append((row.id, True))
            elif depth == level - 1:
                found += _outcomes(block.columns)
    return found


def _outcomes(columns: tuple[Line, ...]) -> list[tuple[str, bool]]:
    return [(column.id, False) for column in columns]
