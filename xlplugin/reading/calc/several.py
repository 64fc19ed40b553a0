"""Functions of several values: SUM, COUNT, SUMPRODUCT … as Excel and LibreOffice compute them. Imports `formulas`."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from formulas.errors import FoundError
from formulas.tokens.operand import DIV, VALUE, XlError

from xlplugin.reading.calc.coerce import (
    AMBIGUOUS_TEXT,
    EMPTY,
    TRUTH_VALUE,
    UNDECIDED,
    Referenced,
    as_number,
    fail,
    finite,
    is_number,
    is_text,
    is_truth,
    members,
    numbers_of,
    total,
)

Function = Callable[..., Any]


def _numbers(arguments: tuple[Any, ...]) -> list[float]:
    """The numbers of arguments. In a reference text and blanks are left out; what is typed or computed must be a number."""
    found: list[float] = []
    for argument in arguments:
        if isinstance(argument, Referenced):
            found += numbers_of(members(argument))
        else:
            for value in members(argument):
                if is_text(value):
                    raise fail(AMBIGUOUS_TEXT)  # Excel: a typed "6" counts; LibreOffice: #VALUE!; through IF it may be a cell's
                found.append(as_number(value))
    return found


def sum_(*arguments: Any) -> float:
    return total(_numbers(arguments))


def average(*arguments: Any) -> float:
    numbers = _numbers(arguments)
    if not numbers:
        raise fail(DIV)
    return total(numbers) / len(numbers)


def max_(*arguments: Any) -> float:
    return max(_numbers(arguments), default=0.0)


def min_(*arguments: Any) -> float:
    return min(_numbers(arguments), default=0.0)


def product(*arguments: Any) -> float:
    numbers = _numbers(arguments)
    return finite(math.prod(numbers)) if numbers else 0.0


def count(*arguments: Any) -> float:
    found = 0
    for argument in arguments:
        for value in members(argument):
            if isinstance(argument, Referenced):
                if is_truth(value):
                    raise fail(TRUTH_VALUE)
                found += is_number(value)
            elif not isinstance(value, XlError):
                try:
                    as_number(value)
                    found += 1
                except FoundError as error:
                    if error.err in UNDECIDED:
                        raise
    return float(found)


def counta(*arguments: Any) -> float:
    return float(sum(value is not EMPTY for argument in arguments for value in members(argument)))


def countblank(cells: Any) -> float:
    if not isinstance(cells, Referenced):
        raise fail(VALUE)
    return float(cells.beyond + sum(value is EMPTY or (is_text(value) and value == "") for value in members(cells)))


def sumproduct(*arguments: Any) -> float:
    shapes = {np.shape(argument) if np.ndim(argument) else (1, 1) for argument in arguments}
    if len(shapes) != 1:
        raise fail(VALUE)
    columns = [list(members(argument)) for argument in arguments]
    for column in columns:
        for value in column:
            if isinstance(value, XlError):
                raise fail(value)
            if is_truth(value):
                raise fail(TRUTH_VALUE)
    return total([finite(math.prod(float(value) if is_number(value) else 0.0 for value in row)) for row in zip(*columns, strict=True)])


def logical(combine: Callable[[list[bool]], bool]) -> Function:
    def function(*arguments: Any) -> bool:
        found: list[bool] = []
        for argument in arguments:
            for value in members(argument):
                if isinstance(value, XlError):
                    raise fail(value)
                if is_text(value):
                    if not isinstance(argument, Referenced) or value.upper() in ("TRUE", "FALSE"):
                        raise fail(AMBIGUOUS_TEXT)
                elif value is not EMPTY:
                    found.append(bool(value))
        if not found:
            raise fail(VALUE)
        return combine(found)

    return function


_SUBTOTALS: dict[int, Function] = {1: average, 2: count, 3: counta, 4: max_, 5: min_, 6: product, 9: sum_}


def subtotal(code: Any, *arguments: Any) -> Any:
    number = as_number(code)
    function = _SUBTOTALS.get(int(number) % 100 if 0 < number < 112 else 0)
    if function is None:
        raise fail(VALUE)
    return function(*arguments)
