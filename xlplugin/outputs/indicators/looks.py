"""How the sheets of indicators look: the formats of the office's workbook and of the roll-up, which have fonts and colours in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from xlplugin.outputs.template.styles import COMPUTED_TINT, HEADER_TINT, INK, LINE, PALE, QUIET, TEXT_FONT, TITLE_FONT

COUNT, SHARE, POINTS, CHANGE = "#,##0", "0.0%", '+0.0"个百分点";-0.0"个百分点";0.0', "+#,##0;-#,##0;0"
COLORS = ("#1F4E9E", "#C98A00", "#7F8FA6", "#1B6B38", "#7D5FA3")
"""Of a chart's series: told apart in grey print too, this year's being the darkest."""
SMALL = 9.0
"""Size of small print, in points."""
Format = Callable[..., Any]
_PLAIN = {"font_name": TEXT_FONT, "font_charset": 134, "font_size": 10, "font_color": INK, "valign": "vcenter"}
_BOXED = {**_PLAIN, "border": 1, "border_color": PALE, "text_wrap": True}
_KINDS: dict[str, dict[str, object]] = {
    "title": {**_PLAIN, "font_name": TITLE_FONT, "font_size": 15, "bold": True},
    "quiet": {**_PLAIN, "font_color": QUIET},
    "note": {**_PLAIN, "font_color": QUIET, "text_wrap": True, "valign": "top"},
    "heading": {**_PLAIN, "font_name": TITLE_FONT, "font_size": 11, "bold": True},
    "header": {**_BOXED, "align": "center", "bold": True, "bg_color": HEADER_TINT, "border_color": LINE},
    "header_small": {**_BOXED, "align": "center", "font_size": 9, "bg_color": HEADER_TINT, "border_color": LINE},
    "text": {**_BOXED, "align": "left"},
    "small": {**_BOXED, "align": "left", "font_size": SMALL, "font_color": QUIET},
    "centre": {**_BOXED, "align": "center"},
    "sum": {**_BOXED, "align": "center", "bold": True, "bg_color": COMPUTED_TINT},
    "sum_text": {**_BOXED, "align": "left", "bold": True, "bg_color": COMPUTED_TINT},
}


def formats_of(workbook: Any) -> Format:
    """Gives a format by its kind and number format, each made once."""

    @cache
    def found(kind: str, number: str = "") -> Any:
        return workbook.add_format({**_KINDS[kind], **({"num_format": number} if number else {})})

    return found
