"""From a report's stream to a filing: the tables aligned and located as a workbook's are, the text in its sections, what was torn told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlplugin.errors import DelimitedTableError, HiddenTableError, NoTableError
from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.facts import Facts, Misreading
from xlplugin.filing.filing import Filing
from xlplugin.form import Form
from xlplugin.reading.documents.beside import units_beside
from xlplugin.reading.documents.drawn.find import find_drawn
from xlplugin.reading.documents.drawn.use import with_drawn
from xlplugin.reading.documents.formats.marked import aside_of
from xlplugin.reading.documents.formats.stream import Element, Said
from xlplugin.reading.documents.tables.align import Aligned, align
from xlplugin.reading.documents.tables.layouts import Piece
from xlplugin.reading.documents.tables.words import vocabulary_of
from xlplugin.reading.documents.text.delimited import is_delimited
from xlplugin.reading.documents.text.headings import Head
from xlplugin.reading.documents.text.names import names_of
from xlplugin.reading.documents.text.prose import read_prose
from xlplugin.reading.documents.text.reports import titles_of_tables
from xlplugin.reading.documents.text.segments import Segment, segments
from xlplugin.reading.documents.told import (
    absent_blocks,
    columns_elsewhere,
    copies_not_found,
    hidden_cells,
    hidden_of_page,
    is_hidden_line,
    is_lost,
    is_ours,
    line_faults,
    misreadings_of,
    tables_not_shown,
    unread_blocks,
)
from xlplugin.reading.figures.cells import read_cell
from xlplugin.reading.figures.grouped import settle_groups
from xlplugin.reading.figures.obstacles import unless_hindered
from xlplugin.reading.tables.edition import choose
from xlplugin.reading.tables.found import Found
from xlplugin.reading.tables.one_each import one_of_each, unofficial_labels

_PARTED = re.compile(r"\d\s+\d")
"""What may be one figure in groups of three digits, or two figures that a torn table brought together."""


def read_stream(stream: Sequence[Element], file: str, forms: Sequence[Form]) -> Filing:
    """The filing in a report; raises `NoTableError` where none of the form's tables stands in it as text."""
    vocabulary = vocabulary_of(tuple(forms))
    parts = segments(stream, forms[0], vocabulary)
    said = [element for element in stream if isinstance(element, Said)]
    not_shown = tables_not_shown(said, vocabulary)
    aligned = align(_by_section(parts), forms[0], vocabulary)
    reading, others = choose(aligned.book, forms)
    if reading is None:
        raise HiddenTableError() if not_shown else DelimitedTableError() if is_delimited(stream, vocabulary) else NoTableError()
    reading = reading.without_pieces(lambda found: any((found.sheet.name, row) in aligned.doubtful for row, _ in found.cells.values()))
    form = reading.form
    kept, duplicates = one_of_each(reading)
    twice = copies_not_found(reading, aligned)
    kept = [found for found in kept if (found.table, found.block.id) not in twice]
    duplicates = tuple(entry for entry in duplicates if entry[0] not in {table for table, _ in twice})
    for found in kept:
        found.seen_labels += [label for key, label in aligned.unknown.items() if key == (found.table, found.block.id)]
    kept, duplicates, twice, form, drawn = with_drawn(find_drawn([part for part in parts if isinstance(part, Piece)], forms), aligned, kept, duplicates, twice, form)
    missing = tuple(table.id for table in form.tables if not reading.has(table.id) and table.id not in drawn)
    prose = read_prose(parts, form, [table for table in missing if table not in not_shown], [one.text for one in said if one.kind == "title"])
    cells = {name: _cell(aligned, found, name, at, form) for found in kept for name, at in found.cells.items() if (found.sheet.name, at[0]) not in aligned.doubtful}
    absent = [entry for table in form.tables if table.id not in missing and table.id not in dict(duplicates) for entry in absent_blocks(table, kept) if (entry[0], entry[1].id) not in twice]
    named = names_of(prose, said, parts, file)
    if titles := titles_of_tables(parts, is_beside=any(one.kind == "columns" for one in said)):
        several = Misreading("several", "", " / ".join(titles), tuple(form.fields), False)
        return Filing(form, {}, file, named.organ, named.year, facts=Facts(misreadings=(several,), is_transcribed=True), sources=named.sources)
    apart = {table for table, block in twice if (table, block) in aligned.apart}
    of_rows = [one for one in misreadings_of(aligned, kept, form) if one.fields or one.table not in apart]
    faults = dict.fromkeys(fault for found in kept for fault in found.faults)
    torn = columns_elsewhere(faults, form, parts)
    misreadings = [*twice.values(), *torn.values(), *hidden_of_page(not_shown, form, missing), *of_rows, *unread_blocks(absent, parts, aligned, vocabulary)]
    unread = {name for misreading in misreadings if not misreading.is_read for name in misreading.fields}
    hidden = hidden_cells(aligned, cells)
    facts = Facts(
        seen_labels=(*(label for label in unofficial_labels(kept) if not is_lost(label, aligned)), *units_beside(kept, parts, vocabulary)),
        duplicate_tables=duplicates,
        line_faults=tuple(fault for fault in faults if fault not in torn and (fault.table in drawn or not is_ours(fault, form, unread)) and not is_hidden_line(fault, aligned)) + tuple(line_faults(absent, unread)),
        group_numbers=tuple(entry for found in kept for entry in found.group_numbers),
        editions_by_table=others,
        misreadings=tuple(dict.fromkeys(misreadings)),
        hidden=tuple(hidden),
        hidden_by=tuple(sorted(set(hidden.values()))),
        is_transcribed=True,
    )
    ordered = settle_groups({name: cells[name] for name in form.fields if name in cells and name not in unread}, form, is_document=True)
    return Filing(form, ordered, file, named.organ, named.year, narrative=prose.narrative, document=prose.document, facts=facts, sources=named.sources)


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
    reading, aside = read_cell(raw, field.kind, field.column.unit), aside_of(raw)
    if reading.shape is Shape.TEXT_NUMBER and _PARTED.search(raw):
        return unless_hindered(Cell(Shape.TEXT, None, str(raw), found.place(at), likely=reading.value, aside=aside))
    shape = (Shape.NOTE if aside else Shape.NUMBER) if reading.shape is Shape.TEXT_NUMBER else reading.shape
    return unless_hindered(Cell(shape, reading.value, str(raw), found.place(at), likely=reading.likely, aside=aside))
