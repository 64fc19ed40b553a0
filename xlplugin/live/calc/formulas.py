"""A formula as Calc's programming interface writes it, and as Excel does: `=SUM($Sheet2.A1;B1)` is `=SUM(Sheet2!A1,B1)`."""

from __future__ import annotations

import re

_CELL = r"\$?[A-Z]{1,3}\$?\d+"
_AREA = rf"(?:{_CELL}|\$?[A-Z]{{1,3}}(?=:)|\$?\d+(?=:)|\#REF!)"
_QUOTED = r"'(?:[^']|'')+'"
_NOT_IN_NAME = r"(?<![\w.\\])"

_FROM_CALC = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*")
    |(?P<error>\#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!))
    |(?P<file>'(?:[^']|'')+')\#\$?(?P<far>{_QUOTED}|\w+)\.(?={_AREA})
    |{_NOT_IN_NAME}\$?(?P<first>{_QUOTED}|\w+)\.(?P<from>{_CELL}):\$?(?P<last>{_QUOTED}|\w+)\.(?P<to>{_CELL})
    |{_NOT_IN_NAME}\$?(?P<sheet>{_QUOTED}|\w+)\.(?={_AREA})
    |(?P<truth>{_NOT_IN_NAME}(?:TRUE|FALSE))\(\)
    |(?P<mark>[;|~!{{}}])
    |(?P<quoted>{_QUOTED})""",
    re.VERBOSE,
)
_FROM_EXCEL = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*")
    |(?P<error>\#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!))
    |(?P<sheet>{_QUOTED}|{_NOT_IN_NAME}[^\W\d]\w*)!
    |(?P<truth>{_NOT_IN_NAME}(?:TRUE|FALSE))(?![\w.(])
    |(?P<mark>[,;{{}}])
    |(?P<quoted>{_QUOTED})""",
    re.VERBOSE,
)
_PLAIN_SHEET = re.compile(r"[^\W\d]\w*")
_LOOKS_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*")


LONGEST = 8_192
"""Characters: a longer formula is of no notation that both know, and stays as it is."""


def to_excel(formula: str) -> str:
    """A formula as Calc gives it in Excel's notation; braces around an array formula are taken off."""
    if len(formula) > LONGEST:
        return formula
    is_array = False

    def one(match: re.Match[str]) -> str:
        nonlocal is_array
        if match["text"] or match["error"] or match["quoted"]:
            return match[0]
        if match["truth"]:
            return match["truth"]
        if match["file"]:
            folder, _, name = _unquoted(match["file"]).removeprefix("file://").rpartition("/")
            whole = f"{folder}/[{name}]{_unquoted(match['far'])}".replace("'", "''")
            return f"'{whole}'!"
        if match["first"]:
            first, last = _unquoted(match["first"]), _unquoted(match["last"])
            sheets = first if first == last else f"{first}:{last}"
            return f"{quoted_sheet(sheets) if ':' not in sheets else _several(first, last)}!{match['from']}:{match['to']}"
        if match["sheet"]:
            return f"{quoted_sheet(_unquoted(match['sheet']))}!"
        mark = match["mark"]
        if mark in "{}":
            is_array = mark == "{"
            return mark
        if mark == "|":
            return ";" if is_array else mark
        return {";": ",", "~": ",", "!": " "}[mark]

    inner = formula[1:-1] if formula.startswith("{=") and formula.endswith("}") else formula
    return _FROM_CALC.sub(one, inner)


def from_excel(formula: str) -> str:
    """A formula in Excel's notation as Calc takes it. Unions, intersections and other workbooks are not known."""
    if len(formula) > LONGEST:
        return formula
    is_array = False

    def one(match: re.Match[str]) -> str:
        nonlocal is_array
        if match["text"] or match["error"] or match["quoted"]:
            return match[0]
        if match["sheet"]:
            return f"${_always_quoted(_unquoted(match['sheet']))}."
        if match["truth"]:
            return f"{match['truth']}()"
        mark = match["mark"]
        if mark in "{}":
            is_array = mark == "{"
            return mark
        if mark == ";":
            return "|" if is_array else mark
        return ";"

    return _FROM_EXCEL.sub(one, formula)


def quoted_sheet(name: str) -> str:
    """A sheet's name as Excel writes it before `!`: in quotes where it is no plain word."""
    is_plain = _PLAIN_SHEET.fullmatch(name) and not _LOOKS_LIKE_A_CELL.fullmatch(name)
    return name if is_plain else _always_quoted(name)


def _several(first: str, last: str) -> str:
    both = f"{first}:{last}"
    return both if quoted_sheet(first) == first and quoted_sheet(last) == last else _always_quoted(both)


def _always_quoted(name: str) -> str:
    doubled = name.replace("'", "''")
    return f"'{doubled}'"


def _unquoted(name: str) -> str:
    return name[1:-1].replace("''", "'") if name.startswith("'") else name
