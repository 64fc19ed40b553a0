"""When was it submitted? By the signature's date, else by the day on which the workbook was last saved, else by the file's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from xlplugin.batch.results import Result
from xlplugin.rules.submissions import DatedBy

_CHINA = dt.timezone(dt.timedelta(hours=8))
_EARLIEST = dt.datetime.min.replace(tzinfo=_CHINA)


def submitted(result: Result) -> tuple[dt.date | None, DatedBy | None]:
    """The day of a submission, in China, and whose date that is; None where nothing tells it."""
    if result.signed:
        return dt.date.fromisoformat(result.signed), "signed"
    saved, own = _saved(result), _own(result)
    if saved is not None:
        return saved.date(), "saved"
    return (own.date(), "file") if own is not None else (None, None)


def oldest_first(group: Sequence[Result]) -> list[Result]:
    """Submissions of one organ and year in the order in which they came.

    Like is compared with like: where one of them has neither signature nor date of its own, as a file that cannot be read,
    all are put in order by the files' dates, if these are known. What is of one day is ordered to the second.
    """
    days = {result.source.file: submitted(result) for result in group}
    if any(by in ("file", None) for _, by in days.values()) and all(_own(result) for result in group):
        return sorted(group, key=lambda result: (_own(result) or _EARLIEST, result.source.file))
    return sorted(group, key=lambda result: (days[result.source.file][0] or dt.date.min, _saved(result) or _EARLIEST, _own(result) or _EARLIEST, result.source.file))


def _saved(result: Result) -> dt.datetime | None:
    if not result.modified:
        return None
    moment = dt.datetime.fromisoformat(result.modified)
    try:
        return moment.astimezone(_CHINA) if moment.tzinfo else moment.replace(tzinfo=_CHINA)
    except OverflowError:  # the first or the last day there is
        return moment.replace(tzinfo=_CHINA)


def _own(result: Result) -> dt.datetime | None:
    if result.source.mtime is None:
        return None
    try:
        return dt.datetime.fromtimestamp(result.source.mtime, _CHINA)
    except (ValueError, OverflowError, OSError):  # a date beyond the calendar
        return None
