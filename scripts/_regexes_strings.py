"""The worst strings that can be made of a pattern: its own signs again and again, in pairs, and its beginning never ended."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

_MOST_SIGNS = 7
Pattern = re.Pattern[Any]


def signs(pattern: Pattern) -> list[str]:
    """Signs that the pattern speaks of, those in repetitions first; one of each class, and one that it never takes."""
    parser: Any = importlib.import_module("re._parser")
    repeated: dict[str, None] = {}
    other: dict[str, None] = {}

    def walk(tree: Any, is_repeated: bool) -> None:
        for operator, argument in tree:
            name = str(operator)
            into = repeated if is_repeated else other
            if name == "LITERAL":
                into.setdefault(chr(argument))
            elif name == "NOT_LITERAL":
                into.setdefault("a" if argument != ord("a") else "b")
            elif name == "ANY":
                into.setdefault("x")
            elif name == "IN":
                for sign in _of_class(argument)[:3]:
                    into.setdefault(sign)
            elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
                walk(argument[2], is_repeated or argument[1] > 50)
            elif name == "SUBPATTERN":
                walk(argument[3], is_repeated)
            elif name == "BRANCH":
                for branch in argument[1]:
                    walk(branch, is_repeated)
            elif name in ("ASSERT", "ASSERT_NOT"):
                walk(argument[1], is_repeated)
            elif name == "ATOMIC_GROUP":
                walk(argument, is_repeated)

    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    walk(parser.parse(text, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags), False)
    return list({**repeated, **other})[:_MOST_SIGNS]


def _of_class(argument: Any) -> list[str]:
    found: list[str] = []
    is_negated = False
    for operator, value in argument:
        name = str(operator)
        if name == "NEGATE":
            is_negated = True
        elif name == "LITERAL":
            found.append(chr(value))
        elif name == "RANGE":
            found.append(chr(value[0]))
        elif name == "CATEGORY":
            found.append(
                {
                    "CATEGORY_DIGIT": "1",
                    "CATEGORY_SPACE": " ",
                    "CATEGORY_WORD": "a",
                    "CATEGORY_NOT_SPACE": "a",
                    "CATEGORY_NOT_WORD": "-",
                    "CATEGORY_NOT_DIGIT": "a",
                }[str(value)]
            )
    return [sign for sign in ("a", "1", " ", "、") if sign not in found] if is_negated else found


def prefix(pattern: Pattern) -> str:
    """The signs with which the pattern begins, where these are literal."""
    parser: Any = importlib.import_module("re._parser")
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    begun = ""
    for operator, argument in parser.parse(text, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags):
        if str(operator) == "LITERAL":
            begun += chr(argument)
        elif str(operator) not in ("AT", "ASSERT", "ASSERT_NOT"):
            break
    return begun


def worst_strings(pattern: Pattern) -> Iterator[tuple[str, str]]:
    """Units to repeat, and what ends the string: signs, pairs of them, beginnings that are never ended."""
    own = signs(pattern)
    begun = prefix(pattern)
    units = dict.fromkeys([*own, *(a + b for a, b in product(own[:4], repeat=2) if a != b), *([begun, *(begun + sign for sign in own[:3])] if begun else [])])
    for unit in units:
        yield unit, "\0"
