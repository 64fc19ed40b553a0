"""A block whose rows stand side by side on one line of cells (section four), made even."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.reading.documents.tables.aligned_book import DOUBTFUL, Even, Note
from xlplugin.reading.documents.tables.collapsed import is_in_official_order, is_printed_twice, printed_routes
from xlplugin.reading.documents.tables.items import items_of, noise
from xlplugin.reading.documents.tables.layouts import Piece
from xlplugin.reading.documents.tables.part import Part
from xlplugin.reading.documents.tables.place import Columns
from xlplugin.reading.documents.tables.words import Vocabulary, is_figure
from xlplugin.reading.tables.match import matcher


def even_line(part: Part, vocabulary: Vocabulary) -> tuple[Even, list[Columns]]:
    """Routes, outcomes and their one line of figures, and the header's columns where they can be told."""
    even = Even()
    leaves, routes, stuck = _labels(part, vocabulary)
    even.notes += [Note("cells", text) for text in stuck]
    width = len(part.block.rows) * len(part.block.columns)
    figures, piece = _figures(part, vocabulary, even, width)
    places = [at for at, _ in leaves]
    is_double = len(leaves) > width or is_printed_twice(part, vocabulary)
    is_placed = piece is not None and piece.has_places and not stuck and -1 not in places and _stand_above(part, vocabulary, places)
    if is_placed and not is_double and piece is not None and _fits(figures, places) and _is_as_long(part, piece, figures):
        _write_placed(even, part, figures)
        return even, [Columns(piece, tuple(sorted(places)), len(figures))]
    names = [name for _, name in leaves]
    values = [text for text in figures if text.strip()]
    is_collapsed = is_in_official_order(part, vocabulary)
    is_out_of_place = piece is not None and piece.has_places and not stuck and -1 in places
    is_known = not is_double and (is_collapsed or (not is_out_of_place and _may_be_in_order(part, vocabulary, names)))
    if is_known and len(values) == width and (piece is None or not piece.has_places or (_is_run(figures, width) and (is_collapsed or _is_as_long(part, piece, figures)))):
        if names != _order(part):
            even.notes.append(Note("cells", " ".join(text for _, text in _texts(part))))
        elif is_placed:
            even.notes.append(Note("shifted", " ".join(values)))
        _write_even(even, part, routes, values)
    elif is_known and piece is not None and piece.has_places and len(figures) == width and names == _order(part):
        _write_even(even, part, routes, figures)
    else:
        even.notes.append(Note("cells", " ".join(values) or part.block.id, (3,), False))
        _write_even(even, part, routes, [DOUBTFUL] * width)
        even.doubtful.add(even.height - 1)
    return even, []


def _labels(part: Part, vocabulary: Vocabulary) -> tuple[list[tuple[int, str]], dict[str, str], list[str]]:
    """The outcomes' labels by cell number and id, in order; how the routes and groups are worded; cells that hold several labels.

    Where merged cells were written once each, labels of several rows stand in one column: the numbers then tell nothing, the order does.
    """
    by_cell: dict[int, str] = {}
    is_covered = False
    printed: list[tuple[int, str]] = []
    routes: dict[str, str] = {}
    stuck: list[str] = []
    for piece, row in part.header:
        for number, cell in enumerate(row.cells):
            labels = vocabulary.split(cell) if cell.strip() else []
            stuck += [cell] if len(labels) > 1 else []
            for label in labels:
                words = part.column_words(label, vocabulary)
                if words and words[0].axis == "row":
                    routes.setdefault(words[0].id, " ".join(label.split()))
                elif words and not words[0].is_group:
                    at = number if len(labels) == 1 and piece.has_places else -1 - len(printed)
                    is_covered = is_covered or at in by_cell
                    by_cell[at] = words[0].id
                    printed.append((number, words[0].id))
    if all(at >= 0 for at in by_cell) and (not is_covered or len(by_cell) == len(part.block.rows) * len(part.block.columns)):
        return sorted(by_cell.items()), routes, stuck
    return [(-1, name) for _, name in printed], routes, stuck


def _stand_above(part: Part, vocabulary: Vocabulary, places: Sequence[int]) -> bool:
    """Whether each route's label stands above the first of its outcomes: where merged cells were written as one, it does not."""
    size = len(part.block.columns)
    if len(places) != size * len(part.block.rows):
        return True
    starts = {places[number * size] for number in range(len(part.block.rows))}
    routes = {row.id for row in part.block.rows}
    at = {number for _, row in part.header for number, cell in enumerate(row.cells) if cell.strip() for word in part.column_words(cell, vocabulary)[:1] if word.id in routes and word.axis == "row"}
    return at <= starts


def _figures(part: Part, vocabulary: Vocabulary, even: Even, width: int) -> tuple[list[str], Piece | None]:
    """The line of figures, put together where a page break tore it in two."""
    rows = []
    for item in items_of(part, vocabulary, {}):
        kind = noise(item)
        is_lone = item.is_loose and len(item.figures) == 1 and item.piece.layout != "grid"
        if kind or is_lone:
            even.notes.append(Note(kind or "furniture", item.text))
        elif any(is_figure(cell) for cell in item.cells):
            rows.append(item)
        even.notes += [Note("furniture", page) for page in item.pages]
    if not rows:
        return [], None
    whole = [item for item in rows if len(item.figures) == width]
    if len(rows) == 1:
        [item] = rows
        label = item.after if not item.piece.has_places else 0
        return ["" if at in item.labels else cell for at, cell in enumerate(item.cells)][label:], item.piece
    figures = [item.cells[at] for item in rows for at in item.figures]
    if len(figures) == width and not whole and not rows[0].piece.has_places:
        even.notes.append(Note("torn", " / ".join(item.text for item in rows)))
        return figures, None
    return figures, rows[0].piece


def _fits(figures: Sequence[str], places: Sequence[int]) -> bool:
    """Whether every figure stands under a label."""
    return all(at in places for at, text in enumerate(figures) if text.strip()) and len(figures) > max(places, default=0)


def _is_as_long(part: Part, piece: Piece, figures: Sequence[str]) -> bool:
    """Whether the line is as long as its header: else a cell was lost or added somewhere."""
    header = max((len(row.cells) for other, row in part.header if other is piece), default=0)
    return header == 0 or len(figures) == header or (not piece.has_ends and len(figures) <= header)


def _is_run(figures: Sequence[str], width: int) -> bool:
    filled = [at for at, text in enumerate(figures) if text.strip()]
    return len(filled) == width and filled[-1] - filled[0] == width - 1


def _may_be_in_order(part: Part, vocabulary: Vocabulary, names: Sequence[str]) -> bool:
    """Whether the labels that were seen stand as the form has them, be some of them lost: figures that are told by their count alone need that."""
    order = [name for row in part.block.rows for name in (*(group.id for group in part.block.path(row, "row")), row.id)]
    return _is_within(printed_routes(part, vocabulary), list(dict.fromkeys(order))) and _is_within(names, _order(part))


def _is_within(names: Sequence[str], order: Sequence[str]) -> bool:
    """Whether names follow each other as in an order, some of it left out."""
    rest = iter(order)
    return all(name in rest for name in names)


def _order(part: Part) -> list[str]:
    return [column.id for _ in part.block.rows for column in part.block.columns]


def _texts(part: Part) -> list[tuple[int, str]]:
    return [(number, " ".join(cell.split())) for _, row in part.header for number, cell in enumerate(row.cells) if cell.strip()]


def _write_placed(even: Even, part: Part, figures: Sequence[str]) -> None:
    """Header and figures as they stand in the report."""
    for _, row in part.header:
        even.add({number: " ".join(cell.split()) for number, cell in enumerate(row.cells)})
    even.add(dict(enumerate(figures)))


def _write_even(even: Even, part: Part, routes: dict[str, str], figures: Sequence[str]) -> None:
    """Header and figures anew: routes side by side, each with all its outcomes."""
    block, size = part.block, len(part.block.columns)
    above = {number * size: routes[group.id] for number, row in enumerate(block.rows) for group in block.path(row, "row")[:1] if group.id in routes}
    even.add(above)
    even.add({number * size: routes.get(row.id, row.label.official) for number, row in enumerate(block.rows)})
    seen = _seen(part)
    even.add({number: seen.get(number % size, block.columns[number % size].label.official) for number in range(len(block.rows) * size)})
    even.add(dict(enumerate(figures)))


def _seen(part: Part) -> dict[int, str]:
    """How the outcomes are worded where they are not worded officially, by number."""
    found: dict[int, str] = {}
    order = [column.id for column in part.block.columns]
    for _, text in _texts(part):
        match = matcher(part.block, "column").match(text)
        if match and not match[1] and match[2] > 0:
            found.setdefault(order.index(match[0]), text)
    return found
