"""What a rule is. One rule is one file that holds one `RULE`, and everything about it is said there once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from functools import cache
from importlib import resources
from typing import Any

from xlplugin.document import Document
from xlplugin.filing import Cell, Facts, Filing, Place, Value
from xlplugin.findings import Finding, NotChecked, Severity
from xlplugin.form.load import editions
from xlplugin.form.model import Form, Kind
from xlplugin.form.relation import Relation
from xlplugin.rules.submissions import Batch
from xlplugin.text import Text, same

Limits = Mapping[str, Mapping[str, Any]]
_BLANK, _NOT_KNOWN = Text("空白", "blank"), Text("（无法确定）", "(not known)")


@cache
def default_limits() -> Limits:
    """The catalogue's thresholds, by rule id and name, from `limits.toml`."""
    return tomllib.loads((resources.files("xlplugin.rules") / "limits.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at besides the filing: the thresholds, and last year's filing of the organ where there is one."""

    limits: Limits = default(default_factory=default_limits)
    prior: Filing | None = None

    def limit(self, rule: str, name: str) -> Any:
        """A threshold by rule id and name."""
        return self.limits[rule][name]


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule's function yields where the rule is broken; the rule makes a finding of it.

    `words` fill the message's placeholders. {table}, {row}, {column}, {cell}, {actual}, {expected} are filled from
    the field. `message` and `severity` stand in for the rule's own where a case needs others.
    """

    field: str | None = None
    place: Place | None = None
    actual: Value | str | None = None
    expected: Value | str | None = None
    related: tuple[str, ...] = ()
    words: Mapping[str, object] = default(default_factory=dict)
    message: Text | None = None
    severity: Severity | None = None
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


@dataclass(frozen=True, slots=True)
class Bound:
    """A check of single values, compiled into the pandera schema: every value of `kinds` must satisfy `accepts`.

    `accepts` takes a float64 array and gives a boolean array of its shape. The context's limits are passed along.
    """

    kinds: tuple[Kind, ...]
    accepts: Callable[[Any, Limits], Any]


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A check of how cells are written, compiled into the pandera schema: no cell may have this shape."""

    shape: str


@dataclass(frozen=True, slots=True)
class Across:
    """A check of many submissions side by side; it runs once for a batch, never on a filing."""

    inspect: Callable[[Batch, Context], Iterator[Hit | Unknown]]


Check = Relation | Bound | Forbidden | Across | Inspect


@dataclass(frozen=True)
class Example:
    """A small filing: all cells are 0 but those named. `fails_at` lists the fields with a finding; empty: it passes.

    `values` are raw cell contents; `cells` are whole cells, for what a raw content cannot say.
    """

    values: Mapping[str, object] = default(default_factory=dict)
    fails_at: tuple[str | None, ...] = ()
    edition: str = "2021"
    shape: tuple[str, ...] = ()
    cells: Mapping[str, Cell] = default(default_factory=dict)
    facts: Facts = default(default_factory=Facts)
    organ: str | None = "样例一镇"
    year: int | None = None
    level: str | None = None
    narrative: Mapping[str, str] = default(default_factory=dict)
    document: Document | None = None
    prior: Example | None = None
    """Last year's filing, for a rule across years."""
    several: Several | None = None
    """The submissions, for a rule across a batch; `fails_at` then lists organs."""


@dataclass(frozen=True)
class Several:
    """The submissions of an example, and by file what some of them hold, this year and last year."""

    batch: Batch
    holds: Mapping[str, Example] = default(default_factory=dict)
    before: Mapping[str, Example] = default(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One rule of the catalogue."""

    id: str
    severity: Severity
    title: Text
    message: Text
    rationale: Text
    mend: Text
    source: Text
    check: Check
    examples: tuple[Example, ...]
    editions: tuple[str, ...] = ()
    """Empty: every edition."""
    replaces: tuple[str, ...] = ()
    """Rules whose finding at the same field is dropped: this one says it better."""
    covers: tuple[str, ...] = ()
    """Rules whose finding at the same field is kept as this one's ground (`covered_by`)."""
    spreads: bool = False
    """Whether the related cells have the same fault as the first, and are marked like it."""
    is_default: bool = True
    """Whether the rule runs unless it is selected by name."""

    def relations(self, form: Form) -> tuple[Relation, ...]:
        """The rule's relation, where it is one, and those that the form adds to it."""
        if not isinstance(self.check, Relation):
            return ()
        return (self.check, *(Relation.of(added) for added in form.equations if added.rule == self.id))

    def holds_for(self, edition: str) -> bool:
        """Whether the rule applies to an edition of the form. One for the program's newest edition applies to later ones, too."""
        newest = max(editions())
        return not self.editions or edition in self.editions or (newest in self.editions and edition > newest)

    def finding(self, hit: Hit, filing: Filing | None) -> Finding:
        """The finding for a hit on a filing: place, words and message filled in. A hit across a batch brings its own words and place."""
        words: dict[str, object] = {
            "actual": _BLANK if hit.actual is None else hit.actual,
            "expected": _NOT_KNOWN if hit.expected is None else hit.expected,
            "cell": "",
        }
        place = hit.place
        if filing is not None and hit.field is not None and hit.field in filing.form.fields:
            where = filing.form.fields[hit.field]
            cell = filing.cells.get(hit.field)
            place = place or (cell.place if cell else None)
            words |= {"table": filing.form.table(where.table).title.text, "row": where.row.label.text, "column": where.column.label.text, "field": where.text}
        if place is not None:
            words["cell"] = same(place.address)
        message = (hit.message or self.message).fill(**{**words, **hit.words})
        also = tuple(cell.place for name in hit.related if self.spreads and filing and (cell := filing.cells.get(name)) and cell.place)
        return Finding(self.id, hit.severity or self.severity, message, hit.field, place, hit.actual, hit.expected, hit.related, also=also, basis=hit.basis)

    def unknown(self, case: Unknown) -> NotChecked:
        """The entry for what the rule could not tell."""
        return NotChecked(self.id, case.reason, case.field)
