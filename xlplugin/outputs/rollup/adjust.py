"""汇总调整: what a reviewer adds to a plain sum or takes from it, cell by cell, with a reason for each (a transfer, a joint document, a case counted twice)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from xlplugin.errors import UsageError
from xlplugin.filing.cells import Shape, Value
from xlplugin.form import Field, Form
from xlplugin.form.labels import canonical
from xlplugin.form.model import Label
from xlplugin.outputs.rollup.add import computed, tidied
from xlplugin.outputs.template.sums import Figures
from xlplugin.reading.figures.cells import read_cell
from xlplugin.runs.inputs.csv_rows import tell_surplus
from xlplugin.runs.inputs.list_rows import list_rows, shown
from xlplugin.runs.inputs.names import likeness
from xlplugin.runs.inputs.row_faults import RowFaults
from xlplugin.text import Text

HEADER = ("字段", "增减", "原因", "涉及单位")
_BY_LABELS = ("表", "行", "列")
_LIST = Text("汇总调整表 {file}", "the list of adjustments {file}")
_NUMBERS = (Shape.NUMBER, Shape.TEXT_NUMBER, Shape.FULL_WIDTH)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One line: by how much a cell's sum changes, why, and whom it concerns."""

    field: str
    amount: Value
    reason: str
    organs: str = ""


def adjustable(form: Form) -> dict[str, Field]:
    """The fields that may be adjusted, by id: those that are filled in by hand, of the form and of its shapes. Totals follow from them."""
    return {name: field for shape in form.shapes for name, field in shape.fields.items() if name not in computed(shape).computed}


def label_of(field: Field) -> str:
    """A field as the drop-down of 汇总调整 names it."""
    return field.text.zh


def read_adjustments(path: Path, form: Form) -> tuple[Adjustment, ...]:
    """The lines of a .csv or of a workbook, such as an earlier roll-up: of its first sheet that has the columns.

    Columns: 字段 (an id, or the words of the drop-down) or 表, 行 and 列 (labels); 增减, 原因, and 涉及单位, which may be left out.
    Raises `UsageError`, naming every row, where a line has no reason, no number or no field that can be adjusted.
    """
    for rows in list_rows(path, Text("汇总调整表", "the list of adjustments")):
        for row in rows:
            header = [shown(cell) for cell in row.cells]
            if {"增减", "原因"} <= set(header) and ("字段" in header or {"行", "列"} <= set(header)):
                at = {name: header.index(name) for name in (*HEADER, *_BY_LABELS) if name in header}
                below = [(one.number, {name: one.cells[place] for name, place in at.items() if place < len(one.cells)}) for one in rows if one.number > row.number]
                faults = RowFaults(_LIST.fill(file=path.name))
                for one in rows:
                    if one.number > row.number:
                        tell_surplus(header, one.cells, one.number, faults)
                found = [_adjustment(cells, number, faults, form) for number, cells in below if any(shown(cell) for cell in cells.values())]
                faults.raise_if_any()
                return tuple(one for one in found if one is not None)
    raise UsageError(
        zh=f"汇总调整表 {path.name} 须有这些列：字段（或表、行、列）、增减、原因、涉及单位。",
        en=f"the list of adjustments {path.name} needs the columns 字段 (or 表, 行, 列), 增减, 原因, 涉及单位",
    )


def adjusted(form: Form, values: Mapping[str, Value], adjustments: Sequence[Adjustment]) -> dict[str, Value]:
    """The sums after adjustment, by field id; a total changes by what its parts change by."""
    waiting: dict[str, Value] = defaultdict(int)
    for one in adjustments:
        waiting[one.field] += one.amount
    changes: dict[str, Decimal] = defaultdict(Decimal)
    for shape in form.shapes:
        own = {name: waiting.pop(name) for name in list(waiting) if name in shape.fields}
        totals = computed(shape).computed if own else {}
        figures = Figures(own, totals)
        for name in (*own, *totals):
            changes[name] += figures.amount(name)
    return {name: tidied(value + changes[name]) if changes.get(name) else value for name, value in values.items()}


def _adjustment(cells: Mapping[str, object], number: int, faults: RowFaults, form: Form) -> Adjustment | None:
    """One line; None where it is not as it should be, which is told."""

    texts = {name: shown(content) for name, content in cells.items()}
    field = _field(texts, form)
    if isinstance(field, Text):
        faults.add(number, f"{field.zh}。", field.en)
        return None
    amount = read_cell(cells.get("增减"), "signed_count" if field.kind != "amount" else "amount", field.column.unit)
    if not texts.get("原因"):
        faults.add(number, f"“{label_of(field)}”的调整没有写原因。", f"the adjustment of {field.id} has no reason")
    elif amount.value is None or amount.shape not in _NUMBERS:
        faults.add(number, f"增减“{texts.get('增减', '')}”不是数字。", f"增减 “{texts.get('增减', '')}” is no number")
    elif field.kind != "amount" and not isinstance(amount.value, int):
        faults.add(number, f"“{label_of(field)}”是件数，增减须是整数。", f"{field.id} is a count, and its 增减 must be whole")
    else:
        return Adjustment(field.id, amount.value, texts["原因"], texts.get("涉及单位", ""))
    return None


def _field(cells: Mapping[str, str], form: Form) -> Field | Text:
    """The field that a line means, or what is wrong with the way it says so."""
    fields = {name: field for shape in form.shapes for name, field in shape.fields.items()}
    if named := cells.get("字段"):
        found = [field for name, field in fields.items() if name == named] or [field for field in fields.values() if canonical(label_of(field)) == canonical(named)]
        words = named
    else:
        parts = [cells.get(name, "") for name in _BY_LABELS]
        tables = {table.id: (*_wordings(table.title), table.sheet, table.id) for table in form.tables}
        found = [
            field
            for field in fields.values()
            if (not parts[0] or _is_one_of(parts[0], tables[field.table]))
            and _is_one_of(parts[1], (*_wordings(field.row.label), field.row.id))
            and _is_one_of(parts[2], (*_wordings(field.column.label), field.column.id))
        ]
        words = "·".join(part for part in parts if part)
    if not words:
        return Text("没有写是哪个字段", "it does not say which field")
    if not found:
        near = _nearest(words, [*(label_of(field) for field in fields.values()), *fields])
        return Text(f"表中没有“{words}”，最接近的是“{near}”", f"the form has no {words}; the nearest is {near}")
    if len(found) > 1:
        return Text(f"“{words}”不止一格，请写明表、行、列", f"{words} means several cells; give 表, 行 and 列")
    if found[0].id not in adjustable(form):
        return Text(f"“{label_of(found[0])}”是合计，随分项变动，请调整它的分项", f"{found[0].id} is a total and follows its parts; adjust those")
    return found[0]


def _nearest(words: str, labels: Sequence[str]) -> str:
    """The label that is spelt most like it."""
    return max(labels, key=lambda label: likeness(canonical(words), canonical(label)))


def _wordings(label: Label) -> tuple[str, ...]:
    return (label.official, label.short, *label.variants)


def _is_one_of(words: str, wordings: Sequence[str]) -> bool:
    return canonical(words) in {canonical(wording) for wording in wordings}
