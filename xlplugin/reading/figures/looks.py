"""A cell of a workbook as a cell of the form: its content read, and what the screen makes of it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from xlplugin.filing.cells import Aside, Cell, Place, Shape
from xlplugin.form.model import Field
from xlplugin.form.money import is_same, is_sign, unit_of, units_of_header, words_of
from xlplugin.reading.figures.cells import from_float, is_error, raw_text, read_cell, saved_value
from xlplugin.reading.figures.obstacles import unless_hindered
from xlplugin.reading.workbook.grid import ErrorValue, Look, RawCell

TYPED_YEARS = range(2010, 2041)
"""A day of these years was typed as one (1-2 becomes the second of January of this year), and its number is no figure. Another is a figure in a date's format: 3 shows as 1900-01-03."""
SMALL = 10**15
"""Whole numbers below are exact, however they are held."""
_PLAIN = Look()
_WHOLE = (int, type(None))


def typed_cell(raw: RawCell, field: Field) -> Cell:
    """What a cell without a formula holds."""
    look = raw.look or _PLAIN
    if look.is_struck and not look.aside and raw_text(raw.content).strip():
        look = replace(look, stands="", aside=(Aside("struck", raw_text(raw.content)),))
    cell = unless_hindered(_with_look(_read(raw.content, look, field), raw.content, look, field))
    return replace(cell, value=None) if cell.shape is Shape.DATE and cell.raw[:4].isdigit() and int(cell.raw[:4]) in TYPED_YEARS else cell


def whole_cell(raw: RawCell, result: object, place: Place) -> Cell | None:
    """What `typed_cell` and `computed_cell` give of a small whole number that looks like one, as most are, at its place; None of anything else. `result`: the content, where there is no formula."""
    content, formula = raw.content, raw.formula
    if type(result) is not int or type(content) is not int or raw.look is not None or not (-SMALL < result < SMALL and -SMALL < content < SMALL):
        return None
    return Cell(Shape.NUMBER, result, str(result), place) if formula is None else Cell(Shape.NUMBER, result, str(result), place, formula, content, result)


def computed_cell(raw: RawCell, result: object, field: Field) -> Cell:
    """What a cell with a formula holds; `result`: what the formula gives."""
    look = replace(raw.look, stands=None, aside=()) if raw.look and raw.look.aside else raw.look
    cell = _read(result, look or _PLAIN, field)
    cell = Cell(cell.shape, cell.value, cell.raw, formula=raw.formula, saved=saved_value(raw.content), recalculated=saved_value(result), likely=cell.likely)
    return cell if look is None else _with_look(cell, result, look, field)


def _read(content: object, look: Look, field: Field) -> Cell:
    if isinstance(content, ErrorValue):
        return Cell(Shape.ERROR, None, str(content))
    stands = content if look.stands is None else look.stands
    if type(stands) in _WHOLE:
        return _whole(stands)
    reading = read_cell(stands, field.kind, field.column.unit)
    if isinstance(stands, float) and reading.value is not None:
        return Cell(reading.shape, reading.value, str(reading.value))  # as `raw_text` has it
    raw = str(stands) if is_error(stands) else raw_text(stands)
    return Cell(reading.shape, reading.value, raw, likely=reading.likely)


@lru_cache(2**12)
def _whole(content: object) -> Cell:
    """A whole number or a blank, which most cells hold: it reads the same in every field."""
    reading = read_cell(content, "count")
    return Cell(reading.shape, reading.value, raw_text(content))


def _with_look(cell: Cell, content: object, look: Look, field: Field) -> Cell:
    """The cell with what its look adds: the date, the other figure or the other unit that is shown, the characters that were set apart."""
    if look.aside:
        is_noted = cell.shape in (Shape.TEXT_NUMBER, Shape.FULL_WIDTH)
        return replace(cell, shape=Shape.NOTE if is_noted else cell.shape, aside=look.aside)
    if look.number_format is None or cell.value is None or isinstance(content, (bool, str)):
        return cell
    if look.number_format.is_date_of(cell.value):
        raw = raw_text(look.number_format.date(cell.value)) or cell.raw
        return replace(cell, shape=Shape.DATE, raw=raw, shown=raw.removesuffix(" 00:00:00"))
    shown = look.number_format.other_figure(cell.value)
    if shown is None and field.kind == "amount" and cell.value:
        shown = _with_other_unit(look.number_format.shown(cell.value), unit_of(field.column))
    return cell if shown is None else replace(cell, shown=shown)


def _with_other_unit(shown: str, asked: str | None) -> str | None:
    """What is shown of an amount, where a unit stands beside it that is not the one asked for. The sign of the yuan, ¥12.5, says nothing of thousands."""
    units = [unit for unit in units_of_header(words_of(shown)) if not is_sign(unit)]
    return shown if units and not any(asked is not None and is_same(unit, asked) for unit in units) else None


def is_unseen(raw: RawCell, value: object) -> bool:
    """Whether a number or a text stands in a cell and nobody sees it: letters in the colour of their ground, or a format that shows nothing. A 0 may be left out."""
    look = raw.look
    if look is None or value in (None, "", 0):
        return False
    if look.is_faint:
        return True
    number = from_float(float(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    return number is not None and look.number_format is not None and look.number_format.is_unseen(number)
