"""What plain sums of whole numbers give, told from their terms: the totals of nearly every filing, without an engine.

Only where nothing can be in doubt: every cell that counts holds a whole number or nothing, and so do its factors. Texts,
errors, decimals, dates, circles, other workbooks and 以显示精度为准 are the engine's (`recalculate`), as is any other formula.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlplugin.filing.cells import Place
from xlplugin.reading.formulas.linear import Sum
from xlplugin.reading.workbook.grid import Book, RawCell

LARGEST = 10**15
"""Below this every whole number is a float of its own, so that order and rounding change nothing."""
DEEPEST = 100
"""So many sums of sums are followed."""


@dataclass(frozen=True, slots=True)
class SumPlan:
    """The plain sums of a layout in the order in which they can be added up."""

    entries: tuple[str, ...]
    """The fields without a formula that they add."""
    steps: tuple[tuple[str, int, tuple[tuple[str, int], ...]], ...]
    """Of each sum its field, its constant, and what it adds: fields and how many times."""

    def results(self, raws: Mapping[str, RawCell]) -> dict[str, int]:
        """By field id what the sums give; one that adds anything but whole numbers and blanks is left out. `raws`: every field's cell."""
        known: dict[str, int] = {}
        for name in self.entries:
            content = raws[name].content
            if content is None:
                known[name] = 0
            elif type(content) is int and -LARGEST < content < LARGEST:
                known[name] = content
        found: dict[str, int] = {}
        for name, total, parts in self.steps:
            for part, times in parts:
                if part not in known:
                    break
                total += times * known[part]
                if not -LARGEST < total < LARGEST:
                    break
            else:
                known[name] = found[name] = total
        return found


def plan_sums(book: Book, places: Mapping[str, Place], sums: Mapping[str, Sum]) -> SumPlan:
    """The formulas among a form's cells that are plain sums; any other is left out. `places`: where every field stands; `sums`: what the formulas add up."""
    if book.settings.is_precision_as_shown:
        return SumPlan((), ())
    usable = {name: parts for name in sums if not _fills_an_area(book, places[name]) and (parts := _whole_terms(sums[name])) is not None}
    entries = {name: None for _, parts in usable.values() for name, _ in parts if book.cell(places[name]).formula is None}
    done = set(entries)
    steps: list[tuple[str, int, tuple[tuple[str, int], ...]]] = []
    for _ in range(DEEPEST):  # what is left after these is a circle, or rests on another formula: the engine's
        ready = [name for name, (_, parts) in usable.items() if name not in done and all(part in done for part, _ in parts)]
        if not ready:
            break
        steps += [(name, *usable[name]) for name in ready]
        done.update(ready)
    return SumPlan(tuple(entries), tuple(steps))


def _whole_terms(added: Sum) -> tuple[int, tuple[tuple[str, int], ...]] | None:
    """The constant and what is added how many times; None where one of them is no whole number."""
    constant, times = _whole(added.constant), {part: _whole(factor) for part, factor in added.factors.items()}
    if constant is None:
        return None
    parts = tuple((part, factor) for part, factor in times.items() if factor is not None)
    return (constant, parts) if len(parts) == len(times) else None


def _fills_an_area(book: Book, place: Place) -> bool:
    sheet = book.sheet(place.sheet)
    return sheet is not None and (place.row, place.column) in sheet.arrays


def _whole(factor: Decimal) -> int | None:
    whole = int(factor)
    return whole if whole == factor and abs(whole) < LARGEST else None
