"""What of a report's tables is taken by the places of their cells, and what as it was put together row by row."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from xlplugin.filing.cells import Place
from xlplugin.filing.facts import Misreading
from xlplugin.form import Form
from xlplugin.reading.documents.drawn.find import Drawn
from xlplugin.reading.documents.tables.align import Aligned
from xlplugin.reading.tables.found import Found

Duplicates = tuple[tuple[str, tuple[Place, ...]], ...]
Twice = dict[tuple[str, str], Misreading]


def with_drawn(drawn: Drawn | None, aligned: Aligned, kept: list[Found], duplicates: Duplicates, twice: Twice, form: Form) -> tuple[list[Found], Duplicates, Twice, Form, Collection[str]]:
    """The places of blocks, the tables and blocks that stand several times, and the form, by both; and the tables of which only the places of their cells tell. Notes on their rows are dropped."""
    if drawn is None or drawn.form.edition != form.edition or drawn.form.shape not in ((), form.shape):
        return kept, duplicates, twice, form, ()
    told = dict(duplicates)
    duplicates = tuple((table, drawn.twice.get(table, places)) for table, places in duplicates)
    unread = {table for table in drawn.whole if drawn.is_full(table) and not _is_read(table, aligned, kept, form)}
    several = {table for table in drawn.copies if table not in told and not any(key[0] == table for key in twice)}
    several = {table for table in several if not _is_read(table, aligned, kept, form) or not any(found.faults for found in drawn.copies[table])}  # rows that were read whole are not doubted for the sake of others that are torn
    for table, places in drawn.whole.items():
        if table not in unread and _is_read(table, aligned, kept, form):
            _tell(kept, table, places)
    aligned.notes = [note for note in aligned.notes if note.table not in told.keys() & drawn.copies.keys()]
    taken = unread | several
    if not taken:
        return kept, duplicates, twice, form, ()
    aligned.printed.update(drawn.printed)
    aligned.notes = [note for note in aligned.notes if note.table not in taken]
    aligned.empty = {key: count for key, count in aligned.empty.items() if key[0] not in taken}
    kept = [found for found in kept if found.table not in taken] + [found for table in taken for found in (*drawn.whole.get(table, ()), *drawn.rest.get(table, ()))]
    duplicates = tuple(entry for entry in duplicates if entry[0] not in unread) + tuple(entry for entry in drawn.twice.items() if entry[0] in unread)
    form = drawn.form if any(form.table(table).fields != drawn.form.table(table).fields for table in taken) else form
    twice = {key: misreading for key, misreading in twice.items() if key[0] not in taken} | {key: misreading for table in several for key, misreading in _several(drawn, table, form).items()}
    return kept, duplicates, twice, form, taken


def _several(drawn: Drawn, table: str, form: Form) -> Twice:
    """By block what is told of a table that stands several times: with what each copy begins."""
    rest = {found.block.id for found in drawn.rest.get(table, ())}
    fields = tuple(field.id for field in form.table(table).fields if field.block not in rest)
    told = Misreading("several", table, " / ".join(drawn.beginnings(table)), fields, False)
    return {(table, block.id): told for block in form.table(table).blocks if block.id not in rest}


def _is_read(table: str, aligned: Aligned, kept: Sequence[Found], form: Form) -> bool:
    """Whether every field of a table was read row by row."""
    read = {name for found in kept if found.table == table for name, at in found.cells.items() if (found.sheet.name, at[0]) not in aligned.doubtful}
    return all(field.id in read for field in form.table(table).fields)


def _tell(kept: Sequence[Found], table: str, places: Collection[Found]) -> None:
    """Notes, of a table that was read row by row, the lines more that the places of its cells tell; rows without a name are told already. Of two columns with one label neither is read."""
    own = [found for found in kept if found.table == table]
    told = {(fault.axis, fault.label) for found in own for fault in found.faults}
    own[0].faults += [fault for found in places for fault in found.faults if (fault.axis, fault.label) not in told and (fault.label or fault.axis == "column")]
    read = {name for found in places for name in found.cells}
    for found in own:
        for name in found.cells.keys() - read:
            found.cells.pop(name)
