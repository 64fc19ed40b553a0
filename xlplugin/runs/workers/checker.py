"""What a chunk of files is checked with: editions, rules, thresholds, last year's filings, releases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from xlplugin.checking.kept import Kept
from xlplugin.filing.filing import Filing
from xlplugin.form import Form
from xlplugin.reading.open import read_any
from xlplugin.rules.declare import Context, Rule
from xlplugin.runs.inputs.releases import Release

Read = Callable[[Path, Sequence[Form], str], Filing]
"""Reads a workbook or a report: where it is, the editions to choose from, and the name it goes by in the filing."""


class Prior(Protocol):
    """Last year's filings."""

    def of(self, filing: Filing) -> Filing | None:
        """The one to compare a filing with."""


def read(path: Path, forms: Sequence[Form], file: str) -> Filing:
    """The program's own `Read`."""
    return read_any(path, file, forms)


@dataclass(frozen=True)
class Checker:
    """Everything that a worker holds ready; a `Recipe` builds it."""

    forms: list[Form]
    rules: list[Rule]
    context: Context
    releases: tuple[Release, ...] = ()
    priors: Prior | None = None
    read: Read = read
    is_reading_only: bool = False
    kept: Kept = field(default_factory=Kept, compare=False)
    """What is known of cells from the files that it was used for."""
