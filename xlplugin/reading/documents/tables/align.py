"""The report's tables as a workbook's grid: every part of a table made even, one under another, and the notes with their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlplugin.filing.cells import Place, Shape
from xlplugin.filing.facts import SeenLabel
from xlplugin.form.model import Form
from xlplugin.reading.documents.formats.stream import check_size
from xlplugin.reading.documents.tables.aligned_book import Even, Note
from xlplugin.reading.documents.tables.header import unknown_amount
from xlplugin.reading.documents.tables.items import Kind
from xlplugin.reading.documents.tables.layouts import Piece
from xlplugin.reading.documents.tables.line_block import even_line
from xlplugin.reading.documents.tables.matrix_block import even_matrix
from xlplugin.reading.documents.tables.part import Part, has_rows
from xlplugin.reading.documents.tables.parts import find_parts
from xlplugin.reading.documents.tables.small_tables import whole_lines
from xlplugin.reading.documents.tables.words import Vocabulary
from xlplugin.reading.figures.cells import read_cell
from xlplugin.reading.workbook.grid import Book, Position, RawCell, Sheet


@dataclass(frozen=True, slots=True)
class Placed:
    """A note, and the rows of the grid it concerns: (sheet, row)."""

    kind: Kind
    table: str
    text: str
    rows: tuple[tuple[str, int], ...]
    is_read: bool
    place: Place


@dataclass
class Aligned:
    """The grid, the notes, and the rows whose figures are not to be read: (sheet, row)."""

    book: Book
    notes: list[Placed] = field(default_factory=list)
    doubtful: set[tuple[str, int]] = field(default_factory=set)
    printed: dict[tuple[str, int, int], str] = field(default_factory=dict)
    """What stands in the cells letter by letter: (sheet, row, column)."""
    empty: dict[tuple[str, str], int] = field(default_factory=dict)
    """How many rows of a block, by table and block, hold nothing at all."""
    apart: set[tuple[str, str]] = field(default_factory=set)
    """By table and block, those that stand in pieces of which nobody can say whether they are one table's."""
    unknown: dict[tuple[str, str], SeenLabel] = field(default_factory=dict)
    """By table and block, columns of amounts whose header was told by its place only."""
    copies: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """How often a block, by table and block, stands in the report: what each copy begins with."""


@dataclass
class _Sheet:
    name: str
    table: str
    cells: dict[Position, RawCell] = field(default_factory=dict)
    blocks: set[str] = field(default_factory=set)
    height: int = 0


def align(groups: Sequence[Sequence[Piece]], form: Form, vocabulary: Vocabulary) -> Aligned:
    """The pieces of tables, a group for each section of the report, as a grid of one sheet a table; a table that comes again has a sheet of its own."""
    check_size(rows=sum(len(piece.rows) for pieces in groups for piece in pieces))
    sheets: list[_Sheet] = []
    aligned = Aligned(Book(()))
    for pieces in groups:
        last: dict[tuple[str, int], int] = {}
        heads: list[tuple[Piece, str, _Sheet, int]] = []
        for part in find_parts(whole_lines(pieces, vocabulary), vocabulary):
            if not _is_there(part, vocabulary):
                aligned.empty[part.table, part.block.id] = aligned.empty.get((part.table, part.block.id), 0) + part.empty
                continue
            even, columns = even_line(part, vocabulary) if part.block.layout == "line" else even_matrix(part, vocabulary)
            if part.is_apart or part.copies:
                aligned.apart.add((part.table, part.block.id))
            if part.copies:
                aligned.copies.setdefault((part.table, part.block.id), []).extend(part.copies)
            elif has_rows(part, vocabulary):
                aligned.copies.setdefault((part.table, part.block.id), []).append(part.body[0][1].text)
            sheet = _sheet(sheets, part, form)
            top = sheet.height + 1
            _put(aligned, sheet, part, even)
            for reached in columns:
                key = (part.table, _width(reached.piece))
                last[key] = max(last.get(key, 0), reached.places[-1], *reached.others)
                heads += [(piece, row.text, sheet, top) for piece, row in part.header if piece is reached.piece]
        _note_extra_columns(aligned, heads, last)
    aligned.book = Book(tuple(Sheet(sheet.name, sheet.cells) for sheet in sheets))
    return aligned


def _is_there(part: Part, vocabulary: Vocabulary) -> bool:
    """Whether rows without a header are a block whose header was lost, not some words that read like labels."""
    if part.header:
        return bool(part.body)
    ids = {words[0].id for _, row in part.body for cell in row.cells if cell.strip() and (words := part.row_words(cell, vocabulary)) and not words[0].is_group}
    return len(ids) * 2 >= len(part.block.rows) and any(piece.has_places or len(row.cells) > 1 for piece, row in part.body)


def _sheet(sheets: list[_Sheet], part: Part, form: Form) -> _Sheet:
    """The sheet of the part's table: the last one, unless the block stands there already."""
    own = [sheet for sheet in sheets if sheet.table == part.table]
    if own and part.block.id not in own[-1].blocks:
        return own[-1]
    title = next((table.title.official for table in form.tables if table.id == part.table), part.table)
    sheet = _Sheet(title if not own else f"{title}（{len(own) + 1}）", part.table)
    sheets.append(sheet)
    return sheet


def _put(aligned: Aligned, sheet: _Sheet, part: Part, even: Even) -> None:
    """The part below what the sheet holds."""
    top = sheet.height + 1
    if part.title:
        sheet.cells[top, 1] = RawCell(" ".join(part.title.split()))
        top += 1
    sheet.blocks.add(part.block.id)
    if column := unknown_amount(part):
        aligned.unknown[part.table, part.block.id] = SeenLabel(part.table, "column", column.id, column.label.official, part.unknown, Place(sheet.name, top, 1), by_place=True)
    for (row, at), text in even.cells.items():
        reading = read_cell(text, "count")
        sheet.cells[top + row, at + 1] = RawCell(reading.value if reading.shape is Shape.TEXT_NUMBER else text)  # a number, as a workbook would hold it
        aligned.printed[sheet.name, top + row, at + 1] = text
    sheet.height = top + even.height
    aligned.doubtful |= {(sheet.name, top + row) for row in even.doubtful}
    aligned.empty[part.table, part.block.id] = aligned.empty.get((part.table, part.block.id), 0) + part.empty
    notes = list(even.notes)
    if part.repeats:
        notes.append(Note("furniture", part.header[0][1].text))
    for note in dict.fromkeys(notes):
        rows = tuple((sheet.name, top + row) for row in note.rows)
        place = Place(sheet.name, top + (note.rows[0] if note.rows else 0), 1)
        aligned.notes.append(Placed(note.kind, part.table, note.text, rows, note.is_read, place))


def _note_extra_columns(aligned: Aligned, heads: Sequence[tuple[Piece, str, _Sheet, int]], last: Mapping[tuple[str, int], int]) -> None:
    """Notes columns beyond the last one of the form that hold nothing: the file was made from something wider."""
    seen: set[int] = set()
    for piece, text, sheet, top in heads:
        width = _width(piece)
        reach = last[sheet.table, width]
        if id(piece) not in seen and piece.has_ends and width > reach + 1:
            aligned.notes.append(Placed("cells", sheet.table, text, (), True, Place(sheet.name, top, reach + 2)))
        seen.add(id(piece))


def _width(piece: Piece) -> int:
    """How many cells most rows have."""
    return Counter(len(row.cells) for row in piece.rows).most_common(1)[0][0]
