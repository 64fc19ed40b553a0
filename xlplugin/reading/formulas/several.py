"""Functions of several values: SUM, COUNT, SUMPRODUCT … as Excel and LibreOffice compute them. Imports `formulas`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from formulas.errors import FoundError
from formulas.tokens.operand import DIV, VALUE, XlError

from xlplugin.reading.formulas.coerce import (
    AMBIGUOUS_TEXT,
    DIALECT,
    EMPTY,
    SUBTOTAL_KIND,
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
    """The numbers of arguments. In a reference or an array text and truth values are left out; what else is typed or computed must be a number."""
    found: list[float] = []
    for argument in arguments:
        if isinstance(argument, Referenced):
            found += numbers_of(members(argument))
        elif isinstance(argument, np.ndarray):
            found += _numbers_of_array(argument)
        else:
            if is_text(argument):
                raise fail(AMBIGUOUS_TEXT)  # Excel: a typed "6" counts; LibreOffice: #VALUE!; through IF it may be a cell's
            found.append(as_number(argument))
    return found


def _numbers_of_array(array: Any) -> Iterator[float]:
    for value in members(array):
        if isinstance(value, XlError):
            raise fail(value)
        if value is EMPTY:
            raise fail(DIALECT)  # a blank cell through IF: 0 in Excel, nothing in LibreOffice
        if is_number(value):
            yield float(value)


def sum_(*arguments: Any) -> float:
    return total(_numbers(tuple(_without_blanks(argument) for argument in arguments)))


def _without_blanks(argument: Any) -> Any:
    """An array with 0 for its blanks: a sum does not mind."""
    if isinstance(argument, Referenced) or not isinstance(argument, np.ndarray):
        return argument
    return np.array([0.0 if value is EMPTY else value for value in members(argument)], object)


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
            if isinstance(argument, np.ndarray):
                if value is EMPTY and not isinstance(argument, Referenced):
                    raise fail(DIALECT)
                if is_truth(value) and isinstance(argument, Referenced):
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
    if not (1 <= number < 12 or 101 <= number < 112):
        raise fail(VALUE)
    return _subtotal(int(number) % 100)(*arguments)


def aggregate(code: Any, option: Any, *arguments: Any) -> Any:
    number, choice = as_number(code), int(as_number(option))
    if not 1 <= number < 20 or not 0 <= choice <= 7:
        raise fail(VALUE)
    function = _subtotal(int(number))
    return function(*map(_without_errors, arguments)) if choice in (2, 3, 6, 7) else function(*arguments)


def _subtotal(number: int) -> Function:
    if number not in _SUBTOTALS:
        raise fail(SUBTOTAL_KIND)
    return _SUBTOTALS[number]


def _without_errors(argument: Any) -> Any:
    """A reference with its error values blanked."""
    if not isinstance(argument, Referenced):
        raise fail(SUBTOTAL_KIND)
    found: Any = argument.copy()
    for number, value in enumerate(members(argument)):
        if isinstance(value, XlError):
            found.flat[number] = EMPTY
    return found
