"""What of a submission in several workbooks belongs into the copy of one of them: what is said of its own cells, and in the first what is said of no cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from xlplugin.filing.cells import Place
from xlplugin.filing.coverage import Coverage, Unread
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Finding, Report
from xlplugin.reading.parts import mark_of, part_of


def seen_in(report: Report, filing: Filing, number: int) -> tuple[Report, Filing]:
    """Report and filing as the workbook `number` of `report.parts` shows them, its cells by their own addresses. Where there is but one file, all of them."""
    if not report.parts:
        return report, filing
    within = _Within(report.parts, number)
    findings = tuple(kept for finding in report.findings for kept in within.findings(finding))
    advice = tuple(replace(one, suspects=tuple(replace(suspect, place=within.place(suspect.place)) for suspect in one.suspects)) for one in report.advice)
    mark = mark_of(report.parts[number])
    answers = tuple(replace(answer, cell=answer.cell.removeprefix(mark)) for answer in filing.answers)
    return replace(report, findings=findings, advice=advice, coverage=_coverage(report.coverage, within)), replace(filing, answers=answers)


class _Within:
    """One of several parts."""

    def __init__(self, parts: tuple[str, ...], number: int) -> None:
        self._parts, self._number = parts, number

    @property
    def is_first(self) -> bool:
        """Whether it is the part that has what is said of no cell."""
        return self._number == 0

    def place(self, place: Place | None) -> Place | None:
        """The place as the part has it; None for one of another part."""
        if place is None:
            return None
        number, own = part_of(place, self._parts)
        return own if number == self._number else None

    def places(self, places: tuple[Place, ...]) -> tuple[Place, ...]:
        """Those that are the part's."""
        return tuple(own for place in places if (own := self.place(place)) is not None)

    def findings(self, finding: Finding) -> Iterator[Finding]:
        """The finding where it is the part's: at its cell, or at the first of the others that have the same fault."""
        own, also = self.place(finding.place), self.places(finding.also)
        if finding.covered_by or (finding.place is None and self.is_first) or own is not None:
            yield replace(finding, place=own, also=also)
        elif also:
            yield replace(finding, place=also[0], also=also[1:])


def _coverage(coverage: Coverage | None, within: _Within) -> Coverage | None:
    if coverage is None:
        return None
    return replace(coverage, unread=tuple(_unread(coverage, within)))


def _unread(coverage: Coverage, within: _Within) -> Iterator[Unread]:
    for cause in coverage.unread:
        places = within.places(cause.places)
        if places or (not cause.places and within.is_first):
            yield replace(cause, places=places)
