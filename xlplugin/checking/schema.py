"""From the form to a pandera schema over the cells of many filings: one frame, one `validate`, one finding a failure.

The frame has one row a cell: `filing` (its number), `field`, `shape`, and a float64 column for each kind of value, in
which the cells of other kinds are missing. The rules' bounds are the checks of those columns.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from xlplugin import libraries
from xlplugin.filing.filing import Filing
from xlplugin.form import Form
from xlplugin.form.model import KINDS, Kind
from xlplugin.rules.declare import Bound, Forbidden, Limits, Rule

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa


def build_schema(form: Form, rules: Sequence[Rule], limits: Limits) -> pa.DataFrameSchema:
    """The schema of a form's cells under the rules that bound single cells."""
    import pandera.pandas as pa

    shapes = [pa.Check.ne(rule.check.shape, error=rule.id) for rule in rules if isinstance(rule.check, Forbidden)]
    columns: dict[str, Any] = {
        "filing": pa.Column("int64"),  # where Python's int is 32 bits wide to numpy (WebAssembly), too
        "field": pa.Column(str, pa.Check.isin(list(form.fields))),
        "shape": pa.Column(str, shapes),
    }
    for kind in KINDS:
        columns[kind] = pa.Column("float64", bound_checks(rules, kind, limits), nullable=True)
    return pa.DataFrameSchema(columns)


def bound_checks(rules: Sequence[Rule], kind: Kind, limits: Limits) -> list[pa.Check]:
    """The rules' bounds for one kind of value, as checks of a column; each is named by its rule's id."""
    return [_bound_check(rule, rule.check, limits) for rule in rules if isinstance(rule.check, Bound) and kind in rule.check.kinds]


def cells_frame(filings: Sequence[Filing]) -> pd.DataFrame:
    """The cells of filings of one form, one row a cell."""
    import numpy as np
    import pandas as pd

    names = [name for filing in filings for name in filing.cells]
    cells = [cell for filing in filings for cell in filing.cells.values()]
    values = np.array([np.nan if cell.value is None else float(cell.value) for cell in cells], dtype="float64")
    kind_of = {name: KINDS.index(field.kind) for name, field in filings[0].form.fields.items()} if filings else {}
    kinds = np.array([kind_of[name] for name in names], dtype="int64")
    columns: dict[str, Any] = {
        "filing": np.repeat(np.arange(len(filings), dtype="int64"), [len(filing.cells) for filing in filings]),
        "field": np.array(names, dtype=object),
        "shape": np.array([cell.shape._value_ for cell in cells], dtype=object),  # `.value` is a descriptor, several times slower
        **{kind: np.where(kinds == number, values, np.nan) for number, kind in enumerate(KINDS)},
    }
    return pd.DataFrame(columns).astype({"field": str, "shape": str})


def is_loaded() -> bool:
    """Whether pandera stands in memory: loading it takes longer than all the rest of checking one filing."""
    return "pandera.pandas" in sys.modules


def can_validate() -> bool:
    """Whether pandas and pandera can be loaded; loads them."""
    try:
        libraries.load("pandas", "pandera.pandas")
    except ImportError:
        return False
    return True


def failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> Iterator[tuple[int, str, str]]:
    """(number of the filing, rule id, field id) of each cell that breaks a bound. What is wrong with the frame as a whole names no cell, and hides none."""
    import pandas as pd
    import pandera.pandas as pa

    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as broken:
        cases = broken.failure_cases
        numbers = frame["filing"].tolist()
        for check, index in zip(cases["check"], cases["index"], strict=True):
            if not pd.isna(index):
                yield int(numbers[int(index)]), str(check), str(frame["field"].iat[int(index)])


def _bound_check(rule: Rule, bound: Bound, limits: Limits) -> pa.Check:
    import pandera.pandas as pa

    return pa.Check(lambda values: bound.accepts(values, limits), error=rule.id)
