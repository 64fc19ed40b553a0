"""What the cells of the form hold in a workbook.

Of a layout that was met before only what differs is worked out: most workbooks of a batch differ in some dozen figures from the
first one of their layout, and all else is as it was there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import compress
from operator import not_

from xlplugin.filing.cells import Aside, Cell, Place, Shape, Value
from xlplugin.form.model import Field
from xlplugin.reading.figures.cells import saved_value
from xlplugin.reading.figures.looks import computed_cell, typed_cell, whole_cell
from xlplugin.reading.figures.obstacles import unless_hindered
from xlplugin.reading.formulas.recalculate import NotCalculated, recalculate
from xlplugin.reading.layout import CellKey, Figure, First, Layout
from xlplugin.reading.workbook.grid import NOTHING, Book, Position, RawCell
from xlplugin.text import Text

_OF_PICTURE = re.compile(r"\b(?:DISPIMG|IMAGE)\s*\(", re.IGNORECASE)
"""Formulas that show a picture in their cell: WPS's, and Excel's."""
_LASTING = (int, type(None))
"""What most cells of most files hold: these are kept."""


@dataclass(frozen=True, slots=True)
class Contents:
    """By field id what each cell holds. `amounts`: what the form's sums and the cells that they add come to, where all are plain sums of whole numbers."""

    cells: dict[str, Cell]
    amounts: Mapping[str, int] | None = None
    first: First | None = None
    """The first filing of the layout, where these cells are that one's but for some."""
    changed: Mapping[str, Cell] = field(default_factory=dict)
    """And those that may differ."""
    new: tuple[str, ...] = ()
    """Those of them that none held before: any that holds more than a whole number or nothing is among them."""


def contents_of(book: Book, layout: Layout, *, is_calculated: bool) -> Contents:
    """What each cell holds. `is_calculated`: what the formulas give was computed by the program that has the workbook open."""
    first = layout.first[0] if layout.first and not is_calculated and book.changed is not None else None
    found = _like(book, layout, first) if first is not None else None
    return found or _each(book, layout, is_calculated)


def _like(book: Book, layout: Layout, first: First) -> Contents | None:
    """The cells as in the first filing but for those that differ; None where the sums of these are not plain ones."""
    figures: list[Figure] = []
    new: list[str] = []
    for names, mine, learned in zip(first.names_at, book.changed or (), _learned(book, layout, first), strict=True):
        known = list(map(layout.seen_figures.get, map(id, mine.values())))
        held = [figure for at, figure in learned.items() if at not in mine]
        figures += filter(None, known)
        figures += held
        new += [figure.name for figure in held if type(figure.raw.content) not in _LASTING]
        unknown = [(name, raw) for at, raw in compress(mine.items(), map(not_, known)) if (name := names.get(at))]
        for name, raw in unknown:
            figures.append(figure := _figure(layout, first, name, raw, new))
            if raw is not NOTHING and type(raw.content) in _LASTING:  # such an object fills one cell only, and always this one
                layout.keep_figure(figure)
    gained: defaultdict[str, int] = defaultdict(int)
    changed: dict[str, Cell] = {}
    sums: dict[str, RawCell] = {}
    for name, raw, cell, gains in figures:
        if gains:
            for total, gain in gains:
                gained[total] += gain
        elif gains is None:
            return None
        if cell is None:
            sums[name] = raw
        else:
            changed[name] = cell
    sums.update({name: book.cell(layout.places[name]) for name, gain in gained.items() if gain and name not in sums})
    for name, raw in sums.items():
        before = first.amounts.get(name)
        result = None if before is None else before + gained.get(name, 0)
        changed[name] = layout.seen_cells.get((name, id(raw), result)) or _seen(layout, name, raw, result, new)
    return Contents({**first.filing.cells, **changed}, None, first, changed, tuple(new))


def _learned(book: Book, layout: Layout, first: First) -> Sequence[Mapping[Position, Figure]]:
    """By the number of the sheet, what a workbook holds in the cells in which it is as the one that the layout was learned from, and not as the first one."""
    if not first.learned and book.shape is not None:
        for sheet, names, changed in zip(book.shape.book.sheets, first.names_at, first.changed, strict=True):
            first.learned.append({at: _figure(layout, first, names[at], sheet.cells.get(at, NOTHING), []) for at in changed if at in names})
    return first.learned


def _figure(layout: Layout, first: First, name: str, raw: RawCell, new: list[str]) -> Figure:
    """What stands in a cell of a layout that has a first filing. Adds the field to the new ones where none held that before."""
    cell = _seen(layout, name, raw, None, new) if raw.formula is None else None
    return Figure(name, raw, cell, layout.plan.gains(name, raw, first.amounts))


def _seen(layout: Layout, name: str, raw: RawCell, result: int | None, new: list[str]) -> Cell:
    """A cell as it was read before, or is now; `result`: what its formula gives, where it is one."""
    key = name, id(raw), result
    if (seen := layout.seen_cells.get(key)) is None:
        seen = _read(layout, key, raw, raw.content if raw.formula is None else result, is_lasting=True)
        new.append(name)
    return seen


def _each(book: Book, layout: Layout, is_calculated: bool) -> Contents:
    """The cells, each by itself."""
    raws = book.cells(layout.places)
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
        raw = raws[name]
        result = raw.content if raw.formula is None else known[name] if name in known else results.get(layout.places[name], raw.content)
        cells[name] = _read(layout, key, raw, result, is_lasting=book.shape is not None and (raw.formula is None or name in known), is_calculated=is_calculated)
    return Contents(cells, None if wanted or is_calculated else layout.plan.amounts(raws, known))


def _read(layout: Layout, key: CellKey, raw: RawCell, result: object, *, is_lasting: bool, is_calculated: bool = False) -> Cell:
    """A cell as it is read, kept where others are likely to hold the same; `result`: what its formula gives."""
    name = key[0]
    place = layout.places[name]
    if name in layout.facts.covered:
        return Cell(place=place)
    cell = whole_cell(raw, result, place) if raw.formula is None or not _shows_picture(raw.formula) else None
    if cell is None:
        cell = _cell(raw, result, layout.form.fields[name], is_calculated).at(place)
    if is_lasting and type(raw.content) in _LASTING:
        layout.keep(key, raw, cell)
    return cell


def _cell(raw: RawCell, result: object, field: Field, is_calculated: bool) -> Cell:
    """What a cell holds; `result`: what its formula gives."""
    if raw.formula is None:
        return typed_cell(raw, field)
    if _shows_picture(raw.formula):
        return unless_hindered(Cell(Shape.TEXT, None, raw.formula, aside=(Aside("picture", ""),)))
    if isinstance(result, NotCalculated):
        saved = None if is_calculated else saved_value(raw.content)  # what an open sheet shows is nothing that was saved
        return _not_recalculated(raw, field, saved, result.reason)
    return computed_cell(raw, result, field)


@lru_cache(2**10)
def _shows_picture(formula: str) -> bool:
    return _OF_PICTURE.search(formula) is not None


def _not_recalculated(raw: RawCell, field: Field, saved: Value | str | None, reason: Text) -> Cell:
    """A formula that could not be recalculated: its saved value counts where it is a number."""
    if saved is None or isinstance(saved, str):
        return Cell(Shape.NOT_CALCULATED, None, raw.formula or "", formula=raw.formula, saved=saved, reason=reason)
    return replace(computed_cell(raw, raw.content, field), recalculated=None, reason=reason)


def _is_linked(book: Book, place: Place) -> bool:
    """Whether a formula looks into another workbook: what it gives there is not taken, whoever computed it."""
    return "[" in (book.cell(place).formula or "")
