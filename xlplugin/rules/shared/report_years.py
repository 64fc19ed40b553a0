"""Which years a report can be of."""

from __future__ import annotations

import datetime as dt

from xlplugin.rules.declare import Limits


def plausible_years(limits: Limits) -> tuple[int, int]:
    """The first and the last: the regulation's first year (F08's `earliest`), and this one."""
    return limits["F08"]["earliest"], dt.date.today().year
