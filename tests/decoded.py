"""What a run keeps of a file, stored and read back: however it is told, it says the same."""

from __future__ import annotations

from dataclasses import dataclass

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report
from xlplugin.filing.submissions import Submission
from xlplugin.form import editions
from xlplugin.runs.store.outcome import Outcome
from xlplugin.runs.store.packed import packed
from xlplugin.runs.store.results import Result


@dataclass(frozen=True, slots=True)
class Decoded:
    """An outcome, decoded; with the order of its fields, which equality does not see."""

    submission: Submission
    report: Report
    filing: Filing | None
    narrative: dict[str, str]
    order: tuple[tuple[str, ...], ...]


def decoded(outcome: Outcome) -> Decoded:
    """An outcome, packed, unpacked and decoded."""
    result = Result.from_outcome(packed(outcome).unpacked(), editions().values())
    report, filing = result.report(), result.filing()
    return Decoded(result.submission, report, filing, result.narrative(), (tuple(report.values), tuple(filing.cells) if filing else ()))
