"""Carried in or carried over, where years say it: 结转2022年, 结转至2024年, 2022年结转到2023年."""

from __future__ import annotations

import re

_YEAR = r"(?:19|20)\d\d"
_CARRY = re.compile(
    rf"(?:(?P<before>{_YEAR})年(?:度|底|末)?[^,;:年]{{0,10}})?(?:结转|转结|接转|转来|转入|转接|遗留|延续|跨年|留转|顺延|转|延)(?P<into>转入|至|到|入)?(?:(?P<after>{_YEAR})年)?"
)


def carried(name: str, words: str, report_year: int | None) -> str | None:
    """`name`, or the other of the two where the years that the words give say so; None where they are of neither."""
    found = [match for match in _CARRY.finditer(words) if match["before"] or match["after"]]
    if not found:
        return name
    if report_year is None:
        return None
    before, after = (int(found[-1][key]) - report_year if found[-1][key] else None for key in ("before", "after"))
    if before in (-1, 0) and after in (None, before + 1):
        return "carried_in" if before == -1 else "carried_over"
    if before is not None:
        return None
    if after == 1:
        return "carried_over"
    is_in = after == 0 if found[-1]["into"] or "转入" in found[-1][0] else after == -1
    return "carried_in" if is_in else None
