"""A rule's examples as filings: what the tests run and `xlplugin explain` shows are one."""

from __future__ import annotations

from xlplugin.checking.check import check
from xlplugin.filing import Cell, Filing, Place
from xlplugin.findings import Report
from xlplugin.form import Form, editions
from xlplugin.reading.cells import raw_text, read_cell
from xlplugin.rules.declare import Example, Rule
from xlplugin.text import Text


def filing_of(example: Example, file: str = "") -> Filing:
    """The filing an example stands for: every cell is 0 but those it names; the cells stand on sheets like the template's."""
    form = _form(example)
    cells: dict[str, Cell] = {}
    for number, (name, field) in enumerate(form.fields.items()):
        table = form.table(field.table)
        place = Place(table.sheet, 6 + number // 7, 4 + number % 7)
        content = example.values.get(name, 0)
        reading = read_cell(content, field.kind, field.column.unit)
        cells[name] = Cell(reading.shape, reading.value, raw_text(content), place, likely=reading.likely)
    cells |= example.cells
    year = form.first_year if example.year is None else example.year or None
    return Filing(form, cells, file, example.organ, year, level=example.level, narrative=example.narrative, facts=example.facts)


def report_of(rule: Rule, example: Example) -> Report:
    """What the rule alone says of one of its examples."""
    prior = filing_of(example.prior, "上年.xlsx") if example.prior else None
    return check([filing_of(example, "本年.xlsx")], [rule], priors=[prior])[0]


def messages_of(rule: Rule, example: Example) -> list[Text]:
    """The messages that a rule has for one of its examples."""
    report = report_of(rule, example)
    return [finding.message for finding in report.findings] or [entry.reason for entry in report.not_checked]


def _form(example: Example) -> Form:
    form = editions()[example.edition]
    for name in example.shape:
        found = next((table.id, block.id, alternative) for table in form.tables for block in table.blocks for alternative in block.alternatives if alternative.row.id == name)
        form = form.with_alternative(*found)
    return form
