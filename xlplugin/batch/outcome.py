"""What a run keeps of each file: its report, its filing, and what is asked of many files at once, ready to be stored."""

from __future__ import annotations

import json
from dataclasses import dataclass

from xlplugin.batch.codec import dump
from xlplugin.batch.failures import Failure
from xlplugin.filing import Filing
from xlplugin.findings import Report, Severity


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a run, named as it was found: a path, or an address with a protocol. `content`: the SHA-256 of its bytes, empty where it cannot be read."""

    file: str
    content: str = ""
    size: int = 0
    mtime: float | None = None
    """When the file was last changed, in seconds since 1970, where the place it lies in says so."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file's row. `report`, `filing` and `narrative` are JSON (see `codec`); `modified` is what the workbook itself says, ISO 8601."""

    file: str
    content: str
    failure: Failure
    status: str
    report: str
    organ: str | None = None
    year: int | None = None
    edition: str | None = None
    level: str | None = None
    scope: str | None = None
    modified: str | None = None
    errors: int = 0
    warnings: int = 0
    filing: str | None = None
    narrative: str | None = None
    signed: str | None = None
    """The date of the report's signature, ISO 8601."""


def outcome_of(source: Source, report: Report, filing: Filing | None = None, modified: str | None = None, failure: Failure = "") -> Outcome:
    """The row of a file that was checked, or of one that could not be read (`report.error`)."""
    counting = [problem.finding.severity for problem in report.problems if problem.finding.waived is None]
    return Outcome(
        file=source.file,
        content=source.content,
        failure=failure,
        status=report.status,
        report=dump(report),
        organ=report.organ,
        year=report.year,
        edition=report.edition,
        level=filing.level if filing else None,
        scope=filing.scope if filing else None,
        modified=modified,
        errors=counting.count(Severity.ERROR),
        warnings=counting.count(Severity.WARNING),
        filing=dump(filing) if filing else None,
        narrative=json.dumps(dict(filing.narrative)) if filing and filing.narrative else None,
        signed=filing.document.signed.isoformat() if filing and filing.document and filing.document.signed else None,
    )
