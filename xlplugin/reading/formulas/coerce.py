"""Numbers, texts and truth values as a spreadsheet turns one into another. Imports `formulas`: load it when needed.

Where programs or their settings differ (is "1,000" a number? which text comes first?) the result is *undecided*: an
error value of our own that travels like any other, and ends as "not calculated".
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, cast

import numpy as np
import schedula as sh
from formulas.errors import FoundError
from formulas.functions import Array
from formulas.tokens.operand import DIV, NA, NAME, NULL, NUM, REF, VALUE, XlError

from xlplugin.reading.figures.cells import is_error
from xlplugin.text import Text

EMPTY = sh.EMPTY
_NEWER = ("#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#EXTERNAL!", "#PYTHON!", "#BUSY!", "#GETTING_DATA")
ERRORS: dict[str, Any] = {str(error): error for error in (NULL, DIV, VALUE, REF, NAME, NUM, NA, *map(XlError, _NEWER))}


@lru_cache(maxsize=256)
def text_of_cell(text: str) -> Any:
    """What a text means that a cell holds: the error value it reads as, whatever its name, else itself."""
    name = text.strip().upper()
    return ERRORS.get(name) or (XlError(name) if is_error(name) else text)


AMBIGUOUS_TEXT = XlError("#TEXT")
TEXT_ORDER = XlError("#ORDER")
CRITERION = XlError("#CRITERION")
NUMBER_FORMAT = XlError("#FORMAT")
ROUNDING = XlError("#ROUNDING")
SPREAD = XlError("#SPREAD")
TRUTH_VALUE = XlError("#TRUTH")
DIALECT = XlError("#DIALECT")
SUBTOTAL_KIND = XlError("#SUBTOTAL")
UNDECIDED: dict[Any, Text] = {
    AMBIGUOUS_TEXT: Text("公式把文字当数字用，各软件读法不一", "the formula uses a text as a number, and programs read that text differently"),
    TEXT_ORDER: Text("公式比较文字的先后，各软件排序不一", "the formula asks which text comes first, and programs sort differently"),
    CRITERION: Text("公式的条件各软件解释不一", "the formula's criterion is read differently by different programs"),
    NUMBER_FORMAT: Text("公式使用的数字格式无法重算", "the formula uses a number format that is not recalculated here"),
    TRUTH_VALUE: Text("公式把 TRUE/FALSE 当数字或文字用，各软件算法不一", "the formula counts TRUE or FALSE as a number or text; programs differ on that"),
    DIALECT: Text("各软件对这一公式的结果不一", "programs differ on what the formula gives"),
    SUBTOTAL_KIND: Text("公式使用的分类汇总方式无法重算", "the formula uses a kind of SUBTOTAL or AGGREGATE that is not recalculated here"),
    SPREAD: Text("公式中的区域展开后单元格过多，超出重算上限", "the formula's ranges spread over more cells than are recalculated"),
    ROUNDING: Text("公式的结果取决于浮点误差", "the formula's result hangs on a floating-point error"),
}
"""Why a result is undecided, by the error value that stands for it."""

_PLAIN = re.compile(r"[ ]*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[ ]*")
_MAYBE = re.compile(
    r"(?:[\d\s.,，:：/\-−–+＋%％¥￥$€£()（）年月日时分秒]|jan[a-z]*|feb[a-z]*|mar[a-z]*|apr[a-z]*|may|june?|july?|aug[a-z]*|sep[a-z]*|oct[a-z]*|nov[a-z]*|dec[a-z]*|am|pm|e|万|亿|元)+",
    re.IGNORECASE,
)
LONGEST_TEXT = 32_767


class Referenced(Array):  # type: ignore[misc]
    """The cells of a reference, in two dimensions. `beyond`: blank cells of a whole row or column that are not listed."""

    beyond: int = 0


def blank_cells(rows: int, columns: int, beyond: int = 0) -> Referenced:
    """A rectangle of blank cells, to be filled in."""
    grid: Any = np.empty((rows, columns), dtype=object).view(Referenced)
    grid[...] = np.array(EMPTY, dtype=object)  # np.full would make a plain string of it
    grid.beyond = beyond
    return cast(Referenced, grid)


def array(rows: list[list[Any]]) -> Any:
    """Values that stand in a formula in rows: no reference."""
    found: Any = np.empty((len(rows), len(rows[0])), dtype=object)
    for at, row in enumerate(rows):
        found[at, :] = row
    return found.view(Array)


def fail(error: Any) -> FoundError:
    """The exception that makes a function's result this error value."""
    return FoundError(err=error)


def is_number(value: object) -> bool:
    """Whether it is a number to a spreadsheet: truth values are not."""
    return isinstance(value, (int, float, np.number)) and not is_truth(value)


def is_truth(value: object) -> bool:
    """Whether it is TRUE or FALSE."""
    return isinstance(value, (bool, np.bool_))


def is_text(value: object) -> bool:
    """Whether it is a text, the empty one included; a blank cell and an error value are not."""
    return isinstance(value, str) and not isinstance(value, sh.Token)


def as_number(value: Any) -> float:
    """A value in arithmetic: blank is 0, TRUE is 1, "6" is 6, other texts are #VALUE!. Raises `FoundError`."""
    if isinstance(value, XlError):
        raise fail(value)
    if value is EMPTY:
        return 0.0
    if is_text(value):
        return number_of_text(value)
    return float(value)


def number_of_text(text: str) -> float:
    """The number that a text surely is in arithmetic. Raises `FoundError`."""
    if _PLAIN.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    raise fail(AMBIGUOUS_TEXT if is_ambiguous(text) else VALUE)


def is_ambiguous(text: str) -> bool:
    """Whether some program may read a text as a number, a date or a sum of money, and another may not."""
    return _PLAIN.fullmatch(text) is None and any(mark.isdigit() for mark in text) and _MAYBE.fullmatch(text) is not None


def as_text(value: Any) -> str:
    """A value where a text belongs: blank is empty, numbers as in a cell of general format. Raises `FoundError`."""
    if isinstance(value, XlError):
        raise fail(value)
    if value is EMPTY:
        return ""
    if is_text(value):
        return str(value)
    if is_truth(value):
        raise fail(TRUTH_VALUE)
    number = float(value)
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    words = f"{number:.15g}"
    if "e" in words or abs(number) < 1e-4:
        raise fail(NUMBER_FORMAT)
    return words


def nearly(left: float, right: float) -> bool:
    """Whether two numbers are equal but for floating-point noise, as spreadsheets compare them."""
    return left == right or abs(left - right) < abs(left) * 2.0**-48


def finite(number: float) -> float:
    """The number; #NUM! where it is too large or not real."""
    if isinstance(number, complex) or not math.isfinite(number):
        raise fail(NUM)
    return number


def near_zero(result: float, scale: float) -> float:
    """A sum or difference, 0 where only noise is left of its parts; #NUM! where it overflows."""
    if not math.isfinite(result):
        raise fail(NUM)
    return 0.0 if abs(result) < scale * 2.0**-48 else result


def total(numbers: list[float]) -> float:
    """The sum of numbers."""
    try:
        return near_zero(math.fsum(numbers), max(map(abs, numbers), default=0.0))
    except OverflowError:
        raise fail(NUM) from None


def numbers_of(cells: Iterable[Any]) -> list[float]:
    """The numbers among the values of cells: text and blanks are left out. An error value among them is the result."""
    found: list[float] = []
    has_truth = False
    for value in cells:
        if isinstance(value, XlError):
            raise fail(value)
        has_truth = has_truth or is_truth(value)
        if is_number(value):
            found.append(float(value))
    if has_truth:
        raise fail(TRUTH_VALUE)
    return found


def members(argument: Any) -> Iterator[Any]:
    """Every value of an argument, row by row."""
    if isinstance(argument, np.ndarray):
        yield from argument.ravel().tolist()
    else:
        yield argument
