"""The period that a report's figures are for, as its text says it, and whether title and signature are of the same year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from xlplugin.filing.filing import Filing
from xlplugin.patterns import late
from xlplugin.rules.report.shared.numerals import year_of
from xlplugin.rules.report.shared.texts import passages, sentences, unspaced

_YEAR = r"(?:(?P<{0}>20\d\d)年)?"
_DAY = r"(?P<{0}month>\d{{1,2}})月(?:(?P<{0}day>\d{{1,2}})(?:日|号))?"
_TO = r"(?:起|开始)?(?:至|到|[-—–―~]+)"
_RANGE = late(_YEAR.format("first_year") + _DAY.format("first_") + _TO + _YEAR.format("last_year") + _DAY.format("last_"))
_DOTTED = late(
    r"(?P<first_year>20\d\d)[./-](?P<first_month>\d{1,2})[./-](?P<first_day>\d{1,2})" + _TO + r"(?P<last_year>20\d\d)[./-](?P<last_month>\d{1,2})[./-](?P<last_day>\d{1,2})"
)
_MONTHS = late(rf"(?P<first_year>20\d\d)年(?P<first_month>\d{{1,2}}){_TO}(?P<last_month>\d{{1,2}})月")
_WHOLE = late(r"(?:统计|数据|报告)[^,，;。]{0,12}?(?:期限|时限|期间|时间|周期|范围|年度|截至|截止)[^,，;。]{0,6}?(?P<year>20\d\d)年(?:12月31日|度|全年|$)")
_STATISTICS = late(r"统计|期限|时限|数据|报告期|本(?:年度)?报告|所列")

_HURRIED_FROM = 10
"""A date in the report year itself from this month on is that of a report finished too early, D13, and no wrong year."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period as the text gives it. `year` is None where it names none, or two; `is_whole_year`: 1 January to 31 December of one year."""

    seen: str
    year: int | None
    is_whole_year: bool


def period_of(filing: Filing) -> Period | None:
    """The period that the report names for its figures; None where it names none."""
    found = list(_periods(filing))
    return next((period for period in found if period.is_whole_year), found[0] if found else None)


def years_disagree(filing: Filing) -> bool:
    """Whether title, period and signature are of different report years; what is not there disagrees with nothing."""
    document, period = filing.document, period_of(filing)
    if document is None:
        return False
    years = {year for year in (year_of(unspaced(document.title)), period.year if period else None) if year is not None}
    return len(years) > 1 or (document.signed is not None and any(not _follows(document.signed, year) for year in years))


def _follows(signed: dt.date, year: int) -> bool:
    """Whether a report of that year may have been signed on that day: in the next year, or somewhat early."""
    return signed.year == year + 1 or (signed.year == year and signed.month >= _HURRIED_FROM)


def _periods(filing: Filing) -> Iterator[Period]:
    for passage in passages(filing):
        for sentence in sentences(passage.words):
            words = unspaced(sentence)
            if passage.section is not None and not _STATISTICS.search(words):
                continue  # dates of some event
            for pattern in (_RANGE, _DOTTED, _MONTHS):
                yield from (_period(match) for match in pattern.finditer(words))
            yield from (Period(match[0], int(match["year"]), True) for match in _WHOLE.finditer(words))


def _period(match: re.Match[str]) -> Period:
    parts = match.groupdict()
    first_year, last_year = parts.get("first_year"), parts.get("last_year")
    years = {int(year) for year in (first_year, last_year) if year}
    first = (int(parts["first_month"]), int(parts.get("first_day") or 1))
    last = (int(parts["last_month"]), int(parts.get("last_day") or 31))
    return Period(match[0], years.pop() if len(years) == 1 else None, len(years) < 2 and first == (1, 1) and last == (12, 31))
