"""What a spreadsheet's number format shows of a number: a date, the figure itself, another figure, or nothing at all.

Codes as in ECMA-376 part 1, 18.8.31, with what Chinese Excel and WPS write besides: `!` before a literal character, 通用格式,
[红色]. Every code is read once, character by character: nothing here is super-linear.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from xlplugin import libraries
from xlplugin.patterns import late
from xlplugin.reading.figures.number_section import Section, read_section

BUILT_IN = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??"},
    **{37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)", 39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)", 48: "##0.0E+0", 49: "@"},
    **{14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm"},
    **dict.fromkeys(range(27, 32), "yyyy/m/d"),
    **dict.fromkeys(range(32, 36), "h:mm:ss"),
    **{36: "yyyy/m/d", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0"},
    **dict.fromkeys(range(50, 59), "yyyy/m/d"),
}
"""The formats that a workbook names by number only; 27 to 36 and 50 to 58 are dates and times in Chinese Excel."""
LONGEST_CODE = 512
_MINUS = late(r"[-−－]\s*[\d.]")
_PARTED = late(r"\d[^\d\s,.，']*[-/:：][^\d\s]*\d")
"""Digits with a mark between them that makes a date, a time or a range of a number: 2023/01, 12:30."""
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")


@dataclass(frozen=True)
class NumberFormat:
    """One number format of a workbook; `is_1904`: its days are counted from 1 January 1904."""

    code: str
    is_1904: bool = False
    has_29_february: bool = True
    """Whether 1900 counts as a leap year, as in Excel."""

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The format's sections, at the most four."""
        return tuple(read_section(part) for part in split(self.code[:LONGEST_CODE])[:4])

    @cached_property
    def _of_numbers(self) -> tuple[Sequence[Section], bool]:
        """The sections that show numbers, and whether any of them states when."""
        sections = [section for section in self.sections[:3] if not section.is_text] or list(self.sections[:1])
        return sections, any(section.holds is not None for section in sections)

    def section(self, number: float | Decimal) -> tuple[Section, bool]:
        """The section that shows a number, and whether it says by itself that the number is negative."""
        sections, has_conditions = self._of_numbers
        if has_conditions:
            chosen = next((section for section in sections if section.holds is None or section.holds(float(number))), sections[-1])
            return chosen, False
        if number < 0 and len(sections) > 1:
            return sections[1], True
        if number == 0 and len(sections) > 2:
            return sections[2], False
        return sections[0], False

    def is_date_of(self, number: float | Decimal) -> bool:
        """Whether the number is shown as a date or a time."""
        return self.section(number)[0].is_date

    def date(self, number: float | Decimal) -> object:
        """The date or the time that is shown for a number of days; None where no day is meant."""
        libraries.load("openpyxl")
        from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

        try:
            if not self.has_29_february and number >= 1:
                return dt.datetime(1899, 12, 30) + dt.timedelta(days=float(number))
            found: object = from_excel(float(number), CALENDAR_MAC_1904 if self.is_1904 else CALENDAR_WINDOWS_1900)
        except (ValueError, OverflowError):
            return None
        return dt.datetime.min.time() if number == 0 and found is None else found

    def is_unseen(self, number: int | Decimal) -> bool:
        """Whether nothing of a number is to be seen: `;;;`, or white letters."""
        section, _ = self.section(number)
        if number and section.is_plain_for(number):
            return section.is_white
        return section.is_white or (not section.is_date and not section.shown(_size(number)).strip())

    def shown(self, number: int | Decimal) -> str:
        """What is shown of a number that is no date, without separators of thousands."""
        section, is_signed = self.section(number)
        return f"-{section.shown(_size(number)).strip()}" if number < 0 and not is_signed else section.shown(_size(number)).strip()

    def other_figure(self, number: int | Decimal) -> str | None:
        """What is shown of a number, where it reads as another figure; None where it reads as the number, or nobody can tell.

        A sign that is left out (a negative number in red) and a zero that shows as nothing or as a dash do not count.
        """
        section, is_signed = self.section(number)
        if section.is_date or section.is_plain_for(number):
            return None
        shown = section.shown(_size(number)).strip()
        figures = _FIGURE.findall(shown)
        is_negated = number > 0 and _MINUS.match(shown) is not None
        if number == 0 and not any(Decimal(figure.replace(",", "")) for figure in figures):
            return None
        if not shown or (len(figures) > 1 and not _PARTED.search(shown)):
            return None
        if len(figures) == 1 and Decimal(figures[0].replace(",", "")) == _size(number) and "%" not in shown and not is_negated:
            return None
        return f"-{shown}" if number < 0 and not is_signed else shown


def _size(number: float | Decimal) -> float | Decimal:
    return -number if number < 0 else number


def split(code: str) -> Sequence[str]:
    """The sections of a code; a `;` in quotation marks, in brackets or behind an escape parts nothing."""
    parts, start, at = [], 0, 0
    while at < len(code):
        mark = code[at]
        if mark == '"':
            at = _end(code, '"', at + 1)
        elif mark == "[":
            at = _end(code, "]", at + 1)
        elif mark in "\\!_*":
            at += 1
        elif mark == ";":
            parts.append(code[start:at])
            start = at + 1
        at += 1
    return [*parts, code[start:]]


def _end(code: str, mark: str, at: int) -> int:
    found = code.find(mark, at)
    return len(code) if found < 0 else found


@lru_cache(maxsize=1024)
def number_format(code: str, is_1904: bool = False) -> NumberFormat | None:
    """The format of a code; None for one that shows every number as it is."""
    return None if code.strip().lower() in ("", "general", "@", "g/通用格式", "通用格式", "standard") else NumberFormat(code, is_1904)


def is_date_format(code: str) -> bool:
    """Whether a number format shows positive numbers as dates or times."""
    found = number_format(code)
    return found is not None and found.is_date_of(1)


DATE = NumberFormat("yyyy-mm-dd")
DATE_1904 = NumberFormat("yyyy-mm-dd", is_1904=True)
DATE_OPEN = NumberFormat("yyyy-mm-dd", has_29_february=False)
"""For a reader that tells that a cell is a date and not how it is shown."""
