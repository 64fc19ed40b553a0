"""The syntax of a formula: its text as a tree. Nothing is evaluated here, and no text can make it hang or run deep.

What is beyond a filled form (links to other workbooks, table references, DDE) is refused with the reason.
"""

from __future__ import annotations

import re
from functools import lru_cache

from xlplugin.reading.formulas.nodes import ArrayConstant, Call, Chain, Constant, ErrorConstant, Intersection, Name, Negation, Node, Percent, Reference, Union
from xlplugin.reading.formulas.tokens import MAX_LENGTH, NOT_UNDERSTOOD, TOO_DEEP, TOO_LONG, RefusedError, operand, tokens

MAX_DEPTH = 64
_PRECEDENCE = {"=": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "<>": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}
_FUTURE = re.compile(r"^(?:_XLFN\.|_XLWS\.)+")
_REFERRING = (Reference, Name, Union, Intersection, Call)


@lru_cache(maxsize=4096)
def parse(formula: str) -> Node | RefusedError:
    """The tree of a formula with its leading `=`, or why it is refused. Never raises."""
    try:
        return _Parser(formula).tree()
    except RefusedError as refusal:
        return refusal.with_traceback(None)


class _Parser:
    def __init__(self, formula: str) -> None:
        if len(formula) > MAX_LENGTH:
            raise RefusedError(TOO_LONG)
        self._tokens, self._spaced = tokens(formula)
        self._marks = [token["mark"] or "" for token in self._tokens]
        self._at = 0
        self._depth = 0

    def tree(self) -> Node:
        tree = self._expression(1)
        if self._at != len(self._tokens):
            raise RefusedError(NOT_UNDERSTOOD)
        return tree

    def _mark(self) -> str:
        """The operator or bracket that comes next; empty at the end and before a value."""
        return self._marks[self._at] if self._at < len(self._marks) else ""

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
        """An operand, a call or what stands in brackets; blanks between two references make what they have in common."""
        value = self._single()
        while isinstance(value, _REFERRING) and self._at in self._spaced and (self._mark() == "(" or not self._mark()):
            right = self._single()
            if not isinstance(right, _REFERRING):
                raise RefusedError(NOT_UNDERSTOOD)
            value = Intersection(value, right)
        return value

    def _single(self) -> Node:
        if self._at >= len(self._tokens):
            raise RefusedError(NOT_UNDERSTOOD)
        token = self._tokens[self._at]
        self._at += 1
        if token["mark"] == "(":
            return self._brackets()
        if token["mark"] == "{":
            return self._array()
        if token["function"]:
            return Call(_FUTURE.sub("", token["function"].upper()), self._arguments())
        if token["mark"]:
            raise RefusedError(NOT_UNDERSTOOD)
        return operand(token)

    def _brackets(self) -> Node:
        """What stands in brackets: a value, or references side by side."""
        parts = [self._expression(1)]
        while self._mark() == ",":
            self._at += 1
            parts.append(self._expression(1))
        self._close()
        if len(parts) > 1 and not all(isinstance(part, _REFERRING) for part in parts):
            raise RefusedError(NOT_UNDERSTOOD)
        return Union(tuple(parts)) if len(parts) > 1 else parts[0]

    def _array(self) -> Node:
        """The values in braces, after the opening one."""
        rows: list[list[Constant | ErrorConstant]] = [[]]
        while True:
            sign = self._mark() if self._mark() in ("+", "-") else ""
            self._at += bool(sign)
            value = None if self._mark() else self._single()
            if isinstance(value, Constant) and isinstance(value.value, float) and sign == "-":
                value = Constant(-value.value)
            elif not isinstance(value, (Constant, ErrorConstant)) or sign:
                raise RefusedError(NOT_UNDERSTOOD)
            rows[-1].append(value)
            mark = self._mark()
            self._at += 1
            if mark == ";":
                rows.append([])
            elif mark == "}" and len({len(row) for row in rows}) == 1:
                return ArrayConstant(tuple(map(tuple, rows)))
            elif mark != ",":
                raise RefusedError(NOT_UNDERSTOOD)

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
