"""Reports and filings as JSON and back, losing nothing: the encoding follows the types that the dataclasses declare.

A dataclass becomes an object without the fields that hold their default; a `Decimal` becomes `{"d": "43.788"}`, which keeps it
apart from a whole number and from text; a cell, of which there are hundreds in each file, a short list. What is written (`dump`, see `encode`) is ASCII: a file name that is no valid UTF-8 survives too.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from itertools import chain, starmap
from json.encoder import encode_basestring_ascii as quoted
from math import isfinite
from operator import attrgetter
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from xlplugin.filing.cells import Cell, Place, Shape, Value
from xlplugin.filing.coverage import Coverage
from xlplugin.filing.filing import Filing
from xlplugin.filing.submissions import Submission
from xlplugin.form import Form
from xlplugin.runs.store.encode import SCALARS, WrittenOnce, dump, is_of_scalars, structured_of

__all__ = ["decoded", "dump", "dump_once", "load", "load_filing", "made", "value_of"]

T = TypeVar("T")
Read = Callable[[Any], Any]
_NOTHING: Mapping[str, Any] = {}
_DECODER = json.JSONDecoder()
_ALL_READ = {"fields", "read"}
"""What is told of a coverage where everything was read."""
_FOUND = ("file", "content", "size", "mtime")
"""What is known of most submissions before they are read."""
_beside_found = attrgetter(*(field.name for field in dataclasses.fields(Submission) if field.name not in _FOUND))
_UNKNOWN = _beside_found(Submission(""))


def load(kind: type[T], text: str, **besides: Any) -> T:
    """The value of that type that `dump` wrote. `besides`: fields of a dataclass that are as given here, whatever the text says of them."""
    return made(kind, decoded(text), **besides)


def _dump_found(one: Submission) -> str:
    """As `dump`; three times as fast where nothing is known but what the file system says."""
    if not (one.content and one.size and one.mtime is not None and isfinite(one.mtime) and _beside_found(one) == _UNKNOWN):
        return dump(one)
    return f'{{"file":{quoted(one.file)},"content":{quoted(one.content)},"size":{one.size},"mtime":{one.mtime!r}}}'


dump_once = WrittenOnce(_dump_found)
"""As `dump`, of a submission as it was found: it stands in the manifest, and a worker is told of it."""


def decoded(text: str) -> Any:
    """What JSON holds, without blanks around it, as it is stored; raises `ValueError` for a text that is none. Python's own `loads` looks for those, and for other kinds of texts."""
    value, end = _DECODER.raw_decode(text)
    if end != len(text):
        raise ValueError(f"{len(text) - end} characters more than the JSON")
    return value


def made(kind: type[T], told: Any, **besides: Any) -> T:
    """The same of what JSON held."""
    made_of: Any = kind
    return cast("T", _made_with(made_of)(told, besides) if besides else _reader(made_of)(told))


def load_filing(text: str, forms: Mapping[str, Form]) -> Filing:
    """The filing that `dump` wrote. `forms`: every form it may be of, by key; raises `KeyError` for another."""
    filing = load(Filing, text)
    return dataclasses.replace(filing, form=forms[str(filing.form)])


def value_of(cell: Any) -> Value | None:
    """The value of a cell, of which JSON held all."""
    held = cell if isinstance(cell, dict) else cell[3]
    return cast("Value | None", held if isinstance(held, int) else _scalar(held.get("value")))


@cache
def _reader(kind: Any) -> Read:
    """What makes values of a type from what JSON holds; raises `TypeError` for one that nothing here is made of."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Form:
        return _same
    if kind in SCALARS or origin is Literal:
        return _scalar if kind is Decimal else _same
    if kind is dt.date:
        return dt.date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return cast("Read", kind)
    if kind is Cell:
        return _of_cell()
    if kind is Coverage:
        return _of_coverage()
    if dataclasses.is_dataclass(kind):
        return _of_dataclass(kind)
    if origin in (Union, types.UnionType):
        structured = structured_of(kind)
        if structured is None:
            return _scalar if Decimal in inner else _same
        read = _reader(structured)
        return lambda value: None if value is None else read(value)
    if origin is tuple and inner[-1] is not Ellipsis:
        parts = [_reader(part) for part in inner]
        if set(parts) <= {_scalar, _same}:
            return _of_scalars(len(parts))
        return lambda values: tuple(read(value) for read, value in zip(parts, values, strict=True))
    if origin is tuple and get_origin(inner[0]) is tuple and is_of_scalars(inner[0]) and Ellipsis not in get_args(inner[0]):
        return _of_rows(len(get_args(inner[0])))
    if origin in (tuple, frozenset):
        each, made = _reader(inner[0]), cast("Any", origin)
        if kind == tuple[str, ...]:
            return lambda values: _texts(*values)
        return made if each is _same else lambda values: made(map(each, values))
    if origin is Mapping:
        held = _reader(inner[1])
        if held is _same:
            return _same
        if held is _scalar:
            return lambda values: values | {key: _scalar(value) for key, value in values.items() if type(value) is dict} if dict in map(type, values.values()) else values
        return lambda values: {key: held(value) for key, value in values.items()}
    raise TypeError(f"no encoding for {kind}")


def _of_dataclass(kind: Any) -> Callable[..., Any]:
    """Of its fields as JSON holds them, most of which are taken as they are; and of others as they are given."""
    hints = get_type_hints(kind)
    readers = {field.name: reader for field in dataclasses.fields(kind) if (reader := _reader(hints[field.name])) is not _same}
    names, make = readers.keys(), _maker(kind)

    def read(values: Any, besides: Mapping[str, Any] = _NOTHING) -> Any:
        own = names & values.keys()
        if not own and not besides:
            return make(**values)
        return make(**{**values, **{name: readers[name](values[name]) for name in own}, **besides})

    return read


def _maker(kind: Any) -> Callable[..., Any]:
    """What makes a dataclass of its fields. A frozen one of many takes four times as long to make itself, field by field, as to be given them all at once."""
    fields = dataclasses.fields(kind)
    if not kind.__dataclass_params__.frozen or "__slots__" in vars(kind) or hasattr(kind, "__post_init__"):
        return cast("Callable[..., Any]", kind)
    defaults = {field.name: field.default for field in fields if field.default is not dataclasses.MISSING}
    fresh = {field.name: field.default_factory for field in fields if field.default_factory is not dataclasses.MISSING}
    needed = {field.name for field in fields} - defaults.keys() - fresh.keys()

    def make(**values: Any) -> Any:
        one = object.__new__(kind)
        held = vars(one)
        held.update(defaults)
        held.update(values)
        for name in fresh.keys() - values.keys():
            held[name] = fresh[name]()
        if len(held) != len(fields) or not needed <= values.keys():
            return kind(**values)  # which says what is wrong
        return one

    return make


_made_with = cache(_of_dataclass)


def _of_scalars(count: int) -> Read:
    def read(values: Any) -> tuple[Any, ...]:
        if len(values) != count:
            raise ValueError(f"{len(values)} values in place of {count}")
        return tuple(map(_scalar, values)) if dict in map(type, values) else tuple(values)

    return read


def _of_rows(count: int) -> Read:
    """Tuples of so many scalars."""
    each = _of_scalars(count)

    def read(values: Any) -> tuple[Any, ...]:
        rows = [*map(tuple, values)]
        is_plain = {*map(len, rows)} <= {count} and dict not in map(type, chain.from_iterable(rows))
        return tuple(starmap(_row, rows) if is_plain else map(each, rows))

    return read


def _of_cell() -> Read:
    whole = _of_dataclass(Cell)

    def read(value: Any) -> Cell:
        if isinstance(value, dict):
            return cast("Cell", whole(value))
        sheet, row, column, held = value
        place = Place(sheet, row, column)
        return Cell(Shape.NUMBER, held, str(held), place) if isinstance(held, int) else whole(held).at(place)

    return read


def _of_coverage() -> Read:
    whole = _of_dataclass(Coverage)
    return lambda value: _all_read(value["fields"], value["read"]) if value.keys() == _ALL_READ else whole(value)


@lru_cache(64)
def _all_read(fields: int, read: int) -> Coverage:
    """Most files have the same."""
    return Coverage(fields, read)


@lru_cache(2**12, typed=True)
def _row(*values: Any) -> tuple[Any, ...]:
    """The same object for the same figure of the same field, and the same texts: ten thousand files do not hold them ten thousand times."""
    return values


@lru_cache(2**10)
def _texts(*values: str) -> tuple[str, ...]:
    """And for the same few texts, a form's tables say."""
    return values


def _same(value: Any) -> Any:
    """What JSON holds as it is."""
    return value


def _scalar(value: Any) -> Any:
    return Decimal(value["d"]) if isinstance(value, dict) else value
