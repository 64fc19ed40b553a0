"""What guarded processes do with the copies: a submission is read, checked and marked there, never in the process that asked (see `runs/workers/door`)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from xlplugin.checking.check import check
from xlplugin.filing.findings import Report
from xlplugin.filing.submissions import Submission
from xlplugin.form import shapes_by_key
from xlplugin.outputs.marked.copies import UnwrittenText, write_copy
from xlplugin.outputs.marked.workbook import annotate
from xlplugin.runs.store.codec import load, load_filing
from xlplugin.runs.store.results import Result
from xlplugin.runs.workers.checker import Checker
from xlplugin.text import Language

Told = tuple[str, str]
"""A sentence in Chinese and in English."""


def annotate_file(checker: Checker, file: str, output: str, language: Language) -> tuple[int, Told | None]:
    """Reads, checks and marks one file; how many problems it has, and what of it was not read."""
    filing = checker.read(Path(file), checker.forms, file)
    [report] = check([filing], checker.rules, checker.context)
    annotate(Path(file), Path(output), report, filing, language)
    lacking = report.coverage.text if report.coverage is not None and not report.coverage.is_whole else None
    return len(report.problems), (lacking.zh, lacking.en) if lacking is not None else None


def annotate_checked(checker: Checker, file: str, output: str, report: str, filing: str, language: Language) -> None:
    """Marks a file that was checked; `report` and `filing` as they are stored."""
    annotate(Path(file), Path(output), load(Report, report), load_filing(filing, shapes_by_key(checker.forms)), language)


def copy_of(checker: Checker, submission: str, texts: Mapping[str, str | None], target: str, language: Language, number: int) -> tuple[str, str, bool] | None:
    """The copy of a file of a batch (see `write_copy`); the sentence with whether the copy could not be written."""
    said = write_copy(Result.of(load(Submission, submission), texts.get, shapes_by_key(checker.forms)), Path(target), language, number)
    return (said.zh, said.en, isinstance(said, UnwrittenText)) if said is not None else None
