"""Runs and their pages, for the tests of the report as a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import html

from tests.batches import InProcess, run_batch
from tests.submissions import CONSISTENT, write_submission
from tests.written import write_html
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Finding, Report, Severity
from xlplugin.filing.submissions import Submission
from xlplugin.review.review import STATE_OF, Entry, Review, Rounds
from xlplugin.runs.recipe import Recipe, program_digest
from xlplugin.runs.store.manifest import Manifest
from xlplugin.runs.store.outcome import outcome_of
from xlplugin.runs.store.results import Results
from xlplugin.runs.store.shards import ShardWriter
from xlplugin.runs.store.storage import Folder
from xlplugin.runs.workers.failures import Bounds
from xlplugin.text import Text

SCRIPT = "样例<script>alert(1)镇人民政府"
UNREADABLE = "坏文件.xlsx"
FAULT = {**CONSISTENT, "requests.received.other": 6}
WRONG = "requests.results_total.other"
MISTYPED = "requests.received.total"
"""Where 61 was typed over 16."""


def review_of(results: Results, **changes: Any) -> Review:
    """The files of a run by organ, each organ's in path order; no roster."""
    submissions: dict[str, list[Submission]] = {}
    for one in results.submissions():
        of = submissions.setdefault(one.named or one.file, [])
        of.append(replace(one, round=len(of) + 1, submitted=dt.date(2024, 1, 9 + len(of))))
    entries = []
    for organ, found in submissions.items():
        kept = tuple(replace(one, is_newest=one is found[-1]) for one in found)
        entries.append(Entry(organ, STATE_OF[kept[-1].status], kept[-1].named_year, submissions=kept, rounds=Rounds((("R01", None),), (), (("R02", None),)) if kept[1:] else None))
    return replace(Review(tuple(entries)), **changes)


def run_of_five(folder: Path) -> str:
    """A run over a sound file, one with a total typed over, one out of balance, one with a blank cell, and one that is no workbook: the folder of its results."""
    files = folder / "收件"
    files.mkdir()
    write_submission(files / "a.xlsx", CONSISTENT, organ="样例一镇人民政府")
    write_submission(files / "b.xlsx", CONSISTENT, typed={MISTYPED: 61}, organ="样例二镇人民政府")
    write_submission(files / 'c"><img src=x onerror=alert(1)>.xlsx', FAULT, organ=SCRIPT)
    write_submission(files / "d.xlsx", {**CONSISTENT, "proactive.licensing.decisions": None}, organ="样例四镇人民政府")
    (files / UNREADABLE).write_bytes(b"no workbook at all")
    run_batch(files, str(folder / "out"), InProcess())
    return str(folder / "out")


def parsed(path: Path) -> Any:
    return html.fromstring(path.read_bytes())


def words(element: Any) -> str:
    """What an element says, with single spaces."""
    return " ".join(str(element.text_content()).split())


def stored(folder: Path, pairs: Sequence[tuple[Report, Filing | None]]) -> str:
    """A finished run with these reports, without any file having been read."""
    sources = tuple(Submission(report.file, content=f"{number:064x}") for number, (report, _) in enumerate(pairs))
    manifest = Manifest(Recipe(program_digest()), Bounds(), sources, is_complete=True)
    writer = ShardWriter(Folder(str(folder)), 1)
    rows = [(manifest.key(source), outcome_of(source, report, filing)) for source, (report, filing) in zip(sources, pairs, strict=True)]
    for start in range(0, len(rows), 5):
        writer.add(rows[start : start + 5])
    writer.flush()
    manifest.save(Folder(str(folder)))
    return str(folder)


def page_of(folder: Path, pairs: Sequence[tuple[Report, Filing | None]], **changes: Any) -> Any:
    """The page of such a run, parsed."""
    target = folder / "page.html"
    with Results(stored(folder / "out", pairs)) as results:
        write_html(results, review_of(results, **changes), target, "zh")
    return parsed(target)


def report_of(filing: Filing, **values: Any) -> Report:
    return Report(**{"file": filing.file, "organ": filing.organ, "year": filing.year, "edition": filing.form.edition, "values": filing.values, **values})


def wrong(field: str | None = WRONG, rule: str = "R01", severity: Severity = Severity.ERROR, **values: Any) -> Finding:
    return Finding(rule, severity, Text(f"{field} 不对", f"{field} is wrong"), field, **values)
