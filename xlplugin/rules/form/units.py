"""Where the header of an amount lost its unit (F07 reports it, and F03 leaves it alone), or states another (F03)."""

from __future__ import annotations

import re

from xlplugin.filing.facts import SeenLabel

_UNIT = re.compile(r"单位[：:]\s*([^）)\s]+)")
_OF_MONEY = re.compile(r"[亿万千百十美]{0,4}元")


def lost_unit(label: SeenLabel) -> str | None:
    """The unit that the official header states and the seen one does not: 万元."""
    stated = _UNIT.search(label.official)
    if label.axis != "column" or stated is None or _units(label):
        return None
    return stated[1]


def other_unit(label: SeenLabel) -> tuple[str, str] | None:
    """The unit that a header states (元) in place of the official one, and that one. None where it states none, or the official one."""
    stated, units = _UNIT.search(label.official), _units(label)
    return (units[0], stated[1]) if label.axis == "column" and stated and units and stated[1] not in units else None


def _units(label: SeenLabel) -> list[str]:
    return _OF_MONEY.findall(re.sub(r"\s", "", label.seen))
