"""A number as its cell shows it, for workbooks that calculate with that (以显示精度为准)."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from xlplugin.patterns import late

_NOT_DIGITS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\[\]]*\]')
_LARGEST = 310
"""Digits before the point; no number has as many."""
_EXACT = Context(prec=2 * _LARGEST, rounding=ROUND_HALF_UP)
_DIGITS = late(r"(?P<whole>[0#?,]*)(?:\.(?P<places>[0#?]*))?(?P<thousands>,*)(?P<exponent>[eE][+-][0#?]+)?")


def as_shown(number: float, code: str) -> float:
    """The number rounded as a number format shows it; whole where the format has no digits to say."""
    places = _places(_section(code, number))
    if places is None or number == 0 or not math.isfinite(number):
        return number
    shown = Decimal(f"{number:.15g}")
    digits, is_scientific = places
    if is_scientific:
        digits -= shown.adjusted()
    if digits > 15:
        return number
    rounded = float(shown.quantize(Decimal(1).scaleb(min(-digits, _LARGEST)), context=_EXACT))
    return rounded if math.isfinite(rounded) else number


def _section(code: str, number: float) -> str:
    """The part of a format that a number is shown with: positive; negative; zero."""
    sections = code.split(";")
    return sections[1] if number < 0 and len(sections) > 1 else sections[0]


@lru_cache(maxsize=256)
def _places(section: str) -> tuple[int, bool] | None:
    """Decimal places, and whether they are those of a power of ten; None: shown as it is, or as a date, a fraction or a text."""
    plain = _NOT_DIGITS.sub("", section)
    if "general" in plain.lower() or "/" in plain or any(letter in plain.lower().replace("e+", "").replace("e-", "") for letter in "ymdhs@"):
        return None
    match = next((match for match in _DIGITS.finditer(plain) if match[0]), None)
    if match is None:
        return None
    whole = match["whole"]
    thousands = len(match["thousands"] or "") + len(whole) - len(whole.rstrip(","))
    return len(match["places"] or "") + 2 * plain.count("%") - 3 * thousands, bool(match["exponent"])
