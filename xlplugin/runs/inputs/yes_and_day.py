"""What the cells of a roster mean: yes or no, and a day."""

from __future__ import annotations

import datetime as dt
import re

from xlplugin.runs.inputs.list_rows import shown
from xlplugin.runs.inputs.names import squeezed

_YES = frozenset({"是", "Y", "YES", "1", "TRUE", "√", "✓", "纳入", "对"})
_NO = frozenset({"否", "N", "NO", "0", "FALSE", "×", "X", "✗", "不", "不纳入", "不是"})
_DAY = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?(?:0?0:00(?::00)?)?|(\d{4})(\d\d)(\d\d)")


def as_yes(content: object) -> bool | None:
    """Yes or no; None for what is neither, and for a blank cell."""
    if isinstance(content, bool):
        return content
    word = squeezed(shown(content)).upper()
    return True if word in _YES else False if word in _NO else None


def as_day(content: object) -> dt.date | None:
    """A day as a date cell or text has it: 2024-01-31, 2024/1/31, 2024年1月31日, 20240131; None for what is no day."""
    if isinstance(content, dt.datetime):
        return content.date()
    if isinstance(content, dt.date):
        return content
    match = _DAY.fullmatch(squeezed(shown(content)))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
