"""The official Excel template of a form: blank, or filled with contents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from xlplugin.filing.cells import Place
from xlplugin.form.model import Form
from xlplugin.form.sheets import COVER, FINDINGS, GUIDE, NARRATIVE
from xlplugin.outputs.template.check_lines import write_live
from xlplugin.outputs.template.contents import put, reference
from xlplugin.outputs.template.cover import cover_places, heading, heading_text, narrative_places, write_cover, write_findings, write_narrative
from xlplugin.outputs.template.guide import write_guide
from xlplugin.outputs.template.layout import Box, layout, plans
from xlplugin.outputs.template.styles import TEXT_FONT, Styles
from xlplugin.outputs.template.sums import Figures, sums
from xlplugin.outputs.template.table_sheet import Job, finish, write_table
from xlplugin.rules.declare import Rule

_CREATED = dt.datetime(2021, 9, 26)
"""Fixed, so that a rebuild gives the same bytes: the day the form in force was issued."""
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # What an empty workbook of a Chinese Excel has; widths and heights are given for it.
    "default_format_properties": {"font_name": TEXT_FONT, "font_size": 11, "font_charset": 134, "font_scheme": "none"},
    "default_row_height": 18,
    "default_column_width": 72,
}


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of one's own beside the template's. `write` is called with the sheet, the workbook and the template's styles."""

    name: str
    write: Callable[[Any, Any, Styles], None]
    is_first: bool = False
    """Whether it stands before the cover; else it stands behind the tables."""


def named_places(form: Form) -> dict[str, Place]:
    """The cells that the template names, by defined name: every field, the cover's answers (`meta.`), the texts (`text.`)."""
    return {**layout(form), **cover_places(), **narrative_places(form)}


def write_template(
    form: Form,
    target: Path | BinaryIO,
    rules: Iterable[Rule],
    *,
    values: Mapping[str, object] | None = None,
    typed: Mapping[str, object] | None = None,
    cover: Mapping[str, object] | None = None,
    narrative: Mapping[str, str] | None = None,
    pages: Sequence[Page] = (),
    note: str = "",
    category: str = "",
) -> None:
    """Writes the template of a form to a file; the same arguments give the same bytes.

    `rules`: those whose relations become totals and live checks, and that the guide lists. `values`: contents of the
    boxes to fill in, by field id (numbers, or text as somebody might type it; None is blank); for a computed cell it is
    left out, the formula stands there. `typed`: contents put in place of a computed cell's formula, None too. `cover`: by key of
    `COVER_LABELS`. `narrative`: by section id. `pages`: sheets besides. `note`: what every sheet is to say, on it or above each printed page.
    `category`: stands in the workbook's properties. Raises `KeyError` for a name the form does not have, and `UsageError`
    for a text too long for a cell.
    """
    rules = [rule for rule in rules if rule.holds_for(form.edition)]
    cover, narrative = cover or {}, narrative or {}
    found = sums(form, rules)
    contents = {field: content for field, content in (values or {}).items() if field not in found.computed} | dict(typed or {})
    names = named_places(form)
    given = [*contents, *(f"meta.{key}" for key in cover), *(f"text.{key}" for key in narrative)]
    if unknown := [name for name in given if name not in names]:
        raise KeyError(unknown[0])
    places = plans(form)
    with xlsxwriter.Workbook(target if not isinstance(target, Path) else str(target), _OPTIONS) as workbook:
        workbook.set_properties({"title": form.title.official, "comments": form.document, "created": _CREATED, **({"category": category} if category else {})})
        styles = Styles(workbook)
        job = Job(form, places, found, contents, Figures(contents, found.computed), _heading(cover, note), styles)
        before, behind = [page.name for page in pages if page.is_first], [page.name for page in pages if not page.is_first]
        names_of_sheets = (*before, COVER, *(plan.table.sheet for plan in places), *behind, NARRATIVE, FINDINGS, GUIDE)
        sheets = {name: workbook.add_worksheet(name) for name in names_of_sheets}
        live = []
        for plan in places:
            sheet = sheets[plan.table.sheet]
            write_table(sheet, plan, job)
            live.append(write_live(sheet, plan, job))
            finish(sheet, plan, job, live[-1].last_row)
        write_cover(sheets[COVER], form, cover, live, styles)
        write_narrative(sheets[NARRATIVE], form, narrative, styles)
        write_findings(sheets[FINDINGS], styles, write_guide(sheets[GUIDE], form, rules, found, styles))
        for page in pages:
            page.write(sheets[page.name], workbook, styles)
        if note:
            _note(sheets, note, styles)
        for name, place in names.items():
            workbook.define_name(name, "=" + reference(Box(place.row, place.column, place.row, place.column), place.sheet, is_fixed=True))


def _heading(cover: Mapping[str, object], note: str) -> tuple[str, str]:
    """The line under each table's title, as a formula and its result."""
    if not note:
        return heading(), heading_text(cover)
    quoted = note.replace('"', '""')
    return f'{heading()}&"　　{quoted}"', f"{heading_text(cover)}　　{note}"


def _note(sheets: Mapping[str, Any], note: str, styles: Styles) -> None:
    """Says something on the cover and above each printed page."""
    put(sheets[COVER], Box(3, 1, 3, 3), note, styles["cover_note"])
    sheets[COVER].set_row(2, 24)
    for sheet in sheets.values():
        sheet.set_header(f"&R&9{note.replace('&', '&&')}")
