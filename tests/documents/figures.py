"""What stands in the cells of a random report, letter by letter."""

from __future__ import annotations

import random

from tests.layouts import summing_values
from xlplugin.form import Form
from xlplugin.text import number


def printed_values(rng: random.Random, form: Form, *, has_blanks: bool) -> dict[str, str]:
    """A text for every field: mostly small numbers whose totals hold, some written as offices write them, some blank."""
    style = rng.choice(("zeros", "small", "large"))
    if style == "zeros":
        values = dict.fromkeys(form.fields, "0")
    else:
        sums = summing_values(rng, form)
        values = {name: number(value if style == "large" or field.kind != "count" else value % rng.choice((3, 30, 300))) for (name, value), field in zip(sums.items(), form.fields.values(), strict=True)}
    for name in rng.sample(list(values), rng.choice((0, 0, 1, 4))):
        values[name] = rng.choice(("/", "—", "无", "1,034", "２", " 0", "O", "22（其中修订16件）", "3件"))
    if has_blanks:
        for name in rng.sample(list(values), rng.choice((0, 0, 1, 3, 12))):
            values[name] = ""
        if rng.random() < 0.3:
            row = rng.choice([name.rpartition(".")[0] for name in values])
            values |= {name: "" for name in values if name.startswith(f"{row}.")}
    return values
