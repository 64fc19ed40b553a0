"""Functions and operators of single values as Excel and LibreOffice compute them. Imports `formulas`."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP
from typing import Any

from formulas.errors import FoundError
from formulas.tokens.operand import DIV, NUM, VALUE, XlError

from xlplugin.reading.formulas.coerce import (
    AMBIGUOUS_TEXT,
    DIALECT,
    EMPTY,
    LONGEST_TEXT,
    NUMBER_FORMAT,
    ROUNDING,
    TEXT_ORDER,
    TRUTH_VALUE,
    as_number,
    as_text,
    fail,
    finite,
    is_text,
    is_truth,
    nearly,
    number_of_text,
)
from xlplugin.reading.formulas.rounding import rounding_to

Function = Callable[..., Any]


def power(base: float, exponent: float) -> float:
    if base == 0 and exponent <= 0:
        raise fail(DIALECT if exponent == 0 else DIV)  # 0^0: #NUM! in Excel, 1 in LibreOffice
    if base < 0 and exponent != round(exponent):
        raise fail(DIALECT)  # LibreOffice takes the cube root of -8
    try:
        return finite(base**exponent)
    except OverflowError:
        raise fail(NUM) from None


def divide(left: float, right: float) -> float:
    if right == 0:
        raise fail(DIV)
    return finite(left / right)


def mod(number: float, divisor: float) -> float:
    if divisor == 0:
        raise fail(DIV)
    quotient = number / divisor
    if abs(quotient) > 1e12 or (quotient != round(quotient) and abs(quotient - round(quotient)) < 1e-9):
        raise fail(ROUNDING)
    return number - divisor * math.floor(quotient)


def sqrt(number: float) -> float:
    if number < 0:
        raise fail(NUM)
    return math.sqrt(number)


def compare(holds: Callable[[Any, Any], bool], is_order: bool) -> Function:
    def function(left: Any, right: Any) -> bool:
        for value in (left, right):
            if isinstance(value, XlError):
                raise fail(value)
        left, right = _unblank(left, right), _unblank(right, left)
        ranks = _rank(left), _rank(right)
        if ranks[0] != ranks[1]:
            if 2 in ranks:
                raise fail(TRUTH_VALUE)
            return holds(*ranks)
        if ranks[0] == 1:
            left, right = left.casefold(), right.casefold()
            if is_order and left != right and left and right:
                raise fail(TEXT_ORDER)
        elif nearly(float(left), float(right)):
            return holds(0, 0)
        return holds(left, right)

    return function


def _unblank(value: Any, other: Any) -> Any:
    """A blank cell in a comparison: it is like the empty one of the other's kind."""
    if value is not EMPTY:
        return value
    return "" if is_text(other) else False if is_truth(other) else 0.0


def _rank(value: Any) -> int:
    """Numbers come before texts, texts before truth values."""
    return 1 if is_text(value) else 2 if is_truth(value) else 0


def n(value: Any) -> float:
    if isinstance(value, XlError):
        raise fail(value)
    return 0.0 if is_text(value) or value is EMPTY else float(value)


def value(value: Any) -> float:
    if is_truth(value):
        raise fail(TRUTH_VALUE)
    return as_number(value)


def not_(value: Any) -> bool:
    return not condition(value)


def condition(value: Any) -> bool:
    """A value where TRUE or FALSE belongs."""
    if is_text(value):
        raise fail(VALUE if _is_word(value) else AMBIGUOUS_TEXT)
    return as_number(value) != 0


def _is_word(text: str) -> bool:
    """Whether no program takes the text for a number or a truth value."""
    return text != "" and not any(mark.isdigit() for mark in text) and text.strip().upper() not in ("TRUE", "FALSE")


def concatenate(*arguments: Any) -> str:
    return short("".join(as_text(argument) for argument in arguments))


def short(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise fail(VALUE)
    return text


def substitute(text: Any, old: Any, new: Any, which: Any = None) -> str:
    words, before, after = as_text(text), as_text(old), as_text(new)
    if not before:
        return words
    if which is None:
        if len(words) + words.count(before) * (len(after) - len(before)) > LONGEST_TEXT:
            raise fail(VALUE)
        return words.replace(before, after)
    number = int(as_number(which))
    if number < 1:
        raise fail(VALUE)
    parts = words.split(before)
    if number >= len(parts):
        return words
    return short(before.join(parts[:number]) + after + before.join(parts[number:]))


def cut(choose: Callable[[str, int], str]) -> Function:
    def function(text: Any, length: Any = 1) -> str:
        count = as_number(length)
        if count < 0:
            raise fail(VALUE)
        return choose(as_text(text), int(min(count, LONGEST_TEXT)))

    return function


def mid(text: Any, start: Any, length: Any) -> str:
    first, count = as_number(start), as_number(length)
    if first < 1 or count < 0:
        raise fail(VALUE)
    begin = int(min(first, LONGEST_TEXT)) - 1
    return as_text(text)[begin : begin + int(min(count, LONGEST_TEXT))]


def find(sought: Any, text: Any, start: Any = 1) -> float:
    first = as_number(start)
    if as_text(sought) == "":
        raise fail(DIALECT)
    at = as_text(text).find(as_text(sought), int(min(first, LONGEST_TEXT)) - 1) if first >= 1 else -1
    if at < 0:
        raise fail(VALUE)
    return float(at + 1)


_FORMATS = {"0": 0, "0.0": 1, "0.00": 2, "0.000": 3, "0%": 0, "0.0%": 1, "0.00%": 2, "#,##0": 0, "#,##0.00": 2, "@": 0}


def text(value: Any, picture: Any) -> str:
    """TEXT in the formats that a form uses; every other is undecided."""
    if picture not in _FORMATS:
        raise fail(NUMBER_FORMAT)
    if is_text(value):
        try:
            value = number_of_text(value) if picture != "@" else value
        except FoundError as error:
            if error.err is not VALUE:
                raise
    if is_text(value) or picture == "@" or is_truth(value):
        return as_text(value)
    number = as_number(value) * (100 if "%" in picture else 1)
    if abs(number) > 1e14:
        raise fail(NUMBER_FORMAT)
    rounded = rounding_to(ROUND_HALF_UP)(number, _FORMATS[picture])
    words = f"{rounded + 0.0:{',' if ',' in picture else ''}.{_FORMATS[picture]}f}"
    return words + ("%" if "%" in picture else "")
