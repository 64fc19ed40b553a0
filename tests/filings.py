"""Filings for tests: every cell is 0 but those named, as in the rules' examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from xlplugin.filing import Cell, Facts, Filing, Place
from xlplugin.form import Alternative, Form, editions
from xlplugin.reading.cells import raw_text, read_cell
from xlplugin.rules.declare import Example


def filing_of(
    values: Mapping[str, object] | None = None,
    *,
    edition: str = "2021",
    cells: Mapping[str, Cell] | None = None,
    facts: Facts | None = None,
    organ: str | None = "样例一镇",
    year: int | None = None,
    level: str | None = None,
    narrative: Mapping[str, str] | None = None,
    shape: tuple[str, ...] = (),
) -> Filing:
    """A filing whose cells are all 0, but for `values` (raw contents) and `cells` (whole cells).

    `year` None: the edition's first; 0: no year is known. `shape`: ids of the rows that stand in place of several.
    """
    form = form_of(edition, shape)
    given, whole = values or {}, cells or {}
    unknown = (set(given) | set(whole)) - set(form.fields)
    assert not unknown, f"no such fields: {sorted(unknown)}"
    places = _places(form)
    built = {name: _cell(form, name, given.get(name, 0)) for name in form.fields} | dict(whole)
    return Filing(
        form=form,
        cells={name: cell if cell.place else replace(cell, place=places[name]) for name, cell in built.items()},
        file="样例.xlsx",
        organ=organ,
        year=form.first_year if year is None else year or None,
        level=level,
        narrative=narrative or {},
        facts=facts or Facts(),
    )


def filing_of_example(example: Example) -> Filing:
    """The filing that a rule's example describes."""
    return filing_of(
        example.values,
        edition=example.edition,
        cells=example.cells,
        facts=example.facts,
        organ=example.organ,
        year=example.year,
        level=example.level,
        narrative=example.narrative,
        shape=example.shape,
    )


def prior_of_example(example: Example) -> Filing | None:
    """Last year's filing of a rule's example, where it has one: a year before it, unless the example says which year."""
    if example.prior is None:
        return None
    year = filing_of_example(example).year
    filing = filing_of_example(example.prior)
    return filing if year is None or example.prior.year is not None else replace(filing, year=year - 1)


def form_of(edition: str, shape: tuple[str, ...] = ()) -> Form:
    """An edition of the form, with the alternative rows named."""
    form = editions()[edition]
    for row in shape:
        table, block, alternative = _alternative(form, row)
        form = form.with_alternative(table, block, alternative)
    return form


def _alternative(form: Form, row: str) -> tuple[str, str, Alternative]:
    return next(
        (table.id, block.id, alternative) for table in form.tables for block in table.blocks for alternative in block.alternatives if alternative.row.id == row
    )


def _cell(form: Form, name: str, content: object) -> Cell:
    field = form.fields[name]
    reading = read_cell(content, field.kind, field.column.unit)
    return Cell(reading.shape, reading.value, raw_text(content), likely=reading.likely)


def _places(form: Form) -> dict[str, Place]:
    """A place of its own for each cell: below each other by row, side by side by column, on the table's own sheet."""
    places: dict[str, Place] = {}
    for table in form.tables:
        rows = [(block, row) for block in table.blocks for row in block.rows]
        for down, (block, row) in enumerate(rows, start=1):
            for across, column in enumerate(block.columns, start=1):
                places[f"{table.id}.{row.id}.{column.id}"] = Place(table.sheet, down, across)
    return places
