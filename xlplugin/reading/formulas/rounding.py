"""ROUND and its family as Excel and LibreOffice compute them, undecided within a floating-point error of a step. Imports `formulas`."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from formulas.tokens.operand import DIV, NUM

from xlplugin.reading.formulas.coerce import DIALECT, ROUNDING, fail, finite, nearly

Function = Callable[..., float]


def rounding_to(rounding: str) -> Function:
    def function(number: float, places: float = 0.0) -> float:
        digits = int(places)
        if abs(digits) > 20:
            return number if digits > 0 else 0.0
        shown, exact = Decimal(f"{number:.15g}"), Decimal(repr(number))
        if exact.adjusted() + digits > 16:
            return number
        step = Decimal(1).scaleb(-digits)
        result = shown.quantize(step, rounding=rounding)
        if result != exact.quantize(step, rounding=rounding):
            raise fail(ROUNDING)
        return float(result)

    return function


def multiple(rounding: str) -> Function:
    """CEILING, FLOOR and MROUND: to a multiple of another number."""

    def function(number: float, step: float) -> float:
        if number == 0:
            return 0.0
        if step == 0:
            if rounding == ROUND_FLOOR:
                raise fail(DIV)
            return 0.0
        if number * step < 0 and rounding != ROUND_CEILING:
            raise fail(DIALECT)  # MROUND(-5,2) is #NUM! in Excel and -4 in LibreOffice
        if step < 0 < number:
            raise fail(NUM)
        quotient = Decimal(f"{number:.15g}") / Decimal(f"{step:.15g}")
        if abs(quotient) > 10**12 or (rounding == ROUND_HALF_UP and quotient % 1 != 0 and 0 < abs(abs(quotient % 1) - Decimal("0.5")) < Decimal("1e-9")):
            raise fail(ROUNDING)
        if quotient != quotient.to_integral_value() and abs(quotient - quotient.to_integral_value()) < Decimal("1e-9"):
            raise fail(ROUNDING)
        return float(quotient.to_integral_value(rounding) * Decimal(f"{step:.15g}"))

    return function


def parity(odd: int) -> Function:
    """EVEN and ODD: away from zero to the next whole number of that kind."""

    def function(number: float) -> float:
        size = math.ceil(Decimal(f"{abs(number):.15g}"))
        if abs(number) > 1e12 or (size - abs(number) > 1 - 1e-9 and size != abs(number)):
            raise fail(ROUNDING)
        size += (size + odd) % 2
        return float(-size if number < 0 else size)

    return function


def quotient(number: float, divisor: float) -> float:
    if divisor == 0:
        raise fail(DIV)
    result = finite(number / divisor)
    if result != round(result) and nearly(result, round(result)):
        raise fail(ROUNDING)
    return float(math.trunc(result))


def int_(number: float) -> float:
    whole = round(number)
    if number != whole and nearly(number, whole):
        raise fail(ROUNDING)
    return float(math.floor(number))
