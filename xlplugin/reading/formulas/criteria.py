"""COUNTIF, SUMIFS and the like: which cells meet a criterion such as `">0"`, `"<>"` or `"*公开*"`."""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Callable
from typing import Any

import numpy as np
from formulas.errors import FoundError
from formulas.tokens.operand import DIV, VALUE, XlError

from xlplugin.reading.formulas.coerce import (
    AMBIGUOUS_TEXT,
    CRITERION,
    DIALECT,
    EMPTY,
    TRUTH_VALUE,
    Referenced,
    as_text,
    fail,
    is_ambiguous,
    is_number,
    is_text,
    is_truth,
    members,
    nearly,
    number_of_text,
    numbers_of,
    total,
)

Meets = Callable[[Any], bool]
_CRITERION = re.compile(r"(<=|>=|<>|<|>|=)?(.*)", re.DOTALL)
_SIGN = re.compile(r"~[*?~]|.", re.DOTALL)
_ORDER: dict[str, Callable[[float, float], bool]] = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge}


def countif(cells: Any, criterion: Any) -> float:
    """How many cells meet the criterion, blank ones of a whole column included."""
    if not isinstance(cells, Referenced):
        raise fail(CRITERION)
    meets = _meets(criterion)
    return float(sum(meets(value) for value in members(cells)) + (cells.beyond if meets(EMPTY) else 0))


def sumif(cells: Any, criterion: Any, summed: Any = None) -> float:
    """The sum of the numbers in `summed` (or in `cells`) where `cells` meets the criterion."""
    return total(_chosen(cells, criterion, summed))


def averageif(cells: Any, criterion: Any, summed: Any = None) -> float:
    """The mean of the numbers in `summed` (or in `cells`) where `cells` meets the criterion."""
    numbers = _chosen(cells, criterion, summed)
    if not numbers:
        raise fail(DIV)
    return total(numbers) / len(numbers)


def countifs(*pairs: Any) -> float:
    """How many cells meet all criteria at once; `pairs`: cells and a criterion in turn."""
    met = _met(pairs)
    filled = [at for at, value in enumerate(members(pairs[0])) if value is not EMPTY] or [len(met)]
    if len(pairs) > 2 and any(met[: filled[0]] + met[filled[-1] + 1 :]):
        raise fail(DIALECT)  # LibreOffice does not count the blank cells at the ends of the first range, Excel does
    return float(sum(met) + (pairs[0].beyond if all(meets(EMPTY) for meets in map(_meets, pairs[1::2])) else 0))


def sumifs(summed: Any, *pairs: Any) -> float:
    """The sum of the numbers in `summed` where all criteria are met."""
    return total(_chosen_by_all(summed, pairs))


def averageifs(summed: Any, *pairs: Any) -> float:
    """The mean of the numbers in `summed` where all criteria are met."""
    numbers = _chosen_by_all(summed, pairs)
    if not numbers:
        raise fail(DIV)
    return total(numbers) / len(numbers)


def extreme_ifs(choose: Callable[[list[float]], float]) -> Callable[..., float]:
    """MAXIFS and MINIFS: 0 where nothing is chosen."""
    return lambda summed, *pairs: choose(_chosen_by_all(summed, pairs) or [0.0])


def _met(pairs: tuple[Any, ...]) -> list[bool]:
    """By cell, whether all criteria are met."""
    ranges = pairs[::2]
    if len(pairs) % 2 or not all(isinstance(cells, Referenced) for cells in ranges):
        raise fail(CRITERION)
    if any(cells.shape != ranges[0].shape or cells.beyond != ranges[0].beyond for cells in ranges):
        raise fail(VALUE)
    met = [True] * ranges[0].size
    for cells, criterion in zip(ranges, pairs[1::2], strict=True):
        meets = _meets(criterion)
        met = [before and meets(value) for before, value in zip(met, members(cells), strict=True)]
    return met


def _chosen_by_all(summed: Any, pairs: tuple[Any, ...]) -> list[float]:
    met = _met(pairs)
    if not isinstance(summed, Referenced):
        raise fail(CRITERION)
    if summed.shape != pairs[0].shape or summed.beyond != pairs[0].beyond:
        raise fail(VALUE)
    return numbers_of(value for is_met, value in zip(met, members(summed), strict=True) if is_met)


def _chosen(cells: Any, criterion: Any, summed: Any) -> list[float]:
    if not isinstance(cells, Referenced) or not (summed is None or isinstance(summed, Referenced)):
        raise fail(CRITERION)
    values = cells if summed is None else summed
    if values.shape != cells.shape:
        raise fail(CRITERION)
    meets = _meets(criterion)
    return numbers_of(value for test, value in zip(members(cells), members(values), strict=True) if meets(test))


def _meets(criterion: Any) -> Meets:
    if isinstance(criterion, np.ndarray):
        criterion = criterion.item()
    if is_number(criterion):
        return _equal_number(float(criterion))
    if not is_text(criterion):
        raise fail(CRITERION)
    mark, words = _CRITERION.fullmatch(criterion).groups()  # type: ignore[union-attr]
    if mark in _ORDER:
        return _ordered(_ORDER[mark], words)
    equal = _equal_text(words, is_marked=mark is not None)
    return (lambda value: not equal(value)) if mark == "<>" else equal


def _ordered(compare: Callable[[float, float], bool], words: str) -> Meets:
    try:
        limit = number_of_text(words)
    except FoundError:
        raise fail(CRITERION) from None

    def meets(value: Any) -> bool:
        if is_truth(value):
            raise fail(TRUTH_VALUE)
        return is_number(value) and compare(0.0 if nearly(float(value), limit) else float(value) - limit, 0.0)

    return meets


def _equal_text(words: str, is_marked: bool) -> Meets:
    if words == "":
        return lambda value: value is EMPTY or (not is_marked and is_text(value) and value == "")
    if is_ambiguous(words) or words.upper() in ("TRUE", "FALSE") or words.startswith("#"):
        raise fail(CRITERION)
    try:
        return _equal_number(number_of_text(words))
    except FoundError:
        return _like(_wildcards(words))


def _like(pieces: list[re.Pattern[str]]) -> Meets:
    """Like a text with wildcards. They match text; that LibreOffice matches numbers and empty texts too is left undecided."""

    def meets(value: Any) -> bool:
        if value is EMPTY or isinstance(value, XlError):
            return False
        words = str(bool(value)).upper() if is_truth(value) else value if is_text(value) else as_text(value)
        found = _has_in_order(words, pieces)
        if found and (value == "" or not is_text(value)):
            raise fail(DIALECT)
        return found

    return meets


def _has_in_order(words: str, pieces: list[re.Pattern[str]]) -> bool:
    """Whether a text begins with the first piece, and the others follow; each is as long as what it stands for, so the first place is the best."""
    found = pieces[0].match(words)
    for piece in pieces[1:]:
        found = found and piece.search(words, found.end())
    return found is not None


def _equal_number(number: float) -> Meets:
    """Equal to a number. Whether a text that is that number counts is undecided: in Excel it does, in LibreOffice not."""

    def meets(value: Any) -> bool:
        if is_truth(value):
            raise fail(TRUTH_VALUE)
        if is_text(value):
            if _may_be(value, number):
                raise fail(AMBIGUOUS_TEXT)
            return False
        return is_number(value) and nearly(float(value), number)

    return meets


def _may_be(text: str, number: float) -> bool:
    """Whether some program may take a text for this number."""
    if is_ambiguous(text):
        return number != 0 or not any(mark.isdigit() and unicodedata.digit(mark, 1) for mark in text)
    try:
        return nearly(number_of_text(text), number)
    except FoundError:
        return False


def _wildcards(words: str) -> list[re.Pattern[str]]:
    """The pieces between the stars, to be found one after another: one pattern of them all takes the cube of a text's length for three stars."""
    if words.count("*") > 3:
        raise fail(CRITERION)
    pieces = [""]
    for sign in _SIGN.findall(words):
        if sign == "*":
            pieces.append("")
        else:
            pieces[-1] += "." if sign == "?" else re.escape(sign[-1])
    pieces[-1] += r"\Z"
    return [re.compile(piece, re.IGNORECASE | re.DOTALL) for piece in pieces]
