"""Reads and checks a few files in this process. A file that cannot be read becomes a report that says so; the others go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlplugin.errors import DamagedError, Trouble
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report, unread
from xlplugin.form import Form, editions
from xlplugin.rules.declare import Context, Rule
from xlplugin.runs.inputs.releases import Release
from xlplugin.runs.workers.checker import read
from xlplugin.runs.workers.chunk import check_filings, tried

if TYPE_CHECKING:
    from xlplugin.runs.inputs.prior import Priors


def check_files(
    paths: Sequence[Path],
    rules: Sequence[Rule] | None = None,
    context: Context | None = None,
    forms: Sequence[Form] | None = None,
    on_file: Callable[[], None] = lambda: None,
    priors: Priors | None = None,
    releases: Sequence[Release] = (),
) -> list[Report]:
    """A report for each file, in their order; `on_file` is called after each reading, for a progress bar.

    `priors`: last year's filings, for the rules across years. `releases`: what the reviewer lets pass.
    """
    known = list(forms or editions().values())
    outcomes: list[Filing | Trouble] = []
    for path in paths:
        outcomes.append(_read(path, known))
        on_file()
    filings = [outcome for outcome in outcomes if isinstance(outcome, Filing)]
    reports = iter(check_filings(filings, rules, context, priors, releases))
    return [next(reports) if isinstance(outcome, Filing) else unread(str(path), outcome) for path, outcome in zip(paths, outcomes, strict=True)]


def _read(path: Path, forms: Sequence[Form]) -> Filing | Trouble:
    try:
        return tried(lambda: read(path, forms, str(path)))
    except MemoryError as error:
        return DamagedError(detail=type(error).__name__).trouble
