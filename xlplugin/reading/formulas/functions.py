"""The spreadsheet functions that recalculation uses in place of the `formulas` package's own. Importing it loads `formulas`.

The package counts the text "6" in a SUM, gives #VALUE! for an AVERAGE over text, skips errors in COUNTIF "<>0", rounds
2.675 to 2.67, and takes "nan" and "１２" for numbers. Ours treat text, blanks and errors as Excel and LibreOffice do.
The tables here belong to our parser; the package's own are left as they are.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP
from functools import wraps
from itertools import zip_longest
from typing import Any

import numpy as np
from formulas.errors import FoundError
from formulas.functions import Array
from formulas.parser import Parser
from formulas.tokens.function import Function as FunctionToken
from formulas.tokens.operand import VALUE, Range
from formulas.tokens.operator import OperatorToken, Separator
from formulas.tokens.parenthesis import Parenthesis

from xlplugin.reading.formulas import rounding, several, single
from xlplugin.reading.formulas.coerce import DIALECT, SPREAD, UNDECIDED, Referenced, as_number, as_text, finite, is_number, is_text, members, near_zero
from xlplugin.reading.formulas.criteria import averageif, averageifs, countif, countifs, extreme_ifs, sumif, sumifs
from xlplugin.reading.formulas.sheets import MAX_CELLS_OF_RANGE
from xlplugin.reading.formulas.signatures import SIGNATURES
from xlplugin.reading.formulas_package import package_functions

Function = Callable[..., Any]


def _whole(function: Function) -> Function:
    """A function that takes its arguments as they are, ranges included; a raised error value is its result."""

    @wraps(function)
    def wrapper(*arguments: Any) -> Any:
        try:
            return _undecided(arguments) or function(*arguments)
        except FoundError as error:
            return error.err

    return wrapper


def _each(function: Function, parse: Callable[[Any], Any] = lambda value: value) -> Function:
    """A function of single values, applied cell by cell where an argument is a range; `parse` reads each value first."""

    def one(*values: Any) -> Any:
        try:
            return function(*map(parse, values))
        except FoundError as error:
            return error.err

    @wraps(function)
    def wrapper(*arguments: Any) -> Any:
        if all(np.size(argument) == 1 for argument in arguments):
            return one(*(argument.item() if isinstance(argument, np.ndarray) else argument for argument in arguments))
        if _is_spread(arguments):
            return SPREAD
        try:
            grids = np.broadcast_arrays(*(np.asarray(argument, object) for argument in arguments))
        except ValueError:
            return VALUE
        result = np.empty(grids[0].shape, object)
        result.ravel()[:] = [one(*values) for values in zip(*(grid.ravel().tolist() for grid in grids), strict=True)]
        return result.view(Array)

    return wrapper


def _numeric(function: Function) -> Function:
    return _each(function, as_number)


def _number_in(argument: Any) -> Any:
    """N. Of a reference to several cells Excel takes the first, other programs take each."""
    if isinstance(argument, Referenced) and argument.size + argument.beyond > 1:
        return DIALECT
    return _each(single.n)(argument)


def _guarded(name: str) -> Any:
    """The package's own function, which must not take an undecided value for an ordinary error."""
    entry = package_functions()[name]
    function = entry["function"] if isinstance(entry, dict) else entry

    @wraps(function)
    def wrapper(*arguments: Any) -> Any:
        return _undecided(arguments) or (SPREAD if _is_spread(arguments) else function(*arguments))

    return wrapper


def _choosing(name: str, conditions: slice) -> Any:
    """The package's own IF or IFS. It hands on the value that it chose: an undecided other branch does not matter."""
    function = package_functions()[name]["function"]

    @wraps(function)
    def wrapper(*arguments: Any) -> Any:
        for argument in arguments[conditions]:
            for value in members(argument):
                if is_text(value):
                    try:
                        single.condition(value)
                    except FoundError as error:
                        return error.err
        return SPREAD if _is_spread(arguments) else function(*arguments)

    return wrapper


def _undecided(arguments: tuple[Any, ...]) -> Any:
    """The first undecided value among the arguments; cells hold none."""
    for argument in arguments:
        if not isinstance(argument, Referenced):
            for value in members(argument):
                if not isinstance(value, (int, float)) and value in UNDECIDED:
                    return value
    return None


def _is_spread(arguments: tuple[Any, ...]) -> bool:
    """Whether a column and a row, taken cell by cell, make more cells than a range may have."""
    sizes = [argument.shape for argument in arguments if isinstance(argument, np.ndarray) and argument.size > 1]
    return len(sizes) > 1 and math.prod(map(max, zip_longest(*(size[::-1] for size in sizes), fillvalue=1))) > MAX_CELLS_OF_RANGE


def _plus(left: float, right: float) -> float:
    return near_zero(left + right, abs(left))


FUNCTIONS: dict[str, Any] = {
    **{name: _guarded(name) for name in ("ISTEXT", "ISBLANK", "ISERROR", "ISERR", "ISNA", "IFERROR", "IFNA", "T")},
    "IF": _choosing("IF", slice(0, 1)),
    "IFS": _choosing("IFS", slice(0, None, 2)),
    "ISNUMBER": _each(is_number),
    "SUM": _whole(several.sum_),
    "AVERAGE": _whole(several.average),
    "MAX": _whole(several.max_),
    "MIN": _whole(several.min_),
    "PRODUCT": _whole(several.product),
    "COUNT": _whole(several.count),
    "COUNTA": _whole(several.counta),
    "COUNTBLANK": _whole(several.countblank),
    "SUMPRODUCT": _whole(several.sumproduct),
    "SUBTOTAL": _whole(several.subtotal),
    "AGGREGATE": _whole(several.aggregate),
    "AND": _whole(several.logical(all)),
    "OR": _whole(several.logical(any)),
    "COUNTIF": _whole(countif),
    "SUMIF": _whole(sumif),
    "COUNTIFS": _whole(countifs),
    "SUMIFS": _whole(sumifs),
    "AVERAGEIFS": _whole(averageifs),
    "MAXIFS": _whole(extreme_ifs(max)),
    "MINIFS": _whole(extreme_ifs(min)),
    "AVERAGEIF": _whole(averageif),
    "ABS": _numeric(abs),
    "INT": _numeric(rounding.int_),
    "SIGN": _numeric(lambda number: float((number > 0) - (number < 0))),
    "SQRT": _numeric(single.sqrt),
    "MOD": _numeric(single.mod),
    "POWER": _numeric(single.power),
    "ROUND": _numeric(rounding.rounding_to(ROUND_HALF_UP)),
    "MROUND": _numeric(rounding.multiple(ROUND_HALF_UP)),
    "CEILING": _numeric(rounding.multiple(ROUND_CEILING)),
    "FLOOR": _numeric(rounding.multiple(ROUND_FLOOR)),
    "EVEN": _numeric(rounding.parity(0)),
    "ODD": _numeric(rounding.parity(1)),
    "QUOTIENT": _numeric(rounding.quotient),
    "ROUNDUP": _numeric(rounding.rounding_to(ROUND_UP)),
    "ROUNDDOWN": _numeric(rounding.rounding_to(ROUND_DOWN)),
    "TRUNC": _numeric(rounding.rounding_to(ROUND_DOWN)),
    "N": _number_in,
    "VALUE": _each(single.value),
    "NOT": _each(single.not_),
    "TEXT": _each(single.text),
    "LEN": _each(lambda value: float(len(as_text(value)))),
    "TRIM": _each(lambda value: " ".join(part for part in as_text(value).split(" ") if part)),
    "UPPER": _each(lambda value: as_text(value).upper()),
    "LOWER": _each(lambda value: as_text(value).lower()),
    "EXACT": _each(lambda left, right: as_text(left) == as_text(right)),
    "LEFT": _each(single.cut(lambda words, length: words[:length])),
    "RIGHT": _each(single.cut(lambda words, length: words[len(words) - length :] if length < len(words) else words)),
    "MID": _each(single.mid),
    "FIND": _each(single.find),
    "SUBSTITUTE": _each(single.substitute),
    "CONCATENATE": _each(single.concatenate),
}

OPERATORS: dict[str, Function] = {
    "+": _numeric(_plus),
    "-": _numeric(lambda left, right: _plus(left, -right)),
    "*": _numeric(lambda left, right: finite(left * right)),
    "/": _numeric(single.divide),
    "^": _numeric(single.power),
    "u-": _numeric(operator.neg),
    "%": _numeric(lambda number: number / 100),
    "&": _each(single.concatenate),
    "=": _each(single.compare(operator.eq, is_order=False)),
    "<>": _each(single.compare(operator.ne, is_order=False)),
    "<": _each(single.compare(operator.lt, is_order=True)),
    ">": _each(single.compare(operator.gt, is_order=True)),
    "<=": _each(single.compare(operator.le, is_order=True)),
    ">=": _each(single.compare(operator.ge, is_order=True)),
}


class _Function(FunctionToken):  # type: ignore[misc]
    def compile(self) -> Any:
        return FUNCTIONS[self.name.upper()]


class _Operator(OperatorToken):  # type: ignore[misc]
    def compile(self) -> Any:
        return OPERATORS[self.name]


class SkeletonParser(Parser):  # type: ignore[misc]
    """The package's parser, for skeletons: parameters, known functions and operators, and nothing else."""

    filters = (Range, _Operator, Separator, _Function, Parenthesis)


assert FUNCTIONS.keys() == SIGNATURES.keys()
