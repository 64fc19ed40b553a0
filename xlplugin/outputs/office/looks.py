"""How the office's workbook looks: the template's fonts and colours, and a soft one for each state."""

from __future__ import annotations

from typing import Any

from xlplugin.filing.findings import Severity
from xlplugin.outputs.marked.marks import FILLS, UNREAD_FILL
from xlplugin.outputs.template.styles import COMPUTED_TINT, HEADER_TINT, INK, LINE, PALE, QUIET, TEXT_FONT, TITLE_FONT
from xlplugin.review.review import State

CHINESE = 134
"""The character set (GB 2312) that a program without these fonts chooses another by."""
STATE_FILLS: dict[State, str] = {
    "accepted": "#DDF0DF",
    "explain": f"#{FILLS[Severity.WARNING]}",
    "return": f"#{FILLS[Severity.ERROR]}",
    "incomplete": f"#{UNREAD_FILL}",
    "unreadable": "#F8CBAD",
    "missing": "#E3E6EB",
}
SIZE = 10

_PLAIN = {"font_name": TEXT_FONT, "font_charset": CHINESE, "font_size": SIZE, "font_color": INK, "valign": "vcenter"}
_BOXED = {**_PLAIN, "border": 1, "border_color": PALE, "text_wrap": True}
_CENTRED = {**_BOXED, "align": "center"}
_TEXT = {**_BOXED, "align": "left"}
_LINK = {"font_color": "#1F4E9E", "underline": 1}
_HEADER = {**_CENTRED, "bold": True, "bg_color": HEADER_TINT, "border_color": LINE}
_OPEN_HEADER = {**_HEADER, "border": 0, "left": 1, "right": 1, "left_color": LINE, "right_color": LINE}

_LOOKS: dict[str, dict[str, object]] = {
    "title": {**_PLAIN, "font_name": TITLE_FONT, "font_size": 15, "bold": True, "align": "center"},
    "title_left": {**_PLAIN, "font_name": TITLE_FONT, "font_size": 15, "bold": True},
    "covered": {**_PLAIN, "font_size": 10, "font_color": QUIET, "text_wrap": True, "align": "left"},
    "covered_left": {**_PLAIN, "font_size": 10, "font_color": QUIET},
    "header": _HEADER,
    # A heading over several rows: the sheets are written row by row, which leaves no way to merge downwards.
    "field": {**_PLAIN, "font_size": 8, "font_color": QUIET},
    "header_top": {**_OPEN_HEADER, "top": 1, "top_color": LINE},
    "header_middle": _OPEN_HEADER,
    "header_bottom": {**_OPEN_HEADER, "bottom": 1, "bottom_color": LINE},
    "text": _TEXT,
    "text_top": {**_TEXT, "valign": "top"},
    "text_old": {**_TEXT, "valign": "top", "font_color": QUIET},
    "centre": _CENTRED,
    "centre_top": {**_CENTRED, "valign": "top"},
    "centre_old": {**_CENTRED, "valign": "top", "font_color": QUIET},
    "number": _CENTRED,
    "tally": {**_CENTRED, "num_format": '0;-0;"–"'},
    "count": {**_CENTRED, "num_format": "0"},
    "date": {**_CENTRED, "num_format": "yyyy-mm-dd"},
    "link": {**_TEXT, **_LINK},
    "link_top": {**_TEXT, **_LINK, "valign": "top"},
    "message": {**_TEXT, "bg_color": "#FFF8DC", "border_color": LINE, "valign": "top"},
    "total": {**_CENTRED, "bold": True, "bg_color": COMPUTED_TINT, "border_color": LINE, "num_format": "0"},
    "warning": {**_PLAIN, "bold": True, "font_color": "#B00020"},
    **{f"state_{state}": {**_CENTRED, "bold": True, "bg_color": fill} for state, fill in STATE_FILLS.items()},
    **{f"mark_{severity.id}": {**_CENTRED, "bg_color": f"#{fill}"} for severity, fill in FILLS.items()},
    **{f"severity_{severity.id}": {**_CENTRED, "valign": "top", "bg_color": f"#{fill}"} for severity, fill in FILLS.items()},
}


class Looks:
    """The workbook's cell formats by name."""

    def __init__(self, workbook: Any) -> None:
        self._formats = {name: workbook.add_format(look) for name, look in _LOOKS.items()}

    def __getitem__(self, name: str) -> Any:
        return self._formats[name]
