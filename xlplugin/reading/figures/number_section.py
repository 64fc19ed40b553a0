"""One section of a number format, read into tokens, and the text that it makes of a number."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cached_property
from typing import Literal

Kind = Literal["digit", "point", "comma", "percent", "exponent", "letter", "fraction", "general", "text", "literal"]
_OPERATORS = {"<=": operator.le, ">=": operator.ge, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "=": operator.eq}
_DATE_LETTERS = frozenset("ymdhsegab")
_WORDS = (("general", "general"), ("g/通用格式", "general"), ("通用格式", "general"), ("am/pm", "letter"), ("a/p", "letter"), ("上午/下午", "letter"))
_WHITE = frozenset({"white", "白色", "白", "color2", "颜色2", "color 2"})
_MOST_DIGITS = 60


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a format."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Section:
    """What shows the numbers of one kind; `holds`: the condition under which it does, where it states one."""

    tokens: tuple[Token, ...]
    holds: Callable[[float], bool] | None = None
    is_white: bool = False
    is_elapsed: bool = False
    """Whether it shows a length of time, [h]:mm."""

    @cached_property
    def is_text(self) -> bool:
        """Whether it is the section for text."""
        return any(token.kind == "text" for token in self.tokens)

    @cached_property
    def is_date(self) -> bool:
        """Whether it has letters of dates, and no digits of numbers beside them; the digits of `ss.00` are those of seconds."""
        first = next((at for at, token in enumerate(self.tokens) if token.kind == "letter"), None)
        if first is None:
            return self.is_elapsed
        digits = [at for at, token in enumerate(self.tokens) if token.kind == "digit"]
        is_of_seconds = all(self.tokens[max(at - 1, 0)].kind in ("point", "digit") for at in digits) and (not digits or digits[0] > first)
        return is_of_seconds and not any(token.kind in ("general", "exponent") for token in self.tokens)

    @cached_property
    def _decimals(self) -> int | None:
        """How many decimals it shows, where it shows a number with all its digits in their places; None for any other section."""
        kinds = [token.kind for token in self.tokens]
        point = kinds.index("point") if "point" in kinds else len(kinds)
        digits = [at for at, kind in enumerate(kinds) if kind == "digit"]
        if not any(at < point for at in digits) or self._thousands or any(kind in ("percent", "exponent", "fraction", "general", "letter") for kind in kinds):
            return None
        between = [token for token in self.tokens[digits[0] : digits[-1]] if token.kind == "literal"]
        if between or any(mark.isdigit() or mark in ".%-−－" for token in self.tokens if token.kind == "literal" for mark in token.text):
            return None
        return sum(at > point for at in digits)

    @cached_property
    def _thousands(self) -> int:
        """How often the number is divided by a thousand: the commas right behind the last digit before the decimal point, or behind them all."""
        return _last_commas(self.tokens[: self._point]) + _last_commas(self.tokens[self._point :])

    @cached_property
    def _point(self) -> int:
        return next((at for at, token in enumerate(self.tokens) if token.kind == "point"), len(self.tokens))

    def is_plain_for(self, number: int | Decimal) -> bool:
        """Whether the number surely shows with all its digits, each in its place."""
        if self._decimals is None:
            return False
        return isinstance(number, int) or -int(number.as_tuple().exponent) <= self._decimals

    def shown(self, number: float | Decimal) -> str:
        """The text for a number that is not negative, without separators of thousands; an empty one where nothing is to be seen."""
        exact = number if isinstance(number, (int, Decimal)) else Decimal(repr(number))
        value = Decimal(exact)
        kinds = {token.kind for token in self.tokens}
        if "general" in kinds or "text" in kinds:
            return "".join(format(value.normalize(), "f") if token.kind in ("general", "text") else token.text for token in self.tokens if token.kind != "letter")
        if not kinds & {"digit"}:
            return "".join(token.text for token in self.tokens if token.kind in ("literal", "percent"))
        if kinds & {"exponent", "fraction"}:
            return format(value.normalize(), "f")  # the same number in another notation
        value = value.scaleb(2 * sum(token.kind == "percent" for token in self.tokens) - 3 * self._thousands)
        decimals = sum(token.kind == "digit" for token in self.tokens[self._point :])
        try:
            whole, _, rest = format(value.quantize(Decimal(1).scaleb(-min(decimals, _MOST_DIGITS)), ROUND_HALF_UP), "f").partition(".")
        except InvalidOperation:  # more digits than anyone shows
            return format(value, "f")
        return "".join((*self._before(whole), *self._after(rest)))

    def _before(self, whole: str) -> Iterator[str]:
        """The places before the decimal point, filled from the right; the leftmost takes all that is left."""
        places = [token for token in self.tokens[: self._point] if token.kind == "digit"]
        digits = "" if int(whole) == 0 else whole
        filled: list[str] = []
        for place in reversed(places):
            filled.append(digits[-1:] or ("0" if place.text == "0" else ""))
            digits = digits[:-1]
        filled[-1:] = [digits + filled[-1]] if filled else []
        for token in self.tokens[: self._point]:
            if token.kind == "digit":
                yield filled.pop()
            elif token.kind in ("literal", "percent"):
                yield token.text
        if not places:
            yield digits

    def _after(self, rest: str) -> Iterator[str]:
        """The decimal point and the places behind it."""
        places = [token for token in self.tokens[self._point :] if token.kind == "digit"]
        needed = len(rest.rstrip("0"))
        left = rest
        for number, token in enumerate(self.tokens[self._point :]):
            if token.kind == "point" and number == 0:
                yield "." if needed or any(place.text == "0" for place in places) else ""
            elif token.kind == "digit":
                yield left[:1] if needed > 0 or token.text == "0" else ""
                left, needed = left[1:], needed - 1
            elif token.kind in ("literal", "percent"):
                yield token.text


def _last_commas(tokens: tuple[Token, ...]) -> int:
    """The commas behind the last digit."""
    count = 0
    for token in reversed(tokens):
        if token.kind == "digit":
            return count
        count += token.kind == "comma"
    return 0


def read_section(code: str) -> Section:
    """The section of a code; what means nothing in formats shows as itself."""
    tokens: list[Token] = []
    holds: Callable[[float], bool] | None = None
    is_white = is_elapsed = False
    at = 0
    while at < len(code):
        mark = code[at]
        if mark == "[":
            end = code.find("]", at)
            inside = code[at + 1 : end if end >= 0 else len(code)]
            holds = holds or _condition(inside)
            is_white = is_white or inside.strip().lower() in _WHITE
            is_elapsed = is_elapsed or (bool(inside) and set(inside.lower()) <= set("hms") and len(set(inside.lower())) == 1)
            if inside.startswith("$"):
                tokens.append(Token("literal", inside[1:].partition("-")[0]))
            at = len(code) if end < 0 else end + 1
        elif mark == '"':
            end = code.find('"', at + 1)
            tokens.append(Token("literal", code[at + 1 : end if end >= 0 else len(code)]))
            at = len(code) if end < 0 else end + 1
        elif mark in "\\!":
            tokens.append(Token("literal", code[at + 1 : at + 2]))
            at += 2
        elif mark in "_*":
            tokens.append(Token("literal", " "))
            at += 2
        else:
            token = _token(code, at, tokens)
            tokens.append(token)
            at += len(token.text)
    return Section(tuple(tokens), holds, is_white, is_elapsed)


def _token(code: str, at: int, before: list[Token]) -> Token:
    mark, rest = code[at], code[at : at + 7].lower()
    for word, kind in _WORDS:
        if rest.startswith(word):
            return Token("general" if kind == "general" else "letter", code[at : at + len(word)])
    has_digit = any(token.kind == "digit" for token in before)
    if rest[:2] in ("e+", "e-") and has_digit:
        return Token("exponent", code[at : at + 2])
    if mark.lower() in _DATE_LETTERS:
        return Token("letter", mark)
    simple: dict[str, Kind] = {"0": "digit", "#": "digit", "?": "digit", ".": "point", ",": "comma", "%": "percent", "@": "text"}
    if mark == "/" and has_digit and before and before[-1].kind == "digit":
        return Token("fraction", mark)
    return Token(simple.get(mark, "literal"), mark)


def _condition(inside: str) -> Callable[[float], bool] | None:
    """The condition in a bracket, `>=10000`."""
    for sign, compare in _OPERATORS.items():
        if inside.startswith(sign):
            try:
                limit = float(inside[len(sign) :])
            except ValueError:
                return None
            return lambda number: bool(compare(number, limit))
    return None
