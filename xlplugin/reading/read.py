"""From a workbook's grid to a filing: the form chosen, every field's cell read and recalculated, what was noticed told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import repeat
from pathlib import Path

from xlplugin.errors import NoFormError
from xlplugin.filing.cells import Aside, Cell, Obstacle, Place, Shape, Value
from xlplugin.filing.filing import Filing
from xlplugin.form import Form, editions
from xlplugin.form.model import Field
from xlplugin.reading.answers import read_answers
from xlplugin.reading.figures.cells import saved_value
from xlplugin.reading.figures.grouped import settle_groups
from xlplugin.reading.figures.looks import computed_cell, typed_cell
from xlplugin.reading.figures.obstacles import unless_hindered
from xlplugin.reading.formulas.recalculate import NotCalculated, recalculate
from xlplugin.reading.hidden import hidden_places
from xlplugin.reading.layout import Layout, layout_of
from xlplugin.reading.organ import as_organ, names_of
from xlplugin.reading.prose_sheet import read_document, read_narrative, report_title
from xlplugin.reading.transcript import read_transcript
from xlplugin.reading.workbook.grid import NOTHING, Book, RawCell, Rectangle
from xlplugin.reading.workbook.workbook import read_book
from xlplugin.text import Text

_OF_PICTURE = re.compile(r"\b(?:DISPIMG|IMAGE)\s*\(", re.IGNORECASE)
"""Formulas that show a picture in their cell: WPS's, and Excel's."""
_LASTING = (int, type(None))
"""What most cells of most files hold: these are kept."""


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
    cells = settle_groups(_under_drawings(book, layout, _cells(book, layout, is_calculated)), form, is_document=False)
    facts = layout.told(book, hidden_places(book, layout.watched, cells, layout.facts.covered, layout.seen_openly))
    transcript = read_transcript(book)
    if transcript is not None:
        cells = transcript.known(form, cells, facts)
        facts = transcript.facts(form, facts, cells)
    document = read_document(book, form, transcript, cells, report_title(form, named.organ, named.year))
    return Filing(form, cells, file, named.organ, named.year, _cover(book, "meta.level"), _cover(book, "meta.scope"), narrative, document, facts, read_answers(book), sources=named.sources)


def _cells(book: Book, layout: Layout, is_calculated: bool) -> dict[str, Cell]:
    """By field id what each cell holds."""
    raws = _raw_cells(book, layout)
    known: Mapping[str, int | str] = {} if is_calculated else layout.plan.results(raws)
    wanted = [place for name, place in layout.formulas.items() if name not in known and (not is_calculated or _is_linked(book, place))]
    results: dict[Place, object] = recalculate(book, wanted) if wanted else {}
    keys = list(zip(raws, map(id, raws.values()), map(known.get, raws), strict=True))
    cells: dict[str, Cell] = {}
    for key, seen in zip(keys, map(layout.seen_cells.get, keys), strict=True):
        name = key[0]
        if seen is not None:
            cells[name] = seen
            continue
        raw, place = raws[name], layout.places[name]
        if name in layout.facts.covered:
            cells[name] = Cell(place=place)
            continue
        result = raw.content if raw.formula is None else known[name] if name in known else results.get(place, raw.content)
        cells[name] = _cell(raw, result, layout.form.fields[name], is_calculated).at(place)
        if type(raw.content) in _LASTING and (raw.formula is None or name in known):
            layout.keep(key, raw, cells[name])
    return cells


def _under_drawings(book: Book, layout: Layout, cells: dict[str, Cell]) -> dict[str, Cell]:
    """The cells; those that a picture or a drawing covers were not read, whatever stands under it, nor numbers for which icons are shown."""
    found = cells
    for sheet in book.sheets:
        areas: list[tuple[Rectangle, Obstacle, bool]] = [(area, kind, False) for area, kind in sheet.drawings]
        for (top, left, bottom, right), kind, needs_number in [*areas, *((area, "picture", True) for area in sheet.icons)]:
            covered = [name for name, place in layout.places.items() if place.sheet == sheet.name and top <= place.row <= bottom and left <= place.column <= right]
            shown = [name for name in covered if not needs_number or cells[name].value is not None]
            found = {**found, **{name: unless_hindered(replace(cells[name], aside=(Aside(kind, ""),))) for name in shown}}
    return found


def _raw_cells(book: Book, layout: Layout) -> dict[str, RawCell]:
    """By field id what stands in each cell."""
    raws: dict[str, RawCell] = {}
    for name, fields, positions in layout.columns:
        sheet = book.sheet(name)
        raws.update(zip(fields, map(sheet.cells.get, positions, repeat(NOTHING)) if sheet else repeat(NOTHING), strict=False))
    return raws


def _cell(raw: RawCell, result: object, field: Field, is_calculated: bool) -> Cell:
    """What a cell holds; `result`: what its formula gives."""
    if raw.formula is None:
        return typed_cell(raw, field)
    if _OF_PICTURE.search(raw.formula):
        return unless_hindered(Cell(Shape.TEXT, None, raw.formula, aside=(Aside("picture", ""),)))
    if isinstance(result, NotCalculated):
        saved = None if is_calculated else saved_value(raw.content)  # what an open sheet shows is nothing that was saved
        return _not_recalculated(raw, field, saved, result.reason)
    return computed_cell(raw, result, field)


def _not_recalculated(raw: RawCell, field: Field, saved: Value | str | None, reason: Text) -> Cell:
    """A formula that could not be recalculated: its saved value counts where it is a number."""
    if saved is None or isinstance(saved, str):
        return Cell(Shape.NOT_CALCULATED, None, raw.formula or "", formula=raw.formula, saved=saved, reason=reason)
    return replace(computed_cell(raw, raw.content, field), recalculated=None, reason=reason)


def _is_linked(book: Book, place: Place) -> bool:
    """Whether a formula looks into another workbook: what it gives there is not taken, whoever computed it."""
    return "[" in (book.cell(place).formula or "")


def _cover(book: Book, name: str) -> str | None:
    place = book.names.get(name)
    return as_organ(book.cell(place).content) if place else None
