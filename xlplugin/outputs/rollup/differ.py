"""汇总差异: what an organ's own report says against the sum of those below it, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlplugin.errors import UsageError
from xlplugin.filing.cells import Value
from xlplugin.filing.filing import Filing
from xlplugin.form import Field, Form
from xlplugin.outputs.rollup.add import all_fields, shape_for, shown_in, tidied
from xlplugin.text import Text


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell. `parent` is None where its figure there cannot be read."""

    field: Field
    parent: Value | None
    sum: Value
    """The plain sum."""
    adjustment: Value

    @property
    def gap(self) -> Value | None:
        """Parent − (sum + adjustment)."""
        return None if self.parent is None else tidied(self.parent - self.sum - self.adjustment)

    @property
    def note(self) -> Text | None:
        """What such a difference often comes of, without anybody being wrong."""
        if self.field.table == "review":
            return _JOINT_CASES
        return _JOINT_DOCUMENTS if self.field.table == "proactive" and self.field.row.id == "normative_documents" else None


def differences(parent: Filing, form: Form, plain: Mapping[str, Value], after: Mapping[str, Value]) -> list[Difference]:
    """Every cell of the parent's report against the sum: first those that differ, then those that cannot be read, then the rest, in the form's order.

    `plain`, `after`: the sum without and with adjustments. Raises `UsageError` for a report of another edition of the form.
    """
    if parent.form.edition != form.edition:
        raise UsageError(
            zh=f"上级报告用的是 {parent.form.edition} 年版表格，汇总用的是 {form.edition} 年版，不能比较。",
            en=f"the parent's report is of edition {parent.form.edition}, the roll-up of {form.edition}; they cannot be compared",
        )
    filed: dict[str, Value] = {name: parent.amount(name) if name in parent.form.fields else 0 for name in all_fields(form)}
    shape = shape_for(form, filed, plain, after)
    own, before, now = (shown_in(shape, form, values) for values in (filed, plain, after))
    unknown = {name for name in parent.form.fields if not parent.is_known(name)}
    found = [
        Difference(field, None if name in unknown else own[name], before[name], tidied(now[name] - before[name])) for name, field in shape.fields.items()
    ]
    return sorted(found, key=lambda one: (one.gap == 0, one.gap is None))


_JOINT_DOCUMENTS = Text("联合发文，参与单位各计一次，上级只计一次", "joint documents count once for each organ and once for the parent")
_JOINT_CASES = Text("移送的案件和共同被申请人、共同被告的案件，各单位各计一次", "a case passed on, or one with joint respondents, counts once for each organ")
