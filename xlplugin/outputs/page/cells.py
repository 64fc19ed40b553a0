"""What stands in each cell of a drawn table: the figure, what it is marked for, and the words shown beside the pointer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from xlplugin.filing.cells import Cell, Shape, Value
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Finding, Report, Suspect
from xlplugin.form import Field
from xlplugin.outputs.page.words import LETTERS, WORDS
from xlplugin.text import Text, join, number, same

_NOTHING = same("")

LONGEST = 24
"""Characters of a cell's own words that are shown; the rest is in the hint."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One reason why a cell is marked. `kind`: a severity's id, `waived`, `reading`, `unread`, `suspect` or `other`."""

    kind: str
    hint: Text
    value: Value | None = None
    """What a suspect would have to be."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell as the page shows it. `kind` is that of its worst mark, empty where there is none."""

    text: Text
    kind: str = ""
    letter: Text = _NOTHING
    hint: Text = _NOTHING
    would_be: Text = _NOTHING
    is_suspect: bool = False
    is_other: bool = False
    is_zero: bool = False


def marks(report: Report, fields: Mapping[str, Field], spreading: Collection[str]) -> dict[str, list[Mark]]:
    """Why cells are marked, by field id, the worst first. `spreading`: rules whose related cells have the same fault."""
    found: dict[str, list[Mark]] = {}
    for cause in report.coverage.unread if report.coverage else ():
        for name in cause.fields:
            found.setdefault(name, []).append(Mark("unread", WORDS["not_read"].fill(reason=cause.reason)))
    for problem in sorted(report.problems, key=lambda problem: problem.finding.waived is not None):
        finding = problem.finding
        if finding.field is not None:
            found.setdefault(finding.field, []).append(Mark(_kind(finding), _hint(finding)))
            for ground in problem.grounds:
                found[finding.field].append(Mark(_kind(finding), WORDS["because"] + ground.message + same(f" ({ground.rule})")))
        for name in finding.related if finding.rule in spreading else ():
            found.setdefault(name, []).append(Mark(_kind(finding), _also(finding, fields)))
    for finding in report.transcription:
        for misread in dict.fromkeys((finding.field, *finding.related)):
            if misread is not None:
                found.setdefault(misread, []).append(Mark("reading", _hint(finding)))
    for advice in report.advice:
        for suspect in advice.suspects:
            found.setdefault(suspect.field, []).append(Mark("suspect", WORDS["suspect"] + advice.text, suspect.expected))
            for name, value in _alternatives(suspect):
                found.setdefault(name, []).append(Mark("other", WORDS["other_change"].fill(value=value), value))
    return {name: list(dict.fromkeys(entries)) for name, entries in found.items() if name in fields}


def figures(filing: Filing, marked: Mapping[str, list[Mark]]) -> dict[str, Figure]:
    """Every cell of the form by field id."""
    return {name: _figure(filing.cells.get(name), marked.get(name, [])) for name in filing.form.fields}


def _figure(cell: Cell | None, reasons: list[Mark]) -> Figure:
    kinds = [mark.kind for mark in reasons]
    first = next((kind for kind in kinds if kind not in ("suspect", "other")), kinds[0] if kinds else "")
    would_be = next((mark.value for mark in reasons if mark.kind == "suspect"), None)
    hints = [*(mark.hint for mark in reasons), *_own_words(cell)]
    return Figure(
        text=_shown(cell),
        kind=first,
        letter=LETTERS[first] if first else _NOTHING,
        hint=join(dict.fromkeys(hints), "\n", "\n"),
        would_be=_NOTHING if would_be is None else WORDS["if"].fill(value=would_be),
        is_suspect="suspect" in kinds,
        is_other="other" in kinds and "suspect" not in kinds,
        is_zero=cell is not None and cell.value == 0 and not reasons,
    )


def _shown(cell: Cell | None) -> Text:
    if cell is None:
        return same("—")
    if cell.value is not None:
        return same(number(cell.value))
    if cell.shape is Shape.NOT_CALCULATED:
        return WORDS["not_calculated"]
    if cell.shape is Shape.NOT_READ:
        return WORDS["no_text"]
    return same(cell.raw if len(cell.raw) <= LONGEST else cell.raw[: LONGEST - 1] + "…")


def _own_words(cell: Cell | None) -> Iterator[Text]:
    """What the figure does not show: that there is no cell, or how it is written where that differs."""
    if cell is None:
        yield WORDS["not_found"]
    elif cell.raw and cell.shape not in (Shape.NUMBER, Shape.BLANK) and cell.raw != _shown(cell).zh:
        yield WORDS["as_written"].fill(raw=cell.raw)


def _kind(finding: Finding) -> str:
    return finding.severity.id if finding.waived is None else "waived"


def _hint(finding: Finding) -> Text:
    hint = WORDS["mark"].fill(severity=finding.severity.text, message=finding.message, rule=finding.rule)
    return hint + same("\n") + finding.waived.text if finding.waived else hint


def _also(finding: Finding, fields: Mapping[str, Field]) -> Text:
    first = fields.get(finding.field or "")
    return WORDS["same_as"].fill(severity=finding.severity.text, field=first.text, rule=finding.rule) if first else _hint(finding)


def _alternatives(suspect: Suspect) -> Iterator[tuple[str, Value]]:
    for alternative in suspect.alternatives:
        yield from alternative
