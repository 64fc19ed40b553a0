"""The words of a formula: operands, functions, operators and brackets. Nothing here is slower than a formula is long."""

from __future__ import annotations

import re

from xlplugin.filing.address import column_number
from xlplugin.reading.formulas.nodes import Constant, ErrorConstant, Name, Node, Reference
from xlplugin.text import Text

MAX_LENGTH = 4000
MAX_TOKENS = 1200
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


_PREFIX = r"(?:(?P<sheet>'(?:[^']|'')*+'|(?:\[[^\[\]]*\])?\w[\w.]*(?::\w[\w.]*)?|\[[^\[\]]*\])!)?"
_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\r\n]+)
    | (?P<text>"(?:[^"]|"")*+")
    | (?P<function>[^\W\d][\w.]*)\(
    | {_PREFIX}(?:
        (?P<error>\#(?:NULL!|DIV/0!|VALUE!|REF!|NUM!|NAME\?|N/A))
        | (?:\$?(?P<column>[A-Z]{{1,3}})\$?(?P<row>[1-9]\d{{0,6}})(?::\$?(?P<column2>[A-Z]{{1,3}})\$?(?P<row2>[1-9]\d{{0,6}}))?
          | \$?(?P<columns>[A-Z]{{1,3}}):\$?(?P<columns2>[A-Z]{{1,3}})
          | \$?(?P<rows>[1-9]\d{{0,6}}):\$?(?P<rows2>[1-9]\d{{0,6}}))(?![\w.(!\[\#:])
        | (?P<name>[^\W\d][\w.\\?]*)(?![(!\[\#:])
      )
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:E[+-]?[0-9]+)?)(?![\w.])
    | (?P<mark><=|>=|<>|[-+*/^&=<>%(),;{{}}])
    """,
    re.VERBOSE | re.IGNORECASE,
)
Token = re.Match[str]


def tokens(formula: str) -> tuple[list[Token], set[int]]:
    """The tokens without blanks, and before which of them blanks stand."""
    found: list[Token] = []
    spaced: set[int] = set()
    position = 1
    if not formula.startswith("="):
        raise RefusedError(NOT_UNDERSTOOD)
    while position < len(formula):
        match = _TOKEN.match(formula, position)
        if match is None:
            raise RefusedError(TABLE_REFERENCE if re.match(r"\w*\[", formula[position:]) else NOT_UNDERSTOOD)
        if match["space"]:
            spaced.add(len(found))
        else:
            found.append(match)
        position = match.end()
    if len(found) > MAX_TOKENS:
        raise RefusedError(TOO_LONG)
    return found, spaced - {len(found)}


def operand(token: Token) -> Node:
    """What one token stands for."""
    if token["text"]:
        return Constant(token["text"][1:-1].replace('""', '"'))
    if token["number"]:
        value = float(token["number"])
        if value == float("inf"):
            raise RefusedError(NOT_UNDERSTOOD)
        return Constant(value)
    sheet, last_sheet = _sheets(token["sheet"])
    if last_sheet and not (token["column"] or token["columns"] or token["rows"]):
        raise RefusedError(NOT_UNDERSTOOD)
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
    return Reference(sheet, rows[0], columns[0], rows[1], columns[1], last_sheet)


def _sheets(prefix: str | None) -> tuple[str | None, str | None]:
    """The sheet that stands before `!`, and the last one of a run of sheets; square brackets are a link to another workbook."""
    if prefix is None:
        return None, None
    plain = prefix[1:-1].replace("''", "'") if prefix.startswith("'") else prefix
    if link := re.search(r"\[([^\[\]]*)\]", plain):
        raise RefusedError(NOT_UNDERSTOOD, link=link[1])
    first, _, last = plain.partition(":")
    if not first or ":" in last or (plain != first and not last):
        raise RefusedError(NOT_UNDERSTOOD)
    return first, last or None
