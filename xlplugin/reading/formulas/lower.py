"""A formula's tree without what hangs on its workbook and its own place: names, INDIRECT, LET, runs of sheets, intersections.

What is left are operands that stand in cells or in the formula, operators, and calls of functions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from xlplugin.filing.cells import Place
from xlplugin.reading.formulas.formula import parse
from xlplugin.reading.formulas.nodes import ArrayConstant, Call, Chain, Constant, ErrorConstant, Intersection, Name, Negation, Node, Percent, Reference, Union
from xlplugin.reading.formulas.sheets import Sheets
from xlplugin.reading.formulas.skeleton import RANGE_FOR_VALUE, WRONG_ARGUMENTS
from xlplugin.reading.formulas.tokens import LAST_COLUMN, LAST_ROW, NOT_UNDERSTOOD, TOO_DEEP, TOO_LONG, RefusedError
from xlplugin.text import Text

MAX_NODES = 3000
MAX_NESTED = 140
MAX_NAMES = 16
MAX_NUMBERED = 1000
"""Rows that ROW and COLUMN number in one array."""
NOT_LITERAL = Text(
    "公式用 INDIRECT 引用的地址要计算才知道，无法重算", "the formula uses INDIRECT with an address that is itself computed, which is not recalculated here"
)
CIRCULAR_NAME = Text("名称“{name}”循环定义或嵌套过深", 'the name "{name}" is defined by itself, or nested too deeply')

_JOINED = frozenset({"SUM", "AVERAGE", "MAX", "MIN", "COUNT", "COUNTA", "PRODUCT"})
"""Functions that take a run of sheets, and several references in brackets as if each were an argument."""
_JOINED_ONLY = frozenset({"AND", "OR", "SUBTOTAL", "AGGREGATE"})
_ONE = {"INDIRECT", "LET", "ROW", "COLUMN", "ROWS", "COLUMNS"}
_R1C1 = re.compile(r"R(?:\[(-?\d{1,7})\]|(\d{1,7}))?C(?:\[(-?\d{1,5})\]|(\d{1,5}))?", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=4096)
def is_lowered(formula: str) -> bool:
    """Whether nothing in a formula hangs on its workbook or place; names of other cells are no matter where the book has plain ones only."""
    tree = parse(formula)
    return isinstance(tree, RefusedError) or _is_plain(tree)


def _is_plain(node: Node) -> bool:
    if isinstance(node, Reference):
        return node.last_sheet is None
    if isinstance(node, (Name, Union, Intersection)):
        return False
    if isinstance(node, (Negation, Percent)):
        return _is_plain(node.operand)
    if isinstance(node, Chain):
        return _is_plain(node.first) and all(_is_plain(operand) for _, operand in node.rest)
    return not isinstance(node, Call) or (node.name not in _ONE and all(map(_is_plain, node.arguments)))


class Lowering:
    """One formula that stands at `place`. `used`: how many parts it has come to."""

    def __init__(self, sheets: Sheets, place: Place, is_array: bool) -> None:
        self.used = 0
        self._sheets = sheets
        self._place = place
        self._is_array = is_array
        self._depth = 0
        self._names: list[str] = []

    def tree(self, tree: Node) -> Node:
        """The formula's tree. Raises `RefusedError`."""
        found = self._node(tree, {})
        _measure(found)
        return found

    def _spend(self, parts: int) -> None:
        self.used += parts
        if self.used > MAX_NODES:
            raise RefusedError(TOO_LONG)

    def _node(self, node: Node, scope: Mapping[str, Node]) -> Node:
        """A part of the formula; `scope` are the variables of LET around it."""
        self._spend(1)
        self._depth += 1
        if self._depth > MAX_NESTED:
            raise RefusedError(TOO_DEEP)
        found = self._part(node, scope)
        self._depth -= 1
        return found

    def _part(self, node: Node, scope: Mapping[str, Node]) -> Node:
        if isinstance(node, Reference):
            return node if node.last_sheet is None else self._run(node, node.last_sheet)
        if isinstance(node, Name):
            return self._name(node, scope)
        if isinstance(node, Union):
            return self._union(tuple(self._node(part, scope) for part in node.parts))
        if isinstance(node, Intersection):
            return self._common(self._node(node.left, scope), self._node(node.right, scope))
        if isinstance(node, Negation):
            return Negation(self._node(node.operand, scope))
        if isinstance(node, Percent):
            return Percent(self._node(node.operand, scope))
        if isinstance(node, Chain):
            return Chain(self._node(node.first, scope), tuple((mark, self._node(operand, scope)) for mark, operand in node.rest))
        if isinstance(node, Call):
            return self._let(node, scope) if node.name == "LET" else self._call(node.name, [self._node(part, scope) for part in node.arguments])
        return node

    def _call(self, name: str, arguments: list[Node]) -> Node:
        if name == "INDIRECT":
            return self._indirect(arguments)
        if name in ("ROW", "COLUMN", "ROWS", "COLUMNS"):
            return self._number(name, arguments)
        found: list[Node] = []
        for argument in arguments:
            if not isinstance(argument, Union):
                found.append(argument)
            elif name in _JOINED or (name in _JOINED_ONLY and not argument.is_run):
                found += argument.parts
            else:
                raise RefusedError(RANGE_FOR_VALUE)
        return Call(name, tuple(found))

    def _let(self, call: Call, scope: Mapping[str, Node]) -> Node:
        if len(call.arguments) < 3 or len(call.arguments) % 2 == 0:
            raise RefusedError(WRONG_ARGUMENTS.fill(name="LET"))
        inner = dict(scope)
        for variable, value in zip(call.arguments[:-1:2], call.arguments[1::2], strict=True):
            if not isinstance(variable, Name) or "!" in variable.name:
                raise RefusedError(WRONG_ARGUMENTS.fill(name="LET"))
            inner[_variable(variable)] = bound = self._node(value, inner)
            _measure(bound)
        return self._node(call.arguments[-1], inner)

    def _name(self, name: Name, scope: Mapping[str, Node]) -> Node:
        if _variable(name) in scope:
            return self._again(scope[_variable(name)])
        definition = self._sheets.definition(name.name, self._place)
        if definition is None:
            return name
        if name.name.lower() in self._names or len(self._names) >= MAX_NAMES:
            raise RefusedError(CIRCULAR_NAME.fill(name=name.name[:80]))
        tree = parse(f"={definition}")
        if isinstance(tree, RefusedError) and tree.link is None:
            tree = parse(f"=({definition})")  # several areas stand side by side without brackets
        if isinstance(tree, RefusedError):
            raise RefusedError(tree.reason, tree.link)
        self._names.append(name.name.lower())
        found = self._node(tree, {})
        self._names.pop()
        return found

    def _again(self, value: Node) -> Node:
        """A variable's value once more; it counts as often as it stands in the formula."""
        self._spend(_measure(value)[0])
        return value

    def _run(self, node: Reference, last_sheet: str) -> Node:
        sheets = self._sheets.run(node.sheet or "", last_sheet)
        self._spend(len(sheets))
        return self._union(tuple(Reference(sheet.name, node.first_row, node.first_column, node.last_row, node.last_column) for sheet in sheets), is_run=True)

    def _union(self, parts: tuple[Node, ...], is_run: bool = False) -> Node:
        found: list[Node] = []
        for part in parts:
            if not isinstance(part, (Reference, Name, Union, ErrorConstant)):
                raise RefusedError(NOT_UNDERSTOOD)
            found += part.parts if isinstance(part, Union) else [part]
            is_run = is_run or (isinstance(part, Union) and part.is_run)
        return Union(tuple(found), is_run)

    def _common(self, left: Node, right: Node) -> Node:
        for part in (left, right):
            if isinstance(part, ErrorConstant):
                return part
        if not isinstance(left, Reference) or not isinstance(right, Reference) or self._home(left) != self._home(right):
            raise RefusedError(NOT_UNDERSTOOD)
        rows = max(left.first_row, right.first_row), min(left.last_row, right.last_row)
        columns = max(left.first_column, right.first_column), min(left.last_column, right.last_column)
        if rows[0] > rows[1] or columns[0] > columns[1]:
            return ErrorConstant("#NULL!")
        return Reference(left.sheet, rows[0], columns[0], rows[1], columns[1])

    def _home(self, reference: Reference) -> str:
        return (reference.sheet or self._place.sheet).lower()

    def _indirect(self, arguments: list[Node]) -> Node:
        if not 1 <= len(arguments) <= 2:
            raise RefusedError(WRONG_ARGUMENTS.fill(name="INDIRECT"))
        text = self._sheets.literal(arguments[0], self._place.sheet)
        style = self._sheets.literal(arguments[1], self._place.sheet) if len(arguments) == 2 else "TRUE"
        if text is None or style not in ("TRUE", "1", "FALSE", "0", "") or text != text.strip():
            raise RefusedError(NOT_LITERAL)
        if style in ("FALSE", "0", ""):
            return self._by_numbers(text)
        tree = parse(f"={text}")
        if isinstance(tree, RefusedError) and tree.link is not None:
            raise RefusedError(tree.reason, tree.link)
        if isinstance(tree, Name) and self._sheets.definition(tree.name, self._place) is not None:
            found = self._node(tree, {})
            if isinstance(found, (Reference, ErrorConstant)):
                return found
            raise RefusedError(NOT_LITERAL)
        if isinstance(tree, Reference) and tree.last_sheet is None and (tree.sheet is None or self._sheets.has(tree.sheet)):
            return tree
        if isinstance(tree, (RefusedError, Reference, Name, Constant)):
            return ErrorConstant("#REF!")
        raise RefusedError(NOT_LITERAL)

    def _by_numbers(self, text: str) -> Node:
        """The cells that an address such as `R2C3`, `Sheet1!R2C3:R4C3` or `R[-1]C` means."""
        prefix, mark, address = text.rpartition("!")
        corners = [_R1C1.fullmatch(corner) for corner in address.split(":")]
        if len(corners) > 2 or (mark and not _is_sheet(prefix)):
            raise RefusedError(NOT_LITERAL)
        rows, columns = [], []
        for match in corners:
            if match is None:
                raise RefusedError(NOT_LITERAL)
            rows.append(int(match[2]) if match[2] else self._place.row + int(match[1] or 0))
            columns.append(int(match[4]) if match[4] else self._place.column + int(match[3] or 0))
        sheet = (prefix[1:-1].replace("''", "'") if prefix.startswith("'") else prefix) if mark else None
        if min(rows + columns) < 1 or max(rows) > LAST_ROW or max(columns) > LAST_COLUMN or not (sheet is None or self._sheets.has(sheet)):
            return ErrorConstant("#REF!")
        return Reference(sheet, min(rows), min(columns), max(rows), max(columns))

    def _number(self, name: str, arguments: list[Node]) -> Node:
        """ROW, COLUMN, ROWS and COLUMNS, which hang on where a reference lies and not on what stands there."""
        if not arguments and name in ("ROW", "COLUMN") and not self._is_array:
            return Constant(float(self._place.row if name == "ROW" else self._place.column))
        if len(arguments) != 1 or not isinstance(arguments[0], (Reference, ErrorConstant)):
            raise RefusedError(WRONG_ARGUMENTS.fill(name=name))
        at = arguments[0]
        if isinstance(at, ErrorConstant):
            return at
        first, last = (at.first_row, at.last_row) if name.startswith("ROW") else (at.first_column, at.last_column)
        if name.endswith("S"):
            return Constant(float(last - first + 1))
        if last - first >= MAX_NUMBERED:
            raise RefusedError(TOO_LONG)
        numbers = tuple(Constant(float(number)) for number in range(first, last + 1))
        self._spend(len(numbers))
        return numbers[0] if first == last else ArrayConstant(tuple((number,) for number in numbers) if name == "ROW" else (numbers,))


def _is_sheet(prefix: str) -> bool:
    """Whether the name of one sheet of this workbook stands there."""
    return not any(mark in prefix for mark in "[]:") and prefix.startswith("'") == prefix.endswith("'") and prefix != "'"


def _variable(name: Name) -> str:
    return name.name.upper().removeprefix("_XLPM.")


def _measure(node: Node) -> tuple[int, int]:
    """How many parts a tree has, and how deep it is; refused where it is too deep."""
    if isinstance(node, (Negation, Percent)):
        parts = [_measure(node.operand)]
    elif isinstance(node, Chain):
        parts = [_measure(node.first), *(_measure(operand) for _, operand in node.rest)]
    elif isinstance(node, Call):
        parts = [_measure(argument) for argument in node.arguments]
    else:
        return (len(node.parts) if isinstance(node, Union) else sum(map(len, node.rows)) if isinstance(node, ArrayConstant) else 1), 1
    depth = 1 + max((deep for _, deep in parts), default=0)
    if depth > MAX_NESTED:
        raise RefusedError(TOO_DEEP)
    return 1 + sum(size for size, _ in parts), depth
