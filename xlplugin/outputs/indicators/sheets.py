"""Adds the two sheets of indicators to a workbook that is being written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlplugin.outputs.indicators import detail, leader
from xlplugin.outputs.indicators.lines import Indicated
from xlplugin.text import Language, Text

_TITLE, _DETAIL = Text("主要指标", "indicators"), Text("主要指标（分单位）", "indicators by organ")


def write_indicators(workbook: Any, found: Indicated, language: Language, title: Callable[[Text], Text]) -> None:
    """Both sheets, the leader's first. `title`: puts the year before a sheet's title."""
    first, second = workbook.add_worksheet(leader.NAME.show(language)), workbook.add_worksheet(detail.NAME.show(language))
    leader.write_leader(first, workbook, found, language, title(_TITLE))
    detail.write_detail(second, workbook, found, language, title(_DETAIL))
