"""What a run keeps of each file: the facts of the submission, and its report, filing and text, ready to be stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Finding, Problem, Report, Severity
from xlplugin.filing.submissions import Failure, RuleFound, Submission, changed
from xlplugin.indicators.measure import amounts_of
from xlplugin.reading.parts import is_some_of
from xlplugin.runs.store.bases import dump_difference
from xlplugin.runs.store.encode import dump

TEXTS = ("report", "filing", "narrative", "base")
"""What of an outcome is text, in the order in which it is handed on and stored."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file. All but `submission` are JSON (see `codec`), and but for `report` None where there is none; `results.Result` decodes them.

    What was not checked stands in the submission only. Where there is a `base`, `report` tells the filing, too, by what it differs from that one (see `bases`).
    """

    submission: Submission
    report: str
    filing: str | None = None
    narrative: str | None = None
    base: str | None = None

    def text(self, name: str) -> str | None:
        """One of the `TEXTS`."""
        return cast("str | None", getattr(self, name))


def outcome_of(one: Submission, report: Report, filing: Filing | None = None, modified: str | None = None, failure: Failure = "") -> Outcome:
    """What came of a file that was checked, or of one that could not be read (`report.error`). `modified`: as the workbook itself says, ISO 8601."""
    submission = checked(one, report, filing, modified, failure)
    if filing is None:
        return Outcome(submission, dump(report, "not_checked"))
    narrative = json.dumps(dict(filing.narrative)) if filing.narrative else None
    difference = dump_difference(report, filing)
    if difference is None:
        return Outcome(submission, dump(report, "not_checked"), dump(filing), narrative)
    told, base = difference
    return Outcome(submission, told, None, narrative, base)


def checked(one: Submission, report: Report, filing: Filing | None = None, modified: str | None = None, failure: Failure = "") -> Submission:
    """A submission with the facts of its report and its filing."""
    tables = filing.tables_filled if filing else frozenset()
    signed = filing.document.signed if filing and filing.document else None
    return changed(
        one,
        status=report.status,
        failure=failure,
        named=report.organ,
        named_year=report.year,
        edition=report.edition,
        level=filing.level if filing else None,
        scope=filing.scope if filing else None,
        tables=_sorted(tables),
        is_in_part=filing is not None and is_some_of(tables, filing.form),
        modified=modified,
        signed=signed.isoformat() if signed else None,
        found=found_in(report.problems) if report.findings else (),
        worst=max([finding.severity for finding in report.findings if finding.waived is None], default=None),
        not_checked=report.not_checked,
        transcription=len(report.transcription),
        coverage=report.coverage,
        amounts=amounts_of(filing, tables) if filing else (),
    )


@lru_cache(maxsize=64)
def _sorted(tables: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(tables))


def found_in(problems: Sequence[Problem]) -> tuple[RuleFound, ...]:
    """What rules came to, each once; those with problems that count come first, in the order of the problems."""
    counting = [problem.finding for problem in problems if problem.finding.waived is None]
    waived = [problem.finding for problem in problems if problem.finding.waived is not None]
    grounds = [ground for problem in problems for ground in problem.grounds]
    return tuple(
        RuleFound(
            rule,
            **{name: _number(counting, rule, severity) for name, severity in (("errors", Severity.ERROR), ("warnings", Severity.WARNING), ("infos", Severity.INFO))},
            **{kind: sum(one.rule == rule and one.waived is not None and one.waived.kind == kind for one in waived) for kind in ("explained", "released")},
            grounds=sum(one.rule == rule for one in grounds),
        )
        for rule in dict.fromkeys(one.rule for one in (*counting, *waived, *grounds))
    )


def _number(findings: Iterable[Finding], rule: str, severity: Severity) -> int:
    return sum(one.rule == rule and one.severity is severity for one in findings)
