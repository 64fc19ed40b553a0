"""Results of runs for tests, made row by row: what a reviewing office sees needs no workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tests.filings import filing_of
from xlplugin.filing.coverage import Coverage
from xlplugin.filing.document import Document
from xlplugin.filing.findings import Finding, Report, Severity
from xlplugin.filing.submissions import Submission
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.store.manifest import Manifest
from xlplugin.runs.store.outcome import Outcome, outcome_of
from xlplugin.runs.store.results import Results
from xlplugin.runs.store.shards import ShardWriter
from xlplugin.runs.store.storage import Folder
from xlplugin.runs.workers.failures import Bounds
from xlplugin.text import same

MTIME = dt.datetime(2024, 3, 1, 4, tzinfo=dt.UTC).timestamp()
BAD = ("R01", Severity.ERROR)
DOUBTFUL = ("P05", Severity.WARNING)


def row(
    file: str,
    organ: str | None = None,
    *problems: tuple[str, Severity],
    year: int | None = 2023,
    content: str | None = None,
    signed: dt.date | None = None,
    modified: str | None = "2024-01-20T02:00:00Z",
    mtime: float | None = MTIME,
    scope: str | None = None,
    values: Mapping[str, object] | None = None,
    narrative: Mapping[str, str] | None = None,
    is_readable: bool = True,
    coverage: Coverage | None = None,
) -> tuple[Submission, Outcome]:
    """One file's row: with the problems named (rule and severity), or unreadable."""
    source = Submission(file, content=f"of {file}" if content is None else content, size=10, mtime=mtime)
    if not is_readable:
        return source, outcome_of(source, Report(file, error=same("broken")))
    filing = replace(filing_of(values, organ=organ, year=year or 0, narrative=narrative, file=file), scope=scope, document=Document(signed=signed) if signed else None)
    findings = tuple(Finding(rule, severity, same(rule), "requests.received.total") for rule, severity in problems)
    return source, outcome_of(source, Report(file, organ, year, filing.form.edition, filing.values, findings, coverage=coverage), filing, modified)


def results_of(out: Path, *rows: tuple[Submission, Outcome], select: str | None = None) -> Results:
    """The results of a run that gave these rows, in path order."""
    folder = Folder(str(out))
    ordered: Sequence[tuple[Submission, Outcome]] = sorted(rows, key=lambda entry: entry[0].file)
    manifest = Manifest(Recipe("of a test", select), Bounds(), tuple(source for source, _ in ordered), is_complete=True)
    manifest.save(folder)
    writer = ShardWriter(folder, 1)
    for start in range(0, len(ordered), 32):
        writer.add([(manifest.key_of(outcome.submission), outcome) for _, outcome in ordered[start : start + 32]])
    writer.flush()
    return Results(str(out))
