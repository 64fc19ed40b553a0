"""The words for cells that may be wrong: those that localisation's sentence has no room for, too."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xlplugin.filing.cells import Value
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Advice
from xlplugin.text import Text, join

MOST_TOLD = 3
"""Of the other ways that would do as well, so many are told in the sentence."""
_REST = Text("其余 {n} 种可能：", "the other {n} ways: ")


def full_advice(filing: Filing, advice: Advice) -> Text:
    """What localisation says, followed by the ways that its sentence only counts."""
    rest = advice.suspects[0].alternatives[MOST_TOLD:] if advice.suspects else ()
    if not rest:
        return advice.text
    return advice.text.followed_by(_REST.fill(n=len(rest)) + join([values_in_words(filing, way) for way in rest], "；", "; ") + Text("。", ""))


def values_in_words(filing: Filing, values: Sequence[tuple[str, Value | int | Decimal]]) -> Text:
    """Cells and the values they would have."""
    words = [(cell_in_words(filing, name), value) for name, value in values]
    return Text("、".join(f"{cell.zh}为 {value}" for cell, value in words), " and ".join(f"{cell.en} is {value}" for cell, value in words))


def cell_in_words(filing: Filing, name: str) -> Text:
    """A cell by its labels and address."""
    field, place = filing.form.fields[name], filing.cell(name).place
    return field.text + (Text(f"（{place.address}）", f" [{place.address}]") if place else Text("", ""))
