"""Writes a filing that was read from a report, or from an office's own workbook, into the official template: figure by figure as printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from xlplugin.filing.cells import UNREAD, Cell, Shape
from xlplugin.filing.filing import Filing
from xlplugin.form.relation import Balance
from xlplugin.outputs.template.sums import Figures, sums
from xlplugin.outputs.template.template import write_template
from xlplugin.outputs.template.transcript_sheet import transcript_page, unread_fields
from xlplugin.reading.figures.cells import from_float
from xlplugin.rules import catalogue
from xlplugin.rules.declare import Rule


def write_imported(filing: Filing, target: Path | BinaryIO, rules: Iterable[Rule] | None = None) -> None:
    """Writes the template of the filing's form with its figures, its text, and the sheet 导入记录 on what else was seen.

    A total keeps the template's formula where that gives what was printed; else it stands as printed, blank too. A figure
    that could not be told is left blank and listed: read back, it is as unknown as before. The same filing gives the same
    bytes. Raises `UsageError` for a text too long for a cell.
    """
    used = list(rules) if rules is not None else list(catalogue().values())
    computed = sums(filing.form, used).computed
    values = {name: content(cell) for name, cell in filing.cells.items()}
    write_template(
        filing.form,
        target,
        used,
        values={name: value for name, value in values.items() if name not in computed},
        typed=_typed(filing, values, computed),
        cover=_cover(filing),
        narrative=_narrative(filing),
        pages=[transcript_page(filing)],
    )


def content(cell: Cell) -> object:
    """What is written for a cell: a number as a number, anything else as it was printed; None for a blank."""
    if cell.shape is Shape.NUMBER and cell.value is not None:
        return cell.value if from_float(float(cell.value)) == cell.value else cell.raw  # a number of more digits than a spreadsheet holds stays text
    if cell.shape is Shape.DATE and (day := _date(cell.raw)) is not None:
        return day
    return None if cell.shape is Shape.BLANK or cell.shape in UNREAD else cell.raw


def _typed(filing: Filing, values: Mapping[str, object], computed: Mapping[str, Balance]) -> dict[str, object]:
    """The totals that stand as printed in place of their formulas, addends before what adds them up."""
    unread = set(unread_fields(filing))
    given: dict[str, object] = {name: value for name, value in values.items() if name not in computed}
    typed: dict[str, object] = {}
    for name in _addends_first(computed):
        addends = [term.field for term in computed[name].right.terms]
        is_whole = unread.isdisjoint(addends)
        sum_ = Figures({**given, **typed}, computed).amount(name)
        if name in unread:
            if is_whole:
                typed[name] = None
        elif not is_whole or values[name] != _tidy(sum_) or isinstance(values[name], str):
            typed[name] = values[name]
    return typed


def _addends_first(computed: Mapping[str, Balance]) -> list[str]:
    ordered: dict[str, None] = {}

    def settle(name: str) -> None:
        for term in computed[name].right.terms:
            if term.field in computed and term.field not in ordered:
                settle(term.field)
        ordered[name] = None

    for name in computed:
        settle(name)
    return list(ordered)


def _tidy(sum_: Decimal) -> object:
    return int(sum_) if sum_ == sum_.to_integral_value() else sum_.normalize()


def _cover(filing: Filing) -> dict[str, object]:
    answers = {"organ": filing.organ, "year": filing.year, "level": filing.level, "scope": filing.scope}
    return {key: answer for key, answer in answers.items() if answer is not None}


def _narrative(filing: Filing) -> dict[str, str]:
    document = filing.document
    around = {} if document is None else {"title": document.title, "opening": document.opening, "closing": document.closing}
    return {part: text for part, text in {**filing.narrative, **around}.items() if text}


def _date(raw: str) -> dt.date | None:
    """A date as a workbook's reader words it; None for one that was printed in another way, which stays text."""
    try:
        day = dt.datetime.fromisoformat(raw)
    except ValueError:
        return None
    return day.date() if len(raw) > 10 and day.time() == dt.time() else None
