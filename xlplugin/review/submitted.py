"""When was it submitted? By the signature's date, else by the day on which the workbook was last saved, else by the file's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from xlplugin.filing.submissions import DatedBy, Submission

_CHINA = dt.timezone(dt.timedelta(hours=8))
_EARLIEST = dt.datetime.min.replace(tzinfo=_CHINA)


def submitted(one: Submission) -> tuple[dt.date | None, DatedBy | None]:
    """The day of a submission, in China, and whose date that is; None where nothing tells it."""
    if one.signed:
        return dt.date.fromisoformat(one.signed), "signed"
    if (saved := _saved(one)) is not None:
        return saved.date(), "saved"
    own = _own(one)
    return (own.date(), "file") if own is not None else (None, None)


def oldest_first(group: Sequence[Submission]) -> list[Submission]:
    """Submissions of one organ and year in the order in which they came.

    Like is compared with like: where one of them has neither signature nor date of its own, as a file that cannot be read,
    all are put in order by the files' dates, if these are known. What is of one day is ordered to the second.
    """
    if len(group) == 1:
        return list(group)
    days = {one.file: submitted(one) for one in group}
    if any(by in ("file", None) for _, by in days.values()) and all(_own(one) for one in group):
        return sorted(group, key=lambda one: (_own(one) or _EARLIEST, one.file))
    return sorted(group, key=lambda one: (days[one.file][0] or dt.date.min, _saved(one) or _EARLIEST, _own(one) or _EARLIEST, one.file))


def _saved(one: Submission) -> dt.datetime | None:
    if not one.modified:
        return None
    try:
        moment = dt.datetime.fromisoformat(one.modified)
    except ValueError:  # as an earlier version kept some
        return None
    try:
        return moment.astimezone(_CHINA) if moment.tzinfo else moment.replace(tzinfo=_CHINA)
    except OverflowError:  # the first or the last day there is
        return moment.replace(tzinfo=_CHINA)


def _own(one: Submission) -> dt.datetime | None:
    if one.mtime is None:
        return None
    try:
        return dt.datetime.fromtimestamp(one.mtime, _CHINA)
    except (ValueError, OverflowError, OSError):  # a date beyond the calendar
        return None
