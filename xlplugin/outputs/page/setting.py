"""What all sections of a page share: what the review says of each file, and which files show their tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from xlplugin.filing.findings import Finding, NotChecked
from xlplugin.filing.submissions import Submission
from xlplugin.outputs.file_names import common_folder
from xlplugin.outputs.page.files import Files
from xlplugin.outputs.writer import Checked
from xlplugin.review.review import Entry, Review
from xlplugin.rules.declare import Rule

FEW_FILES = 300
"""Up to here every submission shows its tables; beyond, those with errors or warnings do, and only the tables where these are."""
MOST_DRAWN = 1000
"""At the most so many submissions show tables; a browser has to open the page."""
MOST_WRITTEN_OUT = 300
"""Up to here the page holds every submission written out; beyond, packed (see `packed`)."""
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
    batch: Mapping[str, Sequence[Finding]]
    drawing: Mapping[str, Drawing]
    missed_everywhere: Collection[NotChecked]
    folder: str
    """What all files' names begin with."""
    open_at_once: bool = False
    is_packed: bool = False


def superseded(review: Review) -> frozenset[str]:
    """The files that a newer submission replaces."""
    return frozenset(one.file for entry in review.entries for one in entry.submissions if not one.is_newest)


def setting_of(run: Checked, found: Files, used: Mapping[str, Rule]) -> Setting:
    """What the sections share."""
    review = run.review
    members: dict[str, Member] = {}
    for entry in review.entries:
        for one in entry.submissions:
            after = next((other for other in reversed(entry.submissions) if other.is_newest and other.named_year == one.named_year), None)
            newest = None if one.is_newest or after is None else f"f{found.positions[after.file]}" if after.file in found.positions else None
            members[one.file] = Member(entry, one, newest)
    batch: dict[str, list[Finding]] = {}
    for finding in review.findings:
        for file in finding.files:
            batch.setdefault(file, []).append(finding)
    drawing = drawing_of(found, superseded(review))
    return Setting(used, members, batch, drawing, missed_everywhere(run), common_folder(one.file for one in run.manifest.files), len(found.statuses) == 1, len(found.statuses) > MOST_WRITTEN_OUT)


def missed_everywhere(run: Checked) -> frozenset[NotChecked]:
    """What no file could be checked for, for one and the same reason. Empty for a single file."""
    return run.tally.missed_by_all or frozenset() if run.tally.readable > 1 else frozenset()


def drawing_of(found: Files, replaced: frozenset[str]) -> dict[str, Drawing]:
    """Which files show their tables."""
    if len(found.statuses) <= FEW_FILES:
        return dict.fromkeys(found.statuses, "all")
    rank = {"error": 0, "warning": 1}
    wanted = [file for file, status in found.statuses.items() if status in rank and file not in replaced]
    wanted.sort(key=lambda file: (rank[found.statuses[file]], found.positions[file]))
    return dict.fromkeys(wanted[:MOST_DRAWN], "marked")
