"""Writes a layout to a workbook and keeps the truth about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.layouts.canvas import Canvas, save_openpyxl, save_xlsxwriter
from tests.layouts.draw import Drawing, draw_table
from tests.layouts.extras import draw_extra
from tests.layouts.fill import fill_table
from tests.layouts.habits import stretched
from tests.layouts.model import HeadRow, Layout, SheetLayout
from xlplugin.filing.cells import Place
from xlplugin.form import Form

_FORBIDDEN = str.maketrans("", "", "[]:*?/\\")
_LONGEST_NAME = 31


@dataclass(frozen=True)
class Written:
    """What a workbook holds, and where. `path` differs from the one asked for where the file's name has to tell the organ."""

    path: Path
    places: dict[str, Place]
    organ: str
    year: int
    labels_changed: list[tuple[str, str]]
    """(official, seen), for each printed label of rows, columns, groups and titles that is not letter by letter the official one."""
    second_places: dict[str, Place]
    """Where the figures of a table's second copy stand."""


def write_layout(layout: Layout, form: Form, values: Mapping[str, object], path: Path, *, organ: str, year: int) -> Written:
    """Writes the workbook. A value may be a number, a text or None (blank); a field without a value is blank."""
    if layout.file_name is not None:
        path = path.with_name(_filled(layout.file_name, organ, year) + path.suffix)
    canvases: list[Canvas] = []
    places: dict[str, Place] = {}
    second: dict[str, Place] = {}
    changed: list[tuple[str, str]] = []
    for sheet in layout.sheets:
        canvas = Canvas(_sheet_name(sheet.name, organ, year))
        canvases.append(canvas)
        if sheet.extra:
            draw_extra(canvas, sheet.extra, year)
        for drawing in _draw_sheet(canvas, sheet, form, organ, year):
            fill_table(drawing, values, is_float=layout.is_float)
            for name, (row, column) in drawing.places.items():
                (second if name in places else places)[name] = Place(canvas.name, row, column)
            changed += [pair for pair in drawing.changed if pair not in changed]
    if layout.spans:
        wide = {canvas.name: stretched(canvas, layout.spans, layout.merges_figures) for canvas in canvases}
        canvases = [canvas for canvas, _ in wide.values()]
        places = {name: Place(place.sheet, place.row, wide[place.sheet][1][place.column]) for name, place in places.items()}
    save = save_openpyxl if layout.writer == "openpyxl" else save_xlsxwriter
    save(path, canvases, layout.number_format)
    return Written(path, places, organ, year, changed, second)


def _draw_sheet(canvas: Canvas, sheet: SheetLayout, form: Form, organ: str, year: int) -> list[Drawing]:
    row = sheet.top
    for head in sheet.heads:
        _draw_head(canvas, head, row, sheet.left, organ, year)
        row += 1
    drawings = []
    for table in sheet.tables:
        drawing = draw_table(canvas, table, form.table(table.table), row, sheet.left, year)
        drawings.append(drawing)
        row = drawing.row
        for number, note in enumerate(table.notes):
            row += table.above_notes if number == 0 else 0
            for offset, text in note:
                canvas.put(row, drawing.first + offset, text)
            row += 1
    return drawings


def _draw_head(canvas: Canvas, head: HeadRow, row: int, left: int, organ: str, year: int) -> None:
    for offset, template in head.cells:
        canvas.put(row, left + offset, year if template == "{year#}" else _filled(template, organ, year))
    if head.span > 1:
        canvas.merges.append((row, left, row, left + head.span - 1))


def _filled(template: str, organ: str, year: int) -> str:
    return template.replace("{organ}", organ).replace("{year}", str(year))


def _sheet_name(template: str, organ: str, year: int) -> str:
    """A name that a sheet may have. A number at its end survives the shortening."""
    stem, number = template.rstrip("0123456789"), template[len(template.rstrip("0123456789")) :]
    return _filled(stem, organ, year).translate(_FORBIDDEN)[: _LONGEST_NAME - len(number)] + number
