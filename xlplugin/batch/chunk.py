"""One chunk of files: each is read, all are checked together, so that schemas and relations run once for the chunk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from xlplugin.batch.addresses import local_copy
from xlplugin.batch.addresses import source as look_at
from xlplugin.batch.checker import Checker, Prior
from xlplugin.batch.modified import modified_of
from xlplugin.batch.outcome import Outcome, Source, outcome_of
from xlplugin.batch.releases import Release, releases_for
from xlplugin.checking.check import check
from xlplugin.errors import DamagedError, XlpluginError
from xlplugin.filing import Filing
from xlplugin.findings import Report
from xlplugin.rules.declare import Context, Rule
from xlplugin.text import Text

T = TypeVar("T")
_READING = Text("读取时出现程序未预料的情况（{cause}）。请将该文件连同此信息反馈。", "reading met a case that the program did not foresee ({cause}); please report it with the file")
_CHECKING = Text("审核时出现程序未预料的情况（{cause}）。请将该文件连同此信息反馈。", "checking met a case that the program did not foresee ({cause}); please report it with the file")


def tried(action: Callable[[], T], words: Text = _READING) -> T | Text:
    """What the action gives, or the sentence for what it met. Out of memory is the caller's affair."""
    try:
        return action()
    except XlpluginError as error:
        return error.text
    except RecursionError as error:
        return DamagedError(detail=type(error).__name__).text
    except MemoryError:
        raise
    except Exception as error:  # a crafted file must cost its own report only; the sentence names the cause
        return words.fill(cause=f"{type(error).__name__}: {error}"[:200])


def check_filings(
    filings: Sequence[Filing], rules: Sequence[Rule] | None, context: Context | None, priors: Prior | None, releases: Sequence[Release]
) -> list[Report]:
    """A report for each filing, held against last year's filing of its organ and the releases meant for it."""
    before = [priors.of(filing) if priors else None for filing in filings]
    return check(filings, rules, context, before, [releases_for(filing, releases) for filing in filings])


def check_chunk(files: Sequence[Source], checker: Checker, on_file: Callable[[int], None]) -> list[Outcome]:
    """The row of each file, in their order. `on_file` is told which file is read now, by its position, and -1 when the checking begins.

    Raises `MemoryError`: it belongs to whoever set the limit.
    """
    read_ones: list[tuple[Source, Filing | Text, str | None]] = []
    for position, one in enumerate(files):
        on_file(position)
        read_ones.append(_read(one, checker))
    on_file(-1)
    filings = [filing for _, filing, _ in read_ones if isinstance(filing, Filing)]
    reports = iter(_reports(filings, checker))
    return [
        outcome_of(one, next(reports), filing, modified) if isinstance(filing, Filing) else outcome_of(one, Report(file=one.file, error=filing))
        for one, filing, modified in read_ones
    ]


def _read(planned: Source, checker: Checker) -> tuple[Source, Filing | Text, str | None]:
    """The file as it is now, and what is in it. Its content is looked at before it is read: of one that changes meanwhile, the older content is named, and the next run checks it anew."""
    now = look_at(planned.file)
    modified: list[str | None] = [None]

    def reading() -> Filing:
        with local_copy(planned.file) as path:
            filing = checker.read(path, checker.forms, planned.file)
            modified[0] = modified_of(path)
            return filing

    return now, tried(reading), modified[0]


def _reports(filings: Sequence[Filing], checker: Checker) -> list[Report]:
    """All in one go; where that meets what nobody foresaw, each by itself, so that one filing costs one report."""
    if checker.is_reading_only:
        return [Report(filing.file, filing.organ, filing.year, filing.form.edition) for filing in filings]

    def checked(some: Sequence[Filing]) -> list[Report]:
        return check_filings(some, checker.rules, checker.context, checker.priors, checker.releases)

    together = tried(lambda: checked(filings), _CHECKING)
    if not isinstance(together, Text):
        return together
    reports: list[Report] = []
    for filing in filings:
        alone = tried(lambda one=filing: checked([one]), _CHECKING)  # type: ignore[misc]
        reports += [Report(file=filing.file, error=alone)] if isinstance(alone, Text) else alone
    return reports
