"""The syntax of a formula: its text as a tree. Nothing is evaluated here, and no text can make it hang or run deep.

What is beyond a filled form (links to other workbooks, table references, arrays, DDE) is refused with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from xlplugin.text import Text

MAX_LENGTH = 4000
MAX_TOKENS = 1200
MAX_DEPTH = 64
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

NOT_UNDERSTOOD = Text("公式的写法无法识别", "the formula's syntax is not understood")
TOO_LONG = Text("公式过长", "the formula is too long")
TOO_DEEP = Text("公式嵌套过深", "the formula is nested too deeply")
TABLE_REFERENCE = Text("公式引用了“表”（结构化引用），无法重算", "the formula refers to a table by name (a structured reference)")


class RefusedError(Exception):
    """A formula that is not evaluated, and why. `link` names the other workbook it refers to."""

    def __init__(self, reason: Text, link: str | None = None) -> None:
        super().__init__(reason.en)
        self.reason = reason
        self.link = link


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, text or truth value that stands in the formula; None is an argument left out."""

    value: float | str | bool | None


@dataclass(frozen=True, slots=True)
class ErrorConstant:
    """An error value that stands in the formula: a reference whose cell was deleted."""

    code: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell or a range; `sheet` None is the formula's own. Whole columns run over all rows, whole rows over all columns."""

    sheet: str | None
    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def is_single(self) -> bool:
        """Whether it is one cell."""
        return self.first_row == self.last_row and self.first_column == self.last_column


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name."""

    name: str


@dataclass(frozen=True, slots=True)
class Negation:
    """A minus before a value."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Percent:
    """A percent sign after a value."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of one precedence in a row, evaluated from the left: a + b - c."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function, its name in capitals and without the prefix `_xlfn.`, and its arguments."""

    name: str
    arguments: tuple[Node, ...]


Node = Constant | ErrorConstant | Reference | Name | Negation | Percent | Chain | Call

_PRECEDENCE = {"=": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "<>": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}
_PREFIX = r"(?:(?P<sheet>'(?:[^']|'')*'|(?:\[[^\[\]]*\])?\w[\w.]*|\[[^\[\]]*\])!)?"
_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\r\n]+)
    | (?P<text>"(?:[^"]|"")*")
    | (?P<function>[^\W\d][\w.]*)\(
    | {_PREFIX}(?:
        (?P<error>\#(?:NULL!|DIV/0!|VALUE!|REF!|NUM!|NAME\?|N/A))
        | (?:\$?(?P<column>[A-Z]{{1,3}})\$?(?P<row>[1-9]\d{{0,6}})(?::\$?(?P<column2>[A-Z]{{1,3}})\$?(?P<row2>[1-9]\d{{0,6}}))?
          | \$?(?P<columns>[A-Z]{{1,3}}):\$?(?P<columns2>[A-Z]{{1,3}})
          | \$?(?P<rows>[1-9]\d{{0,6}}):\$?(?P<rows2>[1-9]\d{{0,6}}))(?![\w.(!\[\#:])
        | (?P<name>[^\W\d][\w.\\?]*)(?![(!\[\#:])
      )
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:E[+-]?[0-9]+)?)(?![\w.])
    | (?P<mark><=|>=|<>|[-+*/^&=<>%(),])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_Token = re.Match[str]


@lru_cache(maxsize=4096)
def parse(formula: str) -> Node | RefusedError:
    """The tree of a formula with its leading `=`, or why it is refused. Never raises."""
    try:
        return _Parser(formula).tree()
    except RefusedError as refusal:
        return refusal.with_traceback(None)


def column_number(letters: str) -> int:
    """The number of a column by its letters, from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


class _Parser:
    def __init__(self, formula: str) -> None:
        if len(formula) > MAX_LENGTH:
            raise RefusedError(TOO_LONG)
        self._tokens = _tokens(formula)
        self._at = 0
        self._depth = 0

    def tree(self) -> Node:
        tree = self._expression(1)
        if self._at != len(self._tokens):
            raise RefusedError(NOT_UNDERSTOOD)
        return tree

    def _mark(self) -> str:
        """The operator or bracket that comes next; empty at the end and before a value."""
        return (self._tokens[self._at]["mark"] or "") if self._at < len(self._tokens) else ""

    def _expression(self, lowest: int) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise RefusedError(TOO_DEEP)
        left, level, rest = self._signed(), 0, list[tuple[str, Node]]()
        while (precedence := _PRECEDENCE.get(mark := self._mark(), 0)) >= lowest:
            if rest and precedence != level:
                left, rest = Chain(left, tuple(rest)), []
            self._at += 1
            level = precedence
            rest.append((mark, self._expression(precedence + 1)))
        self._depth -= 1
        return Chain(left, tuple(rest)) if rest else left

    def _signed(self) -> Node:
        """A value with its signs and percent signs. Two minuses are kept: they make a number of a text."""
        minuses = 0
        while (mark := self._mark()) in ("+", "-"):
            minuses += mark == "-"
            self._at += 1
        value = self._value()
        for _ in range(2 - minuses % 2 if minuses else 0):
            value = Negation(value)
        while self._mark() == "%":
            if isinstance(value, Percent):
                raise RefusedError(NOT_UNDERSTOOD)
            value = Percent(value)
            self._at += 1
        return value

    def _value(self) -> Node:
        if self._at >= len(self._tokens):
            raise RefusedError(NOT_UNDERSTOOD)
        token = self._tokens[self._at]
        self._at += 1
        if token["mark"] == "(":
            inside = self._expression(1)
            self._close()
            return inside
        if token["function"]:
            return Call(re.sub(r"^(?:_XLFN\.|_XLWS\.)+", "", token["function"].upper()), self._arguments())
        if token["mark"]:
            raise RefusedError(NOT_UNDERSTOOD)
        return _operand(token)

    def _arguments(self) -> tuple[Node, ...]:
        found: list[Node] = []
        if self._mark() == ")":
            self._at += 1
            return ()
        while True:
            found.append(Constant(None) if self._mark() in (",", ")") else self._expression(1))
            if self._mark() != ",":
                self._close()
                return tuple(found)
            self._at += 1

    def _close(self) -> None:
        if self._mark() != ")":
            raise RefusedError(NOT_UNDERSTOOD)
        self._at += 1


def _tokens(formula: str) -> list[_Token]:
    found: list[_Token] = []
    position = 1
    if not formula.startswith("="):
        raise RefusedError(NOT_UNDERSTOOD)
    while position < len(formula):
        match = _TOKEN.match(formula, position)
        if match is None:
            raise RefusedError(TABLE_REFERENCE if re.match(r"\w*\[", formula[position:]) else NOT_UNDERSTOOD)
        if not match["space"]:
            found.append(match)
        position = match.end()
    if len(found) > MAX_TOKENS:
        raise RefusedError(TOO_LONG)
    return found


def _operand(token: _Token) -> Node:
    if token["text"]:
        return Constant(token["text"][1:-1].replace('""', '"'))
    if token["number"]:
        value = float(token["number"])
        if value == float("inf"):
            raise RefusedError(NOT_UNDERSTOOD)
        return Constant(value)
    sheet = _sheet(token["sheet"])
    if token["error"]:
        return ErrorConstant(token["error"].upper())
    if token["name"]:
        if token["name"].upper() in ("TRUE", "FALSE") and sheet is None:
            return Constant(token["name"].upper() == "TRUE")
        return Name(token["name"] if sheet is None else f"{sheet}!{token['name']}")
    first_row = int(token["row"] or token["rows"] or 1)
    last_row = int(token["row2"] or token["row"] or token["rows2"] or LAST_ROW)
    first_column = column_number(token["column"] or token["columns"] or "A")
    last_column = column_number(token["column2"] or token["column"] or token["columns2"] or "XFD")
    rows, columns = sorted((first_row, last_row)), sorted((first_column, last_column))
    if rows[1] > LAST_ROW or columns[1] > LAST_COLUMN:
        return Name(token[0])
    return Reference(sheet, rows[0], columns[0], rows[1], columns[1])


def _sheet(prefix: str | None) -> str | None:
    """The sheet's name of what stands before `!`; a prefix with square brackets is a link to another workbook."""
    if prefix is None:
        return None
    plain = prefix[1:-1].replace("''", "'") if prefix.startswith("'") else prefix
    if link := re.search(r"\[([^\[\]]*)\]", plain):
        raise RefusedError(NOT_UNDERSTOOD, link=link[1])
    if ":" in plain:
        raise RefusedError(NOT_UNDERSTOOD)
    return plain
