"""What a cell holds in Calc and what it is in Python: dates, truth values and errors are numbers there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Literal

Kind = Literal["date", "time", "truth"]
"""What the number format of a cell makes of its number."""

_DATE, _TIME, _LOGICAL = 2, 4, 1024
"""Bits of com.sun.star.util.NumberFormat."""
_ERRORS = {503: "#NUM!", 521: "#NULL!", 523: "#NUM!", 524: "#REF!", 525: "#NAME?", 526: "#NAME?", 532: "#DIV/0!", 32767: "#N/A"}
"""LibreOffice's error codes as Excel's error values; what is not here is #VALUE!, as in LibreOffice's own export to Excel."""
_DAY = dt.timedelta(days=1)


class CellError(str):
    """An error value, `#REF!`; a text that reads so is an ordinary `str`."""

    __slots__ = ()


def error_value(code: int) -> CellError:
    """The error value for a code that a cell's `getError()` gives."""
    return CellError(_ERRORS.get(code, "#VALUE!"))


def kind_of_format(bits: int) -> Kind | None:
    """What a number format of that type shows; None for ordinary numbers."""
    if bits & _LOGICAL:
        return "truth"
    if bits & _DATE:
        return "date"
    return "time" if bits & _TIME else None


def from_serial(serial: float, kind: Kind, null_date: dt.datetime) -> object:
    """A number as the date, time of day, length of time or truth value that its format makes of it."""
    if kind == "truth":
        return bool(serial)
    try:
        if kind == "date":
            return null_date + _whole_milliseconds(serial)
        length = _whole_milliseconds(serial)
        return (dt.datetime.min + length).time() if dt.timedelta() <= length < _DAY else length
    except OverflowError:  # a number far beyond every date
        return serial


def kind_of_value(value: object) -> Kind | None:
    """The kind of number format that a value needs to be shown as what it is."""
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, dt.date):
        return "date"
    return "time" if isinstance(value, (dt.time, dt.timedelta)) else None


def to_cell(value: object, null_date: dt.datetime) -> str | float:
    """A value as Calc takes it: a text or a float; blank is an empty text. Raises TypeError for what no cell can hold.

    A text stays the text it is: Excel's leading apostrophe, which marks one, is dropped.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value.removeprefix("'")
    if isinstance(value, dt.datetime):
        return (value.replace(tzinfo=None) - null_date) / _DAY
    if isinstance(value, dt.date):
        return float((dt.datetime(value.year, value.month, value.day) - null_date).days)
    if isinstance(value, dt.time):
        return (dt.datetime.combine(dt.date.min, value.replace(tzinfo=None)) - dt.datetime.min) / _DAY
    if isinstance(value, dt.timedelta):
        return value / _DAY
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise TypeError(f"a cell cannot hold {value!r}") from error
    return "" if number != number else number


def clean(
    values: Sequence[Sequence[Any]],
    make_date: Callable[..., object],
    empty: object,
    make_number: Callable[[float], object] | None,
    errors_as_text: bool,
) -> list[list[object]]:
    """What xlwings' options `dates`, `empty`, `numbers` and `err_to_str` ask for, done to a grid of values."""

    def one(value: object) -> object:
        if value is None or value == "":
            return empty
        if isinstance(value, CellError):
            return str(value) if errors_as_text else None
        if isinstance(value, dt.datetime):
            return make_date(
                year=value.year, month=value.month, day=value.day, hour=value.hour, minute=value.minute, second=value.second, microsecond=value.microsecond, tzinfo=None
            )
        return make_number(value) if make_number is not None and isinstance(value, float) else value

    return [[one(value) for value in row] for row in values]


def _whole_milliseconds(days: float) -> dt.timedelta:
    """Days as a length of time, without the dust of binary fractions."""
    return dt.timedelta(milliseconds=round(days * 86_400_000))
