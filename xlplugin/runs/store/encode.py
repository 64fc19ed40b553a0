"""Reports and filings as JSON text: `dump`, the half of `codec` that writes.

The text is put together directly, without dictionaries in between; what many files share (cells that hold the same, what was
noticed of a layout) is written out once and its text kept, by identity: it is frozen.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache, partial
from itertools import compress
from json.encoder import encode_basestring_ascii as quoted
from math import isfinite
from operator import attrgetter, is_not
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from xlplugin.filing.cells import Cell, Shape, Value
from xlplugin.filing.coverage import Coverage
from xlplugin.filing.facts import Facts
from xlplugin.filing.findings import NotChecked
from xlplugin.form import Form

SCALARS = (str, int, float, bool, Decimal, type(None))
_MOST_KEPT, _FEW = 2**14, 32
_SHARED = {Cell: _MOST_KEPT, Coverage: 64, Facts: _MOST_KEPT, NotChecked: _MOST_KEPT}
"""What many files have the same objects of, and how many of them are kept with their texts."""
Write = Callable[[Any], str]


def dump(value: object, *left_out: str) -> str:
    """A report, a filing or another of the program's dataclasses as JSON text, ASCII and without line breaks. Of a filing's form only its key is written.

    `left_out`: fields that are not written.
    """
    kind: Any = type(value)
    return _without(kind, left_out)(value) if left_out else _writer(kind)(value)


def structured_of(kind: Any) -> Any | None:
    """Of a choice of types the one that is no scalar, None where all are; raises `TypeError` where nothing would tell which a value is."""
    members = get_args(kind)
    structured = [member for member in members if member not in SCALARS and get_origin(member) is not Literal]
    if not structured:
        return None
    if len(structured) > 1 or set(members) - set(structured) != {type(None)}:
        raise TypeError(f"no encoding for a choice of {members}")
    return structured[0]


@cache
def _writer(kind: Any) -> Write:
    """What writes values of a type; raises `TypeError` for one that nothing here is made of."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Form:
        return lambda form: quoted(form.key)
    if kind in SCALARS or origin is Literal:
        return _scalar
    if kind is dt.date:
        return lambda day: quoted(day.isoformat())
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {member: _scalar(member.value) for member in kind}.__getitem__
    if dataclasses.is_dataclass(kind):
        write = _of_cell() if kind is Cell else _of_dataclass(kind)
        return WrittenOnce(write, _SHARED[kind]) if kind in _SHARED else write
    if origin in (Union, types.UnionType):
        return _of_union(kind)
    if kind == tuple[str, ...]:
        return lambda values: f"[{','.join(map(quoted, values))}]"
    if kind == tuple[tuple[str, Value | None], ...]:
        return _figures
    if origin is tuple and is_of_scalars(kind):
        return _ENCODER.encode
    if origin is tuple and inner[-1] is not Ellipsis:
        parts = [_writer(part) for part in inner]
        return lambda values: f"[{','.join([write(value) for write, value in zip(parts, values, strict=True)])}]"
    if origin is tuple:
        each = _writer(inner[0])
        return lambda values: f"[{','.join(map(each, values))}]" if values else "[]"
    if origin is frozenset:
        each = _writer(inner[0])
        return lambda values: f"[{','.join(map(each, sorted(values)))}]"
    if origin is Mapping:
        return _of_mapping(inner[1])
    raise TypeError(f"no encoding for {kind}")


def is_of_scalars(kind: Any) -> bool:
    """Whether a type is one of scalars, or of tuples of such: Python's own encoder writes them, which is the fastest."""
    if get_origin(kind) in (tuple, Union, types.UnionType):
        return all(part is Ellipsis or is_of_scalars(part) for part in get_args(kind))
    return kind in SCALARS or get_origin(kind) is Literal


def _figures(figures: tuple[tuple[str, Value | None], ...]) -> str:
    """Figures by field id: few of them each by itself, as Python's own encoder takes long to begin."""
    return f"[{','.join([f'[{quoted(name)},{_scalar(value)}]' for name, value in figures])}]" if len(figures) <= _FEW else _ENCODER.encode(figures)


@cache
def _without(kind: Any, left_out: tuple[str, ...]) -> Write:
    return _of_dataclass(kind, *left_out)


def _of_mapping(kind: Any) -> Write:
    """A mapping as an object: of many scalars by Python's own encoder, which takes long to begin and is then the fastest; of others each by itself."""
    held = _writer(kind)
    if held is _scalar:
        return lambda values: _object(tuple(values)) % tuple(map(_scalar, values.values())) if len(values) <= _FEW else _ENCODER.encode(dict(values))
    each = held.each if isinstance(held, WrittenOnce) else partial(map, held)
    return lambda values: _object(tuple(values)) % tuple(each(values.values()))


@lru_cache(256)
def _object(names: tuple[str, ...]) -> str:
    """An object with these names; its values are to be put in."""
    return "{" + ",".join([_name(name).replace("%", "%%") + ":%s" for name in names]) + "}"


def _of_dataclass(kind: Any, *left_out: str) -> Write:
    """A dataclass as an object without the fields that hold their default, and without others that are named."""
    hints, written = get_type_hints(kind), [field for field in dataclasses.fields(kind) if field.name not in left_out]
    names, defaults, writers = [_name(field.name) + ":" for field in written], [field.default for field in written], [_writer(hints[field.name]) for field in written]
    held = attrgetter(*(field.name for field in written))
    values = held if len(written) > 1 else lambda value: (held(value),)

    def each(value: Any) -> str:
        parts = values(value)
        return f"{{{','.join([name + write(part) for name, write, part in compress(zip(names, writers, parts, strict=True), map(is_not, parts, defaults))])}}}"

    return each


def _of_cell() -> Write:
    """A cell with a place as a list: sheet, row, column, and its number, where it is nothing but that; else the rest of it as an object."""
    whole, without_place = _of_dataclass(Cell), _of_dataclass(Cell, "place")
    others = {field.name: field.default for field in dataclasses.fields(Cell) if field.name not in ("shape", "value", "raw", "place")}
    more, nothing = attrgetter(*others), tuple(others.values())

    def write(cell: Cell) -> str:
        place = cell.place
        if place is None:
            return whole(cell)
        is_plain = cell.shape is Shape.NUMBER and type(cell.value) is int and cell.raw == str(cell.value) and more(cell) == nothing
        return f"[{quoted(place.sheet)},{place.row},{place.column},{cell.value if is_plain else without_place(cell)}]"

    return write


def _of_union(kind: Any) -> Write:
    """A value that may be missing, or one of several scalars."""
    structured = structured_of(kind)
    if structured is None:
        return _scalar
    write = _writer(structured)
    return lambda value: "null" if value is None else write(value)


class WrittenOnce:
    """Writes each object once, as long as its text is kept: so many of them at the most."""

    def __init__(self, write: Write, most: int = _MOST_KEPT) -> None:
        self._write, self._most = write, most
        self._texts: dict[int, str] = {}
        self._values: list[Any] = []  # an id is an object's own as long as that lives

    def __call__(self, value: Any) -> str:
        text = self._texts.get(id(value))
        if text is None:
            if len(self._values) >= self._most:
                self._texts.clear()
                self._values.clear()
            text = self._texts[id(value)] = self._write(value)
            self._values.append(value)
        return text

    def each(self, values: Collection[Any]) -> list[str]:
        """Writes several."""
        texts = list(map(self._texts.get, map(id, values)))
        return [self(value) if text is None else text for value, text in zip(values, texts, strict=True)]


@cache
def _name(name: str) -> str:
    return quoted(name)


def _decimal(value: object) -> dict[str, str]:
    """What Python's encoder does not know."""
    if not isinstance(value, Decimal):
        raise TypeError(f"no encoding for {type(value)}")
    return {"d": str(value)}


def _scalar(value: Any) -> str:
    write = _BY_TYPE.get(type(value))
    return write(value) if write is not None else json.dumps(value)


_ENCODER = json.JSONEncoder(separators=(",", ":"), default=_decimal)
_BY_TYPE: dict[type, Write] = {
    str: quoted,
    int: int.__repr__,
    type(None): lambda value: "null",
    float: lambda value: float.__repr__(value) if isfinite(value) else json.dumps(value),
    bool: lambda value: "true" if value else "false",
    Decimal: lambda value: f'{{"d":{quoted(str(value))}}}',
}
