"""Values, formulas and errors of a block of cells: one call for each, however many cells there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlplugin.errors import NotWrittenError
from xlplugin.live.calc.bridge import load_uno
from xlplugin.live.calc.document import Area, Document, Position, addresses, area_of, areas_of, single_cells
from xlplugin.live.calc.formulas import from_excel, to_excel
from xlplugin.live.calc.values import CellError, Kind, error_value, from_serial, kind_of_value, to_cell

_NUMBERS, _DATES, _FORMULAS, _ANYTHING = 1, 2, 16, 1 | 2 | 4 | 16
"""com.sun.star.sheet.CellFlags."""
_ERROR = 4
"""com.sun.star.sheet.FormulaResult."""
_FORMAT_TYPES: Mapping[Kind, int] = {"date": 6, "time": 4, "truth": 1024}
"""com.sun.star.util.NumberFormat: dates are written with their time of day."""


@dataclass(frozen=True, slots=True)
class Block:
    """What a block of cells holds, row by row.

    `values`: None, float, str, bool, datetime, time, timedelta or CellError; of a formula what it gives.
    `formulas`: in Excel's notation with the leading `=`; None where the cell holds no formula.
    """

    area: Area
    values: list[list[object]]
    formulas: list[list[str | None]]


def read_values(document: Document, cells: Any) -> list[list[object]]:
    """The values of a range of Calc."""
    return _typed(document, cells, [list(row) for row in cells.getDataArray()])


def read_block(document: Document, cells: Any) -> Block:
    """The values and the formulas of a range of Calc. A truth value or an error that was typed is no formula, though Calc keeps it as one."""
    shown = cells.getDataArray()
    values = _typed(document, cells, [list(row) for row in shown])
    rows = zip(cells.getFormulaArray(), shown, values, strict=True)
    formulas = [[_formula(*cell) for cell in zip(*row, strict=True)] for row in rows]
    return Block(area_of(cells), values, formulas)


def read_contents(document: Document, cells: Any) -> tuple[tuple[str, ...], ...]:
    """What the cells hold as it would be typed in Excel: formulas with `=`, anything else as text."""
    block = read_block(document, cells)
    typed = cells.getFormulaArray()
    return tuple(
        tuple(formula if formula is not None else _typed_in(value, text) for value, formula, text in zip(*row, strict=True))
        for row in zip(block.values, block.formulas, typed, strict=True)
    )


def write_values(document: Document, cells: Any, rows: Sequence[Sequence[object]]) -> None:
    """Fills a range of Calc with as many values, in one call; texts stay texts, whatever they look like.

    Calc's undo of it puts back what was in the cells, but leaves what was written where they were blank. Raises NotWrittenError on a protected sheet.
    """
    plain = tuple(tuple(to_cell(value, document.null_date) for value in row) for row in rows)
    try:
        cells.setDataArray(plain)
    except load_uno().getClass("com.sun.star.uno.RuntimeException") as error:
        raise NotWrittenError(sheet=cells.getSpreadsheet().getName(), what=cells.AbsoluteName) from error
    area = area_of(cells)
    kinds = {(area.top + r, area.left + c): kind for r, row in enumerate(rows) for c, value in enumerate(row) if (kind := kind_of_value(value))}
    if kinds:
        _set_formats(document, cells.getRangeAddress().Sheet, kinds)


def write_rows(document: Document, sheet: Any, row: int, column: int, rows: Sequence[Sequence[object]]) -> None:
    """Replaces a block of cells, from a row and a column on, so that Calc's undo puts back just what was there; few calls for any number of cells.

    New cells are put in below, filled, and the old ones taken out above them: formulas elsewhere that refer to the old ones break. For sheets
    of our own, whose rows look alike; the new cells look as the last of the old ones did. Raises NotWrittenError on a protected sheet.
    """
    if not rows or not rows[0]:
        return
    uno = load_uno()
    old = Area(row, column, row + len(rows) - 1, column + len(rows[0]) - 1)
    new = Area(old.bottom + 1, column, old.bottom + len(rows), old.right)
    before, below = addresses(sheet.getRangeAddress().Sheet, [old, new])
    sheet.insertCells(below, uno.Enum("com.sun.star.sheet.CellInsertMode", "DOWN"))
    cells = sheet.getCellRangeByPosition(new.left - 1, new.top - 1, new.right - 1, new.bottom - 1)
    if cells.queryContentCells(_ANYTHING).getCount():
        raise NotWrittenError(sheet=sheet.getName(), what=cells.AbsoluteName)
    write_values(document, cells, rows)
    sheet.removeRange(before, uno.Enum("com.sun.star.sheet.CellDeleteMode", "UP"))


def write_cells(document: Document, sheet: Any, contents: Mapping[Position, object]) -> None:
    """Writes single cells, each so that Calc can undo it: numbers, texts (which stay texts), formulas (texts that begin with `=`), None for blank.

    Raises NotWrittenError for a locked cell of a protected sheet, before anything is written; Calc itself would write it.
    """
    cells = {at: sheet.getCellByPosition(at[1] - 1, at[0] - 1) for at in contents}
    if sheet.isProtected():
        locked = [cell.AbsoluteName for cell in cells.values() if cell.CellProtection.IsLocked]
        if locked:
            raise NotWrittenError(sheet=sheet.getName(), what=", ".join(locked[:5]))
    for at, content in contents.items():
        if isinstance(content, str) and content.startswith("="):
            cells[at].setFormula(from_excel(content))
            continue
        plain = to_cell(content, document.null_date)
        if plain == "":
            cells[at].setFormula("")
        elif isinstance(plain, str):
            cells[at].setString(plain)
        else:
            cells[at].setValue(plain)
    kinds = {at: kind for at, content in contents.items() if (kind := kind_of_value(content))}
    if kinds:
        _set_formats(document, sheet.getRangeAddress().Sheet, kinds)


def _typed(document: Document, cells: Any, values: list[list[Any]]) -> list[list[object]]:
    """Puts None for blank, errors for Calc's void, and dates and truth values for numbers that are shown so."""
    area = area_of(cells)
    for line in values:
        line[:] = [None if value == "" else value for value in line]
    _put_errors(cells, area, values)
    numbers = areas_of(cells.queryContentCells(_NUMBERS | _DATES | _FORMULAS))
    for group, key, _ in document.split_by("NumberFormat", cells.getRangeAddress().Sheet, numbers):
        kind = document.kind(int(key))
        if kind is None:
            continue
        for row, column in (at for one in group for at in one.positions()):
            value = values[row - area.top][column - area.left]
            if isinstance(value, float):
                values[row - area.top][column - area.left] = from_serial(value, kind, document.null_date)
    return values


def _put_errors(cells: Any, area: Area, values: list[list[Any]]) -> None:
    """The errors of formulas; an empty text that a formula gives stays None, as Calc shows nothing there."""
    for one in areas_of(cells.queryFormulaCells(_ERROR)):
        for row, column in one.positions():
            cell = cells.getCellByPosition(column - area.left, row - area.top)
            values[row - area.top][column - area.left] = error_value(int(cell.getError()))


def _formula(text: str, shown: object, value: object) -> str | None:
    if not text.startswith(("=", "{=")) or text == shown:
        return None
    if isinstance(value, bool) and text in ("=TRUE()", "=FALSE()"):
        return None
    if isinstance(value, CellError) and text == f"={value}":
        return None
    return to_excel(text)


def _typed_in(value: object, text: str) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value) if isinstance(value, str) else text


def _set_formats(document: Document, sheet: int, kinds: Mapping[Position, Kind]) -> None:
    """Gives cells the number format of their kind, where they have none of that kind."""
    for kind in set(kinds.values()):
        areas = single_cells(at for at in kinds if kinds[at] == kind)
        wrong = [one for group, key, _ in document.split_by("NumberFormat", sheet, areas) if document.kind(int(key)) != kind for one in group]
        if wrong:
            locale = load_uno().createUnoStruct("com.sun.star.lang.Locale")
            document.cells(sheet, wrong).setPropertyValue("NumberFormat", document.model.NumberFormats.getStandardFormat(_FORMAT_TYPES[kind], locale))
