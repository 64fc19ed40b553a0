"""The examples that stand beside a rule: small filings, and what it says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default

from xlplugin.filing.cells import Cell, Place, Value
from xlplugin.filing.document import Document, Span
from xlplugin.filing.facts import Facts
from xlplugin.filing.findings import Severity
from xlplugin.filing.submissions import Batch


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
    """The submissions, for a rule across a batch; `fails_at` then lists organs, and `related` those that they are named with, too."""
    not_found: tuple[str, ...] = ()
    """Fields that the file does not hold."""
    file: str = ""
    """What the file is called, where it matters."""
    says: str | tuple[str, ...] = ()
    """Pieces of the Chinese messages in their order, one message a line: the findings' first, then the reasons of what was not checked."""
    actual: Value | str | None = None
    """What the first finding says stands there."""
    expected: Value | str | Mapping[str, Value | str | None] | None = None
    """What the finding asks for (应为); by field where there are several findings, or where it must be None."""
    related: tuple[str, ...] | None = None
    """The cells that the findings name besides their own, one finding after the other."""
    basis: tuple[str, ...] | None = None
    """What the findings rest on: an explanation lapses when it changes."""
    place: Place | Span | None = None
    """Where the first finding stands, where no field tells it: a cell, or a piece of the report's text."""
    severity: Severity | None = None
    """The gravest finding's severity, where the case is milder than the rule."""
    not_checked: tuple[str | None, ...] = ()
    """The fields at which the rule says that it cannot tell; a rule that never says more has them as `fails_at`, too."""


@dataclass(frozen=True)
class Several:
    """The submissions of an example, and by file what some of them hold, this year and last year."""

    batch: Batch
    holds: Mapping[str, Example] = default(default_factory=dict)
    before: Mapping[str, Example] = default(default_factory=dict)
