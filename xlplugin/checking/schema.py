"""From the form to a pandera schema over the cells of many filings: one frame, one `validate`, one finding a failure.

The frame has one row a cell: `filing` (its number), `field`, `shape`, and a float64 column for each kind of value, in
which the cells of other kinds are missing. The rules' bounds are the checks of those columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from xlplugin.filing import Filing
from xlplugin.form import Form
from xlplugin.form.model import KINDS
from xlplugin.rules.declare import Bound, Forbidden, Hit, Limits, Rule

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa


def build_schema(form: Form, rules: Sequence[Rule], limits: Limits) -> pa.DataFrameSchema:
    """The schema of a form's cells under the rules that bound single cells."""
    import pandera.pandas as pa

    shapes = [pa.Check.ne(rule.check.shape, error=rule.id) for rule in rules if isinstance(rule.check, Forbidden)]
    columns: dict[str, Any] = {
        "filing": pa.Column(int),
        "field": pa.Column(str, pa.Check.isin(list(form.fields))),
        "shape": pa.Column(str, shapes),
    }
    for kind in KINDS:
        checks = [_bound_check(rule, rule.check, limits) for rule in rules if isinstance(rule.check, Bound) and kind in rule.check.kinds]
        columns[kind] = pa.Column(float, checks, nullable=True)
    return pa.DataFrameSchema(columns)


def cells_frame(filings: Sequence[Filing]) -> pd.DataFrame:
    """The cells of filings of one form, one row a cell."""
    import pandas as pd

    rows: dict[str, list[Any]] = {"filing": [], "field": [], "shape": [], **{kind: [] for kind in KINDS}}
    for number, filing in enumerate(filings):
        for name, cell in filing.cells.items():
            own = filing.form.fields[name].kind
            rows["filing"].append(number)
            rows["field"].append(name)
            rows["shape"].append(cell.shape.value)
            for kind in KINDS:
                rows[kind].append(float(cell.value) if kind == own and cell.value is not None else None)
    return pd.DataFrame(rows).astype({"filing": int, "field": str, "shape": str, **dict.fromkeys(KINDS, float)})


def failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> Iterator[tuple[int, str, str]]:
    """(number of the filing, rule id, field id) of each cell that breaks a bound."""
    import pandera.pandas as pa

    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as broken:
        cases = broken.failure_cases
        numbers = frame["filing"].tolist()
        for check, index in zip(cases["check"], cases["index"], strict=True):
            at = int(index)
            yield int(numbers[at]), str(check), str(frame["field"].iat[at])


def hit(filing: Filing, name: str) -> Hit:
    """The hit for a cell that breaks a bound: what stands in it."""
    cell = filing.cells[name]
    return Hit(name, actual=cell.raw if cell.value is None else cell.value)


def _bound_check(rule: Rule, bound: Bound, limits: Limits) -> pa.Check:
    import pandera.pandas as pa

    return pa.Check(lambda values: bound.accepts(values, limits), error=rule.id)
