"""From a workbook's grid to a filing: the form chosen, every field's cell read and recalculated, what was noticed told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from xlplugin.errors import NoFormError
from xlplugin.filing.cells import Aside, Cell, Obstacle, Place
from xlplugin.filing.filing import Filing
from xlplugin.form import Form, editions
from xlplugin.reading.answers import read_answers
from xlplugin.reading.contents import Contents, contents_of
from xlplugin.reading.figures.grouped import grouped, settle_groups
from xlplugin.reading.figures.obstacles import unless_hindered
from xlplugin.reading.hidden import MOST_SEEN, Way, hidden_places
from xlplugin.reading.layout import Layout, layout_of
from xlplugin.reading.organ import as_organ, names_of
from xlplugin.reading.prose_sheet import read_document, read_narrative, report_title
from xlplugin.reading.transcript import read_transcript
from xlplugin.reading.workbook.grid import Book, Rectangle
from xlplugin.reading.workbook.workbook import read_book


def read_workbook(path: Path, forms: Sequence[Form] | None = None) -> Filing:
    """The filing in a saved workbook; raises the errors of `xlplugin.errors` where there is none to read.

    `forms`: the editions to choose from; default those of the program.
    """
    return read_filing(read_book(path), str(path), forms)


def read_filing(book: Book, file: str, forms: Sequence[Form] | None = None, *, is_calculated: bool = False) -> Filing:
    """The filing in a workbook's grid; `is_calculated`: what its formulas give was computed by the program that has it open."""
    layout = layout_of(book, list(forms or editions().values()))
    if layout is None:
        raise NoFormError()
    form = layout.form
    narrative = read_narrative(book, form)
    named = names_of(book, narrative, file)
    contents = contents_of(book, layout, is_calculated=is_calculated)
    cells = _under_drawings(book, layout, contents.cells)
    is_grouped = bool(grouped({name: cells[name] for name in contents.new} if contents.first else cells))  # the first one holds no such figure
    if is_grouped:
        cells = settle_groups(cells, form, is_document=False)
    hidden = _hidden(book, layout, contents, cells)
    facts = layout.told(book, hidden)
    transcript = read_transcript(book)
    if transcript is not None:
        cells = transcript.known(form, cells, facts)
        facts = transcript.facts(form, facts, cells)
    document = read_document(book, form, transcript, cells, report_title(form, named.organ, named.year))
    filing = Filing(form, cells, file, named.organ, named.year, _cover(book, "meta.level"), _cover(book, "meta.scope"), narrative, document, facts, read_answers(book), sources=named.sources)
    if contents.first is not None and transcript is None and not is_grouped:
        changed = contents.changed if cells is contents.cells else {name: cells[name] for name in contents.changed}
        filing.tell_difference(contents.first.filing, changed, layout.seen_plain)
    elif contents.amounts is not None and cells is contents.cells and not (is_grouped or hidden or transcript):
        layout.keep_first(book, filing, contents.amounts)
    return filing


def _hidden(book: Book, layout: Layout, contents: Contents, cells: Mapping[str, Cell]) -> Mapping[Place, Way]:
    """What nobody sees of the form. In the first filing of the layout that is nothing: of others like it only the cells that differ are looked at, and those under which others may be filled."""
    if (first := contents.first) is not None:
        seen = layout.seen_over_nothing
        covering = [covers[at] for covers, mine, others in zip(first.covers_at, book.changed or (), first.changed, strict=True) for at in covers if at in mine or at in others]
        new = [name for name in layout.watched.keys() & contents.changed if id(cells[name]) not in seen]
        doubtful = {name: layout.watched[name] for name in (*new, *covering) if name in layout.watched}
        if not doubtful or not hidden_places(book, doubtful, cells, layout.facts.covered, layout.seen_openly):
            if len(seen) + len(new) <= MOST_SEEN:
                seen.update({id(cells[name]): cells[name] for name in new})  # with its id, which is its own as long as it lives
            return {}
    return hidden_places(book, layout.watched, cells, layout.facts.covered, layout.seen_openly)


def _under_drawings(book: Book, layout: Layout, cells: dict[str, Cell]) -> dict[str, Cell]:
    """The cells; those that a picture or a drawing covers were not read, whatever stands under it, nor numbers for which icons are shown. Of a merged cell any part may be covered."""
    found = cells
    for sheet in book.sheets:
        if not (sheet.drawings or sheet.icons):
            continue
        own = {name: sheet.merge_from.get((place.row, place.column), (place.row, place.column) * 2) for name, place in layout.places.items() if place.sheet == sheet.name}
        areas: list[tuple[Rectangle, Obstacle, bool]] = [(area, kind, False) for area, kind in sheet.drawings]
        for (top, left, bottom, right), kind, needs_number in [*areas, *((area, "picture", True) for area in sheet.icons)]:
            covered = [name for name, (first_row, first_column, last_row, last_column) in own.items() if top <= last_row and first_row <= bottom and left <= last_column and first_column <= right]
            shown = [name for name in covered if not needs_number or cells[name].value is not None]
            found = {**found, **{name: unless_hindered(replace(cells[name], aside=(Aside(kind, ""),))) for name in shown}}
    return found


def _cover(book: Book, name: str) -> str | None:
    place = book.names.get(name)
    return as_organ(book.cell(place).content) if place else None
