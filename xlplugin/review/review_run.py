"""What a run comes to for the reviewing office: an entry for each organ, and the findings across all submissions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from xlplugin.checking.check_batch import check_batch
from xlplugin.filing.filing import Filing
from xlplugin.filing.submissions import Batch, Due, Problem, Submission
from xlplugin.review.arrange import Arranged, arrange
from xlplugin.review.review import STATE_OF, Entry, Review, Rounds
from xlplugin.review.review_facts import contents_of, sums_of
from xlplugin.review.roster import Member, Roster, by_name, owing
from xlplugin.review.roster_tree import tree_of
from xlplugin.rules import order
from xlplugin.rules.batches.wording import changes
from xlplugin.rules.declare import Context, Limits, Rule
from xlplugin.runs.recipe import build
from xlplugin.runs.store.results import Results


def review(
    results: Results,
    roster: Roster | None = None,
    parents: Sequence[Filing] = (),
    rules: Sequence[Rule] | None = None,
    limits: Limits | None = None,
    prior: Results | None = None,
    year: int | None = None,
) -> Review:
    """Reviews a run as a whole. Reads the submissions' facts once; reports, filings and texts only where a rule needs them.

    `parents`: workbooks of territories, given by name, to hold against the sums of those below them (B05). `rules`, `limits`: default those
    that the run was made with. `prior`: last year's results, for texts that were left as they were (B07); a run's folder keeps
    them in `prior/`. `year`: the only one that is judged; default the batch's, the others being judged too.
    """
    if rules is None or limits is None:
        checker = build(replace(results.manifest.recipe, priors_file=None))
        rules = checker.rules if rules is None else rules
        limits = checker.context.limits if limits is None else limits
    arranged = arrange(results.submissions(), roster, year, limits)
    due = tuple(Due(member.name, member.deadline) for member in owing(roster)) if roster else None
    contents = contents_of(arranged, results, parents, prior)
    batch = Batch(arranged.sent, arranged.year, due, sums_of(arranged, roster, parents), contents, arranged.others)
    checked = check_batch(batch, rules, Context(limits=limits))
    entries = _entries(arranged, roster, batch)
    statuses = Counter(one.status for one in arranged.sent)
    return Review(
        entries=tuple(entries),
        findings=checked.found,
        missing=tuple(entry.organ for entry in entries if entry.state == "missing"),
        unknown=tuple(dict.fromkeys(entry.organ for entry in entries if entry.member is None)) if roster else (),
        counts={
            "files": statuses.total(),
            "clean": statuses["clean"],
            "with_errors": statuses["error"],
            "with_warnings": statuses["warning"],
            "incomplete": statuses["incomplete"],
            "unreadable": statuses["unreadable"],
        },
        has_roster=roster is not None,
        not_checked=checked.not_checked,
        year=arranged.year,
        year_note=arranged.year_note,
        others=arranged.others,
    )


def _entries(arranged: Arranged, roster: Roster | None, batch: Batch) -> list[Entry]:
    """The roster's organs in its order, each with the run's year first; then the others by name."""
    groups: dict[str, dict[int | None, list[Submission]]] = {}
    for one in arranged.sent:
        groups.setdefault(one.organ, {}).setdefault(one.year, []).append(one)
    members = _members(roster) if roster else {}
    entries: list[Entry] = []
    for name in (*members, *sorted(set(groups) - set(members))):
        own, member = groups.get(name, {}), members.get(name)
        if member and member.merged_into is None and arranged.year not in own:
            entries.append(Entry(name, "missing", arranged.year, member))
        for year in sorted(own, key=lambda year: (year != arranged.year, -(year or 0))):
            entries.append(_entry(own[year], member, arranged, batch))
    return entries


def _members(roster: Roster) -> dict[str, Member]:
    """The roster's organs, below whom they stand once the mergers are done; one that was merged reports to whom it always did."""
    parents = tree_of(roster).parents
    return {name: replace(member, parent=parents.get(name, member.parent)) for name, member in by_name(roster).items()}


def _entry(group: Sequence[Submission], member: Member | None, arranged: Arranged, batch: Batch) -> Entry:
    counting = next(one for one in group if one.is_newest)
    first = group[0]
    is_late = first.deadline is not None and first.submitted is not None and first.submitted > first.deadline and first.dated_by != "file" and first.year == arranged.year
    changed = changes(group, batch)
    rounds = Rounds(*map(_sorted, changed)) if changed else Rounds() if group[-1].round > 1 else None
    return Entry(first.organ, STATE_OF[counting.status], first.year, member, tuple(group), is_late, rounds)


def _sorted(problems: frozenset[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (order(problem[0]), problem[1] or "")))
