"""Changes of one token in the functions of a module: found in its syntax tree, compiled, and put in place of the functions' own code."""

from __future__ import annotations

import ast
import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import _lru_cache_wrapper, cache
from pathlib import Path
from types import CodeType, FunctionType

_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_LARGEST = 100
"""An integer beyond this is no small one: a year, a limit."""

Function = ast.FunctionDef | ast.Lambda


@dataclass(frozen=True)
class Mutant:
    """One change: in which function and line, the expression before and after, and the module compiled with it."""

    function: str
    line: int
    change: str
    module: CodeType

    @property
    def key(self) -> str:
        """The change by function and words, which stay the same when lines move."""
        return f"{self.function}: {self.change}"


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every change of one token in the functions of a file."""
    tree = ast.parse(path.read_text("utf-8"))
    seen: Counter[str] = Counter()
    for outer, name in _outermost(tree, ""):
        for node, parent, around, function in _expressions(outer, name):
            for new in _changed(node):
                before, after, module = _made(tree, parent, node, new, around if isinstance(node, ast.Constant) else None)
                seen[f"{function}: {before} -> {after}"] += 1
                count = seen[f"{function}: {before} -> {after}"]
                yield Mutant(function, node.lineno, f"{before} -> {after}" + (f" (no. {count})" if count > 1 else ""), module)


@contextmanager
def put_in_place(mutant: Mutant, module: str) -> Iterator[None]:
    """Runs the changed module's code in the functions that there are, wherever they are known; what functions of rules have cached is forgotten."""
    new = {_at(code): code for code in _codes(mutant.module)}
    functions = _functions(module)
    own = [function.__code__ for function in functions]
    try:
        for function in functions:
            function.__code__ = new.get(_at(function.__code__), function.__code__)
        _forget()
        yield
    finally:
        for function, code in zip(functions, own, strict=True):
            function.__code__ = code
        _forget()


def _outermost(node: ast.AST, within: str) -> Iterator[tuple[Function, str]]:
    """The functions that stand in no other, with their qualified names."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.Lambda)):
            yield child, within + (child.name if isinstance(child, ast.FunctionDef) else "lambda")
        else:
            yield from _outermost(child, f"{within}{child.name}." if isinstance(child, ast.ClassDef) else within)


def _expressions(function: Function, name: str) -> Iterator[tuple[ast.expr, ast.AST, ast.expr | None, str]]:
    """Each expression of a function's body, what it stands in, the words around it and the function's name. Annotations and defaults are left out."""
    body = function.body if isinstance(function, ast.FunctionDef) else [function.body]
    waiting: list[tuple[ast.AST, ast.AST, ast.expr | None, str]] = [(part, function, None, name) for part in reversed(body)]
    while waiting:
        node, parent, around, within = waiting.pop()
        if isinstance(node, ast.expr):
            yield node, parent, around, within
        if isinstance(node, ast.FunctionDef):
            within = f"{within}.{node.name}"
        if not isinstance(node, (ast.Slice, ast.Tuple, ast.UnaryOp, ast.keyword)):
            around = node if isinstance(node, ast.expr) else None
        left_out = ("annotation", "args", "returns") if isinstance(node, (ast.AnnAssign, ast.FunctionDef)) else ()
        parts = [part for field, value in ast.iter_fields(node) if field not in left_out for part in (value if isinstance(value, list) else [value])]
        waiting += [(part, node, around, within) for part in reversed(parts) if isinstance(part, ast.AST)]


def _changed(node: ast.expr) -> Iterator[ast.expr]:
    """What may stand in an expression's place: one token is another."""
    match node:
        case ast.Compare(left, signs, others):
            for number, sign in enumerate(signs):
                yield ast.Compare(left, [*signs[:number], _OPPOSITE[type(sign)](), *signs[number + 1 :]], others)
        case ast.BoolOp(sign, values):
            yield ast.BoolOp(ast.Or() if isinstance(sign, ast.And) else ast.And(), values)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.IfExp(test, body, orelse):
            yield ast.IfExp(test, orelse, body)
        case ast.Constant(value) if type(value) is int and value <= _LARGEST:
            yield ast.Constant(value + 1)


def _made(tree: ast.Module, parent: ast.AST, node: ast.expr, new: ast.expr, shown: ast.expr | None) -> tuple[str, str, CodeType]:
    """What is shown (the expression, or what is around it) before and after, and the module's code with the change; the tree is left as it was."""
    before = ast.unparse(shown or node)
    ast.copy_location(new, node)
    _put(parent, node, new)
    try:
        return before, ast.unparse(shown or new), compile(ast.fix_missing_locations(tree), "<mutant>", "exec")
    finally:
        _put(parent, new, node)


def _put(parent: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for field, value in ast.iter_fields(parent):
        if value is old:
            setattr(parent, field, new)
        elif isinstance(value, list):
            value[:] = [new if part is old else part for part in value]


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _at(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


@cache
def _functions(module: str) -> tuple[FunctionType, ...]:
    """The functions of a module, with those behind a property or a cache and the lambdas."""
    return tuple(thing for thing in _objects() if type(thing) is FunctionType and thing.__module__ == module)


@cache
def _caches() -> tuple[_lru_cache_wrapper[object], ...]:
    return tuple(thing for thing in _objects() if type(thing) is _lru_cache_wrapper and thing.__module__.startswith("xlplugin.rules."))


def _objects() -> list[object]:
    """Every object, those too that were put aside because they stay to the end (`gc.freeze`): they are not listed otherwise."""
    put_aside = gc.get_freeze_count()
    gc.unfreeze()
    found = gc.get_objects()
    if put_aside:
        gc.freeze()
    return found


def _forget() -> None:
    for kept in _caches():
        kept.cache_clear()
