"""Reports and filings as JSON and back, losing nothing: the encoding follows the types that the dataclasses declare.

A dataclass becomes an object without the fields that hold their default; a `Decimal` becomes `{"d": "43.788"}`, which keeps it
apart from a whole number and from text. What is written is ASCII: a file name that is no valid UTF-8 survives too.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from xlplugin.filing import Filing
from xlplugin.form import Form

T = TypeVar("T")
Convert = Callable[[Any], Any]
_SCALARS = (str, int, float, bool, Decimal, type(None))


def dump(value: object) -> str:
    """A report, a filing or another of the program's dataclasses as JSON text. Of a filing's form only its key is written."""
    kind: Any = type(value)
    return json.dumps(_coder(kind)[0](value), separators=(",", ":"))


def load(kind: type[T], text: str) -> T:
    """The value of that type that `dump` wrote."""
    made_of: Any = kind
    return cast("T", _coder(made_of)[1](json.loads(text)))


def load_filing(text: str, forms: Mapping[str, Form]) -> Filing:
    """The filing that `dump` wrote. `forms`: every form it may be of, by key; raises `KeyError` for another."""
    filing = load(Filing, text)
    return dataclasses.replace(filing, form=forms[str(filing.form)])


@cache
def _coder(kind: Any) -> tuple[Convert, Convert]:
    """(to JSON, from JSON) for a type; raises `TypeError` for one that nothing here is made of."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Form:
        return lambda form: form.key, lambda key: key
    if kind in _SCALARS or origin is Literal:
        return _scalar, _from_scalar
    if kind is dt.date:
        return dt.date.isoformat, dt.date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda member: member.value, kind
    if dataclasses.is_dataclass(kind):
        return _dataclass_coder(kind)
    if origin in (Union, types.UnionType):
        return _union_coder(inner)
    if origin is tuple and inner[-1] is not Ellipsis:
        coders = [_coder(part) for part in inner]
        return (
            lambda values: [coder[0](value) for coder, value in zip(coders, values, strict=True)],
            lambda values: tuple(coder[1](value) for coder, value in zip(coders, values, strict=True)),
        )
    if origin in (tuple, frozenset):
        write, read = _coder(inner[0])
        made: Any = origin
        return lambda values: [write(value) for value in (sorted(values) if made is frozenset else values)], lambda values: made(map(read, values))
    if origin is Mapping:
        write, read = _coder(inner[1])
        return lambda values: {key: write(value) for key, value in values.items()}, lambda values: {key: read(value) for key, value in values.items()}
    raise TypeError(f"no encoding for {kind}")


def _dataclass_coder(kind: Any) -> tuple[Convert, Convert]:
    hints = get_type_hints(kind)
    fields = [(field.name, field.default, *_coder(hints[field.name])) for field in dataclasses.fields(kind)]
    readers = {name: read for name, _, _, read in fields}

    def write(value: Any) -> dict[str, Any]:
        return {name: convert(held) for name, default, convert, _ in fields if (held := getattr(value, name)) is not default}

    def read(values: dict[str, Any]) -> Any:
        return kind(**{name: readers[name](value) for name, value in values.items()})

    return write, read


def _union_coder(members: tuple[Any, ...]) -> tuple[Convert, Convert]:
    """A value that may be missing, or one of several scalars; of two structures nothing would tell which it is."""
    structured = [member for member in members if member not in _SCALARS and get_origin(member) is not Literal]
    if not structured:
        return _scalar, _from_scalar
    if len(structured) > 1 or set(members) - set(structured) != {type(None)}:
        raise TypeError(f"no encoding for a choice of {members}")
    write, read = _coder(structured[0])
    return lambda value: None if value is None else write(value), lambda value: None if value is None else read(value)


def _scalar(value: Any) -> Any:
    return {"d": str(value)} if isinstance(value, Decimal) else value


def _from_scalar(value: Any) -> Any:
    return Decimal(value["d"]) if isinstance(value, dict) else value
