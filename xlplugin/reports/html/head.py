"""What stands on the page above the submissions: what was checked, the tiles, the chart, the lists across submissions, the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlplugin.batch.results import Results
from xlplugin.batch.review import STATES, BatchFinding, Entry, Review, State
from xlplugin.findings import Severity
from xlplugin.reports.html.heat import Heat, heat
from xlplugin.reports.html.section import by_reason
from xlplugin.reports.html.setting import common_folder, superseded
from xlplugin.reports.html.tally import Tally
from xlplugin.reports.html.words import WORDS
from xlplugin.rules import catalogue, order
from xlplugin.rules.declare import Rule
from xlplugin.text import Text, join, same

BAR = 1000
"""Width of the bar of states, in units of its own."""
MISSING_RULE = "B02"


@dataclass(frozen=True, slots=True)
class Tile:
    """One state: how many organs are in it, and where its piece of the bar is."""

    state: State
    text: Text
    number: int
    x: float
    width: float


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


def head_of(results: Results, review: Review, found: Tally, used: Mapping[str, Rule]) -> Head:
    """The upper part of the page."""
    known = {**catalogue(), **used}
    titles = {rule.id: rule.title for rule in known.values()}
    missing = tuple(entry for entry in review.entries if entry.state == "missing")
    folder = common_folder(results)
    left_out = found.with_problems - len(found.rows)
    return Head(
        sentences=tuple(_sentences(results, review, found)),
        years=_years(review),
        tiles=_tiles(review),
        files=len(found.statuses),
        counts=tuple(_counts(found)),
        heat=heat(found.rows, _names(found, review, folder), titles) if found.rows else None,
        heat_note=WORDS["heat_capped"].fill(n=found.with_problems, shown=len(found.rows)) if left_out else None,
        missing=missing,
        batch=_batch(review, found, known, {entry.organ for entry in missing}, folder),
        batch_not_checked=by_reason(review.not_checked),
        rules=tuple(_rule_line(rule, found, known) for rule in sorted(found.rules, key=lambda rule: (order(rule), rule))),
        rules_used=len(used),
        missed_everywhere=by_reason(found.missed_everywhere),
        filters=_filters(found),
        superseded=len(superseded(review) & found.statuses.keys()),
    )


def _sentences(results: Results, review: Review, found: Tally) -> list[Text]:
    files = len(found.statuses)
    if review.has_roster:
        owed = {entry.organ for entry in review.entries if entry.member is not None and entry.member.merged_into is None}
        missing = {entry.organ for entry in review.entries if entry.state == "missing"}
        sentences = [WORDS["with_roster"].fill(owed=len(owed), submitted=len(owed - missing), files=files)]
    else:
        sentences = [WORDS["without_roster"].fill(organs=len({entry.organ for entry in review.entries}), files=files)]
    if results.manifest.skipped:
        sentences.append(WORDS["skipped"].fill(n=results.manifest.skipped))
    if files < len(results.manifest.files):
        sentences.append(WORDS["unfinished"].fill(n=len(results.manifest.files) - files))
    return sentences


def _years(review: Review) -> Text | None:
    years = Counter(one.year for entry in review.entries for one in entry.submissions if one.year is not None)
    shown = sorted(year for year, _ in years.most_common(4))
    return WORDS["years"].fill(years=join(map(same, map(str, shown)))) if shown else None


def _tiles(review: Review) -> tuple[Tile, ...]:
    numbers = Counter(entry.state for entry in review.entries)
    whole, x, tiles = sum(numbers.values()) or 1, 0.0, []
    for state, text in STATES.items():
        width = round(BAR * numbers[state] / whole, 2)
        if state != "missing" or review.has_roster or numbers[state]:
            tiles.append(Tile(state, text, numbers[state], round(x, 2), width))
            x += width
    return tuple(tiles)


def _counts(found: Tally) -> list[Text]:
    said = found.severities
    counts = [WORDS["problem_counts"].fill(errors=said[Severity.ERROR], warnings=said[Severity.WARNING], infos=said[Severity.INFO])]
    if found.waived:
        counts.append(WORDS["waived_counts"].fill(explained=found.waived["explained"], released=found.waived["released"]))
    if found.transcription:
        counts.append(WORDS["transcription_count"].fill(n=found.transcription))
    return counts


def _names(found: Tally, review: Review, folder: str) -> dict[str, Text]:
    """How the files of the chart are called: by their organ, else by their name."""
    organs = {one.file: entry.organ for entry in review.entries for one in entry.submissions}
    return {row.file: same(row.organ or (organs.get(row.file, row.file).removeprefix(folder))) for row in found.rows}


def _batch(review: Review, found: Tally, known: Mapping[str, Rule], missing: set[str], folder: str) -> tuple[BatchGroup, ...]:
    """The findings across submissions by rule; that an organ is missing is said in a list of its own."""
    groups: dict[str, list[BatchFinding]] = {}
    for one in review.findings:
        if not (one.finding.rule == MISSING_RULE and one.organ in missing):
            groups.setdefault(one.finding.rule, []).append(one)
    return tuple(
        BatchGroup(
            rule,
            max(one.finding.severity for one in members),
            known[rule].title if rule in known else same(""),
            tuple(_batch_line(one, found, folder) for one in members),
        )
        for rule, members in sorted(groups.items(), key=lambda group: order(group[0]))
    )


def _batch_line(one: BatchFinding, found: Tally, folder: str) -> BatchLine:
    files: Sequence[tuple[str, str | None]] = [(file.removeprefix(folder), f"f{found.positions[file]}" if file in found.positions else None) for file in one.files]
    return BatchLine(one.organ or "", one.finding.message, tuple(files))


def _rule_line(rule: str, found: Tally, known: Mapping[str, Rule]) -> RuleLine:
    total, declared = found.rules[rule], known.get(rule)
    nothing = same("")
    title, why, mend = (declared.title, declared.rationale, declared.mend) if declared else (nothing, nothing, nothing)
    return RuleLine(rule, total.worst, title, total.problems, total.files, why, mend)


def _filters(found: Tally) -> tuple[tuple[str, Text, int], ...]:
    numbers = found.by_status()
    shown = (("error", numbers["error"]), ("warning", numbers["warning"]), ("unreadable", numbers["unreadable"]), ("clean", numbers["clean"]))
    return (("all", WORDS["all"], numbers.total()), *((status, WORDS[status], number) for status, number in shown))
