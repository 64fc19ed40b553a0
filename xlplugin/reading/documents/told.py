"""What of a report's tables was not read, or read only by place: the misreadings, by what was put together and what was left over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlplugin.filing.cells import Cell, Place
from xlplugin.filing.facts import LineFault, Misreading, SeenLabel
from xlplugin.form import Block, Form, Table
from xlplugin.form.labels import canonical
from xlplugin.reading.documents.formats.marked import Hiding, hidden_of
from xlplugin.reading.documents.formats.stream import Said
from xlplugin.reading.documents.tables.align import Aligned, Placed
from xlplugin.reading.documents.tables.layouts import Piece
from xlplugin.reading.documents.tables.words import Vocabulary
from xlplugin.reading.documents.text.segments import Paragraph, Segment
from xlplugin.reading.tables.edition import Reading
from xlplugin.reading.tables.found import Found

_FEWEST_LABELS = 3
"""Cells of a hidden table that are labels of the form."""
_SHOWN = 8


def copies_not_found(reading: Reading, aligned: Aligned) -> dict[tuple[str, str], Misreading]:
    """By table and block, those of which nobody can know which rows are whose.

    They stand several times in the report and not all of them could be located, or in pieces whose columns stand at
    different places, or once more without a header and with other figures.
    """
    found: dict[tuple[str, str], Misreading] = {}
    for table, block, places in reading.found:
        copies = aligned.copies.get((table.id, block.id), [])
        is_apart = (table.id, block.id) in aligned.apart
        if is_apart or sum(bool(place.cells) for place in places) < len(copies) > 1:
            fields = tuple(f"{table.id}.{row.id}.{column.id}" for row in block.rows for column in block.columns)
            found[table.id, block.id] = Misreading("several" if is_apart else "cells", table.id, " / ".join(copies), fields, False)
    return found


def tables_not_shown(said: Sequence[Said], vocabulary: Vocabulary) -> dict[str, str]:
    """By table of the form, what one begins with that the page does not show."""
    found: dict[str, str] = {}
    for one in said:
        if one.kind == "hidden":
            cells = one.text.split("\n")
            named = Counter(word.table for cell in cells for word in vocabulary.words(cell)[:1])
            for table, count in named.most_common(1):
                if count >= _FEWEST_LABELS:
                    found.setdefault(table, " ".join(cells[:_SHOWN]))
    return found


def hidden_of_page(tables: Mapping[str, str], form: Form, missing: Sequence[str]) -> Iterator[Misreading]:
    """The tables that are not shown; where no other stands in their place their figures were not read."""
    for table, text in tables.items():
        fields = tuple(name for name, field in form.fields.items() if field.table == table) if table in missing else ()
        yield Misreading("hidden", table, text, fields, is_read=not fields)


def misreadings_of(aligned: Aligned, kept: Sequence[Found], form: Form) -> Iterator[Misreading]:
    """The notes with the fields they concern; then rows that only their place told, and rows that are nowhere though something was left over."""
    by_row: dict[tuple[str, int], list[str]] = {}
    for found in kept:
        for name, at in found.cells.items():
            by_row.setdefault((found.sheet.name, at[0]), []).append(name)
    for note in aligned.notes:
        fields = tuple(name for row in note.rows for name in by_row.get(row, ()))
        if note.is_read or fields or not note.rows:
            yield Misreading(note.kind, note.table, note.text, fields, note.is_read or not fields, note.place)
    for found in kept:
        yield from _lost(found, aligned, by_row)


def _lost(found: Found, aligned: Aligned, by_row: Mapping[tuple[str, int], Sequence[str]]) -> Iterator[Misreading]:
    for label in found.seen_labels:
        if is_lost(label, aligned) and label.place is not None:
            is_beside = found.block.layout == "line" and label.axis == "row"  # its row of cells is that of the others too
            fields = by_row.get((label.place.sheet, label.place.row), ()) if label.axis == "row" and not is_beside else [name for name in found.cells if label.id in name.split(".")[1 if is_beside else 2 :]]
            yield Misreading("cells", found.table, label.seen if is_beside else label.official, tuple(fields), True, label.place)
    leftovers = [note for note in aligned.notes if note.table == found.table and not note.is_read]
    leftovers += [Placed("cells", found.table, "", (), False, fault.place) for fault in found.faults if fault.kind == "added" and not fault.label.strip() and fault.place]
    for fault in found.faults:
        if fault.kind == "missing" and fault.axis == "row" and (leftovers or aligned.empty.get((found.table, found.block.id))):
            row = next(row for row in found.block.rows if row.label.official == fault.label)
            fields = tuple(f"{found.table}.{row.id}.{column.id}" for column in found.block.columns)
            yield Misreading("cells", found.table, (leftovers[0].text if leftovers else "") or row.label.official, fields, False, fault.place)


def is_lost(label: SeenLabel, aligned: Aligned) -> bool:
    """Whether a label that only its place told is not there, or only a piece of it: in a document that is the transcription's doing. A header that says 金额 is there."""
    return label.by_place and canonical(label.seen) in canonical(label.official) and label not in aligned.unknown.values()


def is_ours(fault: LineFault, form: Form, unread: set[str]) -> bool:
    """Whether a missing or nameless row is a fault of the transcription, told elsewhere."""
    if fault.axis == "row" and fault.kind == "added" and not fault.label.strip():
        return True
    rows = [row.id for table in form.tables if table.id == fault.table for block in table.blocks for row in block.rows if row.label.official == fault.label]
    return fault.axis == "row" and fault.kind in ("missing", "ambiguous", "shared") and any(name.startswith(f"{fault.table}.{row}.") for row in rows for name in unread)


def columns_elsewhere(faults: Iterable[LineFault], form: Form, parts: Sequence[Segment]) -> dict[LineFault, Misreading]:
    """By fault the columns that a table lacks though their labels, which no other block has, stand somewhere else in the report: they were torn from it."""
    seen = {canonical(text) for part in parts for text in ((cell for row in part.rows for cell in row.cells) if isinstance(part, Piece) else (part.text,) if isinstance(part, Paragraph) else ())}
    found: dict[LineFault, Misreading] = {}
    for fault in faults:
        if fault.kind == "missing" and fault.axis == "column" and canonical(fault.label) in seen:
            fields = tuple(field.id for field in form.table(fault.table).fields if field.column.label.official == fault.label)
            if len({form.fields[name].block for name in fields}) == 1:
                found[fault] = Misreading("cells", fault.table, fault.label, fields, False, fault.place)
    return found


def absent_blocks(table: Table, kept: Sequence[Found]) -> list[tuple[str, Block]]:
    """The blocks of a table that were found nowhere, though others of the table were."""
    found = {(one.table, one.block.id) for one in kept}
    return [(table.id, block) for block in table.blocks if (table.id, block.id) not in found]


def line_faults(absent: Sequence[tuple[str, Block]], unread: set[str]) -> list[LineFault]:
    """A block that is not there is as many missing rows, unless it is there and could not be read."""
    return [LineFault("missing", table, "row", row.label.official) for table, block in absent for row in block.rows if not any(name.startswith(f"{table}.{row.id}.") for name in unread)]


def unread_blocks(absent: Sequence[tuple[str, Block]], parts: Sequence[Segment], aligned: Aligned, vocabulary: Vocabulary) -> Iterator[Misreading]:
    """The blocks whose labels stand somewhere in the report though they could not be put together."""
    texts = [cell for part in parts if isinstance(part, Piece) for row in part.rows for cell in row.cells]
    for table, block in absent:
        seen = [text for text in texts if any(word.table == table and word.block == block.id and word.axis == "row" and not word.is_group for word in vocabulary.words(text))]
        seen = seen or [note.text for note in aligned.notes if note.table == table and not note.is_read][:1]
        if seen or aligned.empty.get((table, block.id)):
            yield Misreading("cells", table, " ".join(seen), tuple(f"{table}.{row.id}.{column.id}" for row in block.rows for column in block.columns), False)


def hidden_cells(aligned: Aligned, cells: Mapping[str, Cell]) -> dict[Place, Hiding]:
    """The cells that nobody sees, and what hides each."""
    places = (cell.place for cell in cells.values() if cell.place is not None)
    return {place: why for place in places if (why := hidden_of(aligned.printed.get((place.sheet, place.row, place.column), "")))}


def is_hidden_line(fault: LineFault, aligned: Aligned) -> bool:
    """Whether a row or column that is not the form's stands in the report only where nobody sees it."""
    if fault.place is None or fault.kind == "missing":
        return False
    sheet, row, column = fault.place.sheet, fault.place.row, fault.place.column
    held = [text for (name, at, across), text in aligned.printed.items() if name == sheet and (at == row if fault.axis == "row" else across == column) and text.strip()]
    return bool(held) and all(map(hidden_of, held))
