"""Reads and checks files. A file that cannot be read becomes a report that says so; the others go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from xlplugin.batch.prior import Priors
from xlplugin.batch.releases import Release, releases_for
from xlplugin.checking.check import check
from xlplugin.errors import DamagedError, XlpluginError
from xlplugin.filing import Filing
from xlplugin.findings import Report
from xlplugin.form import Form
from xlplugin.reading.read import read_workbook
from xlplugin.rules.declare import Context, Rule
from xlplugin.text import Text


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
    outcomes: list[Filing | Report] = []
    for path in paths:
        outcomes.append(_read(path, forms))
        on_file()
    filings = [outcome for outcome in outcomes if isinstance(outcome, Filing)]
    before = [priors.of(filing) if priors else None for filing in filings]
    reports = iter(check(filings, rules, context, before, [releases_for(filing, releases) for filing in filings]))
    return [outcome if isinstance(outcome, Report) else next(reports) for outcome in outcomes]


def _read(path: Path, forms: Sequence[Form] | None) -> Filing | Report:
    try:
        return read_workbook(path, forms)
    except XlpluginError as error:
        return Report(file=str(path), error=error.text)
    except (MemoryError, RecursionError) as error:
        return Report(file=str(path), error=DamagedError(detail=type(error).__name__).text)
    except Exception as error:  # a crafted file must cost its own report only; the sentence names the cause
        cause = f"{type(error).__name__}: {error}"[:200]
        return Report(file=str(path), error=Text(f"读取时出现程序未预料的情况（{cause}）。请将该文件连同此信息反馈。", f"reading met a case that the program did not foresee ({cause}); please report it with the file"))
