"""Filings for tests: every cell is 0 but those named, as in the rules' examples."""

from __future__ import annotations

from collections.abc import Mapping

from xlplugin.checking import examples
from xlplugin.checking.examples import prior_of as prior_of_example
from xlplugin.filing.cells import Cell
from xlplugin.filing.facts import Facts
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Finding, Report
from xlplugin.rules.declare import Example

__all__ = ["all_findings", "filing_of", "filing_of_example", "prior_of_example"]
filing_of_example = examples.filing_of


def filing_of(
    values: Mapping[str, object] | None = None,
    *,
    edition: str = "2021",
    cells: Mapping[str, Cell] | None = None,
    facts: Facts | None = None,
    organ: str | None = "样例一镇",
    year: int | None = None,
    level: str | None = None,
    narrative: Mapping[str, str] | None = None,
    shape: tuple[str, ...] = (),
    file: str = "样例.xlsx",
) -> Filing:
    """The filing of an example with these contents: `values` raw, `cells` whole. `year` None: the edition's first; 0: none is known."""
    example = Example(values or {}, (), edition, shape, cells or {}, facts or Facts(), organ, year, level, narrative or {})
    return examples.filing_of(example, file)


def all_findings(report: Report) -> tuple[Finding, ...]:
    """The filing's findings, and those about the file that was read (family T)."""
    return (*report.findings, *report.transcription)
