"""Where the header of an amount lost its unit: F07 reports it, and F03 leaves it alone."""

from __future__ import annotations

import re

from xlplugin.filing.facts import SeenLabel

_UNIT = re.compile(r"单位[：:]\s*([^）)\s]+)")


def lost_unit(label: SeenLabel) -> str | None:
    """The unit that the official header states and the seen one does not: 万元."""
    stated = _UNIT.search(label.official)
    if label.axis != "column" or stated is None or stated[1] in label.seen:
        return None
    return stated[1]
