"""Days as messages name them."""

from __future__ import annotations

import datetime as dt

from xlplugin.text import Text


def day(date: dt.date) -> Text:
    """A day in words: 2022年1月20日."""
    return Text(f"{date.year}年{date.month}月{date.day}日", f"{date.year}-{date.month}-{date.day}")
