"""One chunk of files: each is read, all are checked together, so that schemas and relations run once for the chunk."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from xlplugin.checking.check import check
from xlplugin.checking.kept import Kept
from xlplugin.errors import DamagedError, PartsChangedError, Trouble, XlpluginError
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report, unread
from xlplugin.filing.submissions import Submission
from xlplugin.reading.layouts.ahead import AT_A_TIME, look_ahead
from xlplugin.reading.layouts.known import NO_CACHE
from xlplugin.reading.once import once
from xlplugin.reading.parts import holding, is_part, joined, why_apart
from xlplugin.rules.declare import Context, Rule
from xlplugin.runs.inputs.addresses import as_planned, local_copy
from xlplugin.runs.inputs.far import is_remote
from xlplugin.runs.inputs.modified import modified_of
from xlplugin.runs.inputs.releases import Release, releases_for
from xlplugin.runs.store.outcome import Outcome, outcome_of
from xlplugin.runs.workers.checker import Checker, Prior
from xlplugin.text import Text

T = TypeVar("T")
_READING = Text("读取时出现程序未预料的情况（{cause}）。", "reading met a case that the program did not foresee ({cause})")
_CHECKING = Text("审核时出现程序未预料的情况（{cause}）。", "checking met a case that the program did not foresee ({cause})")
_TELL = Text("请将该文件连同此信息反馈。", "please report it with the file")


def tried(action: Callable[[], T], words: Text = _READING) -> T | Trouble:
    """What the action gives, or what it met. Out of memory is the caller's affair."""
    try:
        return action()
    except XlpluginError as error:
        return error.trouble
    except RecursionError as error:
        return DamagedError(detail=type(error).__name__).trouble
    except MemoryError:
        raise
    except Exception as error:  # a crafted file must cost its own report only; the sentence names the cause
        return Trouble(words.fill(cause=f"{type(error).__name__}: {error}"[:200]), _TELL)


def check_filings(
    filings: Sequence[Filing],
    rules: Sequence[Rule] | None,
    context: Context | None,
    priors: Prior | None,
    releases: Sequence[Release],
    kept: Kept | None = None,
) -> list[Report]:
    """A report for each filing, held against last year's filing of its organ and the releases meant for it."""
    before = [priors.of(filing) if priors else None for filing in filings]
    return check(filings, rules, context, before, [releases_for(filing, releases) for filing in filings] if releases else None, None if os.environ.get(NO_CACHE) else kept)


def check_chunk(files: Sequence[Submission], checker: Checker, on_file: Callable[[int], None]) -> list[Outcome]:
    """The row of each file, in their order. `on_file` is told which file is read now, by its position, and -1 when the checking begins.

    Raises `MemoryError`: it belongs to whoever set the limit.
    """
    read_ones: list[_Read] = []
    for start in range(0, len(files), AT_A_TIME):
        read_ones += _read(files, range(start, min(start + AT_A_TIME, len(files))), checker, on_file)
    on_file(-1)
    filings = [one.filing for one in read_ones if isinstance(one.filing, Filing)]
    reports = iter(_reports(filings, checker))
    return [
        outcome_of(one.now, next(reports), one.filing, one.modified) if isinstance(one.filing, Filing) else outcome_of(one.now, unread(one.now.file, one.filing))
        for one in read_ones
    ]


class _Read(NamedTuple):
    """A file as it is now, what is in it, and when it says that it was saved."""

    now: Submission
    filing: Filing | Trouble
    modified: str | None


def _read(files: Sequence[Submission], positions: Sequence[int], checker: Checker, on_file: Callable[[int], None]) -> list[_Read]:
    """Some of the files, step by step. A file is looked at before its content: of one that changes meanwhile, the older content is named, and the next run checks it anew."""
    nows: dict[int, Submission] = {}
    read_ones: dict[int, tuple[Filing | Trouble, list[str | None]]] = {}
    with once():
        for position in positions:
            on_file(position)
            nows[position] = as_planned(files[position])
        numbers = {now.file: position for position, now in nows.items() if now.content and not now.parts and not is_remote(now.file)}
        look_ahead(list(numbers), lambda file: on_file(numbers[file]))
        for position in positions:
            on_file(position)
            read_ones[position] = _filing(files[position], checker)
        for position, (filing, moments) in read_ones.items():
            if isinstance(filing, Filing):
                on_file(position)
                moments += [modified_of(file) for file in files[position].files if not is_remote(file)]
    return [_Read(nows[position], filing, max(filter(None, moments), default=None)) for position, (filing, moments) in read_ones.items()]


def _filing(planned: Submission, checker: Checker) -> tuple[Filing | Trouble, list[str | None]]:
    """What is in a file; and of one that lies far away, whose copy is gone afterwards, when it says that it was saved."""
    moments: list[str | None] = []

    def read_one(file: str) -> Filing:
        with local_copy(file) as path:
            filing = checker.read(path, checker.forms, file)
            if is_remote(file):
                moments.append(modified_of(path))
            return filing

    def reading() -> Filing:
        if not planned.parts:
            return read_one(planned.file)
        filings = [read_one(file) for file in planned.parts]
        if not all(map(is_part, filings)) or why_apart([holding(filing) for filing in filings]):
            raise PartsChangedError()
        return joined(filings)

    return tried(reading), moments


def _reports(filings: Sequence[Filing], checker: Checker) -> list[Report]:
    """All in one go; where that meets what nobody foresaw, each by itself, so that one filing costs one report."""
    if checker.is_reading_only:
        return [Report(filing.file, filing.organ, filing.year, filing.form.edition) for filing in filings]

    def checked(some: Sequence[Filing]) -> list[Report]:
        return check_filings(some, checker.rules, checker.context, checker.priors, checker.releases, checker.kept)

    together = tried(lambda: checked(filings), _CHECKING)
    if not isinstance(together, Trouble):
        return together
    reports: list[Report] = []
    for filing in filings:
        alone = tried(lambda one=filing: checked([one]), _CHECKING)  # type: ignore[misc]
        reports += [unread(filing.file, alone)] if isinstance(alone, Trouble) else alone
    return reports
