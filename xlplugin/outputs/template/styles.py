"""How the template looks: fonts that Chinese Windows, WPS and LibreOffice have or replace well, and few colours."""

from __future__ import annotations

import unicodedata
from math import ceil
from typing import Any

TEXT_FONT = "宋体"
TITLE_FONT = "微软雅黑"
_GB2312 = 134
"""The character set that a program without these fonts chooses another by."""

INK = "#1F2A37"
ENTRY_TINT = "#FFF8DC"
COMPUTED_TINT = "#ECEFF3"
HEADER_TINT = "#E4EBF5"
LINE = "#7F8FA6"
PALE = "#C9D1DC"
RED, RED_TINT = "#B00020", "#FFD5D5"
GREEN = "#1B7F3B"
AMBER = "#9A5B00"
QUIET = "#667085"

_PLAIN = {"font_name": TEXT_FONT, "font_charset": _GB2312, "font_size": 10.5, "font_color": INK, "valign": "vcenter"}
_BOXED = {**_PLAIN, "border": 1, "border_color": LINE, "text_wrap": True}
_CENTRED = {**_BOXED, "align": "center"}
_LEFT = {**_BOXED, "align": "left"}
_FREE = {"bg_color": ENTRY_TINT, "locked": False}

_STYLES: dict[str, dict[str, object]] = {
    "plain": _PLAIN,
    "quiet": {**_PLAIN, "font_size": 9, "font_color": QUIET},
    "quiet_right": {**_PLAIN, "font_size": 9, "font_color": QUIET, "align": "right", "text_wrap": True},
    "legend": {**_PLAIN, "font_size": 9, "font_color": QUIET, "indent": 1},
    "note": {**_PLAIN, "text_wrap": True, "valign": "top"},
    "cover_title": {**_PLAIN, "font_name": TITLE_FONT, "font_size": 22, "bold": True, "align": "center"},
    "cover_note": {**_PLAIN, "font_color": QUIET, "align": "center"},
    "sheet_title": {**_PLAIN, "font_name": TITLE_FONT, "font_size": 15, "bold": True, "align": "center"},
    "table_title": {**_PLAIN, "font_name": TITLE_FONT, "font_size": 15, "bold": True},
    "heading": {**_PLAIN, "font_name": TITLE_FONT, "font_size": 11, "bold": True},
    "title": {**_CENTRED, "bold": True, "bg_color": HEADER_TINT},
    "corner": {**_CENTRED, "bg_color": HEADER_TINT},
    "header": {**_CENTRED, "bg_color": HEADER_TINT},
    "group": _CENTRED,
    "label": {**_LEFT, "indent": 1},
    "cell": {**_LEFT, "valign": "top"},
    "cell_centred": {**_CENTRED, "valign": "top"},
    "label_centred": _CENTRED,
    "link": {**_LEFT, "indent": 1, "font_color": "#1F4E9E", "underline": 1},
    "count": {**_CENTRED, **_FREE, "num_format": "0"},
    "signed_count": {**_CENTRED, **_FREE, "num_format": "0"},
    "amount": {**_CENTRED, **_FREE},
    "date": {**_CENTRED, **_FREE, "num_format": "yyyy-mm-dd"},
    "total_count": {**_CENTRED, "bg_color": COMPUTED_TINT, "bold": True},
    "total_signed_count": {**_CENTRED, "bg_color": COMPUTED_TINT, "bold": True},
    "total_amount": {**_CENTRED, "bg_color": COMPUTED_TINT, "bold": True},
    "live": {**_CENTRED, "font_size": 9, "bold": True, "font_color": QUIET, "border_color": PALE},
    "live_label": {**_CENTRED, "font_size": 9, "font_color": QUIET, "border_color": PALE},
    "legend_entry": {**_CENTRED, "font_size": 9, "bg_color": ENTRY_TINT},
    "legend_total": {**_CENTRED, "font_size": 9, "bg_color": COMPUTED_TINT},
    "answer": {**_LEFT, **_FREE, "indent": 1, "num_format": "@"},
    "answer_number": {**_LEFT, **_FREE, "indent": 1, "num_format": "0"},
    "answer_fixed": {**_LEFT, "indent": 1, "bg_color": COMPUTED_TINT},
    "narrative": {**_LEFT, **_FREE, "valign": "top"},
    "finding": {**_LEFT, "border": 0, "valign": "top"},
    "remark": {**_LEFT, "locked": False, "border": 0, "valign": "top"},
    # Parts that conditional formatting lays over a cell.
    "is_broken": {"bg_color": RED_TINT, "font_color": RED, "bold": True},
    "is_unreadable": {"bg_color": RED_TINT, "font_color": RED, "num_format": "0.######"},
    "is_addend": {"font_color": RED},
    "is_good": {"font_color": GREEN},
    "is_bad": {"font_color": RED},
    "is_waiting": {"font_color": QUIET},
    "is_open": {"font_color": AMBER},
    "is_asked": {"bg_color": ENTRY_TINT, "border": 1, "border_color": LINE},
}


class Styles:
    """The template's cell formats by name, made once in a workbook."""

    def __init__(self, workbook: Any) -> None:
        self._formats = {name: workbook.add_format(style) for name, style in _STYLES.items()}

    def __getitem__(self, name: str) -> Any:
        return self._formats[name]


def units(text: str, size: float = 10.5) -> float:
    """How wide a text is in units of column width: a Chinese character takes not quite two. Counted in tenths: versions of Python add floats otherwise."""
    return sum(18 if unicodedata.east_asian_width(letter) in "WFA" else 10 for letter in text) / 10 * size / 10.5


def lines(text: str, width: float, size: float = 10.5) -> int:
    """How many lines a text takes in a column of that width."""
    return sum(max(1, ceil(units(part, size) / max(width - 1.2, 1.0))) for part in text.split("\n"))


def height(line_count: int, size: float = 10.5) -> float:
    """The height in points of a row of that many lines."""
    return line_count * size * 1.4 + 5
