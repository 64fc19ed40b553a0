"""What stands on the page above the submissions: what was checked, the tiles, the chart, the lists across submissions, the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlplugin.filing.findings import Finding, Severity, Status
from xlplugin.outputs.file_names import common_folder
from xlplugin.outputs.indicators.lines import indicated, organs_of
from xlplugin.outputs.indicators.view import IndicatorView, view_of
from xlplugin.outputs.page.files import Files
from xlplugin.outputs.page.heat import Heat, heat
from xlplugin.outputs.page.section import rules_by_reason
from xlplugin.outputs.page.setting import missed_everywhere, superseded
from xlplugin.outputs.page.words import WORDS
from xlplugin.outputs.tally import Tally
from xlplugin.outputs.wording import left_out
from xlplugin.outputs.writer import Checked
from xlplugin.review.review import STATE_OF, STATES, Entry, Review, State
from xlplugin.rules import catalogue, order
from xlplugin.rules.declare import Rule
from xlplugin.runs.store.manifest import Manifest
from xlplugin.text import Text, join, same

_STATUS = {state: status for status, state in STATE_OF.items()}
MOST_LISTED = 200
"""A rule lists so many organs."""
BAR = 1000
"""Width of the bar of states, in units of its own."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One state: how many organs are in it, and where its piece of the bar is."""

    state: State
    text: Text
    number: int
    x: float
    width: float
    status: Status | None = None
    """The status of the files that a click on the tile shows; None for organs that sent none."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule that found something."""

    id: str
    severity: Severity
    title: Text
    problems: int
    files: int
    why: Text
    mend: Text
    organs: tuple[tuple[str, str, int], ...] = ()
    """Whom it concerns, the section, and the number of problems, the first `MOST_LISTED`."""
    more: int = 0
    """How many organs besides these."""


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One finding across submissions; `files` with their sections."""

    organ: str
    message: Text
    files: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class BatchGroup:
    """What one rule found across submissions."""

    rule: str
    severity: Severity
    title: Text
    lines: tuple[BatchLine, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """Everything above the submissions."""

    sentences: tuple[Text, ...]
    years: Text | None
    tiles: tuple[Tile, ...]
    files: int
    counts: tuple[Text, ...]
    heat: Heat | None
    heat_note: Text | None
    missing: tuple[Entry, ...]
    batch: tuple[BatchGroup, ...]
    batch_not_checked: tuple[tuple[Text, Text], ...]
    rules: tuple[RuleLine, ...]
    rules_used: int
    missed_everywhere: tuple[tuple[Text, Text], ...]
    filters: tuple[tuple[str, Text, int], ...]
    superseded: int
    indicators: IndicatorView | None = None


def head_of(run: Checked, found: Files, used: Mapping[str, Rule]) -> Head:
    """The upper part of the page."""
    review, tally = run.review, run.tally
    known = {**catalogue(), **used}
    titles = {rule.id: rule.title for rule in known.values()}
    concerned = _concerned(review, found)
    missing = tuple(entry for entry in review.entries if entry.state == "missing")
    folder = common_folder(one.file for one in run.manifest.files)
    left_out = found.with_problems - len(found.rows)
    return Head(
        sentences=tuple(_sentences(run.manifest, review, len(found.statuses))),
        years=_years(review),
        tiles=_tiles(review),
        files=len(found.statuses),
        counts=tuple(_counts(tally)),
        heat=heat(found.rows, _names(found, review, folder), titles) if found.rows else None,
        heat_note=WORDS["heat_capped"].fill(n=found.with_problems, shown=len(found.rows)) if left_out else None,
        missing=missing,
        batch=_batch(review, found, known, {entry.organ for entry in missing}, folder),
        batch_not_checked=rules_by_reason(review.not_checked),
        rules=tuple(_rule_line(rule, tally, known, concerned.get(rule, [])) for rule in sorted(tally.rules, key=lambda rule: (order(rule), rule)) if tally.rules[rule].count),
        rules_used=len(used),
        missed_everywhere=rules_by_reason(missed_everywhere(run)),
        filters=_filters(found),
        superseded=len(superseded(review) & found.statuses.keys()),
        indicators=view_of(indicated(organs_of(review, run.prior), run.manifest.recipe.editions())),
    )


def _sentences(manifest: Manifest, review: Review, files: int) -> list[Text]:
    if review.has_roster:
        owed = {entry.organ for entry in review.entries if entry.member is not None and entry.member.merged_into is None}
        missing = {entry.organ for entry in review.entries if entry.state == "missing"}
        sentences = [WORDS["with_roster"].fill(owed=len(owed), submitted=len(owed - missing), files=files)]
    else:
        sentences = [WORDS["without_roster"].fill(organs=len({entry.organ for entry in review.entries}), files=files)]
    if manifest.skipped:
        sentences.append(WORDS["skipped"].fill(n=manifest.skipped))
    sentences += left_out(manifest.left_out)
    if files < len(manifest.files):
        sentences.append(WORDS["unfinished"].fill(n=len(manifest.files) - files))
    return sentences


def _years(review: Review) -> Text | None:
    years = Counter(one.named_year for entry in review.entries for one in entry.submissions if one.named_year is not None)
    shown = sorted(year for year, _ in years.most_common(4))
    return WORDS["years"].fill(years=join(map(same, map(str, shown)))) if shown else None


def _tiles(review: Review) -> tuple[Tile, ...]:
    numbers = Counter(entry.state for entry in review.entries)
    whole, x, tiles = sum(numbers.values()) or 1, 0.0, []
    for state, text in STATES.items():
        width = round(BAR * numbers[state] / whole, 2)
        if state != "missing" or review.has_roster or numbers[state]:
            tiles.append(Tile(state, text, numbers[state], round(x, 2), width, _STATUS.get(state)))
            x += width
    return tuple(tiles)


def _counts(tally: Tally) -> list[Text]:
    said, waived = tally.severities, tally.waived
    counts = [WORDS["problem_counts"].fill(errors=said[Severity.ERROR], warnings=said[Severity.WARNING], infos=said[Severity.INFO])]
    if waived:
        counts.append(WORDS["waived_counts"].fill(explained=waived["explained"], released=waived["released"]))
    if tally.transcription:
        counts.append(WORDS["transcription_count"].fill(n=tally.transcription))
    return counts


def _names(found: Files, review: Review, folder: str) -> dict[str, Text]:
    """How the files of the chart are called: by their organ, else by their name."""
    organs = {one.file: entry.organ for entry in review.entries for one in entry.submissions}
    return {row.file: same(row.organ or (organs.get(row.file, row.file).removeprefix(folder))) for row in found.rows}


def _batch(review: Review, found: Files, known: Mapping[str, Rule], missing: set[str], folder: str) -> tuple[BatchGroup, ...]:
    """The findings across submissions by rule; that an organ is missing is said in a list of its own."""
    groups: dict[str, list[Finding]] = {}
    for one in review.findings:
        if not (one.subject == "missing" and one.organ in missing):
            groups.setdefault(one.rule, []).append(one)
    return tuple(
        BatchGroup(
            rule,
            max(one.severity for one in members),
            known[rule].title if rule in known else same(""),
            tuple(_batch_line(one, found, folder) for one in members),
        )
        for rule, members in sorted(groups.items(), key=lambda group: order(group[0]))
    )


def _batch_line(one: Finding, found: Files, folder: str) -> BatchLine:
    files: Sequence[tuple[str, str | None]] = [(file.removeprefix(folder), f"f{found.positions[file]}" if file in found.positions else None) for file in one.files]
    return BatchLine(one.organ or "", one.message, tuple(files))


def _concerned(review: Review, found: Files) -> dict[str, list[tuple[str, str, int]]]:
    """By rule the organs in whose newest submission it found something, each with its section."""
    concerned: dict[str, list[tuple[str, str, int]]] = {}
    for entry in review.entries:
        newest = entry.newest
        if newest is not None and newest.file in found.positions:
            for rule in newest.found:
                if rule.count:
                    concerned.setdefault(rule.rule, []).append((entry.organ, f"f{found.positions[newest.file]}", rule.count))
    return concerned


def _rule_line(rule: str, tally: Tally, known: Mapping[str, Rule], organs: Sequence[tuple[str, str, int]]) -> RuleLine:
    total, declared = tally.rules[rule], known.get(rule)
    nothing = same("")
    title, why, mend = (declared.title, declared.rationale, declared.mend) if declared else (nothing, nothing, nothing)
    return RuleLine(rule, total.worst or Severity.INFO, title, total.count, total.files, why, mend, tuple(organs[:MOST_LISTED]), max(0, len(organs) - MOST_LISTED))


def _filters(found: Files) -> tuple[tuple[str, Text, int], ...]:
    numbers = found.by_status()
    shown: tuple[Status, ...] = ("clean", "warning", "error", "incomplete", "unreadable")
    return (("all", WORDS["all"], numbers.total()), *((status, STATES[STATE_OF[status]], numbers[status]) for status in shown))
