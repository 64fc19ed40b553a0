"""Tables as the places of their cells tell them, as in a workbook: twice side by side, turned over, in pieces beside each other, with a column more.

What is put together row by row (`align`) is read where that reads it whole: it knows how tables are torn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xlplugin.filing.cells import Place, Shape
from xlplugin.form import Form
from xlplugin.form.labels import canonical
from xlplugin.form.model import Table
from xlplugin.reading.documents.drawn.across import name_of, side_by_side
from xlplugin.reading.documents.formats.marked import on_one_line
from xlplugin.reading.documents.formats.stream import Covered
from xlplugin.reading.documents.tables.layouts import Piece
from xlplugin.reading.documents.tables.words import is_figure
from xlplugin.reading.figures.cells import read_cell
from xlplugin.reading.tables.edition import choose
from xlplugin.reading.tables.found import Found
from xlplugin.reading.tables.leftover import tell_leftovers
from xlplugin.reading.tables.one_each import one_of_each
from xlplugin.reading.workbook.grid import Book, RawCell, Sheet

_MOST_CELLS = 20_000
_FEWEST = 3
"""Rows or columns of a table of which one more can be told."""
_NONE = (Shape.BLANK, Shape.PLACEHOLDER)


@dataclass
class Drawn:
    """The tables that were found so; `form`: the edition and shape that they are of."""

    form: Form
    whole: dict[str, list[Found]] = field(default_factory=dict)
    """By table the places of its blocks, where every field has its cell."""
    twice: dict[str, tuple[Place, ...]] = field(default_factory=dict)
    """By table its places, where it stands several times and more than one holds figures."""
    rest: dict[str, list[Found]] = field(default_factory=dict)
    """By such a table the blocks that do not."""
    copies: dict[str, list[Found]] = field(default_factory=dict)
    """And of those that do, all places."""
    printed: dict[tuple[str, int, int], str] = field(default_factory=dict)
    """What stands in the cells letter by letter: (table, row, column)."""

    def beginnings(self, table: str) -> list[str]:
        """What each copy of a table begins with: a row's label and its figures."""
        found = []
        for place in self.copies[table]:
            name, (row, _) = next(iter(place.cells.items()))
            label = next(line.label.official for line in place.block.rows if line.id == name.split(".")[1])
            figures = [self.printed.get((place.sheet.name, *at), "").strip() for at in place.cells.values() if at[0] == row]
            found.append(" ".join([label, *filter(None, figures)]))
        return list(dict.fromkeys(found))

    def is_full(self, table: str) -> bool:
        """Whether every cell of a whole table holds something."""
        return all((found.sheet.name, *at) in self.printed for found in self.whole.get(table, ()) for at in found.cells.values())


def find_drawn(pieces: Sequence[Piece], forms: Sequence[Form]) -> Drawn | None:
    """The tables as the places of their cells tell them; None where there are none."""
    sheets = dict(side_by_side([(name_of(number), piece) for number, piece in enumerate(pieces, 1) if piece.layout in ("grid", "pipes")]))
    if sum(len(row.cells) for piece in sheets.values() for row in piece.rows) > _MOST_CELLS:
        return None
    printed = {(name, row, column): text for name, piece in sheets.items() for row, line in enumerate(piece.rows, 1) for column, text in enumerate(line.cells, 1) if text.strip()}
    reading, _ = choose(Book(tuple(_sheet(name, piece) for name, piece in sheets.items())), forms)
    if reading is None:
        return None
    kept, duplicates = one_of_each(reading)
    tell_leftovers(kept, reading.places)
    drawn = Drawn(reading.form, twice=dict(duplicates), printed=printed)
    for table in reading.form.tables:
        own = [found for found in kept if found.table == table.id]
        if _is_whole(table, own, printed):
            drawn.whole[table.id] = own
        elif table.id in drawn.twice:
            blocks = {found.block.id for found in own}
            drawn.copies[table.id] = [found for found in reading.places if found.table == table.id and found.block.id not in blocks and any(found.contents)]
            drawn.rest[table.id] = [found for found in own if not found.faults and _holds_figures(found, printed)]
    return drawn


def _sheet(name: str, piece: Piece) -> Sheet:
    """A table as a worksheet, with its merged cells."""
    rows = [line.cells for line in piece.rows]
    cells = {(row, column): _cell(text) for row, line in enumerate(rows, 1) for column, text in enumerate(line, 1) if text.strip()}
    merges = []
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            if not isinstance(text, Covered):
                right = next((at for at in range(column + 1, len(line)) if not (isinstance(cell := line[at], Covered) and cell.across)), len(line))
                down = next((at for at in range(row + 1, len(rows)) if column >= len(rows[at]) or not (isinstance(cell := rows[at][column], Covered) and not cell.across)), len(rows))
                if right > column + 1 or down > row + 1:
                    merges.append((row + 1, column + 1, down, right))
    return Sheet(name, cells, tuple(merges))


def _cell(text: str) -> RawCell:
    reading = read_cell(text, "count")
    return RawCell(reading.value if reading.shape is Shape.TEXT_NUMBER else on_one_line(text))


def _is_whole(table: Table, kept: Sequence[Found], printed: dict[tuple[str, int, int], str]) -> bool:
    """Whether every field has a cell with a figure, or nothing, and what is more than the form has can be told from it for sure."""
    cells = {name: (found.sheet.name, *at) for found in kept for name, at in found.cells.items()}
    doubled = {fault.label for found in kept for fault in found.faults if fault.kind == "ambiguous" and fault.axis == "column"}
    lacking = {one.id for one in table.fields} - cells.keys()
    if any(fault.kind not in ("added", "ambiguous") or (fault.kind == "ambiguous" and fault.axis == "row") for found in kept for fault in found.faults):
        return False
    if any(found.covered or found.group_numbers or any(label.by_place for label in found.seen_labels) for found in kept) or any(one.id in lacking and one.column.label.official not in doubled for one in table.fields):
        return False
    officials = [canonical(line.label.official) for block in table.blocks for line in block.rows]
    return all(_holds_figures(found, printed) and _stands_apart(found, officials, printed) for found in kept)


def _holds_figures(found: Found, printed: dict[tuple[str, int, int], str]) -> bool:
    """Whether nothing but figures stands in the cells."""
    texts = (printed.get((found.sheet.name, *at), "") for at in found.cells.values())
    return all(not text.strip() or is_figure(text) or read_cell(text, "count").shape in _NONE for text in texts)


def _stands_apart(found: Found, officials: Sequence[str], printed: dict[tuple[str, int, int], str]) -> bool:
    """Whether every line more is none of the form's, and no piece of it that was moved or torn off: it runs through half of a table of several rows and columns, not among the labels, and a row's label is no piece of one of the form's."""
    cells = {at: (found.sheet.name, *at) in printed for at in found.cells.values()}
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}

    def holds_figure(row: int, column: int) -> bool:
        return is_figure(printed.get((found.sheet.name, row, column), ""))

    for fault in found.faults:
        if fault.place is None or fault.kind != "added":
            continue
        if found.is_turned:
            return False
        if fault.axis == "row":
            label = canonical(fault.label)
            if len(columns) < _FEWEST or sum(holds_figure(fault.place.row, column) for column in columns) * 2 < len(columns) or any(label in official or official in label for official in officials):
                return False
            continue
        held = {row for row in rows if holds_figure(row, fault.place.column)}
        is_long = len(rows) >= _FEWEST and len(held) * 2 >= len(rows)
        if not fault.label and fault.place.column < min(columns) and held != rows:
            return False
        if not is_long and not (fault.label and held and all(is_held for (row, _), is_held in cells.items() if row in held)):
            return False
    return True
