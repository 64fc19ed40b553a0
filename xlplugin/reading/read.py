"""From a workbook's grid to a filing: the form chosen, every field's cell read and recalculated, what was noticed told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from xlplugin.errors import NoFormError
from xlplugin.filing import Cell, Facts, Filing, Place, SeenLabel, Shape, StrayName
from xlplugin.form import Form, editions
from xlplugin.reading.answers import read_answers
from xlplugin.reading.cells import ERROR_VALUES, raw_text, read_cell, saved_value
from xlplugin.reading.edition import Reading, choose
from xlplugin.reading.found import Found
from xlplugin.reading.grid import Book
from xlplugin.reading.linear import formula_terms
from xlplugin.reading.organ import as_organ, organ_and_year
from xlplugin.reading.prose_sheet import read_document, read_narrative, report_title
from xlplugin.reading.recalculate import NotCalculated, recalculate
from xlplugin.reading.transcript import read_transcript
from xlplugin.reading.workbook import read_book


def read_workbook(path: Path, forms: Sequence[Form] | None = None) -> Filing:
    """The filing in a saved workbook; raises the errors of `xlplugin.errors` where there is none to read.

    `forms`: the editions to choose from; default those of the program.
    """
    return read_filing(read_book(path), str(path), forms)


def read_filing(book: Book, file: str, forms: Sequence[Form] | None = None, *, is_calculated: bool = False) -> Filing:
    """The filing in a workbook's grid; `is_calculated`: what its formulas give was computed by the program that has it open."""
    reading, others = choose(book, list(forms or editions().values()))
    if reading is None:
        raise NoFormError()
    form = reading.form
    kept, duplicates = one_of_each(reading)
    by_labels = {name: found.place(at) for found in kept for name, at in found.cells.items()}
    by_name = {name: place for name, place in book.names.items() if name in form.fields}
    places = _places(form, by_labels, by_name, {table for table, _ in duplicates})
    narrative = read_narrative(book, form)
    organ, year = organ_and_year(book, narrative, file)
    cells = _cells(book, form, places, is_calculated)
    wanted = {place: name for name, place in places.items()}
    terms = {name: sums for name, cell in cells.items() if cell.formula and cell.place and (sums := formula_terms(book, cell.place, wanted))}
    missing = tuple(table.id for table in form.tables if not reading.has(table.id) and not any(name.startswith(f"{table.id}.") for name in places))
    facts = Facts(
        seen_labels=unofficial_labels(kept),
        missing_tables=missing,
        duplicate_tables=duplicates,
        line_faults=tuple(dict.fromkeys(fault for found in kept for fault in found.faults if fault.axis == "column" or not _named(found, fault.label, by_name))),
        group_numbers=tuple(entry for found in kept for entry in found.group_numbers),
        stray_names=_stray(book, form, by_labels),
        editions_by_table=others,
        is_template=len(by_name) * 2 > len(form.fields),
        formulas_visible=book.formulas_visible,
        external_links=book.external_links,
        has_macros=book.has_macros,
        hidden=_hidden(book, places),
        formula_terms=terms,
    )
    transcript = read_transcript(book)
    if transcript is not None:
        cells = transcript.known(form, cells, facts)
        facts = transcript.facts(form, facts, cells)
    document = read_document(book, form, transcript, cells, report_title(form, organ, year))
    return Filing(form, cells, file, organ, year, _cover(book, "meta.level"), _cover(book, "meta.scope"), narrative, document, facts, read_answers(book))


def one_of_each(reading: Reading) -> tuple[list[Found], tuple[tuple[str, tuple[Place, ...]], ...]]:
    """Each block once, and the tables that stand more than once with different figures or the same.

    A blank copy beside a filled one does not count. Copies that hold the same figures are read once and told; where
    they differ none is read: which of them is the filing, nobody can know.
    """
    kept: list[Found] = []
    twice: dict[str, list[Place]] = {}
    for table, _, places in reading.found:
        filled = [found for found in places if found.cells and any(found.contents)] or [found for found in places if found.cells][:1]
        if len(filled) > 1:
            twice.setdefault(table.id, []).extend(found.corner for found in filled)
        if filled and all(found.contents == filled[0].contents for found in filled):
            kept.append(filled[0])
    return kept, tuple((table, tuple(dict.fromkeys(places))) for table, places in twice.items())


def _places(form: Form, by_labels: Mapping[str, Place], by_name: Mapping[str, Place | None], doubtful: set[str]) -> dict[str, Place]:
    """Each field's cell: by its labels; by its defined name where no label tells it and no other field claims the cell."""
    places = dict(by_labels)
    taken = set(by_labels.values())
    for name, place in by_name.items():
        if place is not None and name not in places and place not in taken and name.split(".")[0] not in doubtful:
            places[name] = place
    return {name: places[name] for name in form.fields if name in places}


def _named(found: Found, label: str, by_name: Mapping[str, Place | None]) -> bool:
    """Whether a row that no label tells is told by the template's defined names."""
    row = next((line.id for line in found.block.rows if line.label.official == label), None)
    return row is not None and all(by_name.get(f"{found.table}.{row}.{column.id}") is not None for column in found.block.columns)


def _cells(book: Book, form: Form, places: Mapping[str, Place], is_calculated: bool) -> dict[str, Cell]:
    formulas = [place for place in places.values() if book.cell(place).formula]
    results: dict[Place, object] = dict(recalculate(book, [place for place in formulas if not is_calculated or _is_linked(book, place)]))
    results |= {place: book.cell(place).content for place in formulas if place not in results}
    cells: dict[str, Cell] = {}
    for name, place in places.items():
        raw, field = book.cell(place), form.fields[name]
        if raw.formula is None:
            reading = read_cell(raw.content, field.kind, field.column.unit)
            cells[name] = Cell(reading.shape, reading.value, raw_text(raw.content), place, likely=reading.likely)
            continue
        result = results[place]
        if isinstance(result, NotCalculated):
            cells[name] = Cell(Shape.NOT_CALCULATED, None, raw.formula, place, raw.formula, saved_value(raw.content), reason=result.reason)
            continue
        reading = read_cell(result, field.kind, field.column.unit)
        raw_shown = str(result) if isinstance(result, str) and result in ERROR_VALUES else raw_text(result)
        cells[name] = Cell(reading.shape, reading.value, raw_shown, place, raw.formula, saved_value(raw.content), saved_value(result), reading.likely)
    return cells


def _is_linked(book: Book, place: Place) -> bool:
    """Whether a formula looks into another workbook: what it gives there is not taken, whoever computed it."""
    return "[" in (book.cell(place).formula or "")


def _cover(book: Book, name: str) -> str | None:
    place = book.names.get(name)
    return as_organ(book.cell(place).content) if place else None


def unofficial_labels(kept: Sequence[Found]) -> tuple[SeenLabel, ...]:
    """Unofficial labels, each wording of a label once."""
    labels = {(label.table, label.axis, label.id, label.seen, label.by_place): label for found in reversed(kept) for label in reversed(found.seen_labels)}
    return tuple(sorted(labels.values(), key=lambda label: (label.place is None, label.place)))


def _stray(book: Book, form: Form, by_labels: Mapping[str, Place]) -> tuple[StrayName, ...]:
    """Names of fields that point nowhere, or to another cell than the labels say."""
    return tuple(
        StrayName(name, place, by_labels.get(name))
        for name, place in book.names.items()
        if (name in form.fields and name in by_labels and place != by_labels[name]) or (name in form.fields and place is None)
    )


def _hidden(book: Book, places: Mapping[str, Place]) -> tuple[Place, ...]:
    found = []
    for place in places.values():
        sheet = book.sheet(place.sheet)
        if sheet and (sheet.is_hidden or place.row in sheet.hidden_rows or place.column in sheet.hidden_columns):
            found.append(place)
    return tuple(found)
