"""A rule's examples as filings: what the tests run and `xlplugin explain` shows are one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from xlplugin.checking.check import check
from xlplugin.checking.check_batch import Checked, check_batch
from xlplugin.filing.cells import Cell, Place
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report, Severity
from xlplugin.filing.submissions import Batch, Contents, Problem
from xlplugin.form import Form, editions
from xlplugin.reading.figures.cells import raw_text, read_cell
from xlplugin.rules.declare import Across, Context, Example, Rule
from xlplugin.text import Text


def filing_of(example: Example, file: str = "样例.xlsx") -> Filing:
    """The filing an example stands for: every cell is 0 but those it names. Raises `KeyError` for a field the form does not have."""
    form = form_of(example.edition, example.shape)
    if unknown := [name for name in (*example.values, *example.cells) if name not in form.fields]:
        raise KeyError(f"edition {form.key} has no field {unknown[0]}")
    cells = {name: example.cells.get(name) or _cell(form, name, example.values.get(name, 0)) for name in form.fields}
    places = _places(form)
    return Filing(
        form=form,
        cells={name: cell if cell.place else replace(cell, place=places[name]) for name, cell in cells.items() if name not in example.not_found},
        file=file,
        organ=example.organ,
        year=form.first_year if example.year is None else example.year or None,
        level=example.level,
        narrative=example.narrative,
        document=example.document,
        facts=example.facts,
    )


def prior_of(example: Example) -> Filing | None:
    """Last year's filing of an example, where it has one: of the year before it, unless the example says which year."""
    if example.prior is None:
        return None
    year, filing = filing_of(example).year, filing_of(example.prior, example.prior.file or "上年.xlsx")
    return filing if year is None or example.prior.year is not None else replace(filing, year=year - 1)


def batch_of(example: Example) -> Batch:
    """The submissions of an example across a batch, with what it says that they hold."""
    if example.several is None:
        raise ValueError("the example is no batch")
    holds, before = example.several.holds, example.several.before

    def problems(file: str) -> frozenset[Problem]:
        [report] = check([filing_of(holds[file], file)]) if file in holds else [Report(file)]
        return frozenset((finding.rule, finding.field) for finding in report.findings if finding.severity >= Severity.WARNING)

    contents = Contents(
        filing=lambda file: filing_of(holds[file], file) if file in holds else None,
        narrative=lambda file: holds[file].narrative if file in holds else {},
        last_year=lambda file: before[file].narrative if file in before else {},
        problems=problems,
    )
    return replace(example.several.batch, contents=contents)


def checked_of(rule: Rule, example: Example, context: Context | None = None) -> Checked:
    """What a rule across a batch says of one of its examples, with the organs that it names."""
    return check_batch(batch_of(example), [rule], context)


def report_of(rule: Rule, example: Example, context: Context | None = None) -> Report:
    """What the rule alone says of one of its examples."""
    if isinstance(rule.check, Across):
        checked = checked_of(rule, example, context)
        return Report("", findings=checked.found, not_checked=checked.not_checked)
    return check([filing_of(example, example.file or "本年.xlsx")], [rule], context, priors=[prior_of(example)])[0]


def messages_of(rule: Rule, example: Example) -> list[Text]:
    """The messages that a rule has for one of its examples."""
    report = report_of(rule, example)
    return [finding.message for finding in (*report.findings, *report.transcription)] or [entry.reason for entry in report.not_checked]


@cache
def form_of(edition: str, shape: tuple[str, ...] = ()) -> Form:
    """An edition of the form in one of its shapes; `shape` has the ids of the rows that stand in place of several."""
    form = editions()[edition]
    for row in shape:
        table, block, alternative = next(
            (table.id, block.id, alternative) for table in form.tables for block in table.blocks for alternative in block.alternatives if alternative.row.id == row
        )
        form = form.with_alternative(table, block, alternative)
    return form


def _cell(form: Form, name: str, content: object) -> Cell:
    field = form.fields[name]
    reading = read_cell(content, field.kind, field.column.unit)
    return Cell(reading.shape, reading.value, raw_text(content), likely=reading.likely)


@cache
def _places(form: Form) -> dict[str, Place]:
    """A place of its own for each cell: below each other by row, side by side by column, on the table's own sheet."""
    places: dict[str, Place] = {}
    for table in form.tables:
        rows = [(block, row) for block in table.blocks for row in block.rows]
        for down, (block, row) in enumerate(rows, start=1):
            for across, column in enumerate(block.columns, start=1):
                places[f"{table.id}.{row.id}.{column.id}"] = Place(table.sheet, down, across)
    return places
