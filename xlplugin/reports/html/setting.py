"""What all sections of a page share: what the review says of each file, and which files show their tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from xlplugin.batch.results import Results
from xlplugin.batch.review import BatchFinding, Entry, Review, Submission
from xlplugin.findings import NotChecked
from xlplugin.reports.html.tally import Tally
from xlplugin.rules.declare import Rule

FEW_FILES = 300
"""Up to here every submission shows its tables; beyond, those with errors or warnings do, and only the tables where these are."""
MOST_DRAWN = 1000
"""At the most so many submissions show tables; a browser has to open the page."""
Drawing = Literal["all", "marked", "none"]
"""Which tables of a submission are drawn."""


@dataclass(frozen=True, slots=True)
class Member:
    """What the review says of a file: the organ's entry, and which of its submissions this is."""

    entry: Entry
    submission: Submission
    newest: str | None = None
    """The newest submission's section, where this is not it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What all sections of a page share. Everything by file where it can be."""

    rules: Mapping[str, Rule]
    members: Mapping[str, Member]
    batch: Mapping[str, Sequence[BatchFinding]]
    drawing: Mapping[str, Drawing]
    missed_everywhere: Collection[NotChecked]
    folder: str
    """What all files' names begin with."""
    open_at_once: bool = False


def superseded(review: Review) -> frozenset[str]:
    """The files that a newer submission replaces."""
    return frozenset(one.file for entry in review.entries for one in entry.submissions if not one.is_newest)


def setting_of(results: Results, review: Review, found: Tally, used: Mapping[str, Rule]) -> Setting:
    """What the sections share."""
    members: dict[str, Member] = {}
    for entry in review.entries:
        for one in entry.submissions:
            after = next((other for other in reversed(entry.submissions) if other.is_newest and other.year == one.year), None)
            newest = None if one.is_newest or after is None else f"f{found.positions[after.file]}" if after.file in found.positions else None
            members[one.file] = Member(entry, one, newest)
    batch: dict[str, list[BatchFinding]] = {}
    for finding in review.findings:
        for file in finding.files:
            batch.setdefault(file, []).append(finding)
    drawing = drawing_of(found, superseded(review))
    return Setting(used, members, batch, drawing, found.missed_everywhere, common_folder(results), len(found.statuses) == 1)


def drawing_of(found: Tally, replaced: frozenset[str]) -> dict[str, Drawing]:
    """Which files show their tables."""
    if len(found.statuses) <= FEW_FILES:
        return dict.fromkeys(found.statuses, "all")
    rank = {"error": 0, "warning": 1}
    wanted = [file for file, status in found.statuses.items() if status in rank and file not in replaced]
    wanted.sort(key=lambda file: (rank[found.statuses[file]], found.positions[file]))
    return dict.fromkeys(wanted[:MOST_DRAWN], "marked")


def common_folder(results: Results) -> str:
    """What the names of all files begin with, up to the last separator; of a single file its folder."""
    names = [source.file for source in results.manifest.files]
    first, last = min(names, default=""), max(names, default="")
    end = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), min(len(first), len(last)))
    cut = re.match(r".*[/\\]", first[:end], re.DOTALL)
    return cut[0] if cut else ""
