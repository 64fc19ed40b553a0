"""From a report's stream to a filing: the tables aligned and located as a workbook's are, the text in its sections, what was torn told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xlplugin.errors import NoTableError
from xlplugin.filing import Cell, Facts, Filing, LineFault, Misreading, SeenLabel, Shape
from xlplugin.form import Block, Form, Table
from xlplugin.form.labels import canonical
from xlplugin.reading.cells import read_cell
from xlplugin.reading.documents.align import Aligned, Placed, align
from xlplugin.reading.documents.headings import Head
from xlplugin.reading.documents.layouts import Piece
from xlplugin.reading.documents.prose import Prose, read_prose
from xlplugin.reading.documents.segments import Segment, segments
from xlplugin.reading.documents.stream import Element
from xlplugin.reading.documents.words import Vocabulary, vocabulary_of
from xlplugin.reading.edition import choose
from xlplugin.reading.found import Found
from xlplugin.reading.organ import from_file_name, from_text, from_title
from xlplugin.reading.read import one_of_each, unofficial_labels


def read_stream(stream: Sequence[Element], file: str, forms: Sequence[Form]) -> Filing:
    """The filing in a report; raises `NoTableError` where none of the form's tables stands in it as text."""
    vocabulary = vocabulary_of(tuple(forms))
    parts = segments(stream, forms[0], vocabulary)
    aligned = align(_by_section(parts), forms[0], vocabulary)
    reading, others = choose(aligned.book, forms)
    if reading is None:
        raise NoTableError()
    form = reading.form
    kept, duplicates = one_of_each(reading)
    missing = tuple(table.id for table in form.tables if not reading.has(table.id))
    prose = read_prose(parts, form, missing, [note.text for note in aligned.notes if note.kind == "T04"])
    cells = {name: _cell(aligned, found, name, at, form) for found in kept for name, at in found.cells.items() if (found.sheet.name, at[0]) not in aligned.doubtful}
    absent = [entry for table in form.tables if table.id not in missing and table.id not in dict(duplicates) for entry in _absent(table, kept)]
    misreadings = [*_misreadings(aligned, kept, form), *_unread_blocks(absent, parts, aligned, vocabulary)]
    unread = {name for misreading in misreadings if not misreading.is_read for name in misreading.fields}
    facts = Facts(
        seen_labels=tuple(label for label in unofficial_labels(kept) if not _is_lost(label)),
        duplicate_tables=duplicates,
        line_faults=tuple(fault for fault in dict.fromkeys(fault for found in kept for fault in found.faults) if not _is_ours(fault, form, unread)) + tuple(_line_faults(absent, unread)),
        group_numbers=tuple(entry for found in kept for entry in found.group_numbers),
        editions_by_table=others,
        misreadings=tuple(dict.fromkeys(misreadings)),
        is_transcribed=True,
    )
    organ, year = _organ_and_year(prose, file)
    ordered = {name: cells[name] for name in form.fields if name in cells and name not in unread}
    return Filing(form, ordered, file, organ, year, narrative=prose.narrative, document=prose.document, facts=facts)


def _by_section(parts: Sequence[Segment]) -> list[list[Piece]]:
    """The pieces of tables, those below one heading together."""
    groups: list[list[Piece]] = [[]]
    for part in parts:
        if isinstance(part, Head):
            groups.append([])
        elif isinstance(part, Piece):
            groups[-1].append(part)
    return [group for group in groups if group]


def _cell(aligned: Aligned, found: Found, name: str, at: tuple[int, int], form: Form) -> Cell:
    """A figure as printed. In a document every figure is text, so that is no fault of it."""
    field, raw = form.fields[name], aligned.printed.get((found.sheet.name, *at), "")
    reading = read_cell(raw, field.kind, field.column.unit)
    shape = Shape.NUMBER if reading.shape is Shape.TEXT_NUMBER else reading.shape
    return Cell(shape, reading.value, raw, found.place(at), likely=reading.likely)


def _misreadings(aligned: Aligned, kept: Sequence[Found], form: Form) -> Iterator[Misreading]:
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
        if _is_lost(label) and label.place is not None:
            fields = by_row.get((label.place.sheet, label.place.row), ()) if label.axis == "row" else tuple(name for name in found.cells if name.rpartition(".")[2] == label.id)
            yield Misreading("T01", found.table, label.official, tuple(fields), True, label.place)
    leftovers = [note for note in aligned.notes if note.table == found.table and not note.is_read]
    leftovers += [Placed("T01", found.table, "", (), False, fault.place) for fault in found.faults if fault.kind == "added" and not fault.label.strip() and fault.place]
    for fault in found.faults:
        if fault.kind == "missing" and fault.axis == "row" and (leftovers or aligned.empty.get((found.table, found.block.id))):
            row = next(row for row in found.block.rows if row.label.official == fault.label)
            fields = tuple(f"{found.table}.{row.id}.{column.id}" for column in found.block.columns)
            yield Misreading("T01", found.table, (leftovers[0].text if leftovers else "") or row.label.official, fields, False, fault.place)


def _is_lost(label: SeenLabel) -> bool:
    """Whether a label that only its place told is not there, or only a piece of it: in a document that is the transcription's doing."""
    return label.by_place and canonical(label.seen) in canonical(label.official)


def _is_ours(fault: LineFault, form: Form, unread: set[str]) -> bool:
    """Whether a missing or nameless row is a fault of the transcription, told elsewhere."""
    if fault.axis == "row" and fault.kind == "added" and not fault.label.strip():
        return True
    rows = [row.id for table in form.tables if table.id == fault.table for block in table.blocks for row in block.rows if row.label.official == fault.label]
    return fault.axis == "row" and fault.kind in ("missing", "ambiguous") and any(name.startswith(f"{fault.table}.{row}.") for row in rows for name in unread)


def _organ_and_year(prose: Prose, file: str) -> tuple[str | None, int | None]:
    """Title, text, period, signature, file name, in this order."""
    organ: str | None = None
    year: int | None = None
    texts = [prose.document.opening, *prose.narrative.values()]
    for one, other in (from_title(prose.document.title), *map(from_text, texts), (prose.document.signature, None), from_file_name(file)):
        organ, year = organ or one, year or other
    return organ, year




def _absent(table: Table, kept: Sequence[Found]) -> list[tuple[str, Block]]:
    """The blocks of a table that were found nowhere, though others of the table were."""
    found = {(one.table, one.block.id) for one in kept}
    return [(table.id, block) for block in table.blocks if (table.id, block.id) not in found]


def _line_faults(absent: Sequence[tuple[str, Block]], unread: set[str]) -> list[LineFault]:
    """A block that is not there is as many missing rows, unless it is there and could not be read."""
    return [LineFault("missing", table, "row", row.label.official) for table, block in absent for row in block.rows if not any(name.startswith(f"{table}.{row.id}.") for name in unread)]


def _unread_blocks(absent: Sequence[tuple[str, Block]], parts: Sequence[Segment], aligned: Aligned, vocabulary: Vocabulary) -> Iterator[Misreading]:
    """The blocks whose labels stand somewhere in the report though they could not be put together."""
    texts = [cell for part in parts if isinstance(part, Piece) for row in part.rows for cell in row.cells]
    for table, block in absent:
        seen = [text for text in texts if any(word.table == table and word.block == block.id and not word.is_group for word in vocabulary.rows(text))]
        seen = seen or [note.text for note in aligned.notes if note.table == table and not note.is_read][:1]
        if seen or aligned.empty.get((table, block.id)):
            yield Misreading("T01", table, " ".join(seen), tuple(f"{table}.{row.id}.{column.id}" for row in block.rows for column in block.columns), False)
