"""Indicators of one organ and year, or of several added up: numerators and denominators first, shares from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from xlplugin.filing.cells import Value
from xlplugin.filing.filing import Filing
from xlplugin.filing.submissions import Submission
from xlplugin.form.model import Form
from xlplugin.indicators.declare import FEW, INDICATORS, Indicator, fields_of, reason_terms
from xlplugin.indicators.terms import Term


@dataclass(frozen=True, slots=True)
class Share:
    """A numerator and a denominator; None where a figure was not read, not filled in, or is not on the form."""

    over: Value | None
    under: Value | None = None

    @property
    def value(self) -> float | None:
        """Their quotient; None where there is nothing to divide, or to divide by."""
        return None if self.over is None or not self.under else float(self.over) / float(self.under)

    @property
    def is_few(self) -> bool:
        """Whether the share is of so few cases that it says little."""
        return self.value is not None and self.under is not None and self.under < FEW


@dataclass(frozen=True, slots=True)
class Measured:
    """The indicators by id, and the reasons by row id. `unknown`: how many organs lack a figure that an indicator needs."""

    shares: Mapping[str, Share]
    reasons: Mapping[str, Value | None]
    unknown: int = 0


def amounts_of(filing: Filing, tables: Iterable[str]) -> tuple[tuple[str, Value | None], ...]:
    """The figures of a filing that indicators count, by field id; those that are 0 or blank are left out. `tables`: those that it has."""
    known, amount, counted = filing.known, filing.amounts.get, _counted(filing.form, frozenset(tables))
    if not filing.unknown:
        return tuple([(name, value) for name in counted if (value := amount(name))])
    return tuple([(name, value if name in known else None) for name in counted if (value := amount(name)) or name not in known])


@lru_cache(maxsize=64)
def _counted(form: Form, tables: frozenset[str]) -> tuple[str, ...]:
    """The cells that indicators count of some tables, in the form's order."""
    return tuple(name for name in fields_of(form) if form.fields[name].table in tables)


def measured(one: Submission, form: Form) -> Measured:
    """The indicators of a submission. A blank cell counts as 0; a cell that could not be read, and a table that is not there, as unknown."""
    amounts = dict(one.amounts)

    def total(terms: Sequence[Term]) -> Value | None:
        values = [amounts.get(name, 0) if term.table in one.tables else None for term in terms for name in term.fields(form) or ("",)]
        known = [value for value in values if value is not None]
        return sum(known, start=0) if len(known) == len(values) and all(term.fields(form) for term in terms) else None

    shares = {indicator.id: Share(total(indicator.over), total(indicator.under) if indicator.under else None) for indicator in INDICATORS}
    return Measured(shares, {row: total([term]) for row, term in reason_terms(form)}, int(any(_lacks(indicator, shares[indicator.id]) for indicator in INDICATORS)))


def _lacks(indicator: Indicator, share: Share) -> bool:
    return share.over is None or (bool(indicator.under) and share.under is None)


def added_up(several: Iterable[Measured]) -> Measured:
    """Numerators and denominators added; an organ's that are not known are left out, both, and counted in `unknown`."""
    known = list(several)
    shares: dict[str, Share] = {}
    for indicator in INDICATORS:
        there = [share for one in known if not _lacks(indicator, share := one.shares[indicator.id])]
        if there:
            under = sum((share.under or 0 for share in there), start=0) if indicator.under else None
            shares[indicator.id] = Share(sum((share.over or 0 for share in there), start=0), under)
        else:
            shares[indicator.id] = Share(None)
    rows = dict.fromkeys(row for one in known for row in one.reasons)
    reasons: dict[str, Value | None] = {}
    for row in rows:
        values = [value for one in known if (value := one.reasons.get(row)) is not None]
        reasons[row] = sum(values, start=0) if values else None
    return Measured(shares, reasons, sum(one.unknown for one in known))
