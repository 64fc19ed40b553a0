"""A run for tests of reports: sound and faulty submissions, hostile names, a file that is none; and reports made by hand."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import weakref
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from make_samples import WITH_ERRORS
from make_samples import main as make_samples

from tests.batches import InProcess, run_batch
from tests.submissions import CONSISTENT, write_submission
from xlplugin.filing.filing import Answer
from xlplugin.filing.findings import Finding, Report, Severity, Status
from xlplugin.filing.submissions import Submission
from xlplugin.review.review import Entry, Review, Rounds, State
from xlplugin.review.roster import Member
from xlplugin.runs.inputs.releases import Release
from xlplugin.runs.store.codec import dump
from xlplugin.runs.store.outcome import checked
from xlplugin.runs.store.results import Result, Results
from xlplugin.text import Text

DEADLINE = dt.date(2024, 1, 24)
MISSING = ("样例八十镇", "样例八十一镇人民政府")
EVIL = ("=1+1镇人民政府", "@SUM(1+1)镇人民政府", "+样例镇人民政府", "-样例镇")
"""Names that are read as an organ's and want to be more than names."""
WORSE = ('=HYPERLINK("http://evil.example/","点我")', "<script>alert(1)</script>镇", "\x1b[31m红字镇", "../../上级镇", "@SUM(1+1)*cmd|' /C calc'!A0", "长" * 40_000 + "镇", "\ud83d坏")
"""Names that no reading takes for an organ's today; the reports do not rely on it."""
EVIL_FILES = ("a b#%", "=1+1", "<script>alert(1)<", "\x1b[31m红", "mailto:x@evil.example", "back\\slash", "名" * 70, "[1](http:) {0}")
"""Names of files likewise, where the system allows them."""
STATES: dict[Status, State] = {"clean": "accepted", "warning": "explain", "error": "return", "incomplete": "incomplete", "unreadable": "unreadable"}
RELEASED = Answer("P08", "proactive.fees.amount", "437880", release="张三，已核实台账，2024-01-25")


def write_inputs(folder: Path) -> None:
    """All samples, organs and files with hostile names, and a file that is no workbook."""
    make_samples(folder)
    evil = folder / "奇怪"
    evil.mkdir()
    for number, organ in enumerate(EVIL):
        write_submission(evil / f"{number}.xlsx", {**CONSISTENT, "requests.received.other": 1}, organ=organ)
    faulty = next((folder / WITH_ERRORS).glob("03*.xlsx"))
    for name in EVIL_FILES if os.name == "posix" else EVIL_FILES[:1]:
        shutil.copyfile(faulty, evil / f"{name}.xlsx")
    (folder / "坏文件.xlsx").write_bytes(b"no workbook")


def run_over(folder: Path) -> str:
    """The results of a run over them; one warning is released."""
    inputs, out = folder / "报送", str(folder / "out")
    inputs.mkdir()
    write_inputs(inputs)
    run_batch(inputs, out, InProcess(), releases=(Release("样例十二镇", None, RELEASED),))
    return out


def review_of(results: Results) -> Review:
    """A review by hand: files of one organ and year are rounds in path order; two organs of the roster have not submitted, one is on none."""
    found: dict[tuple[str, int | None], list[Submission]] = defaultdict(list)
    counts = dict.fromkeys(("files", "clean", "with_errors", "with_warnings", "incomplete", "unreadable"), 0)
    for one in results.submissions():
        counts["files"] += 1
        counts[{"error": "with_errors", "warning": "with_warnings"}.get(one.status, one.status)] += 1
        found[one.named or Path(one.file).name, one.named_year].append(one)
    entries = [Entry(organ, "missing", 2023, _member(organ)) for organ in MISSING]
    entries += [_entry(organ, year, submissions) for (organ, year), submissions in found.items()]
    words = Text("{organ}在名单上，没有报送。", "{organ} is on the roster and has not submitted")
    findings = [Finding("B02", Severity.ERROR, words.fill(organ=organ), subject="missing", organ=organ) for organ in MISSING]
    alike = Finding("B04", Severity.WARNING, Text("两个文件内容相同。", "two files are the same"), waived=None)
    findings.append(replace(alike, organ=entries[-1].organ, files=tuple(one.file for entry in entries[-2:] for one in entry.submissions)))
    return Review(tuple(entries), tuple(findings), MISSING, (entries[-1].organ,), counts, has_roster=True, year=2023)


def _entry(organ: str, year: int | None, submissions: Sequence[Submission]) -> Entry:
    rounds = [
        replace(one, round=number, is_newest=number == len(submissions), submitted=dt.date(2024, 1, 15) + dt.timedelta(5 * number)) for number, one in enumerate(submissions, 1)
    ]
    last = rounds[-1].submitted
    changes = Rounds((("R01", None),), (), (("C01", None),)) if len(rounds) > 1 else None
    return Entry(organ, STATES[rounds[-1].status], year, _member(organ), tuple(rounds), is_late=last is not None and last > DEADLINE, rounds=changes)


def _member(organ: str) -> Member:
    return Member(organ, contact="王芳", phone="0571-8000 1234", deadline=DEADLINE)


class HandMade(Results):
    """Reports made by hand, as the results of a run whose manifest is another's. Watches how many of the reports it gave are alive at once."""

    def __init__(self, run: Results, reports: Sequence[Report]) -> None:
        self.manifest = replace(run.manifest, files=tuple(Submission(report.file) for report in reports))
        self._reports_given = reports
        self._alive: weakref.WeakSet[Report] = weakref.WeakSet()
        self.most_alive = 0
        self.asked: list[str] = []

    def __iter__(self) -> Iterator[Result]:
        for report in self._reports_given:
            yield _Watched(self, report)

    def submissions(self) -> Iterator[Submission]:
        """Their facts, for which no report is given."""
        return (result.submission for result in self)

    def give(self, report: Report) -> Report:
        """A copy of the report of which it is known when it is gone."""
        fresh = _Fresh(**{name: getattr(report, name) for name in Report.__dataclass_fields__})
        self._alive.add(fresh)
        self.most_alive = max(self.most_alive, len(self._alive))
        self.asked.append(report.file)
        return fresh


@dataclass(frozen=True, eq=False)
class _Fresh(Report):
    """One that can be told from another of the same content."""

    def __hash__(self) -> int:
        return id(self)


class _Watched(Result):
    def __init__(self, results: HandMade, report: Report) -> None:
        one = checked(Submission(report.file), report)
        super().__init__(lambda: one, lambda: one.not_checked, lambda name: dump(report) if name == "report" else None, {})
        object.__setattr__(self, "_given", results)
        object.__setattr__(self, "_kept", report)

    @cached_property
    def _report(self) -> Report:
        given: HandMade = self.__dict__["_given"]
        return given.give(self.__dict__["_kept"])
