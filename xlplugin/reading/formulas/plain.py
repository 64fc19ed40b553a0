"""What plain sums of whole numbers give, told from their terms: the totals of nearly every filing, without an engine.

Only where nothing can be in doubt: every cell that counts holds a whole number or nothing, and so do its factors; an error
that is written in a formula, as Excel leaves #REF! where a row was deleted, comes out of it, and of the sums that add it.
Texts, error values in cells, two errors in one sum, decimals, dates, circles, other workbooks and 以显示精度为准 are the
engine's (`recalculate`), as is any other formula.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from operator import mul

from xlplugin.filing.cells import Place
from xlplugin.reading.formulas.linear import Sum
from xlplugin.reading.workbook.grid import Book, RawCell

LARGEST = 10**15
"""Below this every whole number is a float of its own, so that order and rounding change nothing."""
SMALL = 10**9
"""Sums of numbers below this stay below `LARGEST`, as long as their factors come to no more than `_MOST_TERMS`."""
_MOST_TERMS = 10**5
DEEPEST = 100
"""So many sums of sums are followed."""
Gains = tuple[tuple[str, int], ...]
"""Fields of sums, and how much more each comes to."""


@dataclass(frozen=True, slots=True)
class Step:
    """One sum: its field, its constant, the fields that it adds and how many times, and the error that is written in it, if any."""

    field: str
    constant: int
    parts: tuple[str, ...]
    times: tuple[int, ...]
    error: str = ""

    def total(self, amounts: Sequence[int]) -> int | None:
        """The sum, where its parts hold these amounts; None where it may grow too large on the way."""
        terms = [self.constant, *map(mul, amounts, self.times)]
        return sum(terms) if sum(map(abs, terms)) < LARGEST else None

    def error_of(self, amounts: Sequence[int | None], errors: Mapping[str, str]) -> str | None:
        """The one error that it adds to its amounts; None where it adds several, or what a part gives is not known."""
        given = [errors.get(part) for part, amount in zip(self.parts, amounts, strict=True) if amount is None]
        several = {self.error, *given} - {""}
        return several.pop() if len(several) == 1 else None


@dataclass(frozen=True)
class SumPlan:
    """The plain sums of a layout in the order in which they can be added up."""

    entries: tuple[str, ...]
    """The fields without a formula that they add."""
    steps: tuple[Step, ...]

    def results(self, raws: Mapping[str, RawCell]) -> dict[str, int | str]:
        """By field id what the sums give, a number or an error; one that adds anything but whole numbers and blanks is left out. `raws`: every field's cell."""
        known: dict[str, int] = {}
        for name in self.entries:
            content = raws[name].content
            if content is None:
                known[name] = 0
            elif type(content) is int and -LARGEST < content < LARGEST:
                known[name] = content
        totals: dict[str, int] = {}
        errors: dict[str, str] = {}
        for step in self.steps:
            amounts = list(map(known.get, step.parts))
            if step.error or None in amounts:
                if error := step.error_of(amounts, errors):
                    errors[step.field] = error
            elif (total := step.total(amounts)) is not None:  # type: ignore[arg-type]  # none is None
                known[step.field] = totals[step.field] = total
        return {**totals, **errors}

    def amounts(self, raws: Mapping[str, RawCell], sums: Mapping[str, int | str]) -> dict[str, int] | None:
        """What its fields come to, where all that they add is small whole numbers and blanks; else None. `sums`: their results."""
        found: dict[str, int] = {}
        for name in self.entries:
            amount = 0 if (content := raws[name].content) is None else content
            if type(amount) is not int or not -SMALL < amount < SMALL:
                return None
            found[name] = amount
        found.update({name: total for name, total in sums.items() if isinstance(total, int)})
        return found if len(found) == len(self.entries) + len(self.steps) else None

    @cached_property
    def flat(self) -> Mapping[str, Sequence[tuple[str, int]]] | None:
        """By field that is added, the sums that it goes into, through others too, and how many times; None where a sum may grow too large though all that it adds is small."""
        terms: dict[str, dict[str, int]] = {name: {name: 1} for name in self.entries}
        users: dict[str, dict[str, int]] = {name: {} for name in self.entries}
        for step in self.steps:
            own: dict[str, int] = {}
            for part, times in zip(step.parts, step.times, strict=True):
                for name, factor in terms[part].items():
                    own[name] = own.get(name, 0) + factor * times
            if step.error or abs(step.constant) + sum(map(abs, own.values())) > _MOST_TERMS:
                return None
            terms[step.field] = own
            for name, factor in own.items():
                users[name][step.field] = factor
        return {name: tuple(sums.items()) for name, sums in users.items()}

    def gains(self, name: str, raw: RawCell, before: Mapping[str, int]) -> Gains | None:
        """How much more the sums come to that a cell goes into than they did `before`, where it holds something else now; None where that is no small whole number, nor nothing, or the sums may grow too large."""
        if self.flat is None:
            return None
        users = self.flat.get(name, ())
        amount = 0 if raw.content is None else raw.content
        if users and (type(amount) is not int or not -SMALL < amount < SMALL):
            return None
        return tuple([(total, gain * times) for total, times in users if (gain := amount - before[name])])  # type: ignore[operator]  # a whole number, as was seen


def plan_sums(book: Book, places: Mapping[str, Place], sums: Mapping[str, Sum]) -> SumPlan:
    """The formulas among a form's cells that are plain sums; any other is left out. `places`: where every field stands; `sums`: what the formulas add up."""
    if book.settings.is_precision_as_shown:
        return SumPlan((), ())
    usable = {name: step for name in sums if not _fills_an_area(book, places[name]) and (step := _step(name, sums[name])) is not None}
    raws = book.cells(places)
    entries = {part: None for step in usable.values() for part in step.parts if raws[part].formula is None}
    done = set(entries)
    steps: list[Step] = []
    for _ in range(DEEPEST):  # what is left after these is a circle, or rests on another formula: the engine's
        ready = [step for name, step in usable.items() if name not in done and done.issuperset(step.parts)]
        if not ready:
            break
        steps += ready
        done.update(step.field for step in ready)
    return SumPlan(tuple(entries), tuple(steps))


def _step(name: str, added: Sum) -> Step | None:
    """A sum as a step; None where a constant or a factor is no whole number."""
    constant, times = _whole(added.constant), list(map(_whole, added.factors.values()))
    whole = tuple(factor for factor in times if factor is not None)
    return Step(name, constant, tuple(added.factors), whole, added.error) if constant is not None and len(whole) == len(times) else None


def _fills_an_area(book: Book, place: Place) -> bool:
    sheet = book.sheet(place.sheet)
    return sheet is not None and (place.row, place.column) in sheet.arrays


@lru_cache(256)
def _whole(factor: Decimal) -> int | None:
    whole = int(factor)
    return whole if whole == factor and abs(whole) < LARGEST else None
