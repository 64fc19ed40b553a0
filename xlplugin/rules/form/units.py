"""Where the header of an amount lost its unit (F07 reports it, and F03 leaves it alone), or it, or what stands beside the table, states another (F03)."""

from __future__ import annotations

from xlplugin.filing.facts import Facts, SeenLabel
from xlplugin.filing.filing import Filing
from xlplugin.form import Form
from xlplugin.form.money import is_same, unit_of, units_of_header, units_stated


def lost_unit(label: SeenLabel, form: Form) -> str | None:
    """The unit that the form asks for, 万元, where the header of an amount states none."""
    return _asked(label, form) if label.axis == "column" and not units_of_header(label.seen) else None


def other_unit(label: SeenLabel, form: Form) -> tuple[str, str] | None:
    """The units that a label, or a text beside the table, states (元) in place of the one that the form asks for, and that one. None where it states none, or this."""
    asked = _asked(label, form)
    units = units_stated(label.seen) if label.axis == "beside" else units_of_header(label.seen)
    return ("、".join(units), asked) if asked and units and not any(is_same(asked, unit) for unit in units) else None


def is_stated_beside(label: SeenLabel, facts: Facts) -> bool:
    """Whether the unit that a header lost stands elsewhere in its table."""
    return any(other.axis == "beside" and (other.table, other.id) == (label.table, label.id) for other in facts.seen_labels)


def has_amount(label: SeenLabel, filing: Filing) -> bool:
    """Whether a column holds anything but zeros and blanks, where a text beside the table states its unit: 0 is 0 in whatever unit. A label that states another is none of the form's."""
    if label.axis != "beside":
        return True
    names = [name for name, field in filing.form.fields.items() if field.table == label.table and field.column.id == label.id and field.kind == "amount"]
    return any(cell.value or not cell.is_known for name in names if (cell := filing.cells.get(name)) is not None)


def _asked(label: SeenLabel, form: Form) -> str | None:
    """The unit that the form asks for in a column, or in the only amounts of a row."""
    blocks = [block for block in form.table(label.table).blocks if label.id in {line.id for line in (block.rows if label.axis == "row" else block.columns)}]
    columns = [column for block in blocks for column in block.columns if label.axis == "row" or column.id == label.id]
    units = {unit for column in columns if (unit := unit_of(column))}
    return units.pop() if len(units) == 1 else None
