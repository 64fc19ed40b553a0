"""What a rule's function yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as default

from xlplugin.filing.cells import Place, Value
from xlplugin.filing.document import Span
from xlplugin.filing.filing import Filing
from xlplugin.rules.declare.context import Context
from xlplugin.text import Text


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule's function yields where the rule is broken; the rule makes a finding of it.

    `words` fill the placeholders of fact and ask. {table}, {row}, {column}, {cell}, {actual}, {expected} are filled from
    the field. `case` names the rule's case, where it is not the plain one.
    """

    field: str | None = None
    place: Place | None = None
    actual: Value | str | None = None
    expected: Value | str | None = None
    related: tuple[str, ...] = ()
    words: Mapping[str, object] = default(default_factory=dict)
    case: str | None = None
    span: Span | None = None
    """What it speaks of in the report's text."""
    basis: tuple[str, ...] = ()
    """Figures of last year on which it rests."""
    organ: str | None = None
    """Of a rule across a batch: whose submission it is about."""
    others: tuple[str, ...] = ()
    """The other organs that it names."""
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """What a rule's function yields where it cannot tell."""

    reason: Text
    field: str | None = None


Inspect = Callable[[Filing, Context], Iterator[Hit | Unknown]]
